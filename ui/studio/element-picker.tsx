import { Check, CircleDashed } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { EmptyState } from "../kit/states.tsx";
import { type Element, nameOf } from "./project.ts";

interface ElementPickerProps {
	readonly label: string;
	readonly elements: readonly Element[];
	readonly current: string | undefined;
	readonly onSelect: (id: string) => void;
	readonly isDone: (element: Element) => boolean;
	/** Said when the process has no such element. */
	readonly empty: string;
	readonly children: ComponentChildren;
	/** Below the settings, and also where there is no element. */
	readonly always?: ComponentChildren;
}

/** The elements that a step is about at the left, the chosen one's settings at the right. */
export function ElementPicker({ label, elements, current, onSelect, isDone, empty, children, always }: ElementPickerProps) {
	if (elements.length === 0)
		return (
			<div class="p-4">
				<EmptyState title="Nothing to do here">{empty}</EmptyState>
				{always}
			</div>
		);
	return (
		<div class="grid h-full min-h-0 grid-cols-1 lg:grid-cols-[15rem_minmax(0,1fr)]">
			<nav aria-label={label} class="min-h-0 overflow-auto border-b border-line bg-base-100 p-2 lg:border-r lg:border-b-0">
				<ul>
					{elements.map((element) => (
						<li key={element.id}>
							<button
								type="button"
								aria-current={element.id === current ? "true" : undefined}
								class={`flex min-h-9 w-full items-center gap-2 rounded-field px-2 py-1 text-left ${element.id === current ? "bg-picked font-medium" : "hover:bg-hover"}`}
								onClick={() => onSelect(element.id)}
							>
								{isDone(element) ? (
									<Check size={14} class="shrink-0 text-success" aria-label="set" />
								) : (
									<CircleDashed size={14} class="shrink-0 text-soft" aria-label="open" />
								)}
								<span class="min-w-0 flex-1 truncate">{nameOf(element)}</span>
							</button>
						</li>
					))}
				</ul>
			</nav>
			<div class="min-h-0 min-w-0 overflow-auto p-4">
				{children}
				{always}
			</div>
		</div>
	);
}
