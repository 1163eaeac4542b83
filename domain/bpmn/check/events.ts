import { id, isElement, text } from "../describe.ts";
import { isActivity, words } from "./drawn.ts";
import type { Rule } from "./rule.ts";

/** An event that catches says what (BPMN 2.0.2 §10.5.4). */
export const catchesSomething: Rule = {
	name: "catches_something",
	severity: "error",
	clause: "§10.5.4",
	*check({ nodes }) {
		for (const node of nodes)
			if (
				(node.type === "intermediateCatchEvent" || node.type === "boundaryEvent") &&
				node.events.length === 0 &&
				!isElement(node.element.eventDefinitionRef) &&
				!Array.isArray(node.element.eventDefinitionRef)
			)
				yield { at: node.id, detail: `${node.title} does not say what it waits for. Choose a timer, a message or another event.` };
	},
};

/** Errors and cancellations always interrupt (§10.5.4, table 10.91). */
export const interrupts: Rule = {
	name: "interrupts",
	severity: "error",
	clause: "§10.5.4, table 10.91",
	*check({ nodes }) {
		for (const node of nodes) {
			if (node.type !== "boundaryEvent" || node.element.cancelActivity !== false) continue;
			const event = node.events.find((each) => each === "error" || each === "cancel");
			if (event !== undefined)
				yield {
					at: node.id,
					detail: `${node.title}: ${event === "error" ? "an error" : "a cancellation"} always interrupts its activity.`,
				};
		}
	},
};

/** A link that is thrown is caught under the same name in the same process (§10.5.5). */
export const linkPair: Rule = {
	name: "link_pair",
	severity: "error",
	*check({ nodes }) {
		const links = nodes.flatMap((node) => {
			const definitions = Array.isArray(node.element.eventDefinitions) ? node.element.eventDefinitions : [];
			return definitions.flatMap((each: unknown) =>
				isElement(each) && each.$type === "bpmn:LinkEventDefinition" ? [{ node, name: text(each.name) || text(node.element.name) }] : [],
			);
		});
		for (const { node, name } of links) {
			const thrown = node.type === "intermediateThrowEvent";
			const others = links.filter(
				(other) => other.name === name && other.node.container === node.container && other.node.type !== node.type,
			);
			if (others.length === 0)
				yield {
					at: node.id,
					detail: `${node.title}: there is no ${thrown ? "catching" : "throwing"} link named "${name}" in this process.`,
				};
			else if (thrown && others.length > 1) yield { at: node.id, detail: `${node.title}: more than one link named "${name}" catches it.` };
		}
	},
};

/** Activities and pools have names: a diagram is read by people. */
export const named: Rule = {
	name: "named",
	severity: "warning",
	*check({ nodes, participants }) {
		for (const node of nodes)
			if (isActivity(node) && node.element.triggeredByEvent !== true && text(node.element.name).trim() === "")
				yield { at: node.id, detail: `This ${words(node.type)} has no name. Say what is done, such as "Check order".` };
		for (const participant of participants)
			if (text(participant.name).trim() === "") yield { at: id(participant), detail: "This pool has no name. Say whose it is." };
	},
};
