import { element } from "../behaviour.ts";
import { came } from "../came.ts";
import { awaitEvents } from "../waits.ts";

/** An intermediate catch event (BPMN 2.0.2 §10.5.4, §13.5.3): the token rests until what it waits for comes. */
export const intermediateCatchEvent = element({
	type: "intermediateCatchEvent",
	read: () => null,
	enter(step, arrival) {
		// A link is come to by its name and waits for nothing more.
		if (arrival.node.events.every(({ behaviour }) => behaviour.await === undefined)) return step.pass(arrival);
		const token = step.rest(arrival);
		const waits = awaitEvents(step, arrival.node, token);
		if (!waits.ok) step.incident(token, waits.error);
	},
	wake(step, node, token, wait, arrived) {
		const event = came(step, node, token, wait, arrived);
		if (event !== undefined) step.complete(node, token, event.brought, event.set);
	},
});
