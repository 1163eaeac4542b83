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
	readonly idempotencyKey: string;
	/** The case is there: these are used up. */
	done(): void;
}

/**
 * Keeps a trigger of a start event that begins a case when all of its triggers came (BPMN 2.0.2 §10.5.2, parallel multiple), once by
 * its `id`. Answers them when there is one of each, the oldest first; nothing while some are still to come.
 */
export function keepTogether(
	sql: SqlStorage,
	start: ProgramStart,
	came: { readonly id: string; readonly payload: string },
	now: number,
): Together | undefined {
	const { elementId, event = 0, together = 1 } = start;
	sql.exec("DELETE FROM start_came WHERE at < ?", now - KEPT_MS);
	sql.exec(
		"INSERT OR IGNORE INTO start_came (element_id, event, id, payload, at) VALUES (?, ?, ?, ?, ?)",
		elementId,
		event,
		came.id,
		came.payload,
		now,
	);
	const all: CameRow[] = [];
	for (let index = 0; index < together; index++) {
		const [oldest] = sql
			.exec<CameRow>(
				"SELECT event, id, payload FROM start_came WHERE element_id = ? AND event = ? AND used = 0 ORDER BY at, id LIMIT 1",
				elementId,
				index,
			)
			.toArray();
		if (oldest === undefined) return undefined;
		all.push(oldest);
	}
	const brought = all
		.map(({ payload }) => JSON.parse(payload) as unknown)
		.filter((each) => typeof each === "object" && each !== null && !Array.isArray(each));
	return {
		variables: Object.assign({}, ...brought) as Variables,
		idempotencyKey: `together:${elementId}:${JSON.stringify(all.map(({ id }) => id))}`,
		done: () => {
			for (const { event: index, id } of all)
				sql.exec("UPDATE start_came SET used = 1 WHERE element_id = ? AND event = ? AND id = ?", elementId, index, id);
		},
	};
}

/** Another package goes live: what came for start events that it does not have is forgotten. */
export function forgetTogether(sql: SqlStorage, starts: readonly ProgramStart[]): void {
	const kept = new Set(starts.flatMap(({ elementId, together }) => (together === undefined ? [] : [elementId])));
	for (const { element_id } of sql.exec<{ element_id: string }>("SELECT DISTINCT element_id FROM start_came").toArray())
		if (!kept.has(element_id)) sql.exec("DELETE FROM start_came WHERE element_id = ?", element_id);
}
