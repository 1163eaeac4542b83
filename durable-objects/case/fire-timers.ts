import type { Command } from "../../domain/engine/types.ts";
import { nextDue, release, suspended } from "./held.ts";
import { RowTooLarge } from "./row-limit.ts";
import type { At } from "./steps.ts";

/** Steps of one alarm that are made one by one. */
const STEPS_ALONE = 20;

/**
 * Carries out what is due, each in a step of its own, as much as one alarm may cost; the rest follows in the next alarm, so that
 * people get their turn between. Timers come by the time they are due, and what came while the case was suspended in its order among
 * them. A suspended case keeps them all.
 */
export async function fireTimers({ facts, sql, steps }: At): Promise<void> {
	const next = (now: number): Command | undefined => {
		const due = suspended(sql) ? undefined : nextDue(sql, now);
		if (due === undefined) return undefined;
		if ("held" in due) return release(sql, due.held);
		// Gone with the step that fires it; a cyclic timer is set again by that step.
		sql.exec("DELETE FROM timer WHERE timer = ?", due.timer);
		return { type: "fire-timer", timer: due.timer };
	};
	try {
		await steps.systemTogether(facts, next);
	} catch (error) {
		if (!(error instanceof RowTooLarge)) throw error;
		// One of them makes the state too large. Alone it is an incident, and the others go on.
		for (let made = 0; made < STEPS_ALONE; made++) if (!(await steps.system(facts, next))) return;
	}
}
