import { element } from "../behaviour.ts";
import { came, waitAgain } from "../came.ts";

/**
 * A boundary event (BPMN 2.0.2 §10.5.4, §13.5.3). Its wait belongs to the activity's token. Interrupting, it cancels the activity
 * and its token goes on instead; else a new token begins beside the activity, and the event may wait again.
 */
export const boundaryEvent = element({
	type: "boundaryEvent",
	read(reading) {
		if (reading.element.attachedToRef === undefined) reading.refuse("engine.not_attached", `${reading.title} is attached to no activity.`);
		return null;
	},
	enter: (step, arrival) => step.pass(arrival),
	wake(step, node, token, wait, arrived) {
		const event = came(step, node, token, wait, arrived);
		if (event === undefined) return;
		if (node.interrupting) step.cancel(token);
		else waitAgain(step, node, token, event);
		step.pass({ node, scope: token.in, via: undefined }, event.brought, event.set);
	},
});
