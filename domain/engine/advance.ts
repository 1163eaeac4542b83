import type { Value } from "../data/model.ts";
import type { Problem } from "../problem.ts";
import { fail, ok, type Result } from "../result.ts";
import { setDue } from "./alarms.ts";
import { throwError } from "./catching.ts";
import { dataEnded } from "./data-scope.ts";
import { waitsForAll } from "./elements/event-based-gateway.ts";
import { correlate } from "./correlating.ts";
import { attributesOf } from "./evaluation.ts";
import { caughtBy, followKeys } from "./events/message.ts";
import { UNBORN, find } from "./fold.ts";
import { overDepth } from "./limits.ts";
import type { Linked } from "./linked.ts";
import { askAgain, startActivity } from "./elements/ad-hoc-sub-process.ts";
import { misfit } from "./check-state.ts";
import { afterInstance, throwAfterInstance } from "./loop.ts";
import { moveToken } from "./move-token.ts";
import { COMPILER_VERSION } from "./program.ts";
import { endScopes, listen, openScope } from "./scopes.ts";
import type { State, Wait } from "./state.ts";
import { Stepping } from "./stepping.ts";
import { wake, whereOf } from "./waits.ts";
import type { Command, StepContext, StepResult, Variables } from "./types.ts";

/**
 * Makes one step of a case: pure, never throws, the same inputs give the same bytes. `state` is null before the case is started and
 * is never changed; a problem means that nothing happened.
 */
export function advance(linked: Linked, state: State | null, command: Command, context: StepContext): StepResult {
	const wrong = state === null || fits.get(state) === linked ? undefined : misfit(linked, state);
	if (wrong !== undefined) return fail(wrong);
	try {
		if (state === null && command.type !== "start") return fail({ code: "engine.not_started", detail: "This case is not started yet." });
		if (state !== null && command.type === "start")
			return fail({ code: "engine.already_started", detail: "This case is started already." });
		if (state !== null && state.status !== "active") return fail({ code: "engine.case_ended", detail: "This case has ended." });
		if (state?.suspended === true && MOVING.has(command.type))
			return fail({ code: "engine.case_suspended", detail: "This case is suspended: nothing in it goes on until it is resumed." });
		const step = new Stepping(linked, state ?? UNBORN, context);
		const done = perform(step, command);
		if (!done.ok) return done;
		if (step.state.suspended !== true) {
			step.run();
			followKeys(step);
		}
		retitle(step, state);
		const after: State = { ...step.state };
		fits.set(after, linked);
		return ok({ state: after, journal: step.journal, effects: step.effects });
	} catch (error) {
		const words = error instanceof Error ? error.message.slice(0, 200) : "";
		return fail({ code: "engine.defect", detail: `The engine could not make this step. ${words}` });
	}
}

/** States that a step made, with the program that it made them with: they need no look. What is loaded is looked at once. */
const fits = new WeakMap<State, Linked>();

/** What a suspended case refuses. Whoever brings it keeps it until the case is resumed. */
const MOVING: ReadonlySet<Command["type"]> = new Set([
	"complete-task",
	"complete-job",
	"fail-job",
	"fire-timer",
	"deliver-message",
	"deliver-signal",
	"retry-incident",
	"move-token",
	"start-activity",
]);

function perform(step: Stepping, command: Command): Result<true, Problem> {
	switch (command.type) {
		case "start":
			return start(step, command);
		case "complete-task": {
			const wait = waiting(step, command.task, "task");
			if (wait === undefined) return gone("task", "This task is no longer open.");
			const set = step.setVariables(command.variables, wait.at);
			if (!set.ok) return set;
			step.effects.push({ type: "complete-task", task: command.task });
			return woken(step, wait, null);
		}
		case "complete-job": {
			const wait = waiting(step, command.job, "job");
			if (wait === undefined) return gone("job", "This job is no longer open.");
			const deep = overDepth(step.context.limits, "result", command.result);
			return deep === undefined ? woken(step, wait, command.result) : failJob(step, command.job, undefined, deep.detail, deep.code);
		}
		case "fail-job":
			return failJob(step, command.job, command.code, command.message);
		case "fire-timer": {
			const wait = waiting(step, command.timer, "timer");
			return wait === undefined ? gone("timer", "This timer is no longer set.") : woken(step, wait, null);
		}
		case "deliver-message": {
			const wait = waiting(step, command.subscription, "message");
			return wait === undefined ? gone("subscription", "Nothing waits for this message any more.") : bring(step, wait, command.payload);
		}
		case "deliver-signal": {
			const wait = waiting(step, command.subscription, "signal");
			return wait === undefined ? gone("subscription", "Nothing waits for this signal any more.") : bring(step, wait, command.payload);
		}
		case "set-variables":
			return step.setVariables(command.variables);
		case "retry-incident":
			return retry(step, command.incident);
		case "cancel":
			endScopes(step, undefined);
			step.record({ kind: "case-ended", outcome: "cancelled", reason: command.reason });
			step.effects.push({ type: "end-case", outcome: "cancelled" });
			return ok(true);
		case "suspend":
			if (step.state.suspended === true) return fail({ code: "engine.already_suspended", detail: "This case is suspended already." });
			step.record({ kind: "case-suspended", reason: command.reason });
			return ok(true);
		case "resume":
			if (step.state.suspended !== true) return fail({ code: "engine.not_suspended", detail: "This case is not suspended." });
			step.record({ kind: "case-resumed" });
			// The data may have been changed meanwhile.
			step.conditions.askAll();
			return ok(true);
		case "start-activity": {
			const choice = waiting(step, command.choice, "choice");
			return choice === undefined ? gone("choice", "This activity can no longer be started.") : startActivity(step, choice);
		}
		case "move-token":
			return moveToken(step, command.token, command.to);
	}
}

function start(step: Stepping, command: Extract<Command, { type: "start" }>): Result<true, Problem> {
	const { linked } = step;
	const none = linked.program.starts.find((each) => each.kind === "none" && each.processId === linked.main.id);
	const chosen = command.startEvent ?? none?.elementId;
	const event = chosen === undefined ? undefined : linked.byId.get(chosen);
	const implicit = command.startEvent === undefined && linked.program.starts.every((each) => each.processId !== linked.main.id);
	const process = event?.parent ?? (implicit ? linked.main : undefined);
	if (process === undefined || (event !== undefined && !linked.program.starts.some((each) => each.elementId === event.id)))
		return fail({
			code: "engine.no_start",
			detail:
				command.startEvent === undefined
					? "This process has no start event that can be taken by hand."
					: `This process has no start event "${command.startEvent}".`,
		});
	const deep = overDepth(step.context.limits, "payload", command.payload ?? null);
	if (deep !== undefined) return fail(deep);
	step.record({ kind: "case-started", processId: process.id, starter: command.starter, engine: COMPILER_VERSION });
	const set = step.setVariables(command.variables);
	if (!set.ok) return set;
	if (linked.program.serviceLevel !== undefined && process === linked.main) setDue(step, linked.program.serviceLevel);
	const scope = openScope(step, process, undefined, event === undefined ? process.starts : []);
	if (event === undefined) return ok(true);
	const payload = command.payload ?? null;
	for (const { by = [] } of caughtBy(event)) {
		const differs = correlate(step, event, scope, by, payload);
		if (differs !== undefined) {
			step.fail({ node: event, scope, via: undefined }, differs);
			return ok(true);
		}
	}
	// Which of several triggers it was nobody says: what came has the name of each.
	let brought: Variables = event.type === "receiveTask" ? { message: payload } : {};
	for (const { behaviour } of event.events) brought = { ...brought, ...behaviour.brought?.(payload) };
	step.pass({ node: event, scope, via: undefined }, brought, attributesOf(linked, event, payload));
	const gateway = event.incoming.find((flow) => waitsForAll(flow.source))?.source;
	for (const flow of gateway?.outgoing ?? []) if (flow.target !== event) step.arrive(flow.target, scope, flow.id);
	return ok(true);
}

function waiting(step: Stepping, id: number, what: Wait["what"]): Wait | undefined {
	const wait = find(step.state.waits, id);
	return wait?.what === what ? wait : undefined;
}

function gone(what: string, detail: string): Result<true, Problem> {
	return fail({ code: `engine.unknown_${what}`, detail });
}

function woken(step: Stepping, wait: Wait, arrived: Value): Result<true, Problem> {
	wake(step, wait, arrived);
	return ok(true);
}

/** Wakes with what a message or signal brought, unless it is nested too deep to be kept. */
function bring(step: Stepping, wait: Wait, payload: Value): Result<true, Problem> {
	const deep = overDepth(step.context.limits, "payload", payload);
	if (deep !== undefined) return fail(deep);
	const { node, token } = whereOf(step, wait.at, wait.token);
	const by = wait.what === "message" ? (caughtBy(node, wait)[0]?.by ?? []) : [];
	const differs = correlate(step, node, token.in, by, payload);
	if (differs === undefined) return woken(step, wait, payload);
	step.record({ kind: "wait-closed", elementId: wait.at, wait: wait.id, what: wait.what });
	step.incident(token, differs, undefined, node);
	return ok(true);
}

function failJob(
	step: Stepping,
	job: number,
	code: string | undefined,
	message: string,
	problem = code === undefined || code === "" ? "engine.job_failed" : code,
): Result<true, Problem> {
	const wait = waiting(step, job, "job");
	if (wait === undefined) return gone("job", "This job is no longer open.");
	const { token } = whereOf(step, wait.at, wait.token);
	step.record({ kind: "wait-closed", elementId: wait.at, wait: wait.id, what: "job" });
	if (code !== undefined && code !== "" && throwError(step, wait.at, token.in, code, message, token)) return ok(true);
	step.incident(token, { code: problem, detail: message === "" ? "The job failed." : message, at: wait.at });
	return ok(true);
}

function retry(step: Stepping, id: number): Result<true, Problem> {
	const incident = find(step.state.incidents, id);
	if (incident === undefined) return gone("incident", "This incident is solved already.");
	const { node, token } = whereOf(step, incident.at, incident.token);
	step.record({ kind: "incident-resolved", elementId: incident.at, incident: id });
	step.effects.push({ type: "resolve-incident", incident: id });
	switch (incident.resume?.from) {
		case "outputs":
			step.complete(node, token, incident.resume.result);
			break;
		case "data":
			dataEnded(step, node, token, incident.resume.data);
			break;
		case "ad-hoc":
			askAgain(step, node, token);
			break;
		case "condition":
			step.conditions.askAll();
			break;
		case "loop":
			afterInstance(step, node, token);
			break;
		case "throws":
			throwAfterInstance(step, node, token);
			break;
		case "flows":
			step.leaveByFlows(node, token);
			break;
		case undefined: {
			const at = step.linked.byId.get(token.at) ?? node;
			step.leave(token, "retried");
			if (token.listens === true) listen(step, at, token.in);
			else step.arriveAgain(at, token);
		}
	}
	return ok(true);
}

/** The title follows the data. An expression that fails leaves the title as it is: a title stops no case. */
function retitle(step: Stepping, before: State | null): void {
	const { program, main } = step.linked;
	if (before !== null && before.variables === step.state.variables) return;
	step.stand(0);
	let title = main.name || main.id;
	if (program.title !== -1) {
		const result = step.evaluate(program.title);
		if (result.ok && typeof result.value === "string" && result.value !== "") title = result.value.slice(0, 200);
		else if (before !== null) return;
	}
	if (title === step.state.title) return;
	step.record({ kind: "title-set", title });
	step.effects.push({ type: "set-title", title });
}

export type { Variables };
