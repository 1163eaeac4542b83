import { ok } from "../../result.ts";
import { element } from "../behaviour.ts";
import type { Token } from "../state.ts";

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
			// The first token of every flow, in one look at them all: a gateway may have thousands of flows.
			const first = new Map<string | undefined, Token>();
			for (const token of step.state.tokens)
				if (token.at === node.id && token.in === scope && !first.has(token.via)) first.set(token.via, token);
			const others = node.incoming.filter((flow) => flow.id !== via).map((flow) => first.get(flow.id));
			if (others.includes(undefined)) {
				step.rest(arrival);
				return;
			}
			for (const token of others) if (token !== undefined) step.leave(token, "joined");
		}
		step.passBy(arrival, node.outgoing);
	},
	choose: (_step, node) => ok(node.outgoing),
});
