import { isCandidate, type Worker } from "../../domain/allocation/may-take.ts";
import type { MadeTask, TaskPage, TaskStanding } from "../../domain/case/answers.ts";
import { visited } from "../../domain/case/visited.ts";
import type { CaseView, IncidentView, LogEntry, TaskView, WaitView } from "../../domain/case/view.ts";
import type { Executable } from "../../domain/deployment/executable.ts";
import type { Token, Wait } from "../../domain/engine/state.ts";
import type { Variables } from "../../domain/engine/types.ts";
import { formOf } from "./accept-form.ts";
import type { Entry } from "./commit.ts";
import { listAttachments } from "./attachments.ts";
import { type Facts, projection, readPosition } from "./facts.ts";
import { wholeJournal } from "./long-text.ts";
import { listMails } from "./mails.ts";
import { candidatesOf, readDraft, readTask, type StoredTask } from "./tasks.ts";

/** Tasks as a command answers them, with whether its person may work on them at once. */
export function madeTasks(sql: SqlStorage, tasks: readonly number[], worker: Worker | undefined): MadeTask[] {
	return tasks.flatMap((task) => {
		const row = readTask(sql, task);
		if (row === undefined || row.state !== "open") return [];
		const standing = worker === undefined ? "others" : standingOf(row, worker);
		return [
			{
				task,
				elementId: row.element_id,
				name: row.name,
				title: row.title,
				dueAt: row.due_at,
				yours: standing === "yours" || standing === "claimable",
			},
		];
	});
}

function standingOf(row: StoredTask, worker: Worker): TaskStanding {
	if (row.state !== "open") return "closed";
	if (row.assignee_id === worker.personId) return "yours";
	if (row.assignee_id !== null) return "others";
	return row.assign === "pool" && isCandidate(worker, candidatesOf(row)) ? "claimable" : "others";
}

/** A task's page for one person. */
export function taskPage(
	sql: SqlStorage,
	facts: Facts,
	executable: Executable,
	data: Variables,
	worker: Worker,
	task: number,
): TaskPage | undefined {
	const row = readTask(sql, task);
	if (row === undefined) return undefined;
	const { case: shown, sequence } = projection(sql, facts);
	const draft = readDraft(sql, task, worker.personId);
	return {
		standing: standingOf(row, worker),
		releasable: row.assignee_id === worker.personId && row.assign === "pool" && row.state === "open",
		sequence,
		task: {
			...taskView(row),
			assign: row.assign,
			caseId: facts.caseId,
			number: facts.number,
			caseTitle: shown.title,
			process: facts.process,
			incidents: shown.incidents,
		},
		form: formOf(executable.automation, row.form_id) ?? null,
		dataModel: executable.automation.data,
		values: data,
		draft: draft === null ? null : { values: JSON.parse(draft.json) as Variables, savedAt: draft.savedAt },
	};
}

/** A case's page. */
export function caseView(sql: SqlStorage, facts: Facts, data: Variables, tokens: readonly Token[], quiet: readonly Wait[]): CaseView {
	const position = readPosition(sql);
	const tasks = sql.exec<StoredTask>("SELECT * FROM task ORDER BY task").toArray();
	const told = sql
		.exec<{ kind: WaitView["kind"]; elementId: string; dueAt: number | null; message: string | null }>(
			`SELECT 'job' AS kind, element_id AS elementId, NULL AS dueAt, NULL AS message FROM job WHERE state = 'waiting'
			UNION ALL SELECT 'timer', element_id, due_at, NULL FROM timer
			UNION ALL SELECT kind, element_id, NULL, message FROM subscription ORDER BY 2, 1`,
		)
		.toArray();
	const conditions = quiet.filter(({ what }) => what === "condition");
	const waits = [...told, ...conditions.map(({ at }) => ({ kind: "condition" as const, elementId: at, dueAt: null, message: null }))];
	const incidents = sql
		.exec<{
			incident: number;
			elementId: string;
			code: string;
			detail: string;
			raisedAt: number;
			resolvedAt: number | null;
			attempts: number;
		}>(
			"SELECT incident, element_id AS elementId, code, detail, raised_at AS raisedAt, resolved_at AS resolvedAt, attempts FROM incident ORDER BY raised_at, incident",
		)
		.toArray() satisfies IncidentView[];
	const incident = unique(incidents.filter((each) => each.resolvedAt === null && each.elementId !== "").map((each) => each.elementId));
	// Where its tokens rest: a sub-process that is not left yet, too.
	const active = unique([
		...tasks.filter((task) => task.state === "open").map((task) => task.element_id),
		...waits.map((wait) => wait.elementId),
		...tokens.filter((token) => token.listens !== true).map((token) => token.at),
	]);
	return {
		caseId: facts.caseId,
		number: facts.number,
		title: position.title,
		process: facts.process,
		category: facts.category,
		packageId: facts.packageId,
		packageHash: facts.packageHash,
		state: position.state,
		source: facts.source,
		starter: facts.starter,
		startedAt: facts.startedAt,
		endedAt: position.endedAt,
		dueAt: position.dueAt,
		atRiskAt: position.atRiskAt,
		sequence: position.step,
		data,
		tasks: tasks.map(taskView),
		waits,
		incidents,
		tokens: tokens.map((token) => ({ token: token.id, elementId: token.at })),
		choices: quiet
			.filter(({ what }) => what === "choice")
			.map(({ id, at, started }) => ({ choice: id, elementId: at, started: started ?? 0 })),
		attachments: listAttachments(sql),
		mails: listMails(sql),
		marks: { active, incident, done: visited(journal(sql)).filter((id) => !active.includes(id) && !incident.includes(id)) },
	};
}

function* journal(sql: SqlStorage): Iterable<Entry> {
	for (const row of sql.exec<{ step: number; entries: string }>("SELECT step, entries FROM journal ORDER BY step"))
		yield* JSON.parse(wholeJournal(sql, row.step, row.entries)) as Entry[];
}

/** The case's log, the newest step first. */
export function caseLog(sql: SqlStorage, limit: number, before: number | undefined): LogEntry[] {
	return sql
		.exec<{ step: number; at: number; actor: string; command: string; entries: string }>(
			"SELECT * FROM journal WHERE step < ? ORDER BY step DESC LIMIT ?",
			before ?? Number.MAX_SAFE_INTEGER,
			limit,
		)
		.toArray()
		.map((row) => ({
			sequence: row.step,
			at: row.at,
			actor: (JSON.parse(row.actor) as { name: string }).name,
			command: row.command,
			entries: wholeJournal(sql, row.step, row.entries),
		}));
}

function taskView(row: StoredTask): TaskView {
	return {
		task: row.task,
		elementId: row.element_id,
		name: row.name,
		title: row.title,
		state: row.state,
		createdAt: row.created_at,
		dueAt: row.due_at,
		atRiskAt: row.at_risk_at,
		assigneeId: row.assignee_id,
		assigneeName: row.assignee_name,
		closedAt: row.closed_at,
		closedByName: row.closed_by_name,
	};
}

function unique(ids: readonly string[]): string[] {
	return [...new Set(ids)];
}
