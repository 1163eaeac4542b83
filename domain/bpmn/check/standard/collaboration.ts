import type { ModdleElement } from "bpmn-moddle";
import { elements, id, isElement } from "../../describe.ts";
import { processOf, titleOf } from "../drawn.ts";
import { must, mustToRun } from "./must.ts";

/** What messages may come from: a pool, an activity, an event that sends (BPMN 2.0.2 §9.3, table 7.4). */
const SENDS = new Set(["bpmn:EndEvent", "bpmn:IntermediateThrowEvent"]);
/** What messages may go to: a pool, an activity, an event that receives. */
const RECEIVES = new Set(["bpmn:StartEvent", "bpmn:IntermediateCatchEvent", "bpmn:BoundaryEvent"]);

/** Messages go from pools, activities and throwing events to pools, activities and catching events (§7.6.2, §9.3). */
export const messageFlowEnds = must("message_flow_ends", "§7.6.2, §10.5", function* ({ messageFlows }) {
	for (const flow of messageFlows) {
		const { sourceRef, targetRef } = flow;
		if (isElement(sourceRef) && !converses(sourceRef) && !SENDS.has(sourceRef.$type))
			yield { at: id(flow), detail: `No message can come from ${titleOf(sourceRef)}.` };
		if (isElement(targetRef) && !converses(targetRef) && !RECEIVES.has(targetRef.$type))
			yield { at: id(flow), detail: `No message can go to ${titleOf(targetRef)}.` };
	}
});

/** An event at the end of a message flow is a message event (§10.5.2, §10.5.3, §10.5.4). */
export const messageFlowTrigger = must("message_flow_trigger", "§10.5.2, §10.5.3", function* ({ messageFlows, byElement }) {
	for (const flow of messageFlows) {
		for (const end of [flow.sourceRef, flow.targetRef]) {
			const node = isElement(end) ? byElement.get(end) : undefined;
			if (node?.element.$instanceOf("bpmn:Event") !== true) continue;
			const fits = node.element === flow.sourceRef ? SENDS.has(node.element.$type) : RECEIVES.has(node.element.$type);
			if (fits && !node.events.includes("message"))
				yield { at: node.id, detail: `${node.title} has a message flow, so it must be a message event.` };
		}
	}
});

function converses(end: ModdleElement): boolean {
	return end.$type === "bpmn:Participant" || end.$instanceOf("bpmn:Activity") || end.$instanceOf("bpmn:ConversationNode");
}

/** Message flows join different pools (§9.4). */
export const messageFlowBetween = must("message_flow_between", "§9.4", function* ({ messageFlows, participants }) {
	const pool = (end: unknown): unknown => {
		if (!isElement(end)) return undefined;
		return participants.includes(end) ? (end.processRef ?? end) : processOf(end);
	};
	for (const flow of messageFlows) {
		const source = pool(flow.sourceRef);
		if (source !== undefined && source === pool(flow.targetRef))
			yield { at: id(flow), detail: "This message flow stays within one pool. Use a sequence flow there." };
	}
});

/** How many there may be of a participant (§9.3.2, ParticipantMultiplicity). */
export const participantMultiplicity = must("participant_multiplicity", "§9.3.2", function* ({ participants }) {
	for (const participant of participants) {
		const many = participant.participantMultiplicity;
		if (!isElement(many)) continue;
		const minimum = typeof many.minimum === "number" ? many.minimum : 0;
		const maximum = typeof many.maximum === "number" ? many.maximum : 1;
		if (minimum < 0) yield { at: id(participant), detail: `${titleOf(participant)}: there cannot be fewer than 0 of it.` };
		if (maximum < 1 || maximum < minimum)
			yield { at: id(participant), detail: `${titleOf(participant)}: its maximum must be 1 or more and not less than its minimum.` };
	}
});

/** A global conversation has participants, messages and correlation keys only (§9.5.5). */
export const globalConversation = must("global_conversation", "§9.5.5", function* ({ collaborations }) {
	for (const collaboration of collaborations) {
		if (collaboration.$type !== "bpmn:GlobalConversation") continue;
		const extra = ["conversations", "participantAssociations", "messageFlowAssociations", "conversationAssociations", "artifacts"].filter(
			(name) => elements(collaboration[name]).length > 0,
		);
		if (extra.length > 0)
			yield { at: id(collaboration), detail: "A global conversation holds participants, message flows and correlation keys only." };
	}
});

/** A public process shows only what others see of it: nothing can run it (§10.2.1). */
export const publicProcess = mustToRun("public_process", "§10.2, table 10.1", function* ({ processes }) {
	for (const process of processes)
		if (process.processType === "Public" && process.isExecutable === true)
			yield { at: id(process), detail: `${titleOf(process)} is public, so it shows only what others see and cannot be executable.` };
});
