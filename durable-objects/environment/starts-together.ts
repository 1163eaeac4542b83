import type { Value } from "../../domain/data/model.ts";
import { startKey } from "../../domain/engine/start-key.ts";
import type { ProgramStart, Variables } from "../../domain/engine/types.ts";

/** How long a trigger that came is kept: longer than a message lives, so that one that is delivered again is known. */
const KEPT_MS = 10 * 24 * 3_600_000;

interface CameRow extends Record<string, SqlStorageValue> {
	event: number;
	id: string;
	payload: string;
}

/** All triggers of a start event, the oldest of each: what they brought, and a key that always means the same case. */
export interface Together {
	readonly variables: Variables;
	/** JSON text: all that the messages of one conversation carry, where each of them says its key in it. */
	readonly payload?: string;
	readonly idempotencyKey: string;
	/** The case is there: these are used up. */
	done(): void;
}

/**
 * Keeps a trigger of a start event that begins a case when all of its triggers came (BPMN 2.0.2 §10.5.2, parallel multiple), once by
 * its `id`. Answers them when there is one of each, the oldest first, and messages with a key of the model of one key (§8.4.2); nothing while
 * some are still to come.
 */
export function keepTogether(
	sql: SqlStorage,
	starts: readonly ProgramStart[],
	start: ProgramStart,
	came: { readonly id: string; readonly payload: string },
	now: number,
): Together | undefined {
	const { elementId, event = 0, together = 1 } = start;
	const own = startKey(start, JSON.parse(came.payload) as Value, now);
	sql.exec("DELETE FROM start_came WHERE at < ?", now - KEPT_MS);
	sql.exec(
		"INSERT OR IGNORE INTO start_came (element_id, event, id, payload, at, key) VALUES (?, ?, ?, ?, ?, ?)",
		elementId,
		event,
		came.id,
		came.payload,
		now,
		own,
	);
	for (const key of own === null ? keysOf(sql, elementId) : [own]) {
		const all = oldestOfEach(sql, elementId, together, key);
		if (all === undefined) continue;
		const brought = all
			.map(({ payload }) => JSON.parse(payload) as unknown)
			.filter((each) => typeof each === "object" && each !== null && !Array.isArray(each));
		const variables = Object.assign({}, ...brought) as Variables;
		const keyed = starts.filter((each) => each.elementId === elementId && each.key !== undefined);
		const says = key !== null && keyed.every((each) => startKey(each, variables, now) === key);
		return {
			variables,
			...(says && { payload: JSON.stringify(variables) }),
			idempotencyKey: `together:${elementId}:${JSON.stringify(all.map(({ id }) => id))}`,
			done: () => {
				for (const { event: index, id } of all)
					sql.exec("UPDATE start_came SET used = 1 WHERE element_id = ? AND event = ? AND id = ?", elementId, index, id);
			},
		};
	}
	return undefined;
}

/** The keys of what came and is not used up, the oldest first, and at last none. */
function keysOf(sql: SqlStorage, elementId: string): readonly (string | null)[] {
	const keys = sql
		.exec<{ key: string }>(
			"SELECT key FROM start_came WHERE element_id = ? AND used = 0 AND key IS NOT NULL GROUP BY key ORDER BY min(at), key",
			elementId,
		)
		.toArray();
	return [...keys.map(({ key }) => key), null];
}

/** The oldest of each trigger that has a key, or none of its own; undefined while one of them did not come. */
function oldestOfEach(sql: SqlStorage, elementId: string, together: number, key: string | null): readonly CameRow[] | undefined {
	const all: CameRow[] = [];
	for (let index = 0; index < together; index++) {
		const [oldest] = sql
			.exec<CameRow>(
				"SELECT event, id, payload FROM start_came WHERE element_id = ? AND event = ? AND used = 0 AND (key IS NULL OR key = ?) ORDER BY at, id LIMIT 1",
				elementId,
				index,
				key,
			)
			.toArray();
		if (oldest === undefined) return undefined;
		all.push(oldest);
	}
	return all;
}

/** Another package goes live: what came for start events that it does not have is forgotten. */
export function forgetTogether(sql: SqlStorage, starts: readonly ProgramStart[]): void {
	const kept = new Set(starts.flatMap(({ elementId, together }) => (together === undefined ? [] : [elementId])));
	for (const { element_id } of sql.exec<{ element_id: string }>("SELECT DISTINCT element_id FROM start_came").toArray())
		if (!kept.has(element_id)) sql.exec("DELETE FROM start_came WHERE element_id = ?", element_id);
}
