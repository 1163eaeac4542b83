import { calledElement, calledId } from "../../bpmn/called-element.ts";
import { elements, text } from "../../bpmn/describe.ts";
import type { ModdleElement } from "bpmn-moddle";
import type { Problem } from "../../problem.ts";
import { fail, ok, type Result } from "../../result.ts";
import { element } from "../behaviour.ts";
import { find } from "../fold.ts";
import { overValueLimits, tooManyTokens } from "../limits.ts";
import type { Node } from "../linked.ts";
import { openScope } from "../scopes.ts";
import type { Stepping } from "../stepping.ts";
import type { Variables } from "../types.ts";

type Settings = { readonly process: string };

/**
 * A call activity (BPMN 2.0.2 §10.3.6, §13.3.5): runs a process of the same file inside the caller's case. Its token rests while the
 * scope of the called process is alive; data, errors, escalations and cancelling cross it as they cross a sub-process. A call of a
 * global task is no call activity for the engine but that task (`kindOf`).
 */
export const callActivity = element<Settings>({
	type: "callActivity",
	read(reading) {
		const name = calledId(reading.element);
		const called = calledElement(reading.element);
		if (called === undefined)
			reading.refuse(
				"engine.no_called_process",
				`${reading.title} calls "${name}", which is no process or global task of this file. In Studio a call activity can call one of another model.`,
			);
		else if (elements(called.flowElements).some((each) => each.$type === "bpmn:StartEvent") && !startsByCall(called))
			reading.refuse(
				"engine.no_start",
				`${reading.title} calls "${text(called.name) || name}", which has no start event without a trigger.`,
			);
		return { process: name };
	},
	enter(step, arrival, settings) {
		const called = step.linked.byId.get(settings.process);
		const { limits } = step.context;
		if (called === undefined || depth(step, arrival.scope) >= limits.callDepth)
			return step.fail(arrival, {
				code: "engine.too_many_calls",
				detail: `Processes call each other more than ${limits.callDepth} deep. Change what keeps them calling, then retry.`,
				at: arrival.node.id,
			});
		if (!step.hasRoom(1 + called.starts.length + called.listeners.length)) return step.fail(arrival, tooManyTokens(step.context.limits));
		const given = mappedIn(step, arrival.node);
		if (!given.ok) return step.fail(arrival, { ...given.error, at: arrival.node.id });
		const token = step.restWithBoundary(arrival);
		openScope(
			step,
			called,
			token,
			called.starts.filter((start) => start.type !== "startEvent" || start.events.length === 0),
			given.value,
		);
	},
});

/** What is mapped into the called process: names that only it knows. Its output mapping sees them as they are when it ends. */
function mappedIn(step: Stepping, node: Node): Result<Variables | undefined, Problem> {
	if (node.data?.takes === undefined) return ok(undefined);
	const given = step.expressions.inputs(node.inputs);
	if (!given.ok) return given;
	const problem = overValueLimits(step.context.limits, given.value);
	return problem === undefined ? given : fail(problem);
}

function startsByCall(process: ModdleElement): boolean {
	return elements(process.flowElements).some(
		(each) => each.$type === "bpmn:StartEvent" && elements(each.eventDefinitions).length + elements(each.eventDefinitionRef).length === 0,
	);
}

function depth(step: Stepping, scopeId: number): number {
	let calls = 0;
	for (let scope = find(step.state.scopes, scopeId); scope?.token !== undefined;) {
		const token = find(step.state.tokens, scope.token);
		if (token === undefined) break;
		// A scope of the call's own element is an instance of it, or there for its data.
		if (scope.at !== token.at && step.linked.byId.get(token.at)?.type === "callActivity") calls++;
		scope = find(step.state.scopes, token.in);
	}
	return calls;
}
