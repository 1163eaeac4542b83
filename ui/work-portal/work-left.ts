import type { Calendar } from "../../domain/calendar/calendar.ts";
import { usualWork } from "../../domain/calendar/working-day.ts";
import { workingTimeBetween } from "../../domain/calendar/working-time.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Further away than this the clock alone says enough. */
const NEAR = 366 * 24 * HOUR;

/** How much a person works until a due moment, or has worked since, in words; `undefined` where that says nothing. */
export function workLeft(calendar: Calendar, now: number, dueAt: number): string | undefined {
	if (Math.abs(dueAt - now) > NEAR) return undefined;
	const work = workingTimeBetween(calendar, now, dueAt);
	if (work === 0) return dueAt > now ? "no working time left" : undefined;
	const words = lengthWords(Math.abs(work), usualWork(calendar).day);
	return work > 0 ? `${words} of work left` : `${words} of work late`;
}

/** `3 days`, `5 h`, `2 h 30 min`, `4 min`: a day is a working day. */
function lengthWords(work: number, day: number): string {
	if (day > 0 && work >= 2 * day) return `${Math.floor(work / day)} days`;
	const hours = Math.floor(work / HOUR);
	const minutes = Math.floor((work % HOUR) / MINUTE);
	if (hours === 0) return minutes === 0 ? "less than a minute" : `${minutes} min`;
	return minutes === 0 || hours >= 8 ? `${hours} h` : `${hours} h ${minutes} min`;
}
