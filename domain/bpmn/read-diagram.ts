import { readDrawing } from "./render-svg/drawing.ts";
import { isFlowNode, readingOrder, waysFrom, waysTo } from "./render-svg/order.ts";
import { children, idOf, kindOf, text, type BpmnNode } from "./render-svg/source.ts";
import { callName, capital, typeWords } from "./render-svg/words.ts";

/** Where one step leads. `by` is the name of the flow taken, empty where it has none. */
export interface NextStep {
	readonly id: string;
	readonly name: string;
	readonly by: string;
}

/** One element of a diagram as a reader meets it. */
export interface ReadElement {
	readonly id: string;
	/** `UserTask`, `Participant`, `SequenceFlow` … */
	readonly kind: string;
	/** What it is, in words: `User task`. */
	readonly type: string;
	readonly name: string;
	readonly lane: string;
	readonly documentation: string;
	/** Whether it is a step of the flow: an activity, event or gateway. */
	readonly step: boolean;
	readonly next: readonly NextStep[];
	readonly previous: readonly NextStep[];
}

/** Longest documentation of one element that is kept for reading and search, in characters. */
const MAX_DOCUMENTATION = 20_000;

/**
 * Reads one diagram of a BPMN file as text: its pools and lanes, then its elements in the order of the flow, then its named
 * flows, each with its documentation. Takes the definitions of a bpmn-moddle parse and, like `renderSvg`, never throws.
 */
export function readDiagram(definitions: unknown, diagramId?: string): readonly ReadElement[] {
	const drawing = readDrawing(definitions, diagramId);
	const containers = drawing.shapes.filter((shape) => shape.kind === "Participant" || shape.kind === "Lane");
	const others = readingOrder(drawing).filter((shape) => shape.kind !== "Participant" && shape.kind !== "Lane");
	const seen = new Set<string>();
	const read: ReadElement[] = [];
	for (const element of [
		...containers.map((shape) => shape.element),
		...others.map((shape) => shape.element),
		...drawing.edges
			.filter((edge) => text(edge.element, "name") !== "" || documentationOf(edge.element) !== "")
			.map((edge) => edge.element),
	]) {
		const id = idOf(element);
		if (id === "" || seen.has(id)) continue;
		seen.add(id);
		const kind = kindOf(element);
		read.push({
			id,
			kind,
			type: capital(typeWords(element)),
			name: text(element, "name") || text(element, "text"),
			lane: drawing.lanes.get(id) ?? "",
			documentation: documentationOf(element),
			step: isFlowNode(kind),
			next: waysFrom(element).map(({ flow, target }) => ({ id: idOf(target), name: callName(target), by: text(flow, "name") })),
			previous: waysTo(element).map((source) => ({ id: idOf(source), name: callName(source), by: "" })),
		});
	}
	return read;
}

/** The documentation of an element, and for a pool that of its process too. */
function documentationOf(element: BpmnNode): string {
	const process = element["processRef"];
	const own = children(element, "documentation").map((each) => text(each, "text"));
	const inner =
		typeof process === "object" && process !== null ? children(process as BpmnNode, "documentation").map((each) => text(each, "text")) : [];
	return [...own, ...inner]
		.filter((each) => each !== "")
		.join("\n\n")
		.slice(0, MAX_DOCUMENTATION);
}
