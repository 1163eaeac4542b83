import { signal } from "@preact/signals";
import { CircleAlert, CircleCheck, X } from "lucide-preact";
import { useEffect, useRef } from "preact/hooks";
import { IconButton } from "./button.tsx";

export interface ToastContent {
	readonly text: string;
	readonly tone?: "plain" | "error";
	/** The stable code of a problem, shown small. */
	readonly code?: string;
	/** Takes the act back; the toast then offers Undo (also by ⌘Z outside of fields). */
	readonly undo?: () => void;
	/** Another act than Undo: "Open", "Try again". */
	readonly action?: { readonly label: string; readonly run: () => void };
	/** A later toast about the same thing takes the place of this one: an Undo that is past would be a lie. */
	readonly about?: string;
}

interface Shown extends ToastContent {
	readonly id: number;
}

/** Long enough to read and to reach for Undo (look.md). */
const STAY_MS = 8_000;
const shown = signal<readonly Shown[]>([]);
let last = 0;

/** Tells what happened, for 8 s. An error stays until it is put away. Answers a function that puts it away. */
export function toast(content: ToastContent): () => void {
	last += 1;
	const id = last;
	const others = shown.value.filter((each) => content.about === undefined || each.about !== content.about);
	shown.value = [...others.slice(-2), { ...content, id }];
	return () => dismiss(id);
}

function dismiss(id: number): void {
	shown.value = shown.value.filter((each) => each.id !== id);
}

/** Takes back the newest act that can be, as ⌘Z does. Answers whether there was one. */
export function undoLatest(): boolean {
	const latest = shown.value.findLast((each) => each.undo !== undefined);
	if (latest === undefined) return false;
	latest.undo?.();
	dismiss(latest.id);
	return true;
}

/** The shell renders this once. It is a live region: a screen reader hears each toast without losing its place. */
export function Toasts() {
	return (
		<section
			aria-label="Notices"
			aria-live="polite"
			class="pointer-events-none fixed bottom-4 left-1/2 z-50 flex w-[min(28rem,calc(100vw-2rem))] -translate-x-1/2 flex-col gap-2"
		>
			{shown.value.map((each) => (
				<Toast key={each.id} content={each} />
			))}
		</section>
	);
}

function Toast({ content }: { readonly content: Shown }) {
	const held = useRef(false);
	useEffect(() => {
		if (content.tone === "error") return undefined;
		let timer = setTimeout(leave, STAY_MS);
		function leave(): void {
			// A person who reads or reaches for the button is not hurried (WCAG 2.2.1).
			if (held.current) timer = setTimeout(leave, 1_000);
			else dismiss(content.id);
		}
		return () => clearTimeout(timer);
	}, [content.id]);
	const act = content.undo !== undefined ? { label: "Undo", run: content.undo } : content.action;
	return (
		<div
			class="pointer-events-auto flex items-center gap-3 rounded-box bg-neutral py-2 pr-2 pl-3 text-neutral-content shadow-float"
			role={content.tone === "error" ? "alert" : undefined}
			onPointerEnter={() => (held.current = true)}
			onPointerLeave={() => (held.current = false)}
			onFocusCapture={() => (held.current = true)}
			onBlurCapture={() => (held.current = false)}
		>
			{content.tone === "error" ? <CircleAlert size={16} aria-hidden /> : <CircleCheck size={16} aria-hidden />}
			<p class="min-w-0 flex-1">
				{content.text}
				{content.code !== undefined && <span class="block text-xs opacity-80">{content.code}</span>}
			</p>
			{act !== undefined && (
				<button
					type="button"
					class="rounded-field px-2 py-1 font-semibold underline underline-offset-2 hover:bg-neutral-content/15"
					onClick={() => {
						act.run();
						dismiss(content.id);
					}}
				>
					{act.label}
				</button>
			)}
			<IconButton label="Dismiss" class="!text-neutral-content hover:!bg-neutral-content/15" onClick={() => dismiss(content.id)}>
				<X size={16} />
			</IconButton>
		</div>
	);
}
