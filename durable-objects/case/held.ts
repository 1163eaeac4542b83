import type { Command } from "../../domain/engine/types.ts";
import { withinRow } from "./row-limit.ts";

/** Whether an operator holds the case. */
export function suspended(sql: SqlStorage): boolean {
	return sql.exec("SELECT 1 FROM position WHERE state = 'suspended'").toArray().length > 0;
}

/** Keeps a command that came while the case is suspended: what was answered or sent is not asked for again. In a transaction. */
export function hold(sql: SqlStorage, command: Command, now: number): void {
	sql.exec("INSERT INTO held (at, command) VALUES (?, ?)", now, withinRow(JSON.stringify(command), "What came for a suspended case"));
}

/** What is due next: a timer, or what came while the case was suspended, the earlier first. Times are epoch milliseconds. */
export function nextDue(sql: SqlStorage, now: number): { readonly held: number | null; readonly timer: number | null } | undefined {
	return sql
		.exec<{ held: number | null; timer: number | null }>(
			`SELECT held, NULL AS timer, at, held AS place FROM held WHERE at <= ?1
			UNION ALL SELECT NULL, timer, due_at, timer FROM timer WHERE due_at <= ?1 ORDER BY at, place LIMIT 1`,
			now,
		)
		.toArray()[0];
}

/** Takes what was held out of its row, in the transaction of the step that carries it out. */
export function release(sql: SqlStorage, held: number): Command | undefined {
	const row = sql.exec<{ command: string }>("DELETE FROM held WHERE held = ? RETURNING command", held).toArray()[0];
	return row === undefined ? undefined : (JSON.parse(row.command) as Command);
}
