import { type Holiday, type Interval, MOST_INTERVALS } from "../../domain/calendar/calendar.ts";
import { type ReadHolidays, readHolidays } from "../../domain/calendar/read-holidays.ts";

export const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

const RANGE = /^(\d{1,2})(?::(\d{2}))?\s*[-–]\s*(\d{1,2})(?::(\d{2}))?$/;

/** The work of a day as it is typed: `08:00–12:00, 13:00–17:00`; empty: none. */
export function hoursText(intervals: readonly Interval[]): string {
	return intervals.map(({ from, to }) => `${from}–${to}`).join(", ");
}

/** Reads such a text, also shorter (`8-12, 13-17`). What is wrong with it is a sentence. */
export function readHours(text: string): readonly Interval[] | string {
	const parts = text.split(/[,;]/).map((each) => each.trim());
	if (text.trim() === "") return [];
	if (parts.length > MOST_INTERVALS) return `At most ${MOST_INTERVALS} times a day.`;
	const intervals: Interval[] = [];
	for (const part of parts) {
		const match = RANGE.exec(part);
		const from = match === null ? null : timeOf(match[1], match[2], 23);
		const to = match === null ? null : timeOf(match[3], match[4], 24);
		if (from === null || to === null) return `"${part}" is no time from and to. Write 08:00–17:00.`;
		if (to <= from) return `${from}–${to} ends before it starts.`;
		const before = intervals.at(-1);
		if (before !== undefined && from < before.to) return `${from}–${to} begins before ${before.to}.`;
		intervals.push({ from, to });
	}
	return intervals;
}

function timeOf(hours = "", minutes = "00", latest: number): string | null {
	if (Number(hours) > latest || Number(minutes) > 59 || (Number(hours) === 24 && minutes !== "00")) return null;
	return `${hours.padStart(2, "0")}:${minutes}`;
}

/** Holidays as lines: date, the hours that are worked (none: a day off), and the name. */
export function holidaysText(holidays: readonly Holiday[]): string {
	return holidays
		.map(({ date, name, hours }) =>
			[date, hours === undefined || hours.length === 0 ? "" : hoursText(hours), name].filter((each) => each !== "").join(" "),
		)
		.join("\n");
}

const HOURS = /^(\d{1,2}(?::\d{2})?\s*[-–]\s*\d{1,2}(?::\d{2})?(?:\s*,\s*\d{1,2}(?::\d{2})?\s*[-–]\s*\d{1,2}(?::\d{2})?)*)(?:\s+(.*))?$/;

/** Reads such lines, or an iCalendar file. */
export function readHolidayLines(text: string): ReadHolidays {
	const read = readHolidays(text);
	const unread = [...read.unread];
	const holidays = read.holidays.flatMap((each): readonly Holiday[] => {
		const match = HOURS.exec(each.name);
		if (match === null) return [each];
		const hours = readHours(match[1] ?? "");
		if (typeof hours === "string") {
			unread.push({ line: 0, text: `${each.date} ${each.name}`.slice(0, 80), why: "has hours that are none" });
			return [];
		}
		return [{ date: each.date, name: match[2] ?? "", hours: [...hours] }];
	});
	return { holidays, unread };
}
