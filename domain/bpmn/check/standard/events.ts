import type { ModdleElement } from "bpmn-moddle";
import { id, isElement } from "../../describe.ts";
import { eventDefinitions, eventKind, titleOf, words, type DrawnNode } from "../drawn.ts";
import { must } from "./must.ts";

/** Which triggers and results an event may have where it stands (BPMN 2.0.2 tables 10.84, 10.86, 10.88, 10.89, 10.90, 10.92). */
const ALLOWED: Readonly<Record<string, ReadonlySet<string>>> = {
	process: new Set(["message", "timer", "conditional", "signal"]),
	"event sub-process": new Set(["message", "timer", "error", "escalation", "compensate", "conditional", "signal"]),
	endEvent: new Set(["message", "error", "escalation", "cancel", "compensate", "signal", "terminate"]),
	intermediateCatchEvent: new Set(["message", "timer", "conditional", "link", "signal"]),
	intermediateThrowEvent: new Set(["message", "escalation", "compensate", "link", "signal"]),
	boundaryEvent: new Set(["message", "timer", "error", "escalation", "cancel", "compensate", "conditional", "signal"]),
};

function place(node: DrawnNode): string | undefined {
	if (node.type !== "startEvent") return node.type in ALLOWED ? node.type : undefined;
	if (node.container.$type === "bpmn:Process") return "process";
	return node.container.triggeredByEvent === true ? "event sub-process" : undefined;
}

/** Each place in a process has its own triggers and results. */
export const eventAllowed = must("event_allowed", "§10.5.1, table 10.93", function* ({ nodes }) {
	for (const node of nodes) {
		const allowed = ALLOWED[place(node) ?? ""];
		if (allowed === undefined) continue;
		for (const kind of new Set(node.events))
			if (!allowed.has(kind)) yield { at: node.id, detail: `${node.title}: ${an(words(kind))} cannot stand at this place.` };
	}
});

/** A boundary event waits for something (§10.5.6). */
export const boundaryTrigger = must("boundary_trigger", "§10.5.6", function* ({ nodes }) {
	for (const node of nodes)
		if (node.type === "boundaryEvent" && node.events.length === 0)
			yield { at: node.id, detail: `${node.title} does not say what it waits for.` };
});

/** A cancel event belongs to a transaction: the end within it, the boundary event on it (§10.5.3, §10.5.4). */
export const cancelInTransaction = must("cancel_in_transaction", "§10.5.3, §10.5.4", function* ({ nodes }) {
	for (const node of nodes) {
		if (!node.events.includes("cancel")) continue;
		if (node.type === "endEvent" && node.container.$type !== "bpmn:Transaction")
			yield { at: node.id, detail: `${node.title}: only a transaction can be cancelled, and this is none.` };
		const host = node.element.attachedToRef;
		if (node.type === "boundaryEvent" && (!isElement(host) || host.$type !== "bpmn:Transaction"))
			yield { at: node.id, detail: `${node.title} catches a cancellation, so it must be on the border of a transaction.` };
	}
});

/** A boundary event leads on, but for a compensation, which has its handler instead (§10.5.4). */
export const boundaryLeads = must("boundary_leads", "§10.5.4", function* ({ nodes }) {
	for (const node of nodes) {
		if (node.type !== "boundaryEvent") continue;
		const compensates = node.events.includes("compensate");
		if (compensates && node.outgoing.length > 0)
			yield { at: node.id, detail: `${node.title} starts a compensation: join it to its handler by an association, not by a flow.` };
		else if (!compensates && node.outgoing.length === 0) yield { at: node.id, detail: `${node.title} leads nowhere.` };
	}
});

/** An intermediate event is in the flow; a link has only one side of it (§10.5.4). */
export const intermediateInFlow = must("intermediate_in_flow", "§10.5.4", function* ({ nodes }) {
	for (const node of nodes) {
		const catches = node.type === "intermediateCatchEvent";
		if (!catches && node.type !== "intermediateThrowEvent") continue;
		const link = node.events.includes("link");
		const begins = link && catches;
		const ends = link && !catches;
		if (node.incoming.length === 0 && !begins) yield { at: node.id, detail: `${node.title} is never reached: no flow leads to it.` };
		if (node.outgoing.length === 0 && !ends) yield { at: node.id, detail: `${node.title} leads nowhere.` };
		if (begins && node.incoming.length > 0)
			yield { at: node.id, detail: `${node.title} is where a link comes out: no flow may lead to it.` };
		if (ends && node.outgoing.length > 0) yield { at: node.id, detail: `${node.title} is where a link goes in: no flow may leave it.` };
	}
});

/** What an event throws is its own: another event cannot name a definition that stands inside it (§10.5.5, EventDefinition). */
export const thrownIsOwn = must("thrown_is_own", "§10.5.1", function* ({ nodes }) {
	for (const node of nodes) {
		for (const definition of eventDefinitions(node.element)) {
			const owner = definition.$parent;
			if (owner !== undefined && owner !== node.element && owner.$instanceOf("bpmn:ThrowEvent"))
				yield {
					at: node.id,
					detail: `${node.title} uses the ${words(eventKind(definition))} that ${titleOf(owner)} throws. Give it one of its own.`,
				};
		}
	}
});

/** A compensation boundary event has a handler: an activity that is marked for compensation, joined by an association (§10.7). */
export const compensationHandler = must("compensation_handler", "§10.5.4, §10.7", function* ({ nodes, containers, collaborations }) {
	const handlers = new Map<ModdleElement, ModdleElement[]>();
	for (const holder of [...containers, ...collaborations]) {
		const artifacts = Array.isArray(holder.artifacts) ? holder.artifacts : [];
		for (const artifact of artifacts) {
			if (!isElement(artifact) || artifact.$type !== "bpmn:Association") continue;
			const { sourceRef, targetRef } = artifact;
			if (!isElement(sourceRef) || !isElement(targetRef)) continue;
			handlers.set(sourceRef, [...(handlers.get(sourceRef) ?? []), targetRef]);
		}
	}
	for (const node of nodes) {
		if (node.type !== "boundaryEvent" || !node.events.includes("compensate")) continue;
		const targets = (handlers.get(node.element) ?? []).filter((each) => each.$instanceOf("bpmn:FlowNode"));
		if (targets.length === 0) yield { at: node.id, detail: `${node.title} has no handler. Join it to the activity that compensates.` };
		for (const target of targets) {
			const fit = target.$instanceOf("bpmn:Task") || target.$instanceOf("bpmn:SubProcess") || target.$type === "bpmn:CallActivity";
			if (!fit || target.isForCompensation !== true)
				yield { at: id(target), detail: `${titleOf(target)} compensates, so it must be an activity that is marked for compensation.` };
		}
	}
});

/** Event sub-processes stand outside the flow and begin by one event (§10.3.5). */
export const eventSubProcess = must("event_sub_process", "§10.3.5", function* ({ nodes }) {
	const starts = new Map<ModdleElement, DrawnNode[]>();
	for (const node of nodes) if (node.type === "startEvent") starts.set(node.container, [...(starts.get(node.container) ?? []), node]);
	for (const node of nodes) {
		if (node.element.triggeredByEvent !== true) continue;
		if (node.incoming.length + node.outgoing.length > 0)
			yield { at: node.id, detail: `${node.title} is started by an event: no flow may lead to it or leave it.` };
		const own = starts.get(node.element) ?? [];
		if (own.length !== 1) yield { at: node.id, detail: `${node.title} is started by an event: give it exactly one start event.` };
		else if (own[0]?.events.length === 0) yield { at: own[0].id, detail: `${own[0].title} must say which event starts its sub-process.` };
	}
});

function an(kind: string): string {
	return `${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind} event`;
}
