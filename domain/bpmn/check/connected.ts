import { id, isElement } from "../describe.ts";
import { beginsByItself, isActivity, isGateway } from "./drawn.ts";
import type { Rule } from "./rule.ts";

/** Every element is reached by a flow and leads on, where there is anything to be connected to. */
export const connected: Rule = {
	name: "connected",
	severity: "warning",
	*check({ nodes }) {
		for (const node of nodes) {
			const alone = node.incoming.length === 0 && node.outgoing.length === 0;
			if (node.element.triggeredByEvent === true || node.element.isForCompensation === true) continue;
			if (node.type === "boundaryEvent" && node.events.includes("compensate")) continue;
			if (node.container.$type === "bpmn:AdHocSubProcess") continue;
			if (node.incoming.length === 0 && !beginsByItself(node)) {
				const detail = alone ? "is connected to nothing" : "is never reached: no flow leads to it";
				yield { at: node.id, detail: `${node.title} ${detail}.` };
			} else if (node.outgoing.length === 0 && (isGateway(node) || node.type === "startEvent" || node.type === "boundaryEvent"))
				yield { at: node.id, detail: `${node.title} leads nowhere.` };
		}
	},
};

/** Sequence flows stay within their process and sub-process; between pools there are messages (BPMN 2.0.2 §7.6.1). */
export const flowWithin: Rule = {
	name: "flow_within",
	severity: "error",
	clause: "§7.6.1",
	*check({ flows, byElement }) {
		for (const flow of flows) {
			const source = isElement(flow.sourceRef) ? byElement.get(flow.sourceRef) : undefined;
			const target = isElement(flow.targetRef) ? byElement.get(flow.targetRef) : undefined;
			if (source === undefined || target === undefined) yield { at: id(flow), detail: "This sequence flow has a loose end." };
			else if (source.container !== target.container)
				yield {
					at: id(flow),
					detail: `The flow from ${source.title} to ${target.title} crosses the border of a pool or sub-process. Between pools use a message flow.`,
				};
		}
	},
};

/** Message flows connect pools, never two elements of one (§7.6.2). */
export const messageBetweenPools: Rule = {
	name: "message_between_pools",
	severity: "error",
	*check({ messageFlows, byElement, participants }) {
		const poolOf = (end: unknown): unknown => {
			if (!isElement(end)) return undefined;
			if (participants.includes(end)) return end.processRef ?? end;
			let container = byElement.get(end)?.container;
			while (container !== undefined && container.$type !== "bpmn:Process") container = container.$parent;
			return container;
		};
		for (const flow of messageFlows) {
			const source = poolOf(flow.sourceRef);
			if (source !== undefined && source === poolOf(flow.targetRef))
				yield { at: id(flow), detail: "This message flow stays within one pool. Use a sequence flow there." };
		}
	},
};

/** Two flows between the same elements give two tokens, which is hardly ever meant. */
export const duplicateFlow: Rule = {
	name: "duplicate_flow",
	severity: "warning",
	*check({ nodes }) {
		for (const node of nodes) {
			if (!isActivity(node) && node.type !== "parallelGateway") continue;
			const seen = new Set<unknown>();
			for (const flow of node.outgoing) {
				if (seen.has(flow.targetRef))
					yield { at: id(flow), detail: `Two flows lead from ${node.title} to the same element, which then comes twice.` };
				seen.add(flow.targetRef);
			}
		}
	},
};
