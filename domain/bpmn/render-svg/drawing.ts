import type { Box, Point } from "./markup.ts";
import { child, children, finite, flag, idOf, isNode, kindOf, text, type BpmnNode } from "./source.ts";

/** A shape of the diagram with the element it shows. */
export interface Shape {
	readonly id: string;
	readonly kind: string;
	readonly element: BpmnNode;
	readonly box: Box;
	readonly expanded: boolean;
	readonly horizontal: boolean | undefined;
	readonly markerVisible: boolean | undefined;
	/** Where the file puts the label; only for shapes whose label stands outside. */
	readonly labelBox: Box | undefined;
	/** For a participant of a choreography activity. */
	readonly band: string;
}

export interface Edge {
	readonly id: string;
	readonly kind: string;
	readonly element: BpmnNode;
	readonly points: readonly Point[];
	readonly labelBox: Box | undefined;
	readonly messageVisible: string;
}

/** One diagram of a file, read into plain values. */
export interface Drawing {
	readonly name: string;
	readonly shapes: readonly Shape[];
	readonly edges: readonly Edge[];
	/** Lane by the id of the element that stands in it; the innermost where lanes nest. */
	readonly lanes: ReadonlyMap<string, string>;
	/** The element that contains an element: the sub-process, for what is inside one. */
	readonly parents: ReadonlyMap<string, string>;
	/** Boundary events by the id of the activity that they stand on. */
	readonly boundaries: ReadonlyMap<string, readonly string[]>;
}

/** A diagram of the file that can be chosen: a collapsed sub-process has one of its own. */
export interface DiagramName {
	readonly id: string;
	readonly name: string;
	/** The collaboration, process or sub-process that it shows. */
	readonly elementId: string;
}

export function diagramsOf(definitions: unknown): readonly DiagramName[] {
	if (!isNode(definitions)) return [];
	return children(definitions, "diagrams").map((diagram) => {
		const shown = child(child(diagram, "plane"), "bpmnElement");
		return { id: idOf(diagram), name: text(diagram, "name") || text(shown, "name"), elementId: idOf(shown) };
	});
}

/** Reads the diagram of that id; without one, the first that shows anything. */
export function readDrawing(definitions: unknown, diagramId?: string): Drawing {
	const root = isNode(definitions) ? definitions : undefined;
	const diagrams = children(root, "diagrams");
	const planes = diagrams.map((diagram) => ({ diagram, plane: child(diagram, "plane") }));
	const chosen =
		planes.find(({ diagram }) => diagramId !== undefined && idOf(diagram) === diagramId) ??
		planes.find(({ plane }) => children(plane, "planeElement").length > 0) ??
		planes[0];
	const parents = new Map<string, string>();
	const lanes = new Map<string, string>();
	const boundaries = new Map<string, string[]>();
	// Our own walk has an explicit stack: a file may nest thirty thousand sub-processes.
	const stack: { node: BpmnNode; within: string }[] = children(root, "rootElements").map((node) => ({ node, within: "" }));
	for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
		const { node, within } = item;
		const id = idOf(node);
		if (within !== "" && id !== "") parents.set(id, within);
		const host = idOf(child(node, "attachedToRef"));
		if (host !== "") boundaries.set(host, [...(boundaries.get(host) ?? []), id]);
		const inside = kindOf(node) === "Process" || kindOf(node) === "Collaboration" ? "" : id;
		for (const property of ["flowElements", "artifacts"])
			for (const each of children(node, property)) stack.push({ node: each, within: inside });
		for (const set of children(node, "laneSets")) readLanes(set, lanes);
	}

	const elements = children(chosen?.plane, "planeElement");
	const shown = new Set(elements.map((each) => idOf(child(each, "bpmnElement"))));
	const filled = new Set([...shown].map((id) => parents.get(id) ?? ""));
	const shapes: Shape[] = [];
	const edges: Edge[] = [];
	for (const each of elements) {
		const element = child(each, "bpmnElement");
		if (element === undefined) continue;
		const id = idOf(element);
		const labelBox = boxOf(child(child(each, "label"), "bounds"));
		if (kindOf(each) === "BPMNEdge") {
			const points = children(each, "waypoint").flatMap((point) => {
				const x = finite(point, "x");
				const y = finite(point, "y");
				return x === undefined || y === undefined ? [] : [{ x, y }];
			});
			if (points.length < 2) continue;
			edges.push({ id, kind: kindOf(element), element, points, labelBox, messageVisible: text(each, "messageVisibleKind") });
			continue;
		}
		const box = boxOf(child(each, "bounds"));
		if (box === undefined) continue;
		shapes.push({
			id,
			kind: kindOf(element),
			element,
			box,
			expanded: flag(each, "isExpanded") ?? filled.has(id),
			horizontal: flag(each, "isHorizontal"),
			markerVisible: flag(each, "isMarkerVisible"),
			labelBox,
			band: text(each, "participantBandKind"),
		});
	}
	return { name: text(chosen?.diagram, "name"), shapes, edges, lanes, parents, boundaries };
}

function boxOf(bounds: BpmnNode | undefined): Box | undefined {
	const x = finite(bounds, "x");
	const y = finite(bounds, "y");
	const width = finite(bounds, "width");
	const height = finite(bounds, "height");
	if (x === undefined || y === undefined || width === undefined || height === undefined || width <= 0 || height <= 0) return undefined;
	return { x, y, width, height };
}

function readLanes(set: BpmnNode, lanes: Map<string, string>): void {
	const stack = [set];
	for (let each = stack.pop(); each !== undefined; each = stack.pop()) {
		for (const lane of children(each, "lanes")) {
			const name = text(lane, "name");
			// An inner lane is read after its outer one and so wins.
			for (const member of children(lane, "flowNodeRef")) lanes.set(idOf(member), name);
			const inner = child(lane, "childLaneSet");
			if (inner !== undefined) stack.push(inner);
		}
	}
}
