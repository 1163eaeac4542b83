import type { CorrelationMessage, AllocationRequest, LaneRow } from "../../domain/case/lanes.ts";
import type { EffectMessage } from "../../domain/case/effect.ts";
import type { CaseProjection } from "../../domain/case/rows.ts";
import { backOff } from "../wake.ts";

/** A lane whose delivery was not confirmed is tried again after this, also when the object died in between. Milliseconds. */
export const REDELIVER_MS = 10_000;
/** An effect that no consumer took up is sent to the queue again after this, doubled each time up to ten minutes. */
export const RESEND_MS = 10_000;
const LONGEST_RESEND_MS = 600_000;
/** Rows in one delivery. */
const BATCH = 50;
/** Effects that one alarm sends again; the rest follows in the next. */
const MOST_RESENT = 500;

/** `mark` writes the case's mark to R2, `worklist` sends the newest projection, the others send their rows in order. */
export type Lane = "mark" | "worklist" | "environment" | `correlation/${number}`;

/** Where lanes lead. Each answers the receiver's watermark; what throws is tried again. */
export interface Receivers {
	readonly mark: () => Promise<void>;
	readonly worklist: (projection: CaseProjection) => Promise<number>;
	readonly environment: (rows: LaneRow<AllocationRequest>[]) => Promise<number>;
	readonly correlation: (shard: number, rows: LaneRow<CorrelationMessage>[]) => Promise<number>;
	readonly queue: (messages: EffectMessage[]) => Promise<void>;
	readonly projection: () => CaseProjection;
}

/** Writes a row to an ordered lane, inside the transaction of a step. */
export function post(sql: SqlStorage, lane: Lane, body: CorrelationMessage | AllocationRequest, now: number): void {
	const { last } = sql
		.exec<{ last: number }>(
			"INSERT INTO lane (lane, last, next_at) VALUES (?1, 1, ?2) ON CONFLICT (lane) DO UPDATE SET last = last + 1, next_at = CASE WHEN confirmed < last THEN next_at ELSE excluded.next_at END RETURNING last",
			lane,
			now + REDELIVER_MS,
		)
		.one();
	sql.exec("INSERT INTO outbox (lane, sequence, body) VALUES (?, ?, ?)", lane, last, JSON.stringify(body));
}

/** Says that the Worklist (or the mark) has to catch up with step `sequence`; what it is sent is read when it is sent. */
export function advanceLane(sql: SqlStorage, lane: "worklist" | "mark", sequence: number, now: number): void {
	sql.exec(
		"INSERT INTO lane (lane, last, next_at) VALUES (?1, ?2, ?3) ON CONFLICT (lane) DO UPDATE SET last = ?2, next_at = CASE WHEN confirmed < last THEN next_at ELSE ?3 END",
		lane,
		sequence,
		now + REDELIVER_MS,
	);
}

/** Keeps an outside effect, inside the transaction of a step. */
export function postEffect(sql: SqlStorage, effect: EffectMessage, now: number): void {
	sql.exec(
		"INSERT INTO effect (key, body, next_at) VALUES (?, ?, ?) ON CONFLICT (key) DO NOTHING",
		effect.key,
		JSON.stringify(effect),
		now + RESEND_MS,
	);
}

/** The consumer has done the effect, or it is not wanted any more: only now is its row gone. */
export function confirmEffect(sql: SqlStorage, key: string): void {
	sql.exec("DELETE FROM effect WHERE key = ?", key);
}

/** A consumer works on it until `until`; only after that is it sent again. */
export function holdEffect(sql: SqlStorage, key: string, until: number): void {
	sql.exec("UPDATE effect SET next_at = ? WHERE key = ?", until, key);
}

/** When the case must wake: its earliest timer or delivery; `null`: never. A suspended case wakes for deliveries only. */
export function nextWake(sql: SqlStorage): number | null {
	return sql
		.exec<{ at: number | null }>(
			// Each minimum on its own is one look at an index.
			`SELECT min(at) AS at FROM (SELECT min(next_at) AS at FROM lane WHERE confirmed < last
			UNION ALL SELECT min(next_at) FROM effect
			UNION ALL SELECT at FROM (SELECT (SELECT min(due_at) FROM timer) AS at UNION ALL SELECT min(at) FROM held
				UNION ALL SELECT min(next_at) FROM alarm)
				WHERE (SELECT state FROM position) <> 'suspended')`,
		)
		.one().at;
}

/**
 * The same, without the deliveries that are made while this is asked: what another object may know of it, to find a case whose alarm
 * was lost.
 */
export function nextWork(sql: SqlStorage): number | null {
	return sql
		.exec<{ at: number | null }>(
			`SELECT min(at) AS at FROM (SELECT min(next_at) AS at FROM lane WHERE confirmed < last AND lane NOT IN ('worklist', 'mark')
			UNION ALL SELECT min(next_at) FROM effect
			UNION ALL SELECT at FROM (SELECT (SELECT min(due_at) FROM timer) AS at UNION ALL SELECT min(at) FROM held
				UNION ALL SELECT min(next_at) FROM alarm)
				WHERE (SELECT state FROM position) <> 'suspended')`,
		)
		.one().at;
}

/** A lane is under way from now: it is due again only when that has had its time. */
export function holdLane(sql: SqlStorage, lane: Lane, now: number): void {
	sql.exec("UPDATE lane SET next_at = ? WHERE lane = ?", now + REDELIVER_MS, lane);
}

/** The lanes that have something to deliver; with `due`, only those whose time has come (an alarm after a failure waits). */
export function pendingLanes(sql: SqlStorage, due?: number): Lane[] {
	return sql
		.exec<{ lane: Lane }>("SELECT lane FROM lane WHERE confirmed < last AND next_at <= ? ORDER BY lane", due ?? Number.MAX_SAFE_INTEGER)
		.toArray()
		.map((row) => row.lane);
}

/** Delivers one lane until it is empty. A failure is recorded on the lane and thrown to nobody: the alarm comes again. */
export async function deliverLane(sql: SqlStorage, lane: Lane, to: Receivers, clock: () => number): Promise<void> {
	let state = sql.exec<LaneState>("SELECT last, confirmed, attempts FROM lane WHERE lane = ?", lane).toArray()[0];
	while (state !== undefined && state.confirmed < state.last) {
		const { last, attempts } = state;
		try {
			const confirmed = await deliverOnce(sql, lane, last, to);
			if (hasRows(lane)) sql.exec("DELETE FROM outbox WHERE lane = ? AND sequence <= ?", lane, confirmed);
			// What came meanwhile shows in the same row: the next round of this loop carries it.
			state = sql
				.exec<LaneState>(
					"UPDATE lane SET confirmed = max(confirmed, ?), attempts = 0 WHERE lane = ? RETURNING last, confirmed, attempts",
					confirmed,
					lane,
				)
				.toArray()[0];
		} catch (error) {
			sql.exec("UPDATE lane SET attempts = attempts + 1, next_at = ? WHERE lane = ?", clock() + backOff(attempts), lane);
			console.error(JSON.stringify({ at: "case.outbox", lane, attempts: attempts + 1, error: String(error) }));
			return;
		}
	}
}

interface LaneState extends Record<string, SqlStorageValue> {
	last: number;
	confirmed: number;
	attempts: number;
}

/** Whether a lane's messages are rows of the outbox: a mark and a projection are made when they are sent. */
function hasRows(lane: Lane): boolean {
	return lane !== "mark" && lane !== "worklist";
}

async function deliverOnce(sql: SqlStorage, lane: Lane, last: number, to: Receivers): Promise<number> {
	switch (lane) {
		case "mark":
			await to.mark();
			return last;
		case "worklist": {
			const projection = to.projection();
			await to.worklist(projection);
			return projection.sequence;
		}
		case "environment":
			return to.environment(rows<AllocationRequest>(sql, lane));
		default:
			return to.correlation(Number(lane.slice("correlation/".length)), rows<CorrelationMessage>(sql, lane));
	}
}

function rows<Body>(sql: SqlStorage, lane: Lane): LaneRow<Body>[] {
	return sql
		.exec<{ sequence: number; body: string }>("SELECT sequence, body FROM outbox WHERE lane = ? ORDER BY sequence LIMIT ?", lane, BATCH)
		.toArray()
		.map((row) => ({ sequence: row.sequence, body: JSON.parse(row.body) as Body }));
}

/** Sends effects to the queue: the given ones at once, or those that are due. */
export async function sendEffects(sql: SqlStorage, keys: readonly string[] | "due", to: Receivers, clock: () => number): Promise<void> {
	const now = clock();
	const rows =
		keys === "due"
			? sql
					.exec<EffectRow>("SELECT key, body, attempts FROM effect WHERE next_at <= ? ORDER BY next_at LIMIT ?", now, MOST_RESENT)
					.toArray()
			: keys.flatMap((key) => sql.exec<EffectRow>("SELECT key, body, attempts FROM effect WHERE key = ?", key).toArray());
	// The next try is written before the send: a send that hangs or kills the object is tried again, not at once.
	if (keys === "due")
		for (const row of rows)
			sql.exec(
				"UPDATE effect SET attempts = attempts + 1, next_at = ? WHERE key = ?",
				now + Math.min(RESEND_MS * 2 ** Math.min(row.attempts + 1, 10), LONGEST_RESEND_MS),
				row.key,
			);
	try {
		for (let from = 0; from < rows.length; from += BATCH)
			await to.queue(rows.slice(from, from + BATCH).map((row) => JSON.parse(row.body) as EffectMessage));
	} catch (error) {
		console.error(JSON.stringify({ at: "case.effects", error: String(error) }));
	}
}

interface EffectRow extends Record<string, SqlStorageValue> {
	key: string;
	body: string;
	attempts: number;
}
