import type { Calendar } from "./calendar.ts";
import { parseDuration } from "./iso-8601.ts";
import { usualWork } from "./working-day.ts";

const PARTS = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/**
 * An ISO 8601 duration as working milliseconds: an hour is an hour of work, a day is a working day of the calendar (on average, when
 * its days differ), a week is its week. `null` for what is no duration, for a negative one, and for months and years, which are no
 * amount of work.
 */
export function parseWorkingDuration(text: string, calendar: Calendar): number | null {
	const match = PARTS.exec(text);
	if (match === null || parseDuration(text) === null) return null;
	const part = (index: number): number => Number(match[index] ?? 0);
	const { week, day } = usualWork(calendar);
	return part(1) * week + part(2) * day + part(3) * 3_600_000 + part(4) * 60_000 + Math.round(part(5) * 1000);
}
