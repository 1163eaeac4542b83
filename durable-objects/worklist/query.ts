import type { Worker } from "../../domain/allocation/may-take.ts";
import type { CaseRow, CaseState } from "../../domain/case/rows.ts";
import type { CaseId } from "../../domain/ids.ts";
import type { RowOf } from "../row-of.ts";

/** One line of an inbox. */
export interface InboxTask {
	readonly caseId: CaseId;
	readonly task: number;
	readonly elementId: string;
	readonly name: string;
	readonly title: string;
	readonly createdAt: number;
	readonly dueAt: number | null;
	readonly atRiskAt: number | null;
	readonly assigneeId: string | null;
	readonly assigneeName: string | null;
	readonly number: string;
	readonly caseTitle: string;
	readonly process: string;
	readonly incidents: number;
}

export interface InboxQuery {
	readonly filter: "all" | "mine" | "pool" | "overdue";
	readonly process?: string | undefined;
	readonly search?: string | undefined;
	readonly cursor?: string | undefined;
	readonly limit: number;
}

/** How many tasks a person has before any search: for the tabs and the process list of an inbox. */
export interface InboxCounts {
	readonly all: number;
	readonly mine: number;
	readonly pool: number;
	readonly overdue: number;
	readonly processes: { readonly process: string; readonly count: number }[];
}

export interface InboxPage {
	readonly tasks: InboxTask[];
	/** Where the next page begins; null at the end. */
	readonly next: string | null;
	readonly counts: InboxCounts;
}

export interface CasesQuery {
	readonly state?: CaseState | undefined;
	readonly process?: string | undefined;
	readonly packageId?: string | undefined;
	readonly starterId?: string | undefined;
	readonly incidents?: boolean | undefined;
	/** Only open cases that are late by the service level of their process. */
	readonly due?: "overdue" | undefined;
	/** The newest first, or open cases by when they are due; those without a due date come last. */
	readonly sort?: "started" | "due" | undefined;
	readonly search?: string | undefined;
	readonly cursor?: string | undefined;
	readonly limit: number;
}

export interface CasesPage {
	readonly cases: CaseRow[];
	readonly next: string | null;
}

const VISIBLE = `WITH visible AS (
	SELECT case_id, task FROM task_row WHERE assignee_id = ?1
	UNION
	SELECT c.case_id, c.task FROM json_each(?2) AS k JOIN candidate AS c ON c.kind = k.value ->> 0 AND c.name = k.value ->> 1
)`;

/** Later than every due date, so that tasks without one come last. */
const NEVER = Number.MAX_SAFE_INTEGER;

/** The tasks a person may take, the most urgent first. `now` is epoch milliseconds and decides what is overdue. */
export function inbox(sql: SqlStorage, worker: Worker, query: InboxQuery, now: number): InboxPage {
	const memberships = JSON.stringify([
		["person", worker.email.toLowerCase()],
		...worker.groups.map((group) => ["group", group]),
		...worker.roles.map((role) => ["role", role]),
	]);
	const at = readCursor(query.cursor, 4);
	const match = matchExpression(query.search);
	const rows = sql
		.exec<RowOf<InboxTask>>(
			`${VISIBLE}
			SELECT t.case_id AS caseId, t.task, t.element_id AS elementId, t.name, t.title, t.created_at AS createdAt, t.due_at AS dueAt, t.at_risk_at AS atRiskAt,
				t.assignee_id AS assigneeId, t.assignee_name AS assigneeName, c.number, c.title AS caseTitle, c.process, c.incidents
			FROM visible AS v JOIN task_row AS t ON t.case_id = v.case_id AND t.task = v.task JOIN case_row AS c ON c.case_id = t.case_id
			WHERE (?3 = 'all' OR (?3 = 'mine' AND t.assignee_id = ?1) OR (?3 = 'pool' AND t.assignee_id IS NULL) OR (?3 = 'overdue' AND t.due_at < ?4))
				AND (?5 IS NULL OR c.process = ?5)
				AND (?6 IS NULL OR c.id IN (SELECT rowid FROM search WHERE search MATCH ?6))
				AND (?7 IS NULL OR (ifnull(t.due_at, ${NEVER}), t.created_at, t.case_id, t.task) > (?7, ?8, ?9, ?10))
			ORDER BY ifnull(t.due_at, ${NEVER}), t.created_at, t.case_id, t.task LIMIT ?11`,
			worker.personId,
			memberships,
			query.filter,
			now,
			query.process ?? null,
			match,
			at[0] ?? null,
			at[1] ?? null,
			at[2] ?? null,
			at[3] ?? null,
			query.limit + 1,
		)
		.toArray();
	const tasks = rows.slice(0, query.limit);
	const last = tasks.at(-1);
	const more = rows.length > query.limit && last !== undefined;
	return {
		tasks,
		next: more ? writeCursor([last.dueAt ?? NEVER, last.createdAt, last.caseId, last.task]) : null,
		counts: counts(sql, worker.personId, memberships, now),
	};
}

function counts(sql: SqlStorage, personId: string, memberships: string, now: number): InboxCounts {
	const rows = sql
		.exec<{ process: string; count: number; mine: number; overdue: number }>(
			`${VISIBLE}
			SELECT c.process, count(*) AS count, sum(t.assignee_id IS NOT NULL) AS mine, sum(ifnull(t.due_at < ?3, 0)) AS overdue
			FROM visible AS v JOIN task_row AS t ON t.case_id = v.case_id AND t.task = v.task JOIN case_row AS c ON c.case_id = t.case_id
			GROUP BY c.process ORDER BY c.process`,
			personId,
			memberships,
			now,
		)
		.toArray();
	const sum = (of: "count" | "mine" | "overdue") => rows.reduce((total, row) => total + row[of], 0);
	return {
		all: sum("count"),
		mine: sum("mine"),
		pool: sum("count") - sum("mine"),
		overdue: sum("overdue"),
		processes: rows.map(({ process, count }) => ({ process, count })),
	};
}

/** When an open case is due, for the order of a list: an ended case is late no more. */
const CASE_DUE = `iif(ended_at IS NULL, ifnull(due_at, ${NEVER}), ${NEVER})`;
const CASE_ORDER = {
	started: { after: "(started_at, case_id) < (?6, ?7)", by: "started_at DESC, case_id DESC" },
	due: { after: `(${CASE_DUE}, case_id) > (?6, ?7)`, by: `${CASE_DUE}, case_id` },
} as const;

/** Cases of the environment, the newest first or by when they are due. `now` is epoch milliseconds and decides what is overdue. */
export function cases(sql: SqlStorage, query: CasesQuery, now: number): CasesPage {
	const at = readCursor(query.cursor, 2);
	const order = CASE_ORDER[query.sort ?? "started"];
	const rows = sql
		.exec<RowOf<CaseRow>>(
			`SELECT case_id AS caseId, number, title, process, category, package_id AS packageId, state, started_at AS startedAt,
				ended_at AS endedAt, starter_id AS starterId, starter_name AS starterName, incidents, due_at AS dueAt, at_risk_at AS atRiskAt, words
			FROM case_row
			WHERE (?1 IS NULL OR state = ?1) AND (?2 IS NULL OR process = ?2) AND (?3 IS NULL OR starter_id = ?3) AND (?4 = 0 OR incidents > 0)
				AND (?5 IS NULL OR id IN (SELECT rowid FROM search WHERE search MATCH ?5))
				AND (?6 IS NULL OR ${order.after}) AND (?9 IS NULL OR package_id = ?9)
				${query.due === "overdue" ? "AND due_at IS NOT NULL AND ended_at IS NULL AND due_at < ?10" : "AND ?10 IS NOT NULL"}
			ORDER BY ${order.by} LIMIT ?8`,
			query.state ?? null,
			query.process ?? null,
			query.starterId ?? null,
			query.incidents === true ? 1 : 0,
			matchExpression(query.search),
			at[0] ?? null,
			at[1] ?? null,
			query.limit + 1,
			query.packageId ?? null,
			now,
		)
		.toArray();
	const page = rows.slice(0, query.limit);
	const last = page.at(-1);
	if (rows.length <= query.limit || last === undefined) return { cases: page, next: null };
	const place = query.sort === "due" ? (last.endedAt === null ? (last.dueAt ?? NEVER) : NEVER) : last.startedAt;
	return { cases: page, next: writeCursor([place, last.caseId]) };
}

/** How many cases an environment has: running, with an open incident, and finished since `since` (epoch milliseconds). */
export interface CaseCounts {
	readonly running: number;
	readonly incidents: number;
	readonly finished: number;
}

export function caseCounts(sql: SqlStorage, since: number): CaseCounts {
	const row = sql
		.exec<{ running: number; incidents: number; finished: number }>(
			`SELECT count(*) FILTER (WHERE ended_at IS NULL) AS running, count(*) FILTER (WHERE ended_at IS NULL AND incidents > 0) AS incidents,
				count(*) FILTER (WHERE ended_at >= ?) AS finished FROM case_row`,
			since,
		)
		.one();
	return { ...row };
}

/** Open tasks a person has been given or has claimed, by person. People without any are left out. */
export function openTasks(sql: SqlStorage, personIds: readonly string[]): { personId: string; count: number }[] {
	return sql
		.exec<{ personId: string; count: number }>(
			"SELECT assignee_id AS personId, count(*) AS count FROM task_row WHERE assignee_id IN (SELECT value FROM json_each(?)) GROUP BY assignee_id",
			JSON.stringify(personIds),
		)
		.toArray();
}

/**
 * What a person typed, as an FTS5 expression: every word must begin some word of the case. Quoting each word takes the
 * operators of FTS5's language out of their hands.
 */
export function matchExpression(search: string | undefined): string | null {
	const words = (search ?? "").match(/[\p{L}\p{N}]+/gu)?.slice(0, 12) ?? [];
	return words.length === 0 ? null : words.map((word) => `"${word}"*`).join(" ");
}

export function writeCursor(parts: readonly (string | number)[]): string {
	return btoa(JSON.stringify(parts));
}

/** A cursor that is not one of ours begins at the start: it carries no right to see anything. */
export function readCursor(cursor: string | undefined, length: number): (string | number)[] {
	if (cursor === undefined) return [];
	try {
		const parts: unknown = JSON.parse(atob(cursor));
		const valid = Array.isArray(parts) && parts.length === length && parts.every((part) => ["string", "number"].includes(typeof part));
		return valid ? (parts as (string | number)[]) : [];
	} catch {
		return [];
	}
}
