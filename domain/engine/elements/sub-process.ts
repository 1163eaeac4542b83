import { elements } from "../../bpmn/describe.ts";
import { element } from "../behaviour.ts";

/** An embedded sub-process (BPMN 2.0.2 §10.3.5, §13.3.4): its token rests while a scope of its own is alive, and goes on when that ends. */
export const subProcess = element({
	type: "subProcess",
	read(reading) {
		const starts = elements(reading.element.flowElements).filter((each) => each.$type === "bpmn:StartEvent");
		if (starts.length > 1)
			reading.refuse("engine.many_starts", `${reading.title} has ${starts.length} start events; a sub-process has one.`);
		return null;
	},
	enter(step, arrival) {
		const token = step.restWithBoundary(arrival);
		step.openScope(arrival.node, token);
	},
});
