import { CircleAlert, CircleCheck, CircleDashed, CircleDot, type LucideIcon, TriangleAlert } from "lucide-preact";

/** What a status means, never what it looks like. */
export type Tone = "neutral" | "info" | "success" | "warning" | "error";

const LOOKS: Readonly<Record<Tone, { readonly color: string; readonly icon: LucideIcon }>> = {
	neutral: { color: "var(--ink-soft)", icon: CircleDashed },
	info: { color: "var(--color-info)", icon: CircleDot },
	success: { color: "var(--color-success)", icon: CircleCheck },
	warning: { color: "var(--color-warning)", icon: TriangleAlert },
	error: { color: "var(--color-error)", icon: CircleAlert },
};

interface StatusChipProps {
	readonly tone: Tone;
	/** One or two words. Colour and icon repeat them; they never stand alone. */
	readonly children: string;
	readonly icon?: LucideIcon;
	/** On hover: the exact time, the reason. */
	readonly title?: string | undefined;
}

/** A status: colour, icon and word. */
export function StatusChip({ tone, children, icon, title }: StatusChipProps) {
	const look = LOOKS[tone];
	const Icon = icon ?? look.icon;
	return (
		<span
			class="inline-flex h-5 shrink-0 items-center gap-1 rounded-full px-1.5 text-xs font-medium whitespace-nowrap"
			style={{ color: look.color, background: `color-mix(in oklab, ${look.color} 9%, var(--color-base-100))` }}
			title={title}
		>
			<Icon size={12} aria-hidden strokeWidth={2.25} />
			{children}
		</span>
	);
}
