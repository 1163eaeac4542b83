import type { Problem } from "../problem.ts";
import { fail, ok, type Result } from "../result.ts";
import type { Flow, Node } from "./linked.ts";
import type { Stepping } from "./stepping.ts";
import type { Variables } from "./types.ts";

/** The flows that a token leaves an activity or event by: all, or those whose condition holds, else the default (§13.3.1). */
export function chooseFlows(step: Stepping, node: Node): Result<readonly Flow[], Problem> {
	if (node.unconditional) return ok(node.outgoing);
	const taken: Flow[] = [];
	let chosen = false;
	for (const flow of node.outgoing) {
		if (flow === node.defaultFlow) continue;
		const asked = holds(step, flow);
		if (!asked.ok) return asked;
		if (!asked.value) continue;
		taken.push(flow);
		chosen ||= flow.condition !== -1;
	}
	// The default stands in for conditions that fail, beside the flows that have none.
	if (!chosen && node.defaultFlow !== null) taken.push(node.defaultFlow);
	if (taken.length > 0) return ok(taken);
	return fail({
		code: "engine.no_flow",
		detail: `No condition of "${node.name || node.id}" holds and it has no default flow.`,
		at: node.id,
	});
}

/** Whether a flow's condition holds; a flow without one does. Anything but true or false is a problem, not a no. `names` are known beside the data. */
export function holds(step: Stepping, flow: Flow, names?: Variables): Result<boolean, Problem> {
	if (flow.condition === -1) return ok(true);
	const result = step.evaluate(flow.condition, names);
	if (!result.ok) return fail({ ...result.error, at: flow.id });
	if (typeof result.value === "boolean") return ok(result.value);
	return fail({
		code: "engine.condition_not_boolean",
		detail: `The condition gives ${result.value === null ? "nothing" : "a value"} instead of true or false: is a field it uses empty?`,
		at: flow.id,
	});
}
