import { element } from "../behaviour.ts";
import { throwEvents } from "../throwing.ts";

/** An intermediate throw event (BPMN 2.0.2 §10.5.4, §13.5.4): throws and goes on; without a definition it is a milestone. */
export const intermediateThrowEvent = element({
	type: "intermediateThrowEvent",
	read: () => null,
	enter(step, arrival) {
		if (throwEvents(step, arrival) === "goes on") step.pass(arrival);
	},
});
