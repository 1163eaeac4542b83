import type { ProgramStart } from "../engine/types.ts";
import { after } from "./after.ts";
import type { Calendar } from "./calendar.ts";
import { addDuration, parseDate, parseDuration, parseRepeating } from "./iso-8601.ts";

type Timer = NonNullable<ProgramStart["timer"]>;

/**
 * When a timer start fires for the `fired + 1`-th time, counted from `since` (its activation). `undefined`: never again.
 * ISO 8601 date, duration, or repeating interval (`R5/PT1H`, `R/2030-01-01T00:00:00Z/P1D`). Epoch milliseconds.
 */
export function timerStartAt(timer: Timer, since: number, fired: number): number | undefined {
	switch (timer.kind) {
		case "date":
			return fired > 0 ? undefined : (parseDate(timer.value) ?? undefined);
		case "duration": {
			const duration = parseDuration(timer.value);
			return fired > 0 || duration === null ? undefined : addDuration(since, duration);
		}
		case "cycle": {
			const cycle = parseRepeating(timer.value);
			if (cycle === null || fired >= cycle.times) return undefined;
			// Without a start the first firing is one interval after the activation; with one it is the start itself.
			const intervals = cycle.start === null ? fired + 1 : fired;
			const { months, milliseconds } = cycle.every;
			return addDuration(cycle.start ?? since, { months: months * intervals, milliseconds: milliseconds * intervals });
		}
	}
}

/**
 * The same for a timer that counts in working time. Each firing is reckoned from the one before it (`last`; `since` for the first),
 * so that a changed calendar moves what is to come and never what has come.
 */
export function workingTimerStartAt(timer: Timer, last: number, fired: number, calendar: Calendar): number | undefined {
	if (timer.kind === "date") return undefined;
	if (timer.kind === "duration") return fired > 0 ? undefined : (after(last, timer.value, calendar) ?? undefined);
	const cycle = parseRepeating(timer.value);
	if (cycle === null || fired >= cycle.times) return undefined;
	if (cycle.start !== null && fired === 0) return cycle.start;
	return after(last, timer.value.slice(timer.value.lastIndexOf("/") + 1), calendar) ?? undefined;
}
