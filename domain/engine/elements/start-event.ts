import { element } from "../behaviour.ts";

/**
 * A start event (BPMN 2.0.2 §10.5.2, §13.5.1): lets the token that it begins with go on. What the process waits for before it starts
 * is not the case's matter, for there is no case yet; the environment knows it from the program's `starts`.
 */
export const startEvent = element({
	type: "startEvent",
	read: () => null,
	enter: (step, arrival) => step.pass(arrival),
});
