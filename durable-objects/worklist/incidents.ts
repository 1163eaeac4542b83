import type { IncidentRow } from "../../domain/case/rows.ts";
import type { CaseId, PackageId } from "../../domain/ids.ts";
import type { RowOf } from "../row-of.ts";
import { matchExpression, readCursor, writeCursor } from "./query.ts";

/** An open incident with the case that has it. */
export interface IncidentLine extends IncidentRow {
	readonly caseId: CaseId;
	readonly number: string;
	readonly title: string;
	readonly process: string;
	readonly packageId: PackageId;
}

/** Which incidents: every part given must fit. `search` are words of the case or of the incident. */
export interface IncidentFilter {
	readonly process?: string | undefined;
	readonly packageId?: string | undefined;
	readonly elementId?: string | undefined;
	readonly code?: string | undefined;
	readonly search?: string | undefined;
}

export interface IncidentsQuery extends IncidentFilter {
	readonly cursor?: string | undefined;
	readonly limit: number;
}

export interface IncidentsPage {
	readonly incidents: IncidentLine[];
	/** All that match, on this page and the others, and the cases that have them. */
	readonly total: { readonly incidents: number; readonly cases: number };
	/** Where the next page begins; null at the end. */
	readonly next: string | null;
}

/** Incidents of one cause: of a process, at one of its elements, with one code. */
export interface IncidentGroup {
	readonly process: string;
	readonly elementId: string;
	readonly elementName: string;
	readonly code: string;
	readonly count: number;
	/** Cases that have them. */
	readonly cases: number;
	/** Of the oldest, and the most that one of them was tried again. */
	readonly since: number;
	readonly attempts: number;
	/** What the newest says, and the package that its case runs on. */
	readonly detail: string;
	readonly packageId: PackageId;
}

export interface IncidentSummary {
	readonly groups: IncidentGroup[];
	/** Cases whose incidents are known to be some, and not yet which: they are asked, a few at each look. */
	readonly behind: number;
}

/** A case and some of its incidents. */
export interface ChosenCase {
	readonly caseId: CaseId;
	readonly incidents: readonly number[];
}

/** Groups that a summary has at most, the largest first. */
const MOST_GROUPS = 500;

/** Replaces a case's incidents by what it says; a row that says the same costs no write. */
export function writeIncidents(sql: SqlStorage, caseId: string, incidents: readonly IncidentRow[]): void {
	const before = new Map(
		sql
			.exec<RowOf<IncidentRow>>(
				`SELECT incident, element_id AS elementId, element_name AS elementName, code, detail, since, raised_at AS raisedAt, attempts
				FROM incident_row WHERE case_id = ?`,
				caseId,
			)
			.toArray()
			.map((row) => [row.incident, row]),
	);
	for (const row of incidents) {
		const was = before.get(row.incident);
		before.delete(row.incident);
		if (was !== undefined && JSON.stringify(was) === JSON.stringify(row)) continue;
		sql.exec(
			`INSERT OR REPLACE INTO incident_row (case_id, incident, element_id, element_name, code, detail, since, raised_at, attempts)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			caseId,
			row.incident,
			row.elementId,
			row.elementName,
			row.code,
			row.detail,
			row.since,
			row.raisedAt,
			row.attempts,
		);
	}
	for (const gone of before.keys()) sql.exec("DELETE FROM incident_row WHERE case_id = ? AND incident = ?", caseId, gone);
}

/** `?1` to `?6`, as `bound` gives them. */
const FITS = `(?1 IS NULL OR c.process = ?1) AND (?2 IS NULL OR c.package_id = ?2) AND (?3 IS NULL OR i.element_id = ?3)
	AND (?4 IS NULL OR i.code = ?4)
	AND (?5 = '' OR instr(lower(i.element_name || ' ' || i.code || ' ' || i.detail), ?5) > 0
		OR (?6 IS NOT NULL AND c.id IN (SELECT rowid FROM search WHERE search MATCH ?6)))`;

function bound({ process, packageId, elementId, code, search }: IncidentFilter): (string | null)[] {
	const text = search?.trim().toLowerCase() ?? "";
	return [process ?? null, packageId ?? null, elementId ?? null, code ?? null, text, matchExpression(search)];
}

/** Open incidents of the environment, the oldest first. */
export function incidents(sql: SqlStorage, query: IncidentsQuery): IncidentsPage {
	const at = readCursor(query.cursor, 3);
	const rows = sql
		.exec<RowOf<IncidentLine>>(
			`SELECT i.case_id AS caseId, i.incident, i.element_id AS elementId, i.element_name AS elementName, i.code, i.detail, i.since,
				i.raised_at AS raisedAt, i.attempts, c.number, c.title, c.process, c.package_id AS packageId
			FROM incident_row AS i JOIN case_row AS c ON c.case_id = i.case_id
			WHERE ${FITS} AND (?7 IS NULL OR (i.since, i.case_id, i.incident) > (?7, ?8, ?9))
			ORDER BY i.since, i.case_id, i.incident LIMIT ?10`,
			...bound(query),
			at[0] ?? null,
			at[1] ?? null,
			at[2] ?? null,
			query.limit + 1,
		)
		.toArray();
	const page = rows.slice(0, query.limit);
	const last = page.at(-1);
	const total = sql
		.exec<{ incidents: number; cases: number }>(
			`SELECT count(*) AS incidents, count(DISTINCT i.case_id) AS cases FROM incident_row AS i JOIN case_row AS c ON c.case_id = i.case_id WHERE ${FITS}`,
			...bound(query),
		)
		.one();
	return {
		incidents: page,
		total: { ...total },
		next: rows.length > query.limit && last !== undefined ? writeCursor([last.since, last.caseId, last.incident]) : null,
	};
}

/** The open incidents by cause, most first. */
export function incidentGroups(sql: SqlStorage, filter: IncidentFilter): IncidentGroup[] {
	return sql
		.exec<RowOf<IncidentGroup>>(
			// The newest of a group comes out of a maximum that begins with its time.
			`SELECT c.process, i.element_id AS elementId, i.code, max(i.element_name) AS elementName,
				substr(max(printf('%020d', i.raised_at) || c.package_id), 21) AS packageId, count(*) AS count, count(DISTINCT i.case_id) AS cases,
				min(i.since) AS since, max(i.attempts) AS attempts, substr(max(printf('%020d', i.raised_at) || i.detail), 21) AS detail
			FROM incident_row AS i JOIN case_row AS c ON c.case_id = i.case_id WHERE ${FITS}
			GROUP BY c.process, i.element_id, i.code ORDER BY count(*) DESC, since, c.process, i.element_id, i.code LIMIT ${MOST_GROUPS}`,
			...bound(filter),
		)
		.toArray();
}

/** At most `limit` cases that have an incident like this, with these incidents, in the order of their ids, after the case `after` of an earlier answer. */
export function casesWithIncident(sql: SqlStorage, filter: IncidentFilter, limit: number, after: string | undefined): ChosenCase[] {
	return sql
		.exec<{ caseId: CaseId; incidents: string }>(
			`SELECT i.case_id AS caseId, json_group_array(i.incident) AS incidents
			FROM incident_row AS i JOIN case_row AS c ON c.case_id = i.case_id
			WHERE ${FITS} AND (?7 IS NULL OR i.case_id > ?7) GROUP BY i.case_id ORDER BY i.case_id LIMIT ?8`,
			...bound(filter),
			after ?? null,
			limit,
		)
		.toArray()
		.map(({ caseId, incidents: numbers }) => ({ caseId, incidents: JSON.parse(numbers) as number[] }));
}
