import type { Value } from "../data/model.ts";
import type { Problem } from "../problem.ts";
import { fail, ok, type Result } from "../result.ts";
import { assign } from "./assign.ts";
import type { Arrival } from "./behaviour.ts";
import type { DataFlow } from "./data-flow.ts";
import { find } from "./fold.ts";
import { overValueLimits } from "./limits.ts";
import type { Node } from "./linked.ts";
import { isInstance } from "./scopes.ts";
import type { State, Token } from "./state.ts";
import type { Stepping } from "./stepping.ts";
import type { Variables } from "./types.ts";

/**
 * Data of an activity (BPMN 2.0.2 §10.4.2): its token rests while the activity is done once in a scope that knows its data inputs,
 * outputs and properties; what flows in is there before it begins, what flows out leaves when it is done.
 */

/** Whether an activity is done in a scope of its own for its data, and this scope is not that one. */
export function needsDataScope(state: State, scope: number, node: Node): boolean {
	return node.data?.own !== undefined && !isInstance(state, scope, node);
}

/** Whether a scope is there for the data of an activity. */
export function isDataScope(state: State, scope: number): boolean {
	const found = find(state.scopes, scope);
	return found?.data !== undefined && found.instance !== undefined;
}

/** A token comes to an activity with data of its own. Without a set of inputs that are all there it does not begin. */
export function enterData(step: Stepping, arrival: Arrival): void {
	const { node } = arrival;
	const own = node.data?.own ?? [];
	const given = flowsIn(step, node);
	if (!given.ok) return step.fail(arrival, { ...given.error, at: node.id });
	const data = Object.fromEntries(Object.entries(given.value).filter(([name]) => own.includes(name)));
	const others = Object.fromEntries(Object.entries(given.value).filter(([name]) => !own.includes(name)));
	const problem = overValueLimits(step.context.limits, data);
	if (problem !== undefined) return step.fail(arrival, { ...problem, at: node.id });
	const set = write(step, others, arrival.scope, node.id);
	if (!set.ok) return step.fail(arrival, { ...set.error, at: node.id });
	const token = step.restWithBoundary(arrival);
	const scope = step.state.next;
	step.record({ kind: "scope-opened", scope, elementId: node.id, token: token.id, instance: {}, data });
	step.touch(scope);
	step.arrive(node, scope);
}

/** The activity is done: what it gives flows out, and its token goes on. A retry lets it flow once more. */
export function dataEnded(step: Stepping, node: Node, token: Token, data: Variables): void {
	step.stand(token.in);
	const written = flowsOut(step, node, data);
	const set = written.ok ? write(step, written.value, token.in, node.id) : written;
	if (!set.ok) return step.incident(token, { ...set.error, at: node.id }, { from: "data", data }, node);
	step.leaveByFlows(node, token);
}

/** What flows into an element, by the names of its data inputs. */
export function flowsIn(step: Stepping, node: Node): Result<Variables, Problem> {
	let given: Variables = {};
	for (const flow of node.data?.in ?? []) {
		const value = flowing(step, flow, given, null);
		if (!value.ok) return value;
		if (value.value !== undefined) given = { ...given, [flow.to]: value.value };
	}
	const sets = node.data?.inputSets ?? [];
	const isThere = (name: string): boolean => (given[name] ?? null) !== null;
	if (sets.length === 0 || sets.some((set) => set.every(isThere))) return ok(given);
	const missing = [...new Set(sets.flat())].filter((name) => !isThere(name)).map((name) => `"${name}"`);
	return fail({
		code: "engine.no_input_set",
		detail: `"${node.name || node.id}" cannot begin: ${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} not there.`,
	});
}

/** What flows out of an element that is done, by where it leads; what it did not give leaves that as it is. */
export function flowsOut(step: Stepping, node: Node, data: Variables): Result<Variables, Problem> {
	let written: Variables = {};
	for (const flow of node.data?.out ?? []) {
		const before = Object.hasOwn(written, flow.to) ? written[flow.to] : step.expressions.value(flow.to);
		const value = flowing(step, flow, data, before ?? null);
		if (!value.ok) return value;
		if (value.value !== undefined) written = { ...written, [flow.to]: value.value };
	}
	return ok(written);
}

/** What an association brings over the data and `names`; undefined while a source is not there. `before` is what is at its end. */
function flowing(step: Stepping, flow: DataFlow, names: Variables, before: Value): Result<Value | undefined, Problem> {
	for (const source of flow.sources) {
		const there = step.evaluate(source, names);
		if (!there.ok) return there;
		if (there.value === null) return ok(undefined);
	}
	const value = flow.value === null ? ok(before) : step.evaluate(flow.value, names);
	if (!value.ok) return value;
	let made = value.value;
	for (const [from, to] of flow.assign ?? []) {
		const part = step.evaluate(from, names);
		if (!part.ok) return part;
		made = to === "" ? part.value : (assign({ it: made }, `it.${to}`, part.value)["it"] ?? null);
	}
	return ok(made);
}

/** Maps what an element gives to the data; what an event brings flows out of it as well. */
export function keepResult(
	step: Stepping,
	node: Node,
	scope: number,
	result: Variables,
	set: readonly (readonly [path: string, value: Value])[],
): Result<true, Problem> {
	const changed = step.expressions.outputs(node, result, set);
	if (!changed.ok) return changed;
	const written = write(step, changed.value, scope, node.id);
	const gives = node.data?.gives;
	if (gives === undefined || !written.ok) return written;
	const out = flowsOut(step, node, { [gives]: Object.values(result)[0] ?? null });
	return out.ok ? write(step, out.value, scope, node.id) : out;
}

/** Sets data by name, each where it belongs: in the innermost scope around that declares it, else in the case. */
export function write(step: Stepping, variables: Variables, scope: number, elementId: string): Result<true, Problem> {
	if (step.linked.program.data === undefined) return step.setVariables(variables, elementId);
	const parts = new Map<number | undefined, Record<string, Value>>();
	for (const [name, value] of Object.entries(variables)) {
		const holder = step.expressions.holder(name, scope);
		const part = parts.get(holder) ?? {};
		part[name] = value;
		parts.set(holder, part);
	}
	for (const [holder, part] of parts) {
		const set = step.setVariables(part, elementId, holder);
		if (!set.ok) return set;
	}
	return ok(true);
}
