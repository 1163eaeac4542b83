import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";

export interface Tab {
	readonly value: string;
	readonly label: string;
	/** Shown after the label, when not 0. */
	readonly count?: number;
	readonly content: () => ComponentChildren;
}

interface TabsProps {
	readonly label: string;
	readonly tabs: readonly Tab[];
	readonly value: string;
	readonly onChange: (value: string) => void;
	/** The panel takes the height that is left and scrolls by itself. */
	readonly fill?: boolean;
}

/** Tabs with arrow keys (WAI-ARIA tabs, automatic activation). Only the open panel is drawn. Keep `value` in the address. */
export function Tabs({ label, tabs, value, onChange, fill }: TabsProps) {
	const id = useId();
	const list = useRef<HTMLDivElement>(null);
	const open = tabs.find((tab) => tab.value === value) ?? tabs[0];
	if (open === undefined) return null;
	function move(step: number): void {
		const next = tabs[(tabs.findIndex((tab) => tab.value === open?.value) + step + tabs.length) % tabs.length];
		if (next === undefined) return;
		onChange(next.value);
		list.current?.querySelector<HTMLElement>(`[data-tab="${CSS.escape(next.value)}"]`)?.focus();
	}
	return (
		<div class={fill === true ? "flex min-h-0 flex-1 flex-col" : "flex flex-col"}>
			<div ref={list} role="tablist" aria-label={label} class="flex shrink-0 gap-1 overflow-x-auto border-b border-line px-3">
				{tabs.map((tab) => (
					<button
						key={tab.value}
						type="button"
						role="tab"
						id={`${id}-${tab.value}`}
						data-tab={tab.value}
						aria-selected={tab.value === open.value}
						aria-controls={`${id}-panel`}
						tabIndex={tab.value === open.value ? 0 : -1}
						class={`-mb-px flex h-9 items-center gap-1.5 border-b-2 px-2 whitespace-nowrap ${tab.value === open.value ? "border-primary font-medium" : "border-transparent text-soft hover:text-base-content"}`}
						onClick={() => onChange(tab.value)}
						onKeyDown={(event) => {
							if (event.key === "ArrowRight") move(1);
							else if (event.key === "ArrowLeft") move(-1);
							else return;
							event.preventDefault();
						}}
					>
						{tab.label}
						{tab.count !== undefined && tab.count > 0 && <span class="num text-xs text-soft">{tab.count}</span>}
					</button>
				))}
			</div>
			<div
				role="tabpanel"
				id={`${id}-panel`}
				aria-labelledby={`${id}-${open.value}`}
				tabIndex={0}
				class={fill === true ? "min-h-0 flex-1 overflow-auto" : ""}
			>
				{open.content()}
			</div>
		</div>
	);
}
