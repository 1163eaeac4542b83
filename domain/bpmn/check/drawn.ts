import type { ModdleElement } from "bpmn-moddle";
import { elements, id, isElement, text, typeName } from "../describe.ts";

/** A flow node with its neighbours, for rules to look at. */
export interface DrawnNode {
	readonly id: string;
	readonly type: string;
	readonly element: ModdleElement;
	/** The process or sub-process around it. */
	readonly container: ModdleElement;
	readonly incoming: readonly ModdleElement[];
	readonly outgoing: readonly ModdleElement[];
	/** Kinds of its event definitions. */
	readonly events: readonly string[];
	/** Its name in quotes, or its kind and id. */
	readonly title: string;
}

/** Everything that is drawn in a file. Flows are found by their ends, for files need not list them at the nodes. */
export interface Drawn {
	readonly definitions: ModdleElement;
	readonly processes: readonly ModdleElement[];
	/** Processes and sub-processes. */
	readonly containers: readonly ModdleElement[];
	readonly nodes: readonly DrawnNode[];
	readonly byElement: ReadonlyMap<ModdleElement, DrawnNode>;
	readonly flows: readonly ModdleElement[];
	readonly messageFlows: readonly ModdleElement[];
	readonly participants: readonly ModdleElement[];
	readonly collaborations: readonly ModdleElement[];
	/** Processes and global tasks: what a call activity can call (BPMN 2.0.2 §10.3.6). */
	readonly callables: readonly ModdleElement[];
}

export function drawn(definitions: ModdleElement): Drawn {
	const roots = elements(definitions.rootElements);
	const processes = roots.filter((root) => root.$type === "bpmn:Process");
	const collaborations = roots.filter((root) => root.$instanceOf("bpmn:Collaboration"));
	const containers: ModdleElement[] = [];
	const flows: ModdleElement[] = [];
	const held: { readonly element: ModdleElement; readonly container: ModdleElement }[] = [];
	const stack: ModdleElement[] = processes.toReversed();
	for (let container = stack.pop(); container !== undefined; container = stack.pop()) {
		containers.push(container);
		for (const element of elements(container.flowElements)) {
			if (element.$type === "bpmn:SequenceFlow") flows.push(element);
			else if (element.$instanceOf("bpmn:FlowNode")) held.push({ element, container });
			if (element.$instanceOf("bpmn:SubProcess")) stack.push(element);
		}
	}
	const from = grouped(flows, "sourceRef");
	const to = grouped(flows, "targetRef");
	const nodes = held.map(({ element, container }): DrawnNode => {
		const type = typeName(element);
		return {
			id: id(element),
			type,
			element,
			container,
			incoming: to.get(element) ?? [],
			outgoing: from.get(element) ?? [],
			events: eventDefinitions(element).map(eventKind),
			title: titleOf(element),
		};
	});
	return {
		definitions,
		processes,
		containers,
		nodes,
		byElement: new Map(nodes.map((node) => [node.element, node])),
		flows,
		messageFlows: collaborations.flatMap((each) => elements(each.messageFlows)),
		participants: collaborations.flatMap((each) => elements(each.participants)),
		collaborations,
		callables: roots.filter((root) => root.$instanceOf("bpmn:CallableElement")),
	};
}

/** What an event catches or throws: the definitions in it and those that it names (§10.5.5). */
export function eventDefinitions(event: ModdleElement): readonly ModdleElement[] {
	return [...elements(event.eventDefinitions), ...elements(event.eventDefinitionRef)];
}

/** `bpmn:TimerEventDefinition` as `timer`. */
export function eventKind(definition: ModdleElement): string {
	return typeName(definition).replace(/EventDefinition$/, "");
}

/** The process around an element, itself where it is one. */
export function processOf(element: ModdleElement): ModdleElement | undefined {
	let at: ModdleElement | undefined = element;
	while (at !== undefined && at.$type !== "bpmn:Process") at = at.$parent;
	return at;
}

/** Whether what holds the element is meant to be run: rules for executable processes hold there only. */
export function isExecutable(element: ModdleElement): boolean {
	return processOf(element)?.isExecutable === true;
}

/** An event that rests in the flow or begins it, neither on an activity's border nor a link, which has no flow on one side. */
export function isIntermediate(node: DrawnNode): boolean {
	return node.type === "intermediateCatchEvent" || node.type === "intermediateThrowEvent";
}

/** An element in a sentence: its name in quotes, or its kind and id. */
export function titleOf(element: ModdleElement): string {
	const name = text(element.name).trim().replace(/\s+/g, " ");
	return name === "" ? `The ${words(typeName(element))} ${id(element)}` : `"${name.length > 60 ? `${name.slice(0, 60)}…` : name}"`;
}

export function hasCondition(flow: ModdleElement): boolean {
	return isElement(flow.conditionExpression) && text(flow.conditionExpression.body).trim() !== "";
}

export function isActivity(node: DrawnNode): boolean {
	return node.element.$instanceOf("bpmn:Activity");
}

export function isGateway(node: DrawnNode): boolean {
	return node.element.$instanceOf("bpmn:Gateway");
}

/** An element that flows need not reach: it begins in another way. */
export function beginsByItself(node: DrawnNode): boolean {
	return (
		node.type === "startEvent" ||
		node.type === "boundaryEvent" ||
		node.element.triggeredByEvent === true ||
		node.element.isForCompensation === true ||
		(node.type === "intermediateCatchEvent" && node.events.includes("link")) ||
		node.container.$type === "bpmn:AdHocSubProcess"
	);
}

/** `userTask` as "user task". */
export function words(type: string): string {
	return type.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function grouped(flows: readonly ModdleElement[], end: "sourceRef" | "targetRef"): Map<ModdleElement, ModdleElement[]> {
	const made = new Map<ModdleElement, ModdleElement[]>();
	for (const flow of flows) {
		const at = flow[end];
		if (!isElement(at)) continue;
		const list = made.get(at);
		if (list === undefined) made.set(at, [flow]);
		else list.push(flow);
	}
	return made;
}
