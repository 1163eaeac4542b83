import type { ModdleElement } from "bpmn-moddle";
import { elements, id, isElement, text } from "./describe.ts";

/** What pools of a file say to each other: message flows, and the keys by which their messages belong together (BPMN 2.0.2 §8.4.2, §9). */
export interface Conversation {
	/** The message flows that begin or end at an element. */
	readonly flowsOf: (end: ModdleElement) => readonly ModdleElement[];
	readonly flows: readonly ModdleElement[];
	readonly keys: readonly CorrelationKey[];
	readonly messages: readonly ModdleElement[];
}

/** A correlation key (§8.4.2) and the message flows of the conversation that it stands in; none: those of the whole file. */
export interface CorrelationKey {
	readonly element: ModdleElement;
	readonly name: string;
	readonly properties: readonly ModdleElement[];
	readonly flows: ReadonlySet<ModdleElement>;
}

/** Reads all collaborations of a file and the conversations in them. */
export function readConversation(definitions: ModdleElement): Conversation {
	const roots = elements(definitions.rootElements);
	const flows: ModdleElement[] = [];
	const keys: CorrelationKey[] = [];
	const byEnd = new Map<ModdleElement, ModdleElement[]>();
	for (const root of roots.filter((each) => each.$instanceOf("bpmn:Collaboration"))) {
		const own = elements(root.messageFlows);
		flows.push(...own);
		keys.push(...keysOf(root, own));
		const nodes = [...elements(root.conversations)];
		for (let node = nodes.shift(); node !== undefined; node = nodes.shift()) {
			keys.push(...keysOf(node, carriedBy(node)));
			nodes.push(...elements(node.conversationNodes));
		}
	}
	for (const flow of flows)
		for (const end of [flow.sourceRef, flow.targetRef].filter(isElement)) byEnd.set(end, [...(byEnd.get(end) ?? []), flow]);
	return {
		flows,
		keys,
		flowsOf: (end) => byEnd.get(end) ?? [],
		messages: roots.filter((each) => each.$type === "bpmn:Message"),
	};
}

/** The name by which a message is sent and waited for. */
export function messageName(message: ModdleElement): string {
	return text(message.name).trim() || id(message);
}

/** The messages that an event or a task itself names. */
export function ownMessages(element: ModdleElement): readonly ModdleElement[] {
	return [element, ...elements(element.eventDefinitions), ...elements(element.eventDefinitionRef)]
		.map((holder) => holder.messageRef)
		.filter(isElement);
}

/** The message that a message flow carries: its own, else what its source names, else what its target does (§9.3). */
export function carriedMessage(flow: ModdleElement): ModdleElement | undefined {
	if (isElement(flow.messageRef)) return flow.messageRef;
	return [flow.sourceRef, flow.targetRef].filter(isElement).flatMap(ownMessages)[0];
}

/** How a property of a key is read from a message (§8.4.2, retrieval expression); undefined when the model does not say. */
export function retrievalPath(property: ModdleElement, message: ModdleElement): string | undefined {
	const retrieval = elements(property.correlationPropertyRetrievalExpression).find((each) => each.messageRef === message);
	const path = isElement(retrieval?.messagePath) ? text(retrieval.messagePath.body).trim() : "";
	return path === "" ? undefined : path;
}

/** Whether the model says how a key is read from a message. */
export function hasKey({ keys }: Conversation, message: ModdleElement): boolean {
	return keys.some(({ properties }) => properties.some((property) => retrievalPath(property, message) !== undefined));
}

function keysOf(holder: ModdleElement, flows: readonly ModdleElement[]): CorrelationKey[] {
	return elements(holder.correlationKeys).map((element) => ({
		element,
		name: text(element.name).trim() || id(element),
		properties: elements(element.correlationPropertyRef),
		flows: new Set(flows),
	}));
}

/** The message flows of a conversation, with those of what is in it. */
function carriedBy(node: ModdleElement): ModdleElement[] {
	const nodes = [node];
	for (const each of nodes) nodes.push(...elements(each.conversationNodes));
	return nodes.flatMap((each) => elements(each.messageFlowRefs));
}
