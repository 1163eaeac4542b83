import type { Meter } from "../meter.ts";
import { decimal, whole, type FeelNumber } from "../number.ts";
import { weekday } from "../property.ts";
import { readDate, readDateTime, readDuration, readTime } from "../read-temporal.ts";
import {
	type DaysDuration,
	FeelDate,
	FeelDateTime,
	FeelTime,
	NANOS,
	YearsDuration,
	dateOfEpochDay,
	dateTimeOfNanos,
	epochDay,
	makeDate,
	makeTime,
} from "../temporal.ts";
import type { FeelValue } from "../value.ts";
import { define } from "./signature.ts";

/** Making dates, times and durations (DMN 1.5 §10.3.4.1), parts of the calendar (§10.3.4.8), the clock (§10.3.4.9). */

const UTC = { name: null, offset: 0 };

define("date(from: string)", readDate);
define("date(from: day)", (from: FeelDate | FeelDateTime) => (from instanceof FeelDate ? from : from.date));
define("date(year: number, month: number, day: number)", (year: FeelNumber, month: FeelNumber, day: FeelNumber) =>
	makeDate(whole(year) ?? 0.5, whole(month) ?? 0, whole(day) ?? 0),
);
define("time(from: string)", readTime);
define("time(from: time)", (from: FeelTime) => from);
define("time(from: day)", (from: FeelDate | FeelDateTime) => (from instanceof FeelDate ? new FeelTime(0, 0, 0, 0, UTC) : from.time));
define(
	"time(hour: number, minute: number, second: number, offset?: days and time duration?)",
	(hour: FeelNumber, minute: FeelNumber, second: FeelNumber, offset: DaysDuration | null | undefined) => {
		const seconds = decimal(second);
		const nano = seconds.minus(seconds.floor()).times(1e9).floor().toNumber();
		const east = offset === null || offset === undefined ? null : { name: null, offset: Number(offset.nanos / NANOS) };
		if (east !== null && Math.abs(east.offset) > 18 * 3600) return null;
		return makeTime(Number(hour), Number(minute), seconds.floor().toNumber(), nano, east);
	},
);
define("date and time(from: string)", (from: string) => {
	const read = readDateTime(from);
	if (read !== null) return read;
	const date = readDate(from);
	return date === null ? null : new FeelDateTime(date, new FeelTime(0, 0, 0, 0, null));
});
define("date and time(from: date and time)", (from: FeelDateTime) => from);
define("date and time(from: date)", (from: FeelDate) => new FeelDateTime(from, new FeelTime(0, 0, 0, 0, UTC)));
define(
	"date and time(date: day, time: time)",
	(date: FeelDate | FeelDateTime, time: FeelTime) => new FeelDateTime(date instanceof FeelDate ? date : date.date, time),
);
define("duration(from: string)", readDuration);
define("duration(from: days and time duration|years and months duration)", (from: DaysDuration | YearsDuration) => from);
define("years and months duration(from: day, to: day)", (from: FeelDate | FeelDateTime, to: FeelDate | FeelDateTime) => {
	const start = from instanceof FeelDate ? from : from.date;
	const end = to instanceof FeelDate ? to : to.date;
	const months = (end.year - start.year) * 12 + end.month - start.month;
	if (months > 0 && end.day < start.day) return new YearsDuration(months - 1);
	return new YearsDuration(months < 0 && end.day > start.day ? months + 1 : months);
});
define("today()", (meter: Meter) => clock(meter)?.date ?? null);
define("now()", (meter: Meter) => clock(meter));

define("day of year(date: day)", (date: FeelDate | FeelDateTime) =>
	onDay(date, (day) => epochDay(day) - epochDay(new FeelDate(day.year, 1, 1)) + 1),
);
define("day of week(date: day)", (date: FeelDate | FeelDateTime) => onDay(date, (day) => DAYS[weekday(day) - 1] ?? null));
define("month of year(date: day)", (date: FeelDate | FeelDateTime) => onDay(date, (day) => MONTHS[day.month - 1] ?? null));
define("week of year(date: day)", (date: FeelDate | FeelDateTime) =>
	onDay(date, (day) => {
		const thursday = epochDay(day) + 4 - weekday(day);
		const year = dateOfEpochDay(thursday)?.year ?? day.year;
		return Math.floor((thursday - epochDay(new FeelDate(year, 1, 1))) / 7) + 1;
	}),
);

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

function onDay(value: FeelDate | FeelDateTime, run: (date: FeelDate) => FeelValue): FeelValue {
	return run(value instanceof FeelDate ? value : value.date);
}

function clock(meter: Meter): FeelDateTime | null {
	return meter.now === undefined ? null : dateTimeOfNanos(BigInt(Math.trunc(meter.now)) * 1_000_000n, UTC);
}
