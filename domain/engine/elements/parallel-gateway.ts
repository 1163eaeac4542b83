import { ok } from "../../result.ts";
import { element } from "../behaviour.ts";

/**
 * A parallel gateway (BPMN 2.0.2 §10.6.4, §13.4.1): goes on once a token rests on every incoming flow, taking one from each,
 * and sends a token down every outgoing flow.
 */
export const parallelGateway = element({
	type: "parallelGateway",
	read(reading) {
		for (const flow of reading.outgoing)
			if (reading.isConditional(flow))
				reading.refuse("engine.condition_on_parallel", `${reading.title} takes all its flows, so none of them may have a condition.`);
		return null;
	},
	enter(step, arrival) {
		const { node, scope, via } = arrival;
		if (node.incoming.length > 1) {
			const resting = [];
			for (const flow of node.incoming) {
				if (flow.id === via) continue;
				const token = step.state.tokens.find((each) => each.at === node.id && each.in === scope && each.via === flow.id);
				if (token === undefined) {
					step.rest(arrival);
					return;
				}
				resting.push(token);
			}
			for (const token of resting) step.leave(token, "joined");
		}
		step.passBy(arrival, node.outgoing);
	},
	choose: (_step, node) => ok(node.outgoing),
});
