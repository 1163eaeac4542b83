import { elements, isElement, text } from "../../bpmn/describe.ts";
import type { Problem } from "../../problem.ts";
import { fail, ok, type Result } from "../../result.ts";
import { element } from "../behaviour.ts";
import { find } from "../fold.ts";
import type { Node } from "../linked.ts";
import { openScope } from "../scopes.ts";
import type { Scope, State, Token, Wait } from "../state.ts";
import type { Stepping } from "../stepping.ts";

type Settings = {
	/** One activity at a time. */
	readonly sequential: boolean;
	readonly condition: number | null;
	/** Whether what still goes on is cancelled once the condition holds. */
	readonly cancels: boolean;
};

/**
 * An ad-hoc sub-process (BPMN 2.0.2 §10.3.5, §13.3.5): people choose which of its activities begin, how often and in which order. Each
 * activity that no flow leads to is offered, as a wait of the kind `choice`, for as long as the sub-process goes on. Its condition is
 * asked whenever an activity in it ends. Without a condition it ends when each of them was done and nothing in it is under way.
 */
export const adHocSubProcess = element<Settings>({
	type: "adHocSubProcess",
	read(reading) {
		const { element: own, title } = reading;
		const inside = elements(own.flowElements);
		if (inside.some(({ $type }) => $type === "bpmn:StartEvent" || $type === "bpmn:EndEvent"))
			reading.refuse("engine.ad_hoc_event", `${title}: people choose what begins in it, so it has neither start nor end events.`);
		if (own.triggeredByEvent === true) reading.refuse("engine.ad_hoc_event", `${title}: an ad-hoc sub-process is not started by an event.`);
		if (!inside.some((each) => each.$instanceOf("bpmn:Activity")))
			reading.refuse("engine.ad_hoc_empty", `${title} has no activity that could be chosen.`);
		return {
			sequential: own.ordering === "Sequential",
			condition: reading.optional(isElement(own.completionCondition) ? text(own.completionCondition.body) : undefined),
			cancels: own.cancelRemainingInstances !== false,
		};
	},
	enter(step, arrival) {
		const { node } = arrival;
		const token = step.restWithBoundary(arrival);
		const offered = node.starts.filter(isActivity);
		const scope = openScope(
			step,
			node,
			token,
			node.starts.filter((each) => !isActivity(each)),
		);
		for (const activity of offered) step.open(token, activity, { what: "choice" });
		step.touch(scope);
	},
	settle: (step, node) => {
		for (const scope of step.state.scopes) {
			const token = scope.at === node.id && scope.token !== undefined ? find(step.state.tokens, scope.token) : undefined;
			if (token !== undefined && token.at === node.id && decide(step, node, token, scope, false)) return true;
		}
		return false;
	},
});

const ACTIVITY = /(?:[tT]ask|[sS]ubProcess|transaction|callActivity)$/;

function isActivity(node: Node): boolean {
	return ACTIVITY.test(node.type);
}

/** Activities that may still be chosen where a token waits on an ad-hoc sub-process. */
export function choicesOf(state: State, token: number | undefined): readonly Wait[] {
	return token === undefined ? [] : state.waits.filter((wait) => wait.token === token && wait.what === "choice");
}

/** Begins an activity of an ad-hoc sub-process that somebody chose. `engine.ad_hoc_busy`: another is under way in a sequential one. */
export function startActivity(step: Stepping, choice: Wait): Result<true, Problem> {
	const activity = step.linked.byId.get(choice.at);
	const scope = step.state.scopes.find((each) => each.token === choice.token && each.instance === undefined);
	if (activity === undefined || scope === undefined)
		return fail({ code: "engine.unknown_choice", detail: "This activity can no longer be started." });
	const around = step.linked.byId.get(scope.at);
	if ((around?.settings as Settings | undefined)?.sequential === true && scope.live > 0)
		return fail({
			code: "engine.ad_hoc_busy",
			detail: `"${around?.name || scope.at}" does one thing at a time: finish what is under way first.`,
			at: choice.at,
		});
	step.record({ kind: "activity-chosen", elementId: activity.id, wait: choice.id });
	step.arrive(activity, scope.id);
	return ok(true);
}

/** Takes up an ad-hoc sub-process whose condition could not be asked. */
export function askAgain(step: Stepping, node: Node, token: Token): void {
	const scope = step.state.scopes.find((each) => each.token === token.id);
	if (scope !== undefined) decide(step, node, token, scope, true);
}

/** Whether the sub-process is over now; then nothing more can be chosen, and its scope ends once it is empty. */
function decide(step: Stepping, node: Node, token: Token, scope: Scope, asked: boolean): boolean {
	const choices = choicesOf(step.state, token.id);
	if (!choices.some(({ started }) => started !== undefined)) return false;
	const { condition, cancels } = node.settings as Settings;
	if (condition === null) {
		if (scope.live > 0 || choices.some(({ started }) => started === undefined)) return false;
	} else {
		if (!asked && !somethingEnded(step, node)) return false;
		if (step.state.incidents.some((incident) => incident.token === token.id)) return false;
		step.stand(scope.id);
		const answer = step.evaluate(condition);
		if (!answer.ok) {
			step.incident(token, { ...answer.error, at: node.id }, { from: "ad-hoc" });
			return true;
		}
		if (answer.value !== true) return false;
		if (cancels) step.discard(scope.id);
	}
	for (const { id, at } of choices) step.record({ kind: "wait-dropped", elementId: at, wait: id, what: "choice" });
	step.touch(scope.id);
	return true;
}

/** Whether an element directly in the sub-process came to its end within this step. */
function somethingEnded(step: Stepping, node: Node): boolean {
	return step.journal.some((entry) => {
		if (entry.kind !== "element-passed" && !(entry.kind === "element-left" && entry.how === "completed")) return false;
		return step.linked.byId.get(entry.elementId)?.parent === node;
	});
}
