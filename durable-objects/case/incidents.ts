import type { Problem } from "../../domain/problem.ts";
import { type Committed, note } from "./commit.ts";
import { SYSTEM } from "./effects.ts";
import { ROW_LIMIT } from "./row-limit.ts";

export interface StoredIncident extends Record<string, SqlStorageValue> {
	incident: number;
	element_id: string;
	resolved_at: number | null;
	command: string | null;
}

export function readIncident(sql: SqlStorage, incident: number): StoredIncident | undefined {
	return sql
		.exec<StoredIncident>("SELECT incident, element_id, resolved_at, command FROM incident WHERE incident = ?", incident)
		.toArray()[0];
}

/** Incidents that wait for somebody, the oldest first. */
export function openIncidents(sql: SqlStorage): number[] {
	return sql
		.exec<{ incident: number }>("SELECT incident FROM incident WHERE resolved_at IS NULL ORDER BY raised_at, incident")
		.toArray()
		.map(({ incident }) => incident);
}

/**
 * Records that a whole command failed, with the command, so that it can be made again once the cause is mended. The same
 * command failing again is the same incident, tried once more. Inside `transactionSync`.
 */
export function raise(sql: SqlStorage, command: { readonly type: string }, problem: Problem, now: number): Committed {
	const text = JSON.stringify(command);
	const kept = new TextEncoder().encode(text).byteLength <= ROW_LIMIT ? text : JSON.stringify({ type: command.type });
	// An allocation is solved as it is asked for again, and its answer comes later; any other command that was solved was made.
	const known = sql
		.exec<{ incident: number; attempts: number; since: number; open: number }>(
			`SELECT incident, attempts, ifnull(since, raised_at) AS since, resolved_at IS NULL AS open FROM incident
			WHERE command = ? AND (resolved_at IS NULL OR ?) ORDER BY incident LIMIT 1`,
			kept,
			command.type === "allocate" ? 1 : 0,
		)
		.toArray()[0];
	const incident =
		known?.open === 1
			? known.incident
			: sql.exec<{ next: number }>("SELECT min(0, ifnull(min(incident), 0)) - 1 AS next FROM incident").one().next;
	sql.exec(
		`INSERT OR REPLACE INTO incident (incident, element_id, element_name, code, detail, raised_at, resolved_at, command, attempts, since)
		VALUES (?1, ?2, ifnull((SELECT name FROM task WHERE element_id = ?2 ORDER BY task DESC LIMIT 1), ''), ?3, ?4, ?5, NULL, ?6, ?7, ?8)`,
		incident,
		problem.at ?? "",
		problem.code,
		problem.detail,
		now,
		kept,
		known === undefined ? 0 : known.attempts + 1,
		known?.since ?? now,
	);
	const committed = note(sql, {
		command: command.type,
		actor: SYSTEM,
		now,
		entries: [
			{
				kind: "incident-raised",
				...(problem.at === undefined ? {} : { elementId: problem.at }),
				incident,
				code: problem.code,
				detail: problem.detail,
			},
		],
	});
	return { ...committed, failure: problem };
}

export function resolve(sql: SqlStorage, incident: number, now: number): void {
	sql.exec("UPDATE incident SET resolved_at = ? WHERE incident = ?", now, incident);
}
