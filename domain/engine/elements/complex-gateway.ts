import { isElement, text } from "../../bpmn/describe.ts";
import type { Problem } from "../../problem.ts";
import { fail, ok, type Result } from "../../result.ts";
import { element } from "../behaviour.ts";
import { holds } from "../choose-flows.ts";
import type { Flow, Node } from "../linked.ts";
import { reaching } from "../reaching.ts";
import type { State, Token } from "../state.ts";
import type { Stepping } from "../stepping.ts";

type Settings = { readonly activation: number | null };

/**
 * A complex gateway (BPMN 2.0.2 §10.6.5, §13.4.5). It starts when its activation condition holds over `activationCount`, the tokens that
 * came (without a condition: when a token came by every flow), and takes the flows whose condition holds. Then it waits for reset: the
 * tokens that are still under way to it are taken in, and once none can come any more it takes the flows whose condition holds with
 * `waitingForStart = false`; those that take part in the reset name it. A token that rests without a `via` marks the reset.
 */
export const complexGateway = element<Settings>({
	type: "complexGateway",
	read(reading) {
		const condition = reading.element.activationCondition;
		const source = isElement(condition) ? text(condition.body).trim() : "";
		return { activation: source === "" ? null : reading.expression(source) };
	},
	enter(step, arrival, settings) {
		const { node, scope } = arrival;
		if (node.incoming.length < 2) {
			const flows = choose(step, node, true);
			if (!flows.ok) return step.fail(arrival, flows.error);
			return step.passBy(arrival, flows.value);
		}
		const token = step.rest(arrival);
		const resting = step.state.tokens.filter((each) => each.at === node.id && each.in === scope);
		if (resting.some(isReset)) return;
		start(step, node, settings, resting, token);
	},
	choose: (step, node) => choose(step, node, true),
	settle(step, node) {
		for (const reset of step.state.tokens.filter((each) => each.at === node.id && isReset(each))) {
			if (stopped(step, reset)) continue;
			const others = step.state.tokens.filter((each) => each.in === reset.in && each.at !== node.id);
			if (others.some((each) => canStillCome(step, node, each))) continue;
			return endReset(step, node, reset);
		}
		return false;
	},
});

/** Starts the gateway when its condition holds; its tokens become the one that waits for reset, where flows are still to come. */
function start(step: Stepping, node: Node, settings: Settings, resting: readonly Token[], last: Token): void {
	const came = new Set(resting.map((each) => each.via));
	const names = { activationCount: resting.length };
	const holds = settings.activation === null ? ok(came.size === node.incoming.length) : step.evaluate(settings.activation, names);
	if (!holds.ok) return step.incident(last, { ...holds.error, at: node.id });
	if (typeof holds.value !== "boolean")
		return step.incident(last, {
			code: "engine.condition_not_boolean",
			detail: `The activation condition of "${node.name || node.id}" gives no true or false: is a field it uses empty?`,
			at: node.id,
		});
	if (!holds.value) return;
	const flows = choose(step, node, true);
	if (!flows.ok) return step.incident(last, flows.error);
	const { in: scope } = last;
	for (const token of resting) step.leave(token, "joined");
	step.passBy({ node, scope, via: last.via }, flows.value);
	step.rest({ node, scope, via: undefined });
}

/** Nothing more can come: what came late is taken in, and the flows that the model keeps for the reset are taken. */
function endReset(step: Stepping, node: Node, reset: Token): boolean {
	const flows = choose(step, node, false);
	if (!flows.ok) {
		step.incident(reset, flows.error);
		return true;
	}
	for (const token of step.state.tokens.filter((each) => each.at === node.id && each.in === reset.in)) step.leave(token, "joined");
	if (flows.value.length > 0) step.passBy({ node, scope: reset.in, via: undefined }, flows.value);
	return true;
}

/** The flows whose condition holds, else the default. A reset takes only flows with a condition, and may take none. */
function choose(step: Stepping, node: Node, waitingForStart: boolean): Result<readonly Flow[], Problem> {
	const taken: Flow[] = [];
	for (const flow of node.outgoing) {
		if (flow === node.defaultFlow) continue;
		if (flow.condition === -1) {
			if (waitingForStart) taken.push(flow);
			continue;
		}
		const usesReset = step.linked.program.expressions[flow.condition]?.includes("waitingForStart") ?? false;
		if (!waitingForStart && !usesReset) continue;
		const asked = holds(step, flow, { waitingForStart });
		if (!asked.ok) return asked;
		if (asked.value) taken.push(flow);
	}
	if (taken.length > 0 || !waitingForStart || node.outgoing.length === 0) return ok(taken);
	if (node.defaultFlow !== null) return ok([node.defaultFlow]);
	return fail({
		code: "engine.no_flow",
		detail: `No condition of "${node.name || node.id}" holds and it has no default flow.`,
		at: node.id,
	});
}

function isReset(token: State["tokens"][number]): boolean {
	return token.via === undefined;
}

function stopped(step: Stepping, token: Token): boolean {
	return step.state.incidents.some((incident) => incident.token === token.id);
}

/** Whether a token elsewhere can still come to the gateway. */
function canStillCome(step: Stepping, node: Node, token: Token): boolean {
	const at = step.linked.byId.get(token.at);
	return at !== undefined && [...reaching(node).values()].some((from) => from.has(at));
}
