import type { Drawing } from "./drawing.ts";
import { waysFrom } from "./order.ts";
import { children, flag, idOf, kindOf, text, type BpmnNode } from "./source.ts";

/** `MessageEventDefinition` → `message`; nothing for a plain event. */
export function eventTrigger(element: BpmnNode): string {
	const definitions = [...children(element, "eventDefinitions"), ...children(element, "eventDefinitionRef")];
	if (definitions.length > 1) return flag(element, "parallelMultiple") === true ? "parallelMultiple" : "multiple";
	const kind = kindOf(definitions[0]).replace(/EventDefinition$/, "");
	return kind.slice(0, 1).toLowerCase() + kind.slice(1);
}

/** An event that lets what it interrupts go on: drawn with a dashed line. */
export function isNonInterrupting(element: BpmnNode): boolean {
	const kind = kindOf(element);
	if (kind === "BoundaryEvent") return flag(element, "cancelActivity") === false;
	return kind === "StartEvent" && flag(element, "isInterrupting") === false;
}

const TRIGGER_WORDS: Readonly<Record<string, string>> = {
	compensate: "compensation",
	parallelMultiple: "parallel multiple",
};

const KIND_WORDS: Readonly<Record<string, string>> = {
	BusinessRuleTask: "business rule task",
	DataObjectReference: "data object",
	DataStoreReference: "data store",
	EventBasedGateway: "event-based gateway",
	AdHocSubProcess: "ad-hoc sub-process",
	SubProcess: "sub-process",
	Participant: "pool",
	TextAnnotation: "note",
};

/** What an element is, in words: `message start event`, `user task`. */
export function typeWords(element: BpmnNode): string {
	const kind = kindOf(element);
	const plain = KIND_WORDS[kind] ?? kind.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
	if (kind === "SubProcess" && flag(element, "triggeredByEvent") === true) return "event sub-process";
	if (!kind.endsWith("Event")) return plain;
	const trigger = eventTrigger(element);
	const words = trigger === "" ? plain : `${TRIGGER_WORDS[trigger] ?? trigger} ${plain}`;
	return isNonInterrupting(element) ? `${words}, non-interrupting` : words;
}

export function capital(words: string): string {
	return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** What to call an element in a sentence: its name, or what it is where it has none. */
export function callName(element: BpmnNode): string {
	return text(element, "name").replace(/\s+/g, " ") || text(element, "text").replace(/\s+/g, " ") || typeWords(element);
}

/** One element as a screen reader says it: what, name, lane, and what follows. */
export function speak(element: BpmnNode, drawing: Drawing): string {
	const name = text(element, "name").replace(/\s+/g, " ") || text(element, "text").replace(/\s+/g, " ");
	const what = capital(typeWords(element));
	const parts = [name === "" ? what : `${what}: ${name}`];
	const lane = drawing.lanes.get(idOf(element)) ?? "";
	if (lane !== "") parts.push(`Lane ${lane}`);
	const kind = kindOf(element);
	if (/(Event|Gateway|Task|Activity|SubProcess|Transaction)$/.test(kind)) {
		const ways = waysFrom(element).map(({ flow, target }) => {
			const by = text(flow, "name").replace(/\s+/g, " ");
			return by === "" ? callName(target) : `${by}, to ${callName(target)}`;
		});
		parts.push(ways.length > 0 ? `Next: ${ways.join("; ")}` : "End of path");
	}
	return parts.join(". ");
}
