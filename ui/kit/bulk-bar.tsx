import { X } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { IconButton } from "./button.tsx";
import { useShortcuts } from "./shortcuts.tsx";

interface BulkBarProps {
	readonly count: number;
	/** `2 tasks marked`. */
	readonly noun: readonly [singular: string, plural: string];
	readonly onClear: () => void;
	/** What can be done with all of them. */
	readonly children: ComponentChildren;
}

/** At the bottom of a list while rows are marked. Escape clears. */
export function BulkBar({ count, noun, onClear, children }: BulkBarProps) {
	useShortcuts("Marked", count > 0 ? [{ keys: "Escape", does: "Clear the marks", run: onClear }] : [], count > 0);
	if (count === 0) return null;
	return (
		<div
			role="region"
			aria-label="Marked"
			class="flex shrink-0 flex-wrap items-center gap-2 border-t border-line bg-base-100 px-3 py-2 shadow-float"
		>
			<span class="num flex-1 font-medium" role="status">
				{count} {count === 1 ? noun[0] : noun[1]} marked
			</span>
			{children}
			<IconButton label="Clear the marks" onClick={onClear}>
				<X size={16} />
			</IconButton>
		</div>
	);
}
