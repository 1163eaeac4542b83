import { element } from "../behaviour.ts";
import { compensateEvent } from "../events/compensate.ts";
import { throwEvents } from "../throwing.ts";

const AFTER_COMPENSATION = (compensateEvent.order ?? 0) + 1;

/** An end event (BPMN 2.0.2 §10.5.3, §13.5.6): throws what it is for and consumes its token. */
export const endEvent = element({
	type: "endEvent",
	read(reading) {
		if (reading.outgoing.length > 0) reading.refuse("engine.flow_after_end", `${reading.title}: no sequence flow may leave an end event.`);
		return null;
	},
	enter(step, arrival) {
		if (throwEvents(step, arrival) === "goes on") step.passBy(arrival, []);
	},
	// What is thrown after a compensation is thrown when that is done.
	compensated(step, node, token) {
		step.leave(token, "completed");
		throwEvents(step, { node, scope: token.in, via: token.via }, AFTER_COMPENSATION);
	},
});
