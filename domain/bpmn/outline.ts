import type { ModdleElement } from "bpmn-moddle";
import { describeProcess, type ElementDescription, type ProcessDescription } from "./describe.ts";

/** One line of a model's outline: a pool, a lane, a sub-process or a flow node, with what it holds in the order of the flow. */
export interface OutlineNode {
	readonly id: string;
	/** Its name; empty where it has none. */
	readonly name: string;
	/** BPMN's name of the element (`userTask`), or `pool`, `process`, `lane`. */
	readonly type: string;
	readonly children: readonly OutlineNode[];
}

/** A model as a tree, for whoever reads it without the drawing: pools, their lanes, and what flows in them. Linear in the model's size. */
export function outlineOf(definitions: ModdleElement): readonly OutlineNode[] {
	return describeProcess(definitions).map((process) => {
		const inScope = new Map<string, ElementDescription[]>();
		for (const element of inFlowOrder(process)) append(inScope, element.scopeId, element);
		const node = (element: ElementDescription): OutlineNode => ({
			id: element.id,
			name: element.name,
			type: element.type,
			children: (inScope.get(element.id) ?? []).map(node),
		});
		const top = inScope.get(process.id) ?? [];
		const byLane = new Map<string, ElementDescription[]>();
		for (const element of top) append(byLane, element.lane?.id ?? "", element);
		const lanes = process.lanes.flatMap(({ id, name }): OutlineNode[] => {
			const held = byLane.get(id);
			return held === undefined ? [] : [{ id, name, type: "lane", children: held.map(node) }];
		});
		return {
			id: process.participant?.id ?? process.id,
			name: process.participant?.name || process.name,
			type: process.participant === null ? "process" : "pool",
			children: lanes.length === 0 ? top.map(node) : [...lanes, ...(byLane.get("") ?? []).map(node)],
		};
	});
}

/** A tree cut down to what answers a search, with what leads there. */
export function findInOutline(nodes: readonly OutlineNode[], words: string): readonly OutlineNode[] {
	const wanted = words.trim().toLowerCase();
	if (wanted === "") return nodes;
	return nodes.flatMap((node) => {
		if (`${node.name} ${node.type} ${node.id}`.toLowerCase().includes(wanted)) return [node];
		const children = findInOutline(node.children, words);
		return children.length === 0 ? [] : [{ ...node, children }];
	});
}

/** Elements along the flow from where it begins, breadth first; events on a border after their activity, what no flow reaches last. */
function inFlowOrder(process: ProcessDescription): readonly ElementDescription[] {
	const byId = new Map(process.elements.map((element) => [element.id, element]));
	const next = new Map<string, string[]>();
	const reached = new Set<string>();
	for (const { source, target } of process.flows) {
		append(next, source, target);
		reached.add(target);
	}
	const borders = new Map<string, string[]>();
	for (const { id, attachedTo } of process.elements) if (attachedTo !== null) append(borders, attachedTo, id);
	const order: ElementDescription[] = [];
	const seen = new Set<string>();
	const follow = (from: readonly string[]): void => {
		const queue = [...from];
		for (let at = 0; at < queue.length; at++) {
			const element = byId.get(queue[at] ?? "");
			if (element === undefined || seen.has(element.id)) continue;
			seen.add(element.id);
			order.push(element);
			queue.splice(at + 1, 0, ...(borders.get(element.id) ?? []));
			queue.push(...(next.get(element.id) ?? []));
		}
	};
	follow(process.elements.filter(({ id, attachedTo }) => !reached.has(id) && attachedTo === null).map(({ id }) => id));
	follow(process.elements.map(({ id }) => id));
	return order;
}

function append<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
	const list = lists.get(key);
	if (list === undefined) lists.set(key, [value]);
	else list.push(value);
}
