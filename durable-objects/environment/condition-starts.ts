import type { ActiveRelease } from "../../domain/deployment/release.ts";
import type { Variables } from "../../domain/engine/types.ts";
import { compileFeel, evaluateFeel } from "../../domain/rules/feel.ts";
import { backOff } from "../wake.ts";

interface ConditionRow extends Record<string, SqlStorageValue> {
	element_id: string;
	due_at: number;
	attempts: number;
}

/** Starts taken up in one alarm. */
const STARTS_PER_ALARM = 50;

/**
 * Asks the conditions of the active package's start events over the parameters of the environment (BPMN 2.0.2 §10.5.2): whenever those
 * are set and as a package goes live. One that was false and is true now begins a case, by the next alarm; what is neither true nor
 * false does not hold.
 */
export function askConditionStarts(storage: DurableObjectStorage, active: ActiveRelease | null, now: number): void {
	const { sql } = storage;
	const parameters = JSON.parse(active?.parameters ?? "{}") as Variables;
	const held = new Map<string, boolean>();
	for (const { elementId, condition } of active?.release.starts ?? [])
		if (condition !== undefined) held.set(elementId, (held.get(elementId) ?? false) || holds(condition, parameters, now));
	storage.transactionSync(() => {
		for (const { element_id } of sql.exec<{ element_id: string }>("SELECT element_id FROM condition_start").toArray())
			if (!held.has(element_id)) sql.exec("DELETE FROM condition_start WHERE element_id = ?", element_id);
		for (const [elementId, is] of held)
			sql.exec(
				`INSERT INTO condition_start (element_id, holds, due_at) VALUES (?1, ?2, iif(?2 = 1, ?3, NULL))
				ON CONFLICT (element_id) DO UPDATE SET due_at = iif(?2 = 1 AND holds = 0, ?3, due_at), holds = ?2`,
				elementId,
				is ? 1 : 0,
				now,
			);
	});
}

/**
 * Begins the cases of conditions that became true. `start` is given the start event and the moment; the same pair always means the
 * same case. One that fails is tried again later.
 */
export async function startDueConditions(
	sql: SqlStorage,
	now: number,
	start: (elementId: string, at: number) => Promise<void>,
): Promise<void> {
	for (let starts = 0; starts < STARTS_PER_ALARM; starts++) {
		const due = sql
			.exec<ConditionRow>(
				"SELECT element_id, due_at, attempts FROM condition_start WHERE max(due_at, ifnull(retry_at, 0)) <= ? ORDER BY due_at LIMIT 1",
				now,
			)
			.toArray()[0];
		if (due === undefined) return;
		const { element_id, due_at, attempts } = due;
		try {
			await start(element_id, due_at);
		} catch (error) {
			console.error(JSON.stringify({ at: "environment.condition-start", element: element_id, error: String(error) }));
			sql.exec(
				"UPDATE condition_start SET attempts = attempts + 1, retry_at = ? WHERE element_id = ? AND due_at = ?",
				now + backOff(attempts),
				element_id,
				due_at,
			);
			continue;
		}
		// The moment in the predicate: it may have become false and true again while the case was started.
		sql.exec(
			"UPDATE condition_start SET due_at = NULL, attempts = 0, retry_at = NULL WHERE element_id = ? AND due_at = ?",
			element_id,
			due_at,
		);
	}
}

/** When the object must wake for them; `null`: not. */
export function nextConditionStart(sql: SqlStorage): number | null {
	return sql
		.exec<{ at: number | null }>("SELECT min(max(due_at, ifnull(retry_at, 0))) AS at FROM condition_start WHERE due_at IS NOT NULL")
		.one().at;
}

function holds(condition: string, parameters: Variables, now: number): boolean {
	const compiled = compileFeel(condition);
	const answer = compiled.ok ? evaluateFeel(compiled.value, { parameters }, now) : undefined;
	return answer?.ok === true && answer.value === true;
}
