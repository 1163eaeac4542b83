import { addWorkingTime } from "./working-time.ts";
import type { Calendar } from "./calendar.ts";
import { addDuration, parseDuration } from "./iso-8601.ts";
import { parseWorkingDuration } from "./working-duration.ts";

/**
 * The moment that lies an ISO 8601 duration after another: by the clock, or in the working time of a calendar. Epoch milliseconds.
 * `null`: the text is no duration (months and years are none in working time), or nobody works that long within a hundred years.
 */
export function after(moment: number, duration: string, calendar: Calendar | null): number | null {
	if (calendar === null) {
		const parsed = parseDuration(duration);
		return parsed === null ? null : addDuration(moment, parsed);
	}
	const amount = parseWorkingDuration(duration, calendar);
	return amount === null ? null : addWorkingTime(calendar, moment, amount);
}

/** Whether a text is a duration that can be counted in working time, whatever the calendar. */
export function isWorkingDuration(text: string): boolean {
	return parseDuration(text) !== null && !/^-|^P[^T]*[YM]/.test(text);
}
