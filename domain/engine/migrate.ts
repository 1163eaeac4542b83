import type { Finding, Problem } from "../problem.ts";
import { fail, ok, type Result } from "../result.ts";
import { formOf } from "./elements/user-task.ts";
import { find } from "./fold.ts";
import type { Linked, Node } from "./linked.ts";
import { type ElementMapping, planMigration } from "./migration-plan.ts";
import { COMPILER_VERSION } from "./program.ts";
import { isInstance, listen } from "./scopes.ts";
import type { State } from "./state.ts";
import { Stepping } from "./stepping.ts";
import type { Step, StepContext } from "./types.ts";
import { awaitEvents, cancelling } from "./waits.ts";

/** What keeps a case from being moved to another version with this mapping; empty when nothing does. Changes nothing. */
export function cannotMigrate(from: Linked, to: Linked, state: State, mapping: ElementMapping): readonly Finding[] {
	const plan = planMigration(from, to, state, mapping);
	return "elements" in plan ? [] : plan;
}

/**
 * Moves a running case to another version of its process: pure, never throws. Tokens stay where they are, under the names that the
 * mapping gives them, and go on by the flows of the target; what people and services are at goes on, with its due date. Boundary
 * events and event sub-processes that the target does not have stop waiting, those that only it has begin to; an event that came
 * already does not wait again. `version` names the target in the journal.
 *
 * A problem means that nothing happened: the first of what `cannotMigrate` tells, or `engine.case_ended`.
 */
export function migrate(
	from: Linked,
	to: Linked,
	state: State,
	{ mapping, version }: { readonly mapping: ElementMapping; readonly version: string },
	context: StepContext,
): Result<Step, Problem> {
	if (state.status !== "active") return fail({ code: "engine.case_ended", detail: "This case has ended." });
	const plan = planMigration(from, to, state, mapping);
	if (!("elements" in plan)) {
		const [{ code, detail, at } = { code: "migration.refused", detail: "This case cannot be moved." }] = plan;
		return fail({ code, detail, ...(at !== undefined && { at }) });
	}
	const step = new Stepping(to, state, context);
	for (const wait of plan.dropped) {
		const effect = cancelling(wait);
		if (effect !== undefined) step.effects.push(effect);
		step.record({ kind: "wait-dropped", elementId: wait.at, wait: wait.id, what: wait.what });
	}
	for (const token of plan.silenced) step.leave(token, "cancelled");
	step.record({ kind: "case-migrated", version, elements: plan.elements, flows: plan.flows, engine: COMPILER_VERSION });
	rename(step);
	const known = new Set([...from.byId.keys()].flatMap((id) => (Object.hasOwn(mapping, id) ? (mapping[id] ?? []) : [])));
	beginToWait(step, known);
	// A condition that only the target has may hold already.
	if (step.state.suspended !== true) step.run();
	return ok({ state: { ...step.state }, journal: step.journal, effects: step.effects });
}

/** The rows that are kept about what goes on get the names of the target. */
function rename(step: Stepping): void {
	for (const { id, what, at } of step.state.waits) {
		if (what === "condition" || what === "choice") continue;
		const node = step.linked.byId.get(at);
		const task = what === "task" && node !== undefined ? { name: node.name || node.id, formId: formOf(node) } : {};
		step.effects.push({ type: "carry-over", what, id, elementId: at, ...task });
	}
	for (const { id, at } of step.state.incidents)
		step.effects.push({ type: "carry-over", what: "incident", id, elementId: at, name: step.linked.byId.get(at)?.name ?? "" });
}

/** Begins to wait for what only the target has, around what is under way. */
function beginToWait(step: Stepping, known: ReadonlySet<string>): void {
	const isNew = (event: Node): boolean => !known.has(event.id);
	for (const scope of step.state.scopes.slice()) {
		const node = step.linked.byId.get(scope.at);
		if (node === undefined || isInstance(step.state, scope.id, node)) continue;
		for (const start of node.listeners.filter(isNew)) listen(step, start, scope.id);
	}
	const held = new Set(step.state.incidents.flatMap(({ token, resume }) => (resume === undefined ? [token] : [])));
	for (const token of step.state.tokens.slice()) {
		const node = step.linked.byId.get(token.at);
		// What begins anew with a retry, or has not begun, opens its boundary events then.
		if (node === undefined || token.gathers === true || held.has(token.id) || isInstance(step.state, token.in, node)) continue;
		for (const event of node.boundary.filter(isNew)) {
			step.stand(token.in);
			const waits = awaitEvents(step, event, find(step.state.tokens, token.id) ?? token);
			if (!waits.ok) step.incident(token, waits.error);
		}
	}
}
