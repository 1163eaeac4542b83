import type { ModdleElement } from "bpmn-moddle";
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
 * none (the message flow's, else the element's own), the case number as the key on which a waiting case is found, a code for
 * errors.
 */
export function proposeEvents(definitions: ModdleElement): ProposedEvents {
	const proposed = new Map<string, Draft>();
	const findings: Finding[] = [];
	const flowNames = messageFlowNames(definitions);
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
			if (definition.$type === "bpmn:MessageEventDefinition")
				draft.message = proposeMessage(element, definition.messageRef, flowNames, waits);
			if (definition.$type === "bpmn:ErrorEventDefinition" && !hasCode(definition.errorRef) && element.$type === "bpmn:EndEvent")
				draft.errorCode = slugOf(name, "error");
		}
		if (element.$type === "bpmn:ReceiveTask" || element.$type === "bpmn:SendTask")
			draft.message = proposeMessage(element, element.messageRef, flowNames, true);
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

function proposeMessage(
	element: ModdleElement,
	messageRef: unknown,
	flowNames: ReadonlyMap<string, string>,
	keyed: boolean,
): NonNullable<Draft["message"]> {
	const own = isElement(messageRef) ? text(messageRef.name).trim() : "";
	const name = flowNames.get(id(element)) || plainName(text(element.name)) || id(element);
	return {
		...(own === "" ? { name: name.slice(0, 200) } : {}),
		...(keyed ? { key: "case.number" } : {}),
	};
}

/** Both ends of a message flow speak of one message: its name, or the message's that it carries. */
function messageFlowNames(definitions: ModdleElement): ReadonlyMap<string, string> {
	const names = new Map<string, string>();
	for (const root of elements(definitions.rootElements)) {
		for (const flow of elements(root.messageFlows)) {
			const ends = [flow.sourceRef, flow.targetRef].filter(isElement);
			const carried = isElement(flow.messageRef) ? text(flow.messageRef.name).trim() : "";
			const referred = ends.map(messageNameOf).find((name) => name !== "") ?? "";
			const name = referred || carried || plainName(text(flow.name));
			if (name !== "") for (const end of ends) names.set(id(end), name);
		}
	}
	return names;
}

function messageNameOf(element: ModdleElement): string {
	const references = [element.messageRef, ...elements(element.eventDefinitions).map((each) => each.messageRef)];
	return references.filter(isElement).map((each) => text(each.name).trim())[0] ?? "";
}

function hasCode(errorRef: unknown): boolean {
	return isElement(errorRef) && (text(errorRef.errorCode) !== "" || text(errorRef.name) !== "");
}
