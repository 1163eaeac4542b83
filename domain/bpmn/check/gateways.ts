import { id, isElement, text } from "../describe.ts";
import { hasCondition, isGateway } from "./drawn.ts";
import type { Rule } from "./rule.ts";

/** Whoever reads a choice sees what each way means: a name, a condition or the default mark. */
export const choiceLabelled: Rule = {
	name: "choice_labelled",
	severity: "warning",
	*check({ nodes }) {
		for (const node of nodes) {
			if ((node.type !== "exclusiveGateway" && node.type !== "inclusiveGateway") || node.outgoing.length < 2) continue;
			for (const flow of node.outgoing)
				if (text(flow.name).trim() === "" && !hasCondition(flow) && node.element.default !== flow)
					yield { at: id(flow), detail: `${node.title}: say when this way is taken, by a name or a condition.` };
		}
	},
};

/** A gateway with one way in and one way out decides nothing. */
export const gatewayNeeded: Rule = {
	name: "gateway_needed",
	severity: "warning",
	*check({ nodes }) {
		for (const node of nodes)
			if (isGateway(node) && node.incoming.length === 1 && node.outgoing.length === 1)
				yield { at: node.id, detail: `${node.title} has one way in and one way out. Remove it or add the other ways.` };
	},
};

/** A gateway that joins and forks at once is hard to read and, for parallel ones, waits where it is not expected. */
export const joinOrFork: Rule = {
	name: "join_or_fork",
	severity: "warning",
	*check({ nodes }) {
		for (const node of nodes)
			if (isGateway(node) && node.type !== "exclusiveGateway" && node.incoming.length > 1 && node.outgoing.length > 1)
				yield { at: node.id, detail: `${node.title} joins and forks at once. Use one gateway for each.` };
	},
};

/** Only ways that are chosen have conditions (BPMN 2.0.2 §8.4.13, §10.6.4). */
export const conditionPlace: Rule = {
	name: "condition_place",
	severity: "error",
	clause: "§8.4.13, §10.6",
	*check({ nodes }) {
		for (const node of nodes) {
			const taken = node.type === "parallelGateway" || node.type === "eventBasedGateway" || node.type === "startEvent";
			for (const flow of node.outgoing) {
				if (!hasCondition(flow)) continue;
				if (taken) yield { at: id(flow), detail: `${node.title} does not choose its ways, so this flow cannot have a condition.` };
				else if (node.element.default === flow)
					yield { at: id(flow), detail: `This is the default way of ${node.title}, so it cannot have a condition.` };
			}
		}
	},
};

/** What follows an event-based gateway is what can happen (§10.6.6). */
export const eventGatewayTargets: Rule = {
	name: "event_gateway_targets",
	severity: "error",
	*check({ nodes, byElement }) {
		for (const node of nodes) {
			if (node.type !== "eventBasedGateway") continue;
			for (const flow of node.outgoing) {
				const target = isElement(flow.targetRef) ? byElement.get(flow.targetRef) : undefined;
				if (target !== undefined && target.type !== "intermediateCatchEvent" && target.type !== "receiveTask")
					yield {
						at: id(flow),
						detail: `${node.title} waits for events: let it lead to catching events or receive tasks, not to ${target.title}.`,
					};
			}
		}
	},
};
