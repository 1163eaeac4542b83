import { refuse } from "../../domain/case/refusal.ts";
import type { Command, Variables } from "../../domain/engine/types.ts";
import type { Actor } from "./effects.ts";
import { readIncident, resolve } from "./incidents.ts";
import type { Answer, At, ObjectCommand } from "./steps.ts";

/** Retries an incident: the engine's own, or a step that failed as a whole. */
export async function retryIncident({ facts, sql, steps }: At, incident: number, actor: Actor): Promise<Answer> {
	const executable = await steps.executable(facts.scope, facts.packageHash);
	const now = Date.now();
	const row = readIncident(sql, incident);
	if (row === undefined) return refuse("not-found", "incident.not_found", "This case has no such incident.");
	if (row.resolved_at !== null) return refuse("conflict", "incident.resolved", "This incident is resolved already.");
	if (row.command === null) return steps.command(facts, executable, { type: "retry-incident", incident }, actor, now);
	const command = JSON.parse(row.command) as Command | ObjectCommand;
	if (command.type === "allocate") return steps.allocateAgain(facts, incident, command.task, actor, now);
	return steps.command(facts, executable, command, actor, now, () => resolve(sql, incident, now));
}

/** Corrects the case's data (JSON text by name), by an operator. */
export async function setVariables({ facts, steps }: At, variables: string, actor: Actor): Promise<Answer> {
	const executable = await steps.executable(facts.scope, facts.packageHash);
	return steps.command(facts, executable, { type: "set-variables", variables: JSON.parse(variables) as Variables }, actor, Date.now());
}

/** Ends the case now, whatever it waits for. */
export async function cancel({ facts, steps }: At, reason: string, actor: Actor): Promise<Answer> {
	const executable = await steps.executable(facts.scope, facts.packageHash);
	if (steps.ended()) return refuse("conflict", "case.ended", "This case has ended already.");
	return steps.command(facts, executable, { type: "cancel", reason }, actor, Date.now());
}
