import type { ElementDescription, FlowDescription, ProcessDescription } from "../bpmn/describe.ts";

/** A process as a graph, for looking back from a node to what came before it. */
export interface Graph {
	readonly elements: ReadonlyMap<string, ElementDescription>;
	readonly flows: ReadonlyMap<string, FlowDescription>;
	readonly outgoing: (id: string) => readonly FlowDescription[];
	/** Nodes from which a token can come straight to this one. */
	readonly before: (id: string) => readonly ElementDescription[];
}

export function graphOf(process: ProcessDescription): Graph {
	const elements = new Map(process.elements.map((element) => [element.id, element]));
	const flows = new Map(process.flows.map((flow) => [flow.id, flow]));
	const out = groupBy(process.flows, (flow) => flow.source);
	const into = groupBy(process.flows, (flow) => flow.target);
	const inside = groupBy(process.elements, (element) => element.scopeId);
	const before = (id: string): readonly ElementDescription[] => {
		const element = elements.get(id);
		if (element === undefined) return [];
		const sources = (into.get(id) ?? []).flatMap((flow) => elements.get(flow.source) ?? []);
		// Out of a sub-process comes what ended in it; into it goes what came to it; a boundary event follows its activity.
		const unfolded = sources.flatMap((source) => {
			const ends = (inside.get(source.id) ?? []).filter((each) => (out.get(each.id) ?? []).length === 0);
			return ends.length > 0 ? ends : [source];
		});
		const holder = elements.get(element.scopeId);
		if (sources.length === 0 && holder !== undefined) return before(holder.id);
		const host = element.attachedTo === null ? undefined : elements.get(element.attachedTo);
		return host === undefined ? unfolded : [...before(host.id), ...unfolded];
	};
	return { elements, flows, outgoing: (id) => out.get(id) ?? [], before };
}

/**
 * The elements that `stops` at, nearest on every way back from `id`; `reachesStart` when there is a way back to a start
 * that meets none of them.
 */
export function nearestBefore(
	graph: Graph,
	id: string,
	stops: (element: ElementDescription) => boolean,
): { readonly found: readonly string[]; readonly reachesStart: boolean } {
	const found = new Set<string>();
	const seen = new Set<string>([id]);
	const queue = [...graph.before(id)];
	let reachesStart = queue.length === 0;
	for (let element = queue.shift(); element !== undefined; element = queue.shift()) {
		if (seen.has(element.id)) continue;
		seen.add(element.id);
		if (stops(element)) {
			found.add(element.id);
			continue;
		}
		const before = graph.before(element.id);
		if (before.length === 0) reachesStart = true;
		queue.push(...before);
	}
	return { found: [...found], reachesStart };
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
	const groups = new Map<string, Item[]>();
	for (const item of items) {
		const group = groups.get(keyOf(item));
		if (group === undefined) groups.set(keyOf(item), [item]);
		else group.push(item);
	}
	return groups;
}
