import { elements } from "../../bpmn/describe.ts";
import { element } from "../behaviour.ts";
import { openScope } from "../scopes.ts";

/**
 * A transaction (BPMN 2.0.2 §10.3.5, §13.5.5): a sub-process that a cancel end event cancels: everything in it ends, what completed is
 * compensated, and its token leaves by the cancel event on its boundary. The protocol is compensation; another is refused.
 */
export const transaction = element({
	type: "transaction",
	read(reading) {
		const starts = elements(reading.element.flowElements).filter((each) => each.$type === "bpmn:StartEvent");
		if (starts.length > 1)
			reading.refuse("engine.many_starts", `${reading.title} has ${starts.length} start events; a transaction has one.`);
		if (reading.element.method !== undefined && reading.element.method !== "##Compensate")
			reading.refuse("engine.transaction_method", `${reading.title}: a transaction is undone by compensation, not by another protocol.`);
		return null;
	},
	enter(step, arrival) {
		const token = step.restWithBoundary(arrival);
		openScope(step, arrival.node, token);
	},
});
