import type { ComponentChildren, TargetedMouseEvent } from "preact";
import { Link } from "wouter-preact";
import type { LucideIcon } from "lucide-preact";

interface ButtonProps {
	readonly children: ComponentChildren;
	/** `primary`: the one next act of a view, at most once. `danger`: cannot be undone. `quiet`: no line around it. */
	readonly look?: "plain" | "primary" | "danger" | "quiet";
	readonly icon?: LucideIcon;
	readonly small?: boolean;
	/** The act runs: the button waits and says so. */
	readonly busy?: boolean;
	readonly disabled?: boolean;
	readonly type?: "button" | "submit";
	readonly title?: string;
	readonly class?: string;
	readonly form?: string;
	readonly onClick?: (event: TargetedMouseEvent<HTMLButtonElement>) => void;
}

const LOOKS = { plain: "", primary: "btn-primary", danger: "btn-error", quiet: "btn-ghost" } as const;

/** A button with a word. An act that leads elsewhere is a `LinkButton`. */
export function Button({
	children,
	look = "plain",
	icon: Icon,
	small,
	busy,
	disabled,
	type = "button",
	class: more = "",
	...rest
}: ButtonProps) {
	return (
		<button
			type={type}
			class={`btn ${LOOKS[look]} ${small === true ? "btn-sm" : ""} ${more}`}
			disabled={disabled === true || busy === true}
			aria-busy={busy === true ? true : undefined}
			{...rest}
		>
			{Icon !== undefined && <Icon size={16} aria-hidden class="shrink-0" />}
			{children}
			{busy === true && <span class="loading loading-dots loading-xs" aria-hidden />}
		</button>
	);
}

/** A button that leads to another view. */
export function LinkButton({
	href,
	children,
	look = "plain",
	icon: Icon,
	small,
}: Pick<ButtonProps, "children" | "look" | "icon" | "small"> & { readonly href: string }) {
	return (
		<Link href={href} class={`btn ${LOOKS[look]} ${small === true ? "btn-sm" : ""}`}>
			{Icon !== undefined && <Icon size={16} aria-hidden class="shrink-0" />}
			{children}
		</Link>
	);
}

interface IconButtonProps {
	/** What it does, in a word or two: the name for screen readers, and the tip. */
	readonly label: string;
	readonly children: ComponentChildren;
	readonly pressed?: boolean;
	readonly disabled?: boolean;
	readonly expanded?: boolean;
	readonly class?: string;
	readonly onClick?: (event: TargetedMouseEvent<HTMLButtonElement>) => void;
}

/** A button that is only an icon; 32 px square. */
export function IconButton({ label, children, pressed, expanded, disabled, class: more = "", onClick }: IconButtonProps) {
	return (
		<button
			type="button"
			class={`btn btn-ghost btn-square ${pressed === true ? "!bg-picked" : ""} ${more}`}
			aria-label={label}
			title={label}
			aria-pressed={pressed}
			aria-expanded={expanded}
			disabled={disabled}
			onClick={onClick}
		>
			{children}
		</button>
	);
}
