import type { Drawing, Shape } from "./drawing.ts";
import { child, children, idOf, kindOf, type BpmnNode } from "./source.ts";

/** Where one step leads: the flow taken and the element at its end. */
export interface Way {
	readonly flow: BpmnNode;
	readonly target: BpmnNode;
}

export function waysFrom(element: BpmnNode): readonly Way[] {
	return children(element, "outgoing").flatMap((flow) => {
		const target = child(flow, "targetRef");
		return target === undefined || kindOf(flow) !== "SequenceFlow" ? [] : [{ flow, target }];
	});
}

export function waysTo(element: BpmnNode): readonly BpmnNode[] {
	return children(element, "incoming").flatMap((flow) => {
		const source = child(flow, "sourceRef");
		return source === undefined || kindOf(flow) !== "SequenceFlow" ? [] : [source];
	});
}

export function isFlowNode(kind: string): boolean {
	return /(Event|Gateway|Task|Activity|SubProcess|Transaction)$/.test(kind);
}

/**
 * The order in which a diagram is read: along the flow, from its starts, breadth first; what is inside a sub-process follows
 * it, and so do the events on its border. Painting follows the same order, so a container never covers its content. Shapes
 * that no flow reaches, and then data and notes, come last, by their place on the page.
 */
export function readingOrder(drawing: Drawing): readonly Shape[] {
	const byId = new Map(drawing.shapes.map((shape) => [shape.id, shape]));
	const inside = new Map<string, Shape[]>();
	for (const shape of drawing.shapes) {
		const parent = drawing.parents.get(shape.id) ?? "";
		const home = byId.has(parent) ? parent : "";
		inside.set(home, [...(inside.get(home) ?? []), shape]);
	}
	const done = new Set<string>();
	const order: Shape[] = [];
	const byPlace = (a: Shape, b: Shape): number => a.box.y - b.box.y || a.box.x - b.box.x;

	/** Takes one level (a process, or the inside of a sub-process), each shape followed by what belongs to it. */
	const levels: { queue: Shape[]; rest: Shape[] }[] = [levelOf(inside.get("") ?? [])];
	function levelOf(shapes: readonly Shape[]): { queue: Shape[]; rest: Shape[] } {
		const nodes = shapes.filter((shape) => isFlowNode(shape.kind));
		const others = shapes.filter((shape) => !isFlowNode(shape.kind));
		const starts = nodes.filter((shape) => waysTo(shape.element).length === 0 && shape.kind !== "BoundaryEvent").sort(byPlace);
		return { queue: starts, rest: [...nodes.toSorted(byPlace), ...others.toSorted(byPlace)] };
	}
	while (levels.length > 0) {
		const level = levels.at(-1);
		if (level === undefined) break;
		const next = level.queue.shift() ?? level.rest.shift();
		if (next === undefined) {
			levels.pop();
			continue;
		}
		if (done.has(next.id)) continue;
		// An event on a border is read with its activity, unless the activity is not in the picture.
		const host = idOf(child(next.element, "attachedToRef"));
		if (next.kind === "BoundaryEvent" && byId.has(host) && !done.has(host)) continue;
		done.add(next.id);
		order.push(next);
		for (const { target } of waysFrom(next.element)) {
			const shape = byId.get(idOf(target));
			if (shape !== undefined) level.queue.push(shape);
		}
		const borders = (drawing.boundaries.get(next.id) ?? []).flatMap((id) => byId.get(id) ?? []);
		level.queue.unshift(...borders);
		const content = inside.get(next.id);
		if (content !== undefined) levels.push(levelOf(content));
	}
	// A boundary event whose host comes later in another level was put off: nothing is left out.
	for (const shape of drawing.shapes) if (!done.has(shape.id)) order.push(shape);
	return order;
}
