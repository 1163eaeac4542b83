import { elements, id, text } from "../describe.ts";
import { words } from "./drawn.ts";
import type { Rule } from "./rule.ts";

/** A process or sub-process shows where it begins (BPMN 2.0.2 §10.5.2: once there is an end event there must be a start event). */
export const startRequired: Rule = {
	name: "start_required",
	severity: "warning",
	*check({ containers, nodes }) {
		for (const container of containers) {
			if (container.$type === "bpmn:AdHocSubProcess") continue;
			const held = nodes.filter((node) => node.container === container);
			if (held.length > 0 && !held.some((node) => node.type === "startEvent"))
				yield { at: id(container), detail: `${title(container)} has no start event. Add one where it begins.` };
		}
	},
};

export const endRequired: Rule = {
	name: "end_required",
	severity: "warning",
	*check({ containers, nodes }) {
		for (const container of containers) {
			if (container.$type === "bpmn:AdHocSubProcess") continue;
			const held = nodes.filter((node) => node.container === container);
			if (held.length > 0 && !held.some((node) => node.type === "endEvent"))
				yield { at: id(container), detail: `${title(container)} has no end event. Add one where it ends.` };
		}
	},
};

/** Flows lead away from a start and towards an end (§10.5.2, §10.5.3). */
export const flowDirection: Rule = {
	name: "flow_direction",
	severity: "error",
	clause: "§10.5.2, §10.5.3",
	*check({ nodes }) {
		for (const node of nodes) {
			if (node.type === "startEvent" && node.incoming.length > 0)
				yield { at: node.id, detail: `${node.title}: no flow may lead to a start event. Let it lead to what comes after the start.` };
			if (node.type === "endEvent" && node.outgoing.length > 0)
				yield { at: node.id, detail: `${node.title}: no flow may leave an end event. Use an intermediate event.` };
			if (node.type === "boundaryEvent" && node.incoming.length > 0)
				yield { at: node.id, detail: `${node.title}: no flow may lead to a boundary event. Its activity leads to it.` };
		}
	},
};

/** A sub-process begins by its flow, an event sub-process by its event (§10.3.5, §10.5.2). */
export const subProcessStart: Rule = {
	name: "sub_process_start",
	severity: "error",
	clause: "§10.3.5, §10.5.2",
	*check({ containers, nodes }) {
		for (const container of containers) {
			if (container.$type !== "bpmn:SubProcess" && container.$type !== "bpmn:Transaction") continue;
			const starts = nodes.filter((node) => node.container === container && node.type === "startEvent");
			const own = elements(container.flowElements).length > 0;
			if (container.triggeredByEvent === true) {
				if (own && (starts.length !== 1 || starts[0]?.events.length === 0))
					yield { at: id(container), detail: `${title(container)} is begun by an event: give it one start event that says which.` };
			} else if (starts.some((start) => start.events.length > 0) || starts.length > 1)
				yield { at: id(container), detail: `${title(container)} begins when its flow comes: give it one start event without a symbol.` };
		}
	},
};

function title(container: Parameters<typeof id>[0]): string {
	const name = text(container.name).trim();
	const type = container.$type.slice(5);
	return name === "" ? `The ${words(type.charAt(0).toLowerCase() + type.slice(1))} ${id(container)}` : `"${name}"`;
}
