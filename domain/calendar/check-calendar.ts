import type { Problem } from "../problem.ts";
import type { Calendar, Interval } from "./calendar.ts";
import { minutesOf } from "./working-day.ts";
import { isZone } from "./zone.ts";

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/**
 * What is wrong with a calendar that has the right shape, the first thing first; `null`: nothing. `at` is the path of the field.
 * Codes: `calendar.unknown_zone`, `calendar.ends_before_start`, `calendar.overlap`, `calendar.no_working_time`,
 * `calendar.not_a_date`, `calendar.two_holidays`.
 */
export function checkCalendar(given: Calendar): Problem | null {
	if (!isZone(given.zone))
		return {
			code: "calendar.unknown_zone",
			detail: `There is no time zone "${given.zone}". Use a name such as Europe/Copenhagen.`,
			at: "zone",
		};
	for (const [day, intervals] of given.week.entries()) {
		const wrong = checkIntervals(intervals, DAYS[day] ?? "", `week.${day}`);
		if (wrong !== null) return wrong;
	}
	if (given.week.every((intervals) => intervals.length === 0))
		return { code: "calendar.no_working_time", detail: "Nobody works in this week. Give at least one day working time.", at: "week" };
	const seen = new Set<string>();
	for (const [index, each] of given.holidays.entries()) {
		const at = `holidays.${index}`;
		if (!isDate(each.date)) return { code: "calendar.not_a_date", detail: `${each.date} is not a day of the calendar.`, at: `${at}.date` };
		if (seen.has(each.date))
			return { code: "calendar.two_holidays", detail: `There are two holidays on ${each.date}. Keep one.`, at: `${at}.date` };
		seen.add(each.date);
		const wrong = checkIntervals(each.hours ?? [], each.name === "" ? each.date : each.name, `${at}.hours`);
		if (wrong !== null) return wrong;
	}
	return null;
}

function checkIntervals(intervals: readonly Interval[], day: string, at: string): Problem | null {
	const sorted = intervals
		.map((each, index) => ({ from: minutesOf(each.from), to: minutesOf(each.to), index, text: `${each.from}–${each.to}` }))
		.toSorted((one, other) => one.from - other.from);
	for (const each of sorted)
		if (each.to <= each.from)
			return {
				code: "calendar.ends_before_start",
				detail: `${day}: ${each.text} ends before it starts. Write work over midnight as two intervals: until 24:00, and from 00:00 on the next day.`,
				at: `${at}.${each.index}`,
			};
	for (const [index, each] of sorted.entries()) {
		const before = sorted[index - 1];
		if (before !== undefined && each.from < before.to)
			return {
				code: "calendar.overlap",
				detail: `${day}: ${before.text} and ${each.text} overlap. Join them or change one.`,
				at: `${at}.${each.index}`,
			};
	}
	return null;
}

/** A day that exists; of a yearly one, in a leap year at least. */
export function isDate(text: string): boolean {
	const full = text.length === 5 ? `2000-${text}` : text;
	const moment = Date.parse(`${full}T00:00Z`);
	return !Number.isNaN(moment) && new Date(moment).toISOString().startsWith(full);
}
