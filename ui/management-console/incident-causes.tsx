import { useMemo } from "preact/hooks";
import type { Marks } from "../../domain/bpmn/render-svg.ts";
import { RelativeTime } from "../kit/time.tsx";
import type { IncidentGroup } from "./incidents-api.ts";

/** What an element is called: by the incident, by the diagram, or by its id. */
export function elementName(
	{ elementId, elementName: told }: Pick<IncidentGroup, "elementId" | "elementName">,
	names: ReadonlyMap<string, string>,
): string {
	if (elementId === "") return "The case as a whole";
	return told || names.get(elementId) || elementId;
}

/** How often an incident was tried again. */
export function triedWords(attempts: number): string {
	if (attempts === 0) return "not tried again";
	return attempts === 1 ? "tried again once" : `tried again ${attempts} times`;
}

/** How many incidents each element has, as marks of the diagram. */
export function useIncidentMarks(groups: readonly IncidentGroup[]): Marks {
	return useMemo(() => {
		const counts = new Map<string, number>();
		for (const { elementId, count } of groups) counts.set(elementId, (counts.get(elementId) ?? 0) + count);
		return Object.fromEntries([...counts].map(([id, count]) => [id, { state: "incident", count }]));
	}, [groups]);
}

/** The causes, most first: element, what the newest of them says, and how many there are. */
export function Causes({
	groups,
	names,
	chosen,
	onChoose,
}: {
	readonly groups: readonly IncidentGroup[];
	readonly names: ReadonlyMap<string, string>;
	readonly chosen: { readonly elementId: string; readonly code: string };
	readonly onChoose: (group: IncidentGroup | undefined) => void;
}) {
	const total = groups.reduce((sum, { count }) => sum + count, 0);
	const all = chosen.elementId === "" && chosen.code === "";
	const several = new Set(groups.map(({ process }) => process)).size > 1;
	return (
		<nav
			aria-label="Causes"
			class="flex shrink-0 flex-col overflow-auto border-line bg-base-100 max-lg:max-h-48 max-lg:border-b lg:w-88 lg:border-r"
		>
			<ul>
				<li>
					<button
						type="button"
						aria-pressed={all}
						class={`flex w-full items-center gap-3 border-b border-line px-3 py-2 text-left ${all ? "bg-picked" : "hover:bg-hover"}`}
						onClick={() => onChoose(undefined)}
					>
						<span class="min-w-0 flex-1 font-medium">Every cause</span>
						<span class="num font-semibold">{total}</span>
					</button>
				</li>
				{groups.map((group) => {
					const is = !all && group.elementId === chosen.elementId && (chosen.code === "" || group.code === chosen.code);
					return (
						<li key={`${group.process} ${group.elementId} ${group.code}`}>
							<button
								type="button"
								aria-pressed={is}
								class={`flex w-full items-start gap-3 border-b border-line px-3 py-2 text-left ${is ? "bg-picked" : "hover:bg-hover"}`}
								onClick={() => onChoose(is ? undefined : group)}
							>
								<span class="min-w-0 flex-1">
									<span class="block truncate font-medium">{elementName(group, names)}</span>
									<span class="line-clamp-2 text-soft">{group.detail}</span>
									<span class="block truncate text-xs text-soft">
										<code>{group.code}</code>
										{several ? ` · ${group.process}` : ""}
										{" · since "}
										<RelativeTime at={group.since} />
									</span>
								</span>
								<span class="num font-semibold text-error">{group.count}</span>
							</button>
						</li>
					);
				})}
			</ul>
		</nav>
	);
}
