import type { ModdleElement } from "bpmn-moddle";
import { carriedMessage, hasKey, readConversation, type Conversation } from "../bpmn/conversation.ts";
import { elements, id, isElement, text } from "../bpmn/describe.ts";
import type { Finding } from "../problem.ts";
import type { ElementAutomation } from "./automation.ts";
import { plainName, slugOf } from "./names.ts";

type Draft = { -readonly [Key in keyof ElementAutomation]: ElementAutomation[Key] };

/** A day: long enough that a person acts first, short enough that a forgotten timer is noticed. */
const PROPOSED_WAIT = "P1D";
const DURATION = /^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/;
const CYCLE = /^R\d*\/P\S+$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/;

export interface ProposedEvents {
	readonly elements: ReadonlyMap<string, Draft>;
	readonly findings: readonly Finding[];
}

/**
 * What the events and message tasks of a model lack to run: a time for timers that state none, a name for messages that have
 * none (the message flow's, else the element's own), the case number as the key on which a waiting case is found where the model gives
 * none, a code for errors.
 */
export function proposeEvents(definitions: ModdleElement): ProposedEvents {
	const proposed = new Map<string, Draft>();
	const findings: Finding[] = [];
	const conversation = readConversation(definitions);
	for (const element of flowNodes(definitions)) {
		const draft: Draft = {};
		const name = plainName(text(element.name));
		const waits = element.$type !== "bpmn:StartEvent";
		for (const definition of elements(element.eventDefinitions)) {
			if (definition.$type === "bpmn:TimerEventDefinition") {
				const timer = proposeTimer(definition, waits);
				if (timer === undefined) continue;
				draft.timer = timer;
				findings.push({
					severity: "warning",
					code: "event.timer_proposed",
					detail: `"${name || id(element)}" states no time that can be read: ${timer.value} was put in.`,
					at: id(element),
				});
			}
			if (definition.$type === "bpmn:MessageEventDefinition") proposeMessage(draft, element, definition.messageRef, conversation, waits);
			if (definition.$type === "bpmn:ErrorEventDefinition" && !hasCode(definition.errorRef) && element.$type === "bpmn:EndEvent")
				draft.errorCode = slugOf(name, "error");
		}
		if (element.$type === "bpmn:ReceiveTask" || element.$type === "bpmn:SendTask")
			proposeMessage(draft, element, element.messageRef, conversation, true);
		if (Object.keys(draft).length > 0) proposed.set(id(element), draft);
	}
	return { elements: proposed, findings };
}

/** Every flow node of every process and sub-process, with a stack of its own. */
export function flowNodes(definitions: ModdleElement): readonly ModdleElement[] {
	const stack = elements(definitions.rootElements).filter((root) => root.$type === "bpmn:Process");
	const found: ModdleElement[] = [];
	for (let container = stack.pop(); container !== undefined; container = stack.pop()) {
		for (const element of elements(container.flowElements)) {
			if (!element.$instanceOf("bpmn:FlowNode")) continue;
			found.push(element);
			if (element.$instanceOf("bpmn:SubProcess")) stack.push(element);
		}
	}
	return found;
}

function proposeTimer(definition: ModdleElement, waits: boolean): Draft["timer"] {
	const body = (value: unknown): string => (isElement(value) ? text(value.body).trim() : "");
	const duration = body(definition.timeDuration);
	const cycle = body(definition.timeCycle);
	const date = body(definition.timeDate);
	if (DURATION.test(duration) || CYCLE.test(cycle) || MOMENT.test(date)) return undefined;
	return waits ? { kind: "duration", value: PROPOSED_WAIT } : { kind: "cycle", value: `R/${PROPOSED_WAIT}` };
}

function proposeMessage(draft: Draft, element: ModdleElement, messageRef: unknown, conversation: Conversation, keyed: boolean): void {
	const flows = conversation.flowsOf(element);
	const message = isElement(messageRef) ? messageRef : flows.map(carriedMessage).find(isElement);
	const known = message === undefined ? "" : text(message.name).trim();
	const label = flows.map((flow) => plainName(text(flow.name))).find((name) => name !== "");
	const name = known === "" ? (label ?? (plainName(text(element.name)) || id(element))) : "";
	const proposed = {
		...(name !== "" && { name: name.slice(0, 200) }),
		...(keyed && !(message !== undefined && hasKey(conversation, message)) && { key: "case.number" }),
	};
	if (Object.keys(proposed).length > 0) draft.message = proposed;
}

function hasCode(errorRef: unknown): boolean {
	return isElement(errorRef) && (text(errorRef.errorCode) !== "" || text(errorRef.name) !== "");
}
