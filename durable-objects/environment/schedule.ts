import type { Calendar } from "../../domain/calendar/calendar.ts";
import { timerStartAt, workingTimerStartAt } from "../../domain/calendar/timer-start.ts";
import type { ProgramStart } from "../../domain/engine/types.ts";
import { backOff } from "../wake.ts";

interface ScheduleRow extends Record<string, SqlStorageValue> {
	element_id: string;
	timer: string;
	since: number;
	fired: number;
	next_at: number | null;
	attempts: number;
	retry_at: number | null;
}

/** Firings taken up in one alarm, so that an environment that slept does not hold its object for minutes. */
const FIRINGS_PER_ALARM = 50;

/**
 * Fires the timer starts that are due. `start` is given the start event and the instant; the same pair always means the same
 * case, so that a firing whose answer was lost is repeated without a second case. Missed instants are fired one by one. `calendar` is
 * asked for starts that count in working time.
 */
export async function fireDue(
	sql: SqlStorage,
	now: number,
	start: (elementId: string, at: number) => Promise<void>,
	calendar: () => Promise<Calendar>,
): Promise<void> {
	for (let firings = 0; firings < FIRINGS_PER_ALARM; firings++) {
		const due = sql
			.exec<ScheduleRow>("SELECT * FROM schedule WHERE next_at <= ?1 AND ifnull(retry_at, 0) <= ?1 ORDER BY next_at LIMIT 1", now)
			.toArray()[0];
		if (due === undefined || due.next_at === null) return;
		const timer = JSON.parse(due.timer) as NonNullable<ProgramStart["timer"]>;
		let next: number | undefined;
		try {
			next =
				timer.working === true
					? workingTimerStartAt(timer, due.next_at, due.fired + 1, await calendar())
					: timerStartAt(timer, due.since, due.fired + 1);
			await start(due.element_id, due.next_at);
		} catch (error) {
			console.error(JSON.stringify({ at: "environment.schedule", element: due.element_id, error: String(error) }));
			sql.exec(
				"UPDATE schedule SET attempts = attempts + 1, retry_at = ? WHERE element_id = ? AND since = ?",
				now + backOff(due.attempts),
				due.element_id,
				due.since,
			);
			continue;
		}
		// `since` in the predicate: while the case was started another package may have gone live, with schedules of its own.
		sql.exec(
			"UPDATE schedule SET fired = fired + 1, next_at = ?, attempts = 0, retry_at = NULL WHERE element_id = ? AND since = ?",
			next ?? null,
			due.element_id,
			due.since,
		);
	}
}

/** When the object must wake for its schedules; `null`: never. */
export function nextFiring(sql: SqlStorage): number | null {
	return sql
		.exec<{ at: number | null }>("SELECT min(max(next_at, ifnull(retry_at, 0))) AS at FROM schedule WHERE next_at IS NOT NULL")
		.one().at;
}
