import { DAY, DaysDuration, FeelDate, FeelDateTime, FeelTime, NANOS, YearsDuration, epochDay, offsetAt, type Zone } from "./temporal.ts";
import type { Meter } from "./meter.ts";
import { settle, Decimal34 } from "./number.ts";
import { entryOf } from "./scope.ts";
import { Range, isList, type FeelValue } from "./value.ts";

/** What follows a dot (DMN 1.5 §10.3.2.5 and table 65): an entry, a part of a date, time, duration or range, or that of every item. */
export function property(value: FeelValue, name: string, meter: Meter): FeelValue {
	if (value === null) return null;
	if (isList(value)) {
		meter.burn(value.length);
		return value.map((item) => property(item, name, meter));
	}
	if (value instanceof FeelDate) return ofDate(value, name);
	if (value instanceof FeelDateTime) return ofDate(value.date, name) ?? ofTime(value.time, name, value.date);
	if (value instanceof FeelTime) return ofTime(value, name, null);
	if (value instanceof DaysDuration) return ofDays(value, name);
	if (value instanceof YearsDuration) {
		if (name === "years") return Math.trunc(value.months / 12) + 0;
		return name === "months" ? (value.months % 12) + 0 : null;
	}
	if (value instanceof Range) return ofRange(value, name);
	return entryOf(value, name, meter);
}

function ofDate(date: FeelDate, name: string): FeelValue {
	switch (name) {
		case "year":
			return date.year;
		case "month":
			return date.month;
		case "day":
			return date.day;
		case "weekday":
			return weekday(date);
		default:
			return null;
	}
}

/** 1 is Monday, 7 Sunday. */
export function weekday(date: FeelDate): number {
	return ((((epochDay(date) + 3) % 7) + 7) % 7) + 1;
}

function ofTime(time: FeelTime, name: string, date: FeelDate | null): FeelValue {
	switch (name) {
		case "hour":
			return time.hour;
		case "minute":
			return time.minute;
		case "second":
			return time.nano === 0 ? time.second : settle(new Decimal34(time.nano).dividedBy(1e9).plus(time.second));
		case "time offset":
			return time.zone === null ? null : offset(time.zone, date, time);
		case "timezone":
			return time.zone?.name ?? null;
		default:
			return null;
	}
}

function offset(zone: Zone, date: FeelDate | null, time: FeelTime): DaysDuration {
	return new DaysDuration(BigInt(offsetAt(zone, date, time)) * NANOS);
}

function ofDays(duration: DaysDuration, name: string): FeelValue {
	const { nanos } = duration;
	switch (name) {
		case "days":
			return Number(nanos / DAY);
		case "hours":
			return Number((nanos % DAY) / (3600n * NANOS));
		case "minutes":
			return Number((nanos / (60n * NANOS)) % 60n);
		case "seconds":
			return settle(new Decimal34((nanos % (60n * NANOS)).toString()).dividedBy(1e9));
		default:
			return null;
	}
}

function ofRange(range: Range, name: string): FeelValue {
	switch (name) {
		case "start":
			return range.start ?? null;
		case "end":
			return range.end ?? null;
		case "start included":
			return range.startIncluded;
		case "end included":
			return range.endIncluded;
		default:
			return null;
	}
}
