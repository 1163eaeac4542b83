import { element } from "../behaviour.ts";
import { attributesOf } from "../evaluation.ts";
import { awaitMessage, readCaught, type CaughtMessage } from "../events/message.ts";

/** A receive task (BPMN 2.0.2 §10.3.3.5): waits for a message, as an activity, so that boundary events can stand on it. */
export const receiveTask = element<CaughtMessage>({
	type: "receiveTask",
	read: (reading) => readCaught(reading, reading.element),
	enter(step, arrival, message) {
		const token = step.restWithBoundary(arrival);
		const waits = awaitMessage(step, arrival.node, token, message);
		if (!waits.ok) step.incident(token, waits.error);
	},
	wake(step, node, token, _wait, arrived) {
		step.complete(node, token, { message: arrived }, attributesOf(step.linked, node, arrived));
	},
});
