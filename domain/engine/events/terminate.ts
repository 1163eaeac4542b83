import { ok } from "../../result.ts";
import type { EventBehaviour } from "../behaviour.ts";

/** A terminate end event (BPMN 2.0.2 §10.5.3, §13.5.6): everything in its process or sub-process ends at once, and so that ends. */
export const terminateEvent: EventBehaviour = {
	type: "terminate",
	places: ["end"],
	read: () => null,
	order: 3,
	throw: (step, arrival) =>
		ok(() => {
			step.passBy(arrival, []);
			step.terminate(arrival.scope);
			return "ended";
		}),
};
