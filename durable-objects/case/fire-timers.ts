import type { At } from "./steps.ts";

/** Timers fired in one alarm; the rest follows in the next. */
const TIMERS_PER_ALARM = 100;

/** Fires the timers that are due, each in a step of its own, within the bounds of one alarm. */
export async function fireTimers({ facts, sql, steps }: At): Promise<void> {
	for (let fired = 0; fired < TIMERS_PER_ALARM; fired++) {
		const due = sql
			.exec<{ timer: number }>("SELECT timer FROM timer WHERE due_at <= ? ORDER BY due_at, timer LIMIT 1", Date.now())
			.toArray()[0];
		if (due === undefined) return;
		await steps.system(facts, () => {
			// Gone with the step that fires it; a cyclic timer is set again by that step.
			const gone = sql.exec("DELETE FROM timer WHERE timer = ? RETURNING timer", due.timer).toArray();
			return gone.length === 0 ? undefined : { type: "fire-timer", timer: due.timer };
		});
	}
}
