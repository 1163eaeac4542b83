import { isCandidate, type Worker } from "../../domain/allocation/may-take.ts";
import { ago, type Refusal, refuse } from "../../domain/case/refusal.ts";
import type { Candidates } from "../../domain/case/rows.ts";
import { ok, type Result } from "../../domain/result.ts";

export interface StoredTask extends Record<string, SqlStorageValue> {
	task: number;
	element_id: string;
	name: string;
	title: string;
	form_id: string | null;
	assign: "pool" | "one";
	candidates: string;
	assignee_id: string | null;
	assignee_name: string | null;
	notify: number;
	created_at: number;
	due_at: number | null;
	/** The duration that `due_at` was reckoned from, in working time, until the task is given to somebody. */
	due_in: string | null;
	/** From when it is at risk by its alarms. */
	at_risk_at: number | null;
	state: "open" | "completed" | "cancelled";
	closed_at: number | null;
	closed_by_id: string | null;
	closed_by_name: string | null;
}

export function readTask(sql: SqlStorage, task: number): StoredTask | undefined {
	return sql.exec<StoredTask>("SELECT * FROM task WHERE task = ?", task).toArray()[0];
}

export function candidatesOf(task: StoredTask): Candidates {
	return JSON.parse(task.candidates) as Candidates;
}

/**
 * Whether a person may work on a task now: it is open, and it is theirs or lies in a pool they belong to. The refusal says
 * who was faster and when, for that is what the person needs to know.
 */
export function mayWork(sql: SqlStorage, task: number, worker: Worker, now: number): Result<StoredTask, Refusal> {
	const row = readTask(sql, task);
	if (row === undefined) return refuse("not-found", "task.not_found", "This case has no such task.");
	if (row.state === "completed") return refuse("conflict", "task.completed", completedBy(row, worker, now));
	if (row.state === "cancelled")
		return refuse("conflict", "task.withdrawn", `This task was withdrawn ${ago(row.closed_at ?? now, now)}: the case went on another way.`);
	if (row.assignee_id === worker.personId) return ok(row);
	const candidate = isCandidate(worker, candidatesOf(row));
	if (row.assignee_id !== null && candidate && row.assign === "pool")
		return refuse("conflict", "task.claimed", `${row.assignee_name ?? "Someone else"} has claimed this task.`);
	if (row.assignee_id !== null) return refuse("forbidden", "task.not_yours", `This task is for ${row.assignee_name ?? "someone else"}.`);
	if (row.assign === "one")
		return refuse("conflict", "task.not_given_yet", "This task is being given to one person. Try again in a moment.");
	if (!candidate) return refuse("forbidden", "task.not_yours", "This task is for other people.");
	return ok(row);
}

function completedBy(row: StoredTask, worker: Worker, now: number): string {
	const who = row.closed_by_id === worker.personId ? "You" : (row.closed_by_name ?? "Someone else");
	return `${who} completed this ${ago(row.closed_at ?? now, now)}.`;
}

/** What a person last left in a task's form, as JSON text. */
export function readDraft(sql: SqlStorage, task: number, personId: string): { json: string; savedAt: number } | null {
	return (
		sql
			.exec<{ json: string; savedAt: number }>(
				"SELECT json, saved_at AS savedAt FROM draft WHERE task = ? AND person_id = ?",
				task,
				personId,
			)
			.toArray()[0] ?? null
	);
}

export function writeDraft(sql: SqlStorage, task: number, personId: string, json: string, now: number): void {
	sql.exec("INSERT OR REPLACE INTO draft (task, person_id, json, saved_at) VALUES (?, ?, ?, ?)", task, personId, json, now);
}
