import * as v from "valibot";

/** Holidays of one calendar: a country's public holidays for decades, and no more than a case should load for a step. */
export const MOST_HOLIDAYS = 2000;
/** Intervals of work in one day. */
export const MOST_INTERVALS = 8;

/** Work from one local time of the day to another: `09:00` to `17:00`; `24:00` is the end of the day. */
export const interval = v.strictObject({
	from: v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, "not a time such as 09:00")),
	to: v.pipe(v.string(), v.regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, "not a time such as 17:00 or 24:00")),
});
export type Interval = v.InferOutput<typeof interval>;

const intervals = v.pipe(v.array(interval), v.maxLength(MOST_INTERVALS, `at most ${MOST_INTERVALS} intervals of work a day`));

/** A day that is worked otherwise than its weekday: not at all, or for `hours`. `2026-12-24` is one day, `12-25` that day of every year. */
export const holiday = v.strictObject({
	date: v.pipe(v.string(), v.regex(/^(\d{4}-)?\d{2}-\d{2}$/, "not a date such as 2026-12-24, or 12-25 for every year")),
	name: v.pipe(v.string(), v.trim(), v.maxLength(120)),
	hours: v.optional(intervals),
});
export type Holiday = v.InferOutput<typeof holiday>;

/**
 * When people work: a week (Monday first), holidays, and the IANA time zone whose wall clock both are read by. A moment is working
 * time when the wall clock shows a working time then; an hour that the clock skips is never worked, one that it repeats is worked twice.
 */
export const calendar = v.strictObject({
	zone: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
	week: v.strictTuple([intervals, intervals, intervals, intervals, intervals, intervals, intervals]),
	holidays: v.pipe(v.array(holiday), v.maxLength(MOST_HOLIDAYS, `at most ${MOST_HOLIDAYS.toLocaleString("en")} holidays`)),
});
export type Calendar = v.InferOutput<typeof calendar>;

const OFFICE: Interval[] = [
	{ from: "08:00", to: "12:00" },
	{ from: "13:00", to: "17:00" },
];

/** What an environment goes by until it has a calendar of its own. */
export const STANDARD_CALENDAR: Calendar = { zone: "UTC", week: [OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, [], []], holidays: [] };
/** The name by which tasks and screens refer to it. */
export const STANDARD_CALENDAR_ID = "standard";

/** A calendar with the name by which cases refer to it. */
export interface NamedCalendar {
	readonly id: string;
	readonly calendar: Calendar;
}

/** What the organisation goes by until it has chosen a calendar. */
export const STANDARD: NamedCalendar = { id: STANDARD_CALENDAR_ID, calendar: STANDARD_CALENDAR };

/** The calendars a step of a case may reckon in. */
export interface Calendars {
	/** Of timers, and of tasks that wait for whoever takes them. */
	readonly organisation: NamedCalendar;
	/** Of whoever started the case, for tasks that are theirs alone. */
	readonly starter: NamedCalendar;
}

/** What holds where nobody has set anything. */
export const STANDARD_CALENDARS: Calendars = { organisation: STANDARD, starter: STANDARD };
