import { refuse } from "../../domain/case/refusal.ts";
import type { Candidates } from "../../domain/case/rows.ts";
import { ok } from "../../domain/result.ts";
import type { Command, Variables } from "../../domain/engine/types.ts";
import type { Actor } from "./effects.ts";
import { resumeJobs } from "./jobs.ts";
import { openIncidents, readIncident, resolve } from "./incidents.ts";
import { post } from "./outbox.ts";
import type { Answer, At, ObjectCommand } from "./steps.ts";
import { readTask } from "./tasks.ts";

/** Retries an incident: the engine's own, or a step that failed as a whole. */
export async function retryIncident({ facts, sql, steps }: At, incident: number, actor: Actor): Promise<Answer> {
	const executable = await steps.executable(facts);
	const now = Date.now();
	const row = readIncident(sql, incident);
	if (row === undefined) return refuse("not-found", "incident.not_found", "This case has no such incident.");
	if (row.resolved_at !== null) return refuse("conflict", "incident.resolved", "This incident is resolved already.");
	if (row.command === null) return steps.command(facts, executable, { type: "retry-incident", incident }, actor, now);
	const command = JSON.parse(row.command) as Command | ObjectCommand;
	if (command.type === "allocate") return allocateAgain({ facts, sql, steps }, incident, command.task, actor, now);
	return steps.command(facts, executable, command, actor, now, () => resolve(sql, incident, now));
}

/** Asks the Environment once more for someone to give a task to. */
function allocateAgain({ facts, sql, steps }: At, incident: number, task: number, actor: Actor, now: number): Answer {
	const row = readTask(sql, task);
	return steps.note(facts, "retry-incident", actor, now, [{ kind: "incident-retried", incident }], () => {
		resolve(sql, incident, now);
		if (row === undefined || row.state !== "open") return;
		const { people, groups, roles } = JSON.parse(row.candidates) as Candidates;
		post(sql, "environment", { kind: "allocate", task, performers: { assign: "one", people, groups, roles, starter: false } }, now);
	});
}

/**
 * Retries every incident that is open now, each once, or those of `only` that are. Stops at the first that is refused. One that fails
 * at once has failed again.
 */
export async function retryIncidents(at: At, actor: Actor, only?: readonly number[]): Promise<Answer> {
	const before = openIncidents(at.sql);
	const chosen = only === undefined ? before : before.filter((incident) => only.includes(incident));
	if (chosen.length === 0)
		return only === undefined
			? refuse("conflict", "incident.none", "This case has no open incident.")
			: refuse("conflict", "incident.resolved", "This incident is resolved already.");
	let answer: Answer = ok(at.steps.nothing(at.facts));
	for (const incident of chosen) {
		// One that was retried may have solved another.
		if (readIncident(at.sql, incident)?.resolved_at !== null) continue;
		answer = await retryIncident(at, incident, actor);
		if (!answer.ok) return answer;
	}
	const left = openIncidents(at.sql).filter((incident) => chosen.includes(incident) || !before.includes(incident)).length;
	return left === 0 ? answer : refuse("stopped", "incident.again", left === 1 ? "It failed again." : `${left} incidents are open again.`);
}

/** Corrects the case's data (JSON text by name), by an operator. */
export async function setVariables({ facts, steps }: At, variables: string, actor: Actor): Promise<Answer> {
	const executable = await steps.executable(facts);
	return steps.command(facts, executable, { type: "set-variables", variables: JSON.parse(variables) as Variables }, actor, Date.now());
}

/** Ends the case now, whatever it waits for. */
export async function cancel({ facts, steps }: At, reason: string, actor: Actor): Promise<Answer> {
	const executable = await steps.executable(facts);
	if (steps.ended()) return refuse("conflict", "case.ended", "This case has ended already.");
	return steps.command(facts, executable, { type: "cancel", reason }, actor, Date.now());
}

/** Holds the case: no token moves until it is resumed. Timers, messages and answers that come meanwhile are kept. */
export async function suspend({ facts, steps }: At, reason: string, actor: Actor): Promise<Answer> {
	const executable = await steps.executable(facts);
	return asConflict(steps.command(facts, executable, { type: "suspend", reason }, actor, Date.now()));
}

/** Lets a suspended case go on; what came meanwhile is carried out at once, in its order. */
export async function resume({ facts, sql, steps }: At, actor: Actor): Promise<Answer> {
	const executable = await steps.executable(facts);
	const now = Date.now();
	return asConflict(steps.command(facts, executable, { type: "resume" }, actor, now, () => resumeJobs(sql, now)));
}

/** Takes a token from where it rests and puts one at another element. */
export async function moveToken({ facts, steps }: At, token: number, to: string, actor: Actor): Promise<Answer> {
	const executable = await steps.executable(facts);
	return asConflict(steps.command(facts, executable, { type: "move-token", token, to }, actor, Date.now()));
}

const CONFLICTS: ReadonlySet<string> = new Set([
	"engine.case_ended",
	"engine.case_suspended",
	"engine.already_suspended",
	"engine.not_suspended",
	"engine.unknown_token",
]);

/** Where the case stands refuses it, not what was asked: another moment, another answer. */
function asConflict(answer: Answer): Answer {
	return answer.ok || !CONFLICTS.has(answer.error.code) ? answer : { ok: false, error: { ...answer.error, kind: "conflict" } };
}
