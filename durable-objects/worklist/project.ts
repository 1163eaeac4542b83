import type { Candidates, CaseProjection, TaskRow } from "../../domain/case/rows.ts";
import type { RowOf } from "../row-of.ts";

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
	const known = sql.exec<{ id: number; sequence: number }>("SELECT id, sequence FROM case_row WHERE case_id = ?", row.caseId).toArray()[0];
	if (known !== undefined && known.sequence >= sequence) return undefined;
	return storage.transactionSync(() => {
		const before = tasksOfCase(sql, row.caseId);
		const { id } = sql
			.exec<{ id: number }>(
				`INSERT INTO case_row (case_id, sequence, number, title, process, category, package_id, state, started_at, ended_at, starter_id, starter_name, incidents, words)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT (case_id) DO UPDATE SET sequence = excluded.sequence, number = excluded.number, title = excluded.title,
					process = excluded.process, category = excluded.category, package_id = excluded.package_id, state = excluded.state,
					started_at = excluded.started_at, ended_at = excluded.ended_at, starter_id = excluded.starter_id,
					starter_name = excluded.starter_name, incidents = excluded.incidents, words = excluded.words
				RETURNING id`,
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
			)
			.one();
		const kept = new Map(before.map((task) => [task.task, JSON.stringify(task)]));
		for (const task of tasks) {
			if (kept.get(task.task) !== JSON.stringify(task)) writeTask(sql, row.caseId, task);
			kept.delete(task.task);
		}
		for (const gone of kept.keys()) {
			sql.exec("DELETE FROM candidate WHERE case_id = ? AND task = ?", row.caseId, gone);
			sql.exec("DELETE FROM task_row WHERE case_id = ? AND task = ?", row.caseId, gone);
		}
		sql.exec(
			"INSERT OR REPLACE INTO search (rowid, number, title, process, starter, words, tasks) VALUES (?, ?, ?, ?, ?, ?, ?)",
			id,
			row.number,
			row.title,
			row.process,
			row.starterName,
			row.words,
			tasks.map((task) => `${task.name} ${task.title}`).join(" "),
		);
		return { before, after: tasks };
	});
}

function writeTask(sql: SqlStorage, caseId: string, task: TaskRow): void {
	sql.exec(
		`INSERT OR REPLACE INTO task_row (case_id, task, element_id, name, title, created_at, due_at, assign, assignee_id, assignee_name, candidates)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		caseId,
		task.task,
		task.elementId,
		task.name,
		task.title,
		task.createdAt,
		task.dueAt,
		task.assign,
		task.assigneeId,
		task.assigneeName,
		JSON.stringify(task.candidates),
	);
	sql.exec("DELETE FROM candidate WHERE case_id = ? AND task = ?", caseId, task.task);
	if (task.assign !== "pool" || task.assigneeId !== null) return;
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
			`SELECT task, element_id AS elementId, name, title, created_at AS createdAt, due_at AS dueAt, assign,
				assignee_id AS assigneeId, assignee_name AS assigneeName, candidates FROM task_row WHERE case_id = ? ORDER BY task`,
			caseId,
		)
		.toArray()
		.map((task) => ({ ...task, candidates: JSON.parse(task.candidates) as Candidates }));
}
