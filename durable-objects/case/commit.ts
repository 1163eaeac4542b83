import type { CaseState } from "../../domain/case/rows.ts";
import type { Value } from "../../domain/data/model.ts";
import type { JournalEntry, Step, Variables } from "../../domain/engine/types.ts";
import type { Problem } from "../../domain/problem.ts";
import { type Actor, applyEffects, closeJob, closeSubscription, type Made } from "./effects.ts";
import { type Facts, readPosition } from "./facts.ts";
import { noteRetries } from "./incident-rows.ts";
import { advanceLane } from "./outbox.ts";
import { writeLongJournal } from "./long-text.ts";
import { withinRow } from "./row-limit.ts";

/** What happened to a case without the engine: beside the engine's own entries in the journal. */
export type Entry = { readonly kind: string; readonly elementId?: string } & { readonly [field: string]: Value | undefined };

/** A step to write: what the engine made of a command. */
export interface Outcome {
	readonly step: Step;
	readonly command: string;
	readonly actor: Actor;
	readonly now: number;
	readonly before: Variables;
	/** The engine's state as text, where it fits its row; null: the caller writes it after this, for all steps of the transaction. */
	readonly engine: string | null;
}

/** What a step made, with its number. */
export interface Committed extends Made {
	readonly sequence: number;
	readonly state: CaseState;
	/** Entries of its journal: what it cost. */
	readonly work: number;
	/** The step could not be made and is kept as an incident. */
	readonly failure?: Problem;
}

/** Writes a step: state, variables, journal, tasks, waits and outbox. Call inside `transactionSync`; it throws to roll back. */
export function commit(sql: SqlStorage, facts: Facts, outcome: Outcome): Committed {
	const { step, actor, now } = outcome;
	const position = readPosition(sql);
	const sequence = position.step + 1;
	writeVariables(sql, outcome.before, step.state.variables);
	noteRetries(sql, step.journal);
	const made = applyEffects(sql, facts, step.effects, actor, now, sequence);
	const end = step.effects.find((effect) => effect.type === "end-case");
	const state: CaseState = end === undefined ? (step.state.suspended === true ? "suspended" : "running") : end.outcome;
	if (end !== undefined) closeEverything(sql, facts, actor, now);
	sql.exec(
		"UPDATE position SET step = ?, state = ?, title = ?, ended_at = ?, engine = coalesce(?, engine)",
		sequence,
		state,
		step.state.title === "" ? position.title : step.state.title,
		end === undefined ? position.endedAt : now,
		outcome.engine,
	);
	writeJournal(sql, sequence, now, actor, outcome.command, step.journal);
	advanceLane(sql, "worklist", sequence, now);
	return { ...made, sequence, state, work: step.journal.length };
}

/** Writes something that happens to a case without the engine: a claim, an attachment, an allocation. Inside `transactionSync`. */
export function note(
	sql: SqlStorage,
	{ command, actor, now, entries }: { command: string; actor: Actor; now: number; entries: readonly Entry[] },
): Committed {
	const position = readPosition(sql);
	const sequence = position.step + 1;
	sql.exec("UPDATE position SET step = ?", sequence);
	writeJournal(sql, sequence, now, actor, command, entries);
	advanceLane(sql, "worklist", sequence, now);
	return { tasks: [], effectKeys: [], sequence, state: position.state, work: entries.length };
}

function writeJournal(
	sql: SqlStorage,
	step: number,
	now: number,
	actor: Actor,
	command: string,
	entries: readonly (Entry | JournalEntry)[],
): void {
	sql.exec(
		"INSERT INTO journal (step, at, actor, command, entries) VALUES (?, ?, ?, ?, ?)",
		step,
		now,
		JSON.stringify(actor),
		command,
		writeLongJournal(sql, step, JSON.stringify(entries)),
	);
}

function writeVariables(sql: SqlStorage, before: Variables, after: Variables): void {
	for (const [name, value] of Object.entries(after)) {
		if (before[name] === value) continue;
		sql.exec("INSERT OR REPLACE INTO variable (name, json) VALUES (?, ?)", name, withinRow(JSON.stringify(value), `The variable ${name}`));
	}
	for (const name of Object.keys(before)) if (!Object.hasOwn(after, name)) sql.exec("DELETE FROM variable WHERE name = ?", name);
}

/** An ended case has no open task, job, timer or wait, whatever the step left. */
function closeEverything(sql: SqlStorage, facts: Facts, actor: Actor, now: number): void {
	sql.exec(
		"UPDATE task SET state = 'cancelled', closed_at = ?, closed_by_id = ?, closed_by_name = ? WHERE state = 'open'",
		now,
		actor.personId,
		actor.name,
	);
	sql.exec("DELETE FROM draft");
	sql.exec("DELETE FROM timer");
	sql.exec("DELETE FROM alarm");
	sql.exec("DELETE FROM held");
	for (const { job } of sql.exec<{ job: number }>("SELECT job FROM job WHERE state = 'waiting'").toArray())
		closeJob(sql, facts, job, "cancelled", now);
	for (const { subscription } of sql.exec<{ subscription: number }>("SELECT subscription FROM subscription").toArray())
		closeSubscription(sql, subscription, now);
	sql.exec("UPDATE incident SET resolved_at = ? WHERE resolved_at IS NULL", now);
}
