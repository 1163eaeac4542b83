import type { Candidates, CaseProjection, TaskRow } from "../../domain/case/rows.ts";
import type { RowOf } from "../row-of.ts";
import { noMoreBehind } from "./behind.ts";
import { writeIncidents } from "./incidents.ts";
import { keepWake } from "./waking.ts";

/** What a projection changed, for the push to open inboxes. */
export interface Change {
	readonly before: readonly TaskRow[];
	readonly after: readonly TaskRow[];
}

/**
 * Writes one case's rows. A projection is whole, so one that is not newer than what is stored is dropped and one that skips
 * others loses nothing. `undefined`: it was not newer.
 */
export function project(storage: DurableObjectStorage, projection: CaseProjection): Change | undefined {
	const sql = storage.sql;
	const { case: row, tasks, sequence } = projection;
	const known = sql
		.exec<Known>(
			"SELECT id, sequence, state, incidents, due_at AS dueAt, at_risk_at AS atRiskAt, title, words FROM case_row WHERE case_id = ?",
			row.caseId,
		)
		.toArray()[0];
	if (known !== undefined && known.sequence >= sequence) return undefined;
	return storage.transactionSync(() => {
		if (projection.wakeAt !== undefined) keepWake(sql, row.caseId, projection.wakeAt);
		const before = known === undefined ? [] : tasksOfCase(sql, row.caseId);
		const id = known === undefined ? insertCase(sql, projection) : updateCase(sql, known, projection);
		const kept = new Map(before.map((task) => [task.task, task]));
		for (const task of tasks) {
			const was = kept.get(task.task);
			if (was === undefined || JSON.stringify(was) !== JSON.stringify(task)) writeTask(sql, row.caseId, task, was);
			kept.delete(task.task);
		}
		for (const gone of kept.values()) {
			if (inPool(gone)) sql.exec("DELETE FROM candidate WHERE case_id = ? AND task = ?", row.caseId, gone.task);
			sql.exec("DELETE FROM task_row WHERE case_id = ? AND task = ?", row.caseId, gone.task);
		}
		const incidents = projection.incidents ?? (row.incidents === 0 ? [] : undefined);
		if (incidents !== undefined && incidents.length + (known?.incidents ?? 0) > 0) writeIncidents(sql, row.caseId, incidents);
		noMoreBehind(sql, projection);
		const names = namesOf(tasks);
		// The index of words is the dearest row of all: it is written when a word changed.
		if (known === undefined || known.words !== row.words || known.title !== row.title || namesOf(before) !== names)
			sql.exec(
				"INSERT OR REPLACE INTO search (rowid, number, title, process, starter, words, tasks) VALUES (?, ?, ?, ?, ?, ?, ?)",
				id,
				row.number,
				row.title,
				row.process,
				row.starterName,
				row.words,
				names,
			);
		return { before, after: tasks };
	});
}

interface Known extends Record<string, SqlStorageValue> {
	id: number;
	sequence: number;
	state: string;
	incidents: number;
	dueAt: number | null;
	atRiskAt: number | null;
	title: string;
	words: string;
}

function insertCase(sql: SqlStorage, { case: row, sequence }: CaseProjection): number {
	return sql
		.exec<{ id: number }>(
			`INSERT INTO case_row (case_id, sequence, number, title, process, category, package_id, state, started_at, ended_at, starter_id, starter_name, incidents, words, due_at, at_risk_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
			row.caseId,
			sequence,
			row.number,
			row.title,
			row.process,
			row.category,
			row.packageId,
			row.state,
			row.startedAt,
			row.endedAt,
			row.starterId,
			row.starterName,
			row.incidents,
			row.words,
			row.dueAt ?? null,
			row.atRiskAt ?? null,
		)
		.one().id;
}

/** What can change of a case; columns with an index are named only when they do, for naming one writes its index. */
function updateCase(sql: SqlStorage, known: Known, { case: row, sequence }: CaseProjection): number {
	// A case of an older Worker does not say when it is due: what is known stays.
	const { dueAt = known.dueAt, atRiskAt = known.atRiskAt } = row;
	if (known.state === row.state && known.incidents === row.incidents && known.dueAt === dueAt)
		sql.exec(
			"UPDATE case_row SET sequence = ?, title = ?, words = ?, package_id = ?, at_risk_at = ? WHERE id = ?",
			sequence,
			row.title,
			row.words,
			row.packageId,
			atRiskAt,
			known.id,
		);
	else
		sql.exec(
			"UPDATE case_row SET sequence = ?, title = ?, words = ?, package_id = ?, at_risk_at = ?, state = ?, ended_at = ?, incidents = ?, due_at = ? WHERE id = ?",
			sequence,
			row.title,
			row.words,
			row.packageId,
			atRiskAt,
			row.state,
			row.endedAt,
			row.incidents,
			dueAt,
			known.id,
		);
	return known.id;
}

function namesOf(tasks: readonly TaskRow[]): string {
	return tasks.map((task) => (task.title === task.name ? task.name : `${task.name} ${task.title}`)).join(" ");
}

function inPool(task: TaskRow): boolean {
	return task.assign === "pool" && task.assigneeId === null;
}

function writeTask(sql: SqlStorage, caseId: string, task: TaskRow, was: TaskRow | undefined): void {
	sql.exec(
		`INSERT OR REPLACE INTO task_row (case_id, task, element_id, name, title, created_at, due_at, at_risk_at, assign, assignee_id, assignee_name, candidates)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		caseId,
		task.task,
		task.elementId,
		task.name,
		task.title,
		task.createdAt,
		task.dueAt,
		task.atRiskAt ?? null,
		task.assign,
		task.assigneeId,
		task.assigneeName,
		JSON.stringify(task.candidates),
	);
	if (was !== undefined && inPool(was)) sql.exec("DELETE FROM candidate WHERE case_id = ? AND task = ?", caseId, task.task);
	if (!inPool(task)) return;
	const named: readonly (readonly [string, readonly string[]])[] = [
		["person", task.candidates.people],
		["group", task.candidates.groups],
		["role", task.candidates.roles],
	];
	for (const [kind, list] of named)
		for (const name of list)
			sql.exec("INSERT OR IGNORE INTO candidate (kind, name, case_id, task) VALUES (?, ?, ?, ?)", kind, name, caseId, task.task);
}

function tasksOfCase(sql: SqlStorage, caseId: string): TaskRow[] {
	return sql
		.exec<RowOf<Omit<TaskRow, "candidates">> & { candidates: string }>(
			`SELECT task, element_id AS elementId, name, title, created_at AS createdAt, due_at AS dueAt, at_risk_at AS atRiskAt, assign,
				assignee_id AS assigneeId, assignee_name AS assigneeName, candidates FROM task_row WHERE case_id = ? ORDER BY task`,
			caseId,
		)
		.toArray()
		.map((task) => ({ ...task, candidates: JSON.parse(task.candidates) as Candidates }));
}
