import { id } from "../../bpmn/describe.ts";
import { fail, ok } from "../../result.ts";
import { element } from "../behaviour.ts";
import { holds } from "../choose-flows.ts";

/** An exclusive gateway (BPMN 2.0.2 §10.6.2, §13.4.2): every token goes on at once, by the first flow whose condition holds. */
export const exclusiveGateway = element({
	type: "exclusiveGateway",
	read(reading) {
		const { outgoing, defaultFlow } = reading;
		if (outgoing.length > 1)
			for (const flow of outgoing)
				if (flow !== defaultFlow && !reading.isConditional(flow))
					reading.refuse("engine.no_condition", `${reading.title}: the flow ${id(flow)} needs a condition, or must be the default.`);
		return null;
	},
	enter(step, arrival) {
		const chosen = arrival.node.behaviour.choose?.(step, arrival.node) ?? ok(arrival.node.outgoing);
		if (!chosen.ok) return step.fail(arrival, chosen.error);
		step.passBy(arrival, chosen.value);
	},
	choose(step, node) {
		if (node.unconditional) return ok(node.outgoing);
		for (const flow of node.outgoing) {
			if (flow === node.defaultFlow) continue;
			const asked = holds(step, flow);
			if (!asked.ok) return asked;
			if (asked.value) return ok([flow]);
		}
		if (node.defaultFlow !== null) return ok([node.defaultFlow]);
		return fail({
			code: "engine.no_flow",
			detail: `No condition of "${node.name || node.id}" holds and it has no default flow.`,
			at: node.id,
		});
	},
});
