import { INCIDENT_DETAIL, INCIDENTS_LISTED, type IncidentRow } from "../../domain/case/rows.ts";
import type { JournalEntry } from "../../domain/engine/journal.ts";
import type { Effect } from "../../domain/engine/types.ts";
import type { RowOf } from "../row-of.ts";

/** Of a name that lists show. */
const NAME_LENGTH = 200;

/** Writes an incident of the engine. On a token that a retry put in the place of another it is the incident of that one, once more. */
export function raiseOfEngine(sql: SqlStorage, effect: Extract<Effect, { type: "raise-incident" }>, now: number): void {
	const { incident, elementId, name, token, problem } = effect;
	const before = sql
		.exec<{ attempts: number; since: number }>(
			`SELECT attempts, ifnull(since, raised_at) AS since FROM incident
			WHERE token = ? AND element_id = ? AND resolved_at IS NOT NULL AND attempts > 0 ORDER BY incident DESC LIMIT 1`,
			token,
			elementId,
		)
		.toArray()[0];
	sql.exec(
		"INSERT INTO incident (incident, element_id, element_name, code, detail, raised_at, token, attempts, since) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		incident,
		elementId,
		name,
		problem.code,
		problem.detail,
		now,
		token,
		before?.attempts ?? 0,
		before?.since ?? now,
	);
}

/**
 * Counts what a step tries again, before its effects are applied: the incident that was retried, and with it whatever else its token
 * had, when the token left to enter its element anew.
 */
export function noteRetries(sql: SqlStorage, journal: readonly JournalEntry[]): void {
	for (const [at, entry] of journal.entries())
		if (entry.kind === "incident-resolved") {
			const left = journal[at + 1];
			if (left?.kind !== "element-left" || left.how !== "retried") {
				sql.exec("UPDATE incident SET attempts = attempts + 1 WHERE incident = ?", entry.incident);
				continue;
			}
			sql.exec(
				"UPDATE incident SET attempts = attempts + 1, token = ? WHERE incident = ? OR (token = ? AND resolved_at IS NULL)",
				inPlaceOf(left, journal.slice(at + 2)) ?? null,
				entry.incident,
				left.token,
			);
		}
}

/** The token that entered an element in the place of the one that left it to be retried; none when it passed without resting. */
function inPlaceOf(left: Extract<JournalEntry, { kind: "element-left" }>, after: readonly JournalEntry[]): number | undefined {
	for (const entry of after) {
		if (entry.kind === "element-passed") return undefined;
		if (entry.kind === "element-entered" || entry.kind === "listener-opened")
			return entry.elementId === left.elementId ? entry.token : undefined;
	}
	return undefined;
}

/** The open incidents, the oldest first, as lists show them. */
export function listedIncidents(sql: SqlStorage): IncidentRow[] {
	return sql
		.exec<RowOf<IncidentRow>>(
			`SELECT incident, element_id AS elementId, substr(element_name, 1, ${NAME_LENGTH}) AS elementName, code,
				substr(detail, 1, ${INCIDENT_DETAIL}) AS detail, ifnull(since, raised_at) AS since, raised_at AS raisedAt, attempts
			FROM incident WHERE resolved_at IS NULL ORDER BY ifnull(since, raised_at), incident LIMIT ${INCIDENTS_LISTED}`,
		)
		.toArray();
}
