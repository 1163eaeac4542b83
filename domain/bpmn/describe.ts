import type { ModdleElement } from "bpmn-moddle";
import { kindOf, nameOf } from "./called-element.ts";

/** One node of a process, in words that a person who reads the diagram would use. */
export interface ElementDescription {
	readonly id: string;
	/** BPMN's own name of the element: `userTask`, `boundaryEvent`, `exclusiveGateway`; of a call of a global task what that runs as. */
	readonly type: string;
	readonly name: string;
	/** The text of its documentation elements, joined by an empty line. */
	readonly documentation: string;
	/** The innermost lane that holds it. */
	readonly lane: { readonly id: string; readonly name: string } | null;
	/** The process or sub-process that holds it. */
	readonly scopeId: string;
	/** Ids of the sequence flows that end and begin there; in the file's order where the element lists them. */
	readonly incoming: readonly string[];
	readonly outgoing: readonly string[];
	/** Events: the kinds of their definitions (`timer`, `message`); empty for a none event. */
	readonly events: readonly string[];
	/** Boundary events: the activity and whether it is interrupted. */
	readonly attachedTo: string | null;
	readonly interrupting: boolean;
	readonly loop: "none" | "loop" | "multi-instance parallel" | "multi-instance sequential";
}

export interface FlowDescription {
	readonly id: string;
	readonly name: string;
	readonly source: string;
	readonly target: string;
	readonly condition: string | null;
	/** The default flow of its source. */
	readonly isDefault: boolean;
}

export interface ProcessDescription {
	readonly id: string;
	readonly name: string;
	readonly documentation: string;
	readonly executable: boolean;
	/** The pool that shows the process, if any. */
	readonly participant: { readonly id: string; readonly name: string } | null;
	/** All lanes, outer before inner. */
	readonly lanes: readonly { readonly id: string; readonly name: string }[];
	/** In the file's order, sub-processes before what they hold. */
	readonly elements: readonly ElementDescription[];
	readonly flows: readonly FlowDescription[];
}

/** Every process of a file with its elements and flows, for lists, checks and search. Walks with its own stack, so depth does no harm. */
export function describeProcess(definitions: ModdleElement): readonly ProcessDescription[] {
	const roots = elements(definitions.rootElements);
	const participants = roots.filter((root) => root.$type === "bpmn:Collaboration").flatMap((root) => elements(root.participants));
	return roots
		.filter((root) => root.$type === "bpmn:Process")
		.map((process) => {
			const participant = participants.find((each) => each.processRef === process);
			const lanes: { id: string; name: string }[] = [];
			const laneOf = new Map<ModdleElement, { id: string; name: string }>();
			const found: ElementDescription[] = [];
			const flows: FlowDescription[] = [];
			const stack: ModdleElement[] = [process];
			for (let container = stack.pop(); container !== undefined; container = stack.pop()) {
				readLanes(container, lanes, laneOf);
				const inner: ModdleElement[] = [];
				for (const element of elements(container.flowElements)) {
					if (element.$type === "bpmn:SequenceFlow") flows.push(describeFlow(element));
					else if (element.$instanceOf("bpmn:FlowNode")) {
						found.push(describeElement(element, id(container), laneOf));
						if (element.$instanceOf("bpmn:SubProcess")) inner.push(element);
					}
				}
				stack.push(...inner.toReversed());
			}
			const into = Map.groupBy(flows, (flow) => flow.target);
			const outOf = Map.groupBy(flows, (flow) => flow.source);
			return {
				id: id(process),
				name: text(process.name) || (participant === undefined ? "" : text(participant.name)),
				documentation: documentationOf(process),
				executable: process.isExecutable === true,
				participant: participant === undefined ? null : { id: id(participant), name: text(participant.name) },
				lanes,
				// An element need not list its flows: their own ends say where they lead.
				elements: found.map((each) => ({
					...each,
					incoming: joined(each.incoming, into.get(each.id)),
					outgoing: joined(each.outgoing, outOf.get(each.id)),
				})),
				flows,
			};
		});
}

function joined(listed: readonly string[], drawn: readonly FlowDescription[] | undefined): readonly string[] {
	return [...new Set([...listed, ...(drawn ?? []).map((flow) => flow.id)])];
}

/** `bpmn:UserTask` as `userTask`. */
export function typeName(element: ModdleElement): string {
	const name = element.$type.slice(element.$type.indexOf(":") + 1);
	return name.charAt(0).toLowerCase() + name.slice(1);
}

/** The text of an element's documentation elements. */
export function documentationOf(element: ModdleElement): string {
	return elements(element.documentation)
		.map((each) => text(each.text))
		.filter((each) => each !== "")
		.join("\n\n");
}

function describeElement(
	element: ModdleElement,
	scopeId: string,
	laneOf: ReadonlyMap<ModdleElement, { id: string; name: string }>,
): ElementDescription {
	const loop = isElement(element.loopCharacteristics) ? element.loopCharacteristics : undefined;
	return {
		id: id(element),
		type: kindOf(element),
		name: nameOf(element),
		documentation: documentationOf(element),
		lane: laneOf.get(element) ?? null,
		scopeId,
		incoming: elements(element.incoming).map(id),
		outgoing: elements(element.outgoing).map(id),
		events: elements(element.eventDefinitions).map((each) => typeName(each).replace(/EventDefinition$/, "")),
		attachedTo: isElement(element.attachedToRef) ? id(element.attachedToRef) : null,
		interrupting: element.$type === "bpmn:BoundaryEvent" ? element.cancelActivity !== false : element.isInterrupting !== false,
		loop:
			loop === undefined
				? "none"
				: loop.$type === "bpmn:StandardLoopCharacteristics"
					? "loop"
					: loop.isSequential === true
						? "multi-instance sequential"
						: "multi-instance parallel",
	};
}

function describeFlow(flow: ModdleElement): FlowDescription {
	const source = isElement(flow.sourceRef) ? flow.sourceRef : undefined;
	const target = isElement(flow.targetRef) ? flow.targetRef : undefined;
	const condition = isElement(flow.conditionExpression) ? text(flow.conditionExpression.body).trim() : "";
	return {
		id: id(flow),
		name: text(flow.name),
		source: source === undefined ? "" : id(source),
		target: target === undefined ? "" : id(target),
		condition: condition === "" ? null : condition,
		isDefault: source?.default === flow,
	};
}

function readLanes(
	container: ModdleElement,
	lanes: { id: string; name: string }[],
	laneOf: Map<ModdleElement, { id: string; name: string }>,
) {
	const stack = elements(container.laneSets).toReversed();
	for (let set = stack.pop(); set !== undefined; set = stack.pop()) {
		for (const lane of elements(set.lanes)) {
			const described = { id: id(lane), name: text(lane.name) };
			lanes.push(described);
			for (const node of elements(lane.flowNodeRef)) laneOf.set(node, described);
			if (isElement(lane.childLaneSet)) stack.push(lane.childLaneSet);
		}
	}
}

export function isElement(value: unknown): value is ModdleElement {
	return typeof value === "object" && value !== null && "$type" in value && typeof value.$type === "string";
}

/** A property that holds many elements. */
export function elements(value: unknown): readonly ModdleElement[] {
	return Array.isArray(value) ? value.filter(isElement) : [];
}

/** An element's id; empty when the file gives none. */
export function id(element: ModdleElement): string {
	return typeof element.id === "string" ? element.id : "";
}

/** A property that holds text. */
export function text(value: unknown): string {
	return typeof value === "string" ? value : "";
}
