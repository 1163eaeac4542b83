/** A bucket of `burst` tries that gains one every `refillMs` milliseconds. */
export interface Bucket {
	readonly burst: number;
	readonly refillMs: number;
}

/** Full buckets say nothing, so they are swept once the table has this many rows. */
const SWEEP_ABOVE_ROWS = 5_000;

/**
 * Takes one try from the bucket of `key`. Answers 0 when it was there, else the milliseconds until the next one;
 * a refused try costs nothing, so that waiting always helps.
 */
export function takeTry(sql: SqlStorage, key: string, bucket: Bucket, now: number): number {
	const row = sql.exec<{ tokens: number; at: number }>("SELECT tokens, at FROM realm_throttle WHERE key = ?", key).toArray()[0];
	const tokens = row === undefined ? bucket.burst : Math.min(bucket.burst, row.tokens + Math.max(0, now - row.at) / bucket.refillMs);
	if (tokens < 1) return Math.ceil((1 - tokens) * bucket.refillMs);
	sql.exec("INSERT OR REPLACE INTO realm_throttle (key, tokens, at) VALUES (?, ?, ?)", key, tokens - 1, now);
	if (row === undefined) sweep(sql, now);
	return 0;
}

/** Fills the bucket again, after a sign-in that held. */
export function forgetTries(sql: SqlStorage, key: string): void {
	sql.exec("DELETE FROM realm_throttle WHERE key = ?", key);
}

function sweep(sql: SqlStorage, now: number): void {
	const count = sql.exec<{ n: number }>("SELECT count(*) AS n FROM realm_throttle").one().n;
	if (count > SWEEP_ABOVE_ROWS) sql.exec("DELETE FROM realm_throttle WHERE at < ?", now - 3_600_000);
}
