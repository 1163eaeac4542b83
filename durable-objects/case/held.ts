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

/**
 * What is due next: a timer, or what came while the case was suspended, the earlier first. Times are epoch milliseconds. Both are
 * looked up by index: a hundred thousand timers may be due at once.
 */
export function nextDue(sql: SqlStorage, now: number): { readonly held: number } | { readonly timer: number } | undefined {
	const [timer] = sql
		.exec<{ timer: number; at: number }>("SELECT timer, due_at AS at FROM timer WHERE due_at <= ? ORDER BY due_at, timer LIMIT 1", now)
		.toArray();
	const [held] = sql.exec<{ held: number; at: number }>("SELECT held, at FROM held WHERE at <= ? ORDER BY held LIMIT 1", now).toArray();
	if (held === undefined) return timer;
	return timer === undefined || held.at <= timer.at ? held : timer;
}

/** Takes what was held out of its row, in the transaction of the step that carries it out. */
export function release(sql: SqlStorage, held: number): Command | undefined {
	const row = sql.exec<{ command: string }>("DELETE FROM held WHERE held = ? RETURNING command", held).toArray()[0];
	return row === undefined ? undefined : (JSON.parse(row.command) as Command);
}
