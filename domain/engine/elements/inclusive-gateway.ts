import { id } from "../../bpmn/describe.ts";
import { fail, ok } from "../../result.ts";
import { element } from "../behaviour.ts";
import { holds } from "../choose-flows.ts";
import type { Node } from "../linked.ts";
import { reaching } from "../reaching.ts";
import type { Token } from "../state.ts";

/**
 * An inclusive gateway (BPMN 2.0.2 §10.6.3, §13.4.3). Forking, it takes every flow whose condition holds, else the default. Joining,
 * its tokens rest until nothing else in the scope could still come by a flow that is empty without passing one that is filled.
 */
export const inclusiveGateway = element({
	type: "inclusiveGateway",
	read(reading) {
		const { outgoing, defaultFlow } = reading;
		if (outgoing.length > 1)
			for (const flow of outgoing)
				if (flow !== defaultFlow && !reading.isConditional(flow))
					reading.refuse("engine.no_condition", `${reading.title}: the flow ${id(flow)} needs a condition, or must be the default.`);
		return null;
	},
	enter(step, arrival) {
		if (arrival.node.incoming.length > 1) {
			step.rest(arrival);
			return;
		}
		const flows = arrival.node.behaviour.choose?.(step, arrival.node) ?? ok(arrival.node.outgoing);
		if (!flows.ok) return step.fail(arrival, flows.error);
		step.passBy(arrival, flows.value);
	},
	choose(step, node) {
		if (node.unconditional) return ok(node.outgoing);
		const taken = [];
		for (const flow of node.outgoing) {
			if (flow === node.defaultFlow) continue;
			const asked = holds(step, flow);
			if (!asked.ok) return asked;
			if (asked.value) taken.push(flow);
		}
		if (taken.length > 0) return ok(taken);
		if (node.defaultFlow !== null) return ok([node.defaultFlow]);
		return fail({
			code: "engine.no_flow",
			detail: `No condition of "${node.name || node.id}" holds and it has no default flow.`,
			at: node.id,
		});
	},
	settle(step, node) {
		const stopped = new Set(step.state.incidents.map((incident) => incident.token));
		const scopes = new Map<number, Token[]>();
		for (const token of step.state.tokens) {
			if (token.at !== node.id || stopped.has(token.id)) continue;
			const list = scopes.get(token.in);
			if (list === undefined) scopes.set(token.in, [token]);
			else list.push(token);
		}
		for (const [scope, resting] of scopes) {
			const others = step.state.tokens.filter((token) => token.in === scope && token.at !== node.id);
			const filled = new Set(resting.map((token) => token.via ?? ""));
			if (
				!isActivated(
					node,
					filled,
					others.map((token) => step.linked.byId.get(token.at)),
				)
			)
				continue;
			// One token from every filled flow; a second token of a flow waits for the next time.
			const joined = [...filled].map((via) => resting.find((token) => (token.via ?? "") === via)).filter((token) => token !== undefined);
			const [last, ...rest] = joined.toReversed();
			if (last === undefined) continue;
			for (const token of rest) step.leave(token, "joined");
			step.complete(node, last);
			return true;
		}
		return false;
	},
});

/**
 * The standard's condition: for every token elsewhere from which an empty incoming flow can be reached without passing the gateway,
 * a filled one can be reached as well.
 */
function isActivated(node: Node, filled: ReadonlySet<string>, others: readonly (Node | undefined)[]): boolean {
	const reach = reaching(node);
	for (const at of others) {
		if (at === undefined) continue;
		let toEmpty = false;
		let toFilled = false;
		for (const flow of node.incoming) {
			if (!(reach.get(flow.id)?.has(at) ?? false)) continue;
			if (filled.has(flow.id)) toFilled = true;
			else toEmpty = true;
		}
		if (toEmpty && !toFilled) return false;
	}
	return true;
}
