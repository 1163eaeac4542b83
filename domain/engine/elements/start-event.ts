import { element } from "../behaviour.ts";
import { came, waitAgain } from "../came.ts";
import { startEventSubProcess } from "../scopes.ts";

/**
 * A start event (BPMN 2.0.2 §10.5.2, §13.5.1): lets the token that it begins with go on. What a process waits for before it starts is
 * not the case's matter, for there is no case yet; the environment knows it from the program's `starts`. The start of an event
 * sub-process waits within its scope (§13.5.4).
 */
export const startEvent = element({
	type: "startEvent",
	read: () => null,
	enter: (step, arrival) => step.pass(arrival),
	wake(step, node, token, wait, arrived) {
		const event = came(step, node, token, wait, arrived);
		if (event === undefined) return;
		if (!node.interrupting) waitAgain(step, node, token, event);
		startEventSubProcess(step, node, token.in, event.brought, event.set);
	},
});
