import { nextDue, release, suspended } from "./held.ts";
import type { At } from "./steps.ts";

/** Steps of one alarm; the rest follows in the next. */
const STEPS_PER_ALARM = 100;

/**
 * Carries out what is due, each in a step of its own, within the bounds of one alarm: timers, and what came while the case was
 * suspended, in the order in which they came. A suspended case keeps them all.
 */
export async function fireTimers({ facts, sql, steps }: At): Promise<void> {
	for (let made = 0; made < STEPS_PER_ALARM; made++) {
		const due = suspended(sql) ? undefined : nextDue(sql, Date.now());
		if (due === undefined) return;
		const { held, timer } = due;
		await steps.system(facts, () => {
			if (suspended(sql)) return undefined;
			if (held !== null) return release(sql, held);
			// Gone with the step that fires it; a cyclic timer is set again by that step.
			const gone = sql.exec("DELETE FROM timer WHERE timer = ? RETURNING timer", timer).toArray();
			return gone.length === 0 || timer === null ? undefined : { type: "fire-timer", timer };
		});
	}
}
