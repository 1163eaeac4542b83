import type { CaseId } from "../../domain/ids.ts";
import { type EnvironmentScope, objects } from "../../workers/tenancy/objects.ts";
import { backOff } from "../wake.ts";

interface Signal extends Record<string, SqlStorageValue> {
	id: string;
	signal: string;
	payload: string;
	upto: number;
	attempts: number;
}

interface Wait extends Record<string, SqlStorageValue> {
	id: number;
	case_id: string;
	subscription: number;
}

/** Waits of a signal that are read at once. */
const PAGE = 50;

/** A case waits for a signal. */
export function openSignal(sql: SqlStorage, caseId: CaseId, subscription: number, signal: string): void {
	sql.exec("INSERT OR IGNORE INTO signal_wait (case_id, subscription, signal) VALUES (?, ?, ?)", caseId, subscription, signal);
}

/** Keeps a signal until it has reached everyone who waits for it now. Lanes drop repeats, so it is not remembered after that. */
export function keepSignal(
	sql: SqlStorage,
	signal: { readonly id: string; readonly signal: string; readonly payload: string },
	now: number,
): void {
	sql.exec(
		`INSERT OR IGNORE INTO signal (id, signal, payload, upto, next_at)
		VALUES (?, ?, ?, (SELECT ifnull(max(id), 0) FROM signal_wait WHERE signal = ?), ?)`,
		signal.id,
		signal.signal,
		signal.payload,
		signal.signal,
		now,
	);
}

/**
 * Brings every signal that is due to its waits, a page at a time, and to the start events. A wait is forgotten once its case has
 * answered; after a crash the case is asked again and answers the same.
 */
export async function broadcastDue(sql: SqlStorage, env: Env, scope: () => EnvironmentScope): Promise<void> {
	for (;;) {
		const [due] = sql.exec<Signal>("SELECT * FROM signal WHERE next_at <= ? ORDER BY seq LIMIT 1", Date.now()).toArray();
		if (due === undefined) return;
		try {
			await broadcast(sql, env, scope(), due);
			sql.exec("DELETE FROM signal WHERE id = ?", due.id);
		} catch (error) {
			sql.exec("UPDATE signal SET attempts = attempts + 1, next_at = ? WHERE id = ?", Date.now() + backOff(due.attempts), due.id);
			console.error(JSON.stringify({ at: "correlation.signal", signal: due.id, error: String(error) }));
		}
	}
}

async function broadcast(sql: SqlStorage, env: Env, scope: EnvironmentScope, signal: Signal): Promise<void> {
	for (;;) {
		const page = sql
			.exec<Wait>(
				"SELECT id, case_id, subscription FROM signal_wait WHERE signal = ? AND id <= ? ORDER BY id LIMIT ?",
				signal.signal,
				signal.upto,
				PAGE,
			)
			.toArray();
		if (page.length === 0) break;
		for (const wait of page) {
			const caseId = wait.case_id as CaseId;
			await objects.case(env, scope, caseId).deliverMessage(scope, caseId, {
				subscription: wait.subscription,
				messageId: `${signal.id}.${wait.subscription}`,
				payload: signal.payload,
			});
			sql.exec("DELETE FROM signal_wait WHERE id = ?", wait.id);
		}
	}
	await objects.environment(env, scope).startBySignal(scope, { signalId: signal.id, signal: signal.signal, payload: signal.payload });
}
