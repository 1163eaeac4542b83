import { element } from "../behaviour.ts";

/** An abstract task (BPMN 2.0.2 §10.3.3): says nothing of what is done, so the token passes. */
export const task = element({
	type: "task",
	read: () => null,
	enter: (step, arrival) => step.pass(arrival),
});
