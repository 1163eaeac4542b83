import { add, decimal, divide, isNumber, multiply, power, settle, subtract, type FeelNumber } from "./number.ts";
import {
	DaysDuration,
	FeelDate,
	FeelDateTime,
	FeelTime,
	NANOS,
	YearsDuration,
	dateTimeOfNanos,
	daysInMonth,
	makeDate,
	nanosOfDay,
	offsetAt,
	timeOfNanos,
	wallNanos,
} from "./temporal.ts";
import { boundedText, type Meter } from "./meter.ts";
import { instant, type FeelValue } from "./value.ts";

/** Arithmetic of FEEL (DMN 1.5 §10.3.2.10, tables 57 to 60). Null for values that have no such operation. */
export type Operation = (a: FeelValue, b: FeelValue, meter: Meter) => FeelValue;

/** A power with a fraction takes a logarithm of 34 digits and more. */
const POWER = 500;

export function operationOf(sign: string): Operation | null {
	switch (sign) {
		case "+":
			return (a, b) => (isNumber(a) && isNumber(b) ? add(a, b) : plus(a, b));
		case "-":
			return (a, b) => (isNumber(a) && isNumber(b) ? subtract(a, b) : minus(a, b));
		case "*":
			return (a, b) => (isNumber(a) && isNumber(b) ? multiply(a, b) : times(a, b));
		case "/":
			return (a, b) => (isNumber(a) && isNumber(b) ? divide(a, b) : over(a, b));
		case "**":
			return (a, b, meter) => {
				if (!isNumber(a) || !isNumber(b)) return null;
				meter.burn(POWER);
				return power(a, b);
			};
		default:
			return null;
	}
}

function plus(a: FeelValue, b: FeelValue): FeelValue {
	if (typeof a === "string" && typeof b === "string") return boundedText(a + b);
	if (b instanceof DaysDuration) {
		if (a instanceof DaysDuration) return new DaysDuration(a.nanos + b.nanos);
		if (a instanceof FeelDateTime) return dateTimeOfNanos(wallNanos(a) + b.nanos, a.time.zone);
		if (a instanceof FeelDate) return dateTimeOfNanos(wallNanos(midnight(a)) + b.nanos, null)?.date ?? null;
		if (a instanceof FeelTime) return timeOfNanos(nanosOfDay(a) + b.nanos, a.zone);
		return null;
	}
	if (b instanceof YearsDuration) {
		if (a instanceof YearsDuration) return new YearsDuration(a.months + b.months);
		if (a instanceof FeelDate) return addMonths(a, b.months);
		if (a instanceof FeelDateTime) {
			const date = addMonths(a.date, b.months);
			return date === null ? null : new FeelDateTime(date, a.time);
		}
		return null;
	}
	const later = a instanceof DaysDuration || a instanceof YearsDuration;
	return later && (b instanceof FeelDate || b instanceof FeelDateTime || b instanceof FeelTime) ? plus(b, a) : null;
}

function minus(a: FeelValue, b: FeelValue): FeelValue {
	if (isNumber(a) && isNumber(b)) return subtract(a, b);
	if (b instanceof DaysDuration) return plus(a, new DaysDuration(-b.nanos));
	if (b instanceof YearsDuration) return plus(a, new YearsDuration(-b.months));
	if (a instanceof FeelTime && b instanceof FeelTime)
		return (a.zone === null) === (b.zone === null) ? new DaysDuration(utc(a) - utc(b)) : null;
	const from = dated(a, b);
	const to = dated(b, a);
	if (from === null || to === null) return null;
	return (from.time.zone === null) === (to.time.zone === null) ? new DaysDuration(instant(from) - instant(to)) : null;
}

/** Nanoseconds since midnight in UTC, before or after that day too. */
function utc(time: FeelTime): bigint {
	return nanosOfDay(time) - (time.zone === null ? 0n : BigInt(offsetAt(time.zone, null, time)) * NANOS);
}

/** A date beside a date and time stands for its midnight in UTC. */
function dated(value: FeelValue, other: FeelValue): FeelDateTime | null {
	if (value instanceof FeelDateTime) return value;
	if (!(value instanceof FeelDate)) return null;
	const zone = other instanceof FeelDateTime ? { name: null, offset: 0 } : null;
	return new FeelDateTime(value, new FeelTime(0, 0, 0, 0, zone));
}

function times(a: FeelValue, b: FeelValue): FeelValue {
	if (isNumber(a) && isNumber(b)) return multiply(a, b);
	if (isNumber(a) && !isNumber(b)) return times(b, a);
	if (!isNumber(b)) return null;
	return scaled(a, (size) => multiply(size, b));
}

function over(a: FeelValue, b: FeelValue): FeelValue {
	if (isNumber(a) && isNumber(b)) return divide(a, b);
	if (a instanceof DaysDuration && b instanceof DaysDuration) return divide(numberOf(a.nanos), numberOf(b.nanos));
	if (a instanceof YearsDuration && b instanceof YearsDuration) return divide(a.months, b.months);
	return isNumber(b) ? scaled(a, (size) => divide(size, b)) : null;
}

function scaled(value: FeelValue, scale: (size: FeelNumber) => FeelNumber | null): FeelValue {
	if (value instanceof YearsDuration) {
		const months = scale(value.months);
		return months === null ? null : new YearsDuration(Math.trunc(Number(months)) + 0);
	}
	if (!(value instanceof DaysDuration)) return null;
	const nanos = scale(numberOf(value.nanos));
	return nanos === null ? null : new DaysDuration(BigInt(decimal(nanos).trunc().toFixed()));
}

function numberOf(value: bigint): FeelNumber {
	return settle(decimal(0).plus(value.toString())) ?? 0;
}

function midnight(date: FeelDate): FeelDateTime {
	return new FeelDateTime(date, new FeelTime(0, 0, 0, 0, null));
}

function addMonths(date: FeelDate, months: number): FeelDate | null {
	const all = date.year * 12 + date.month - 1 + months;
	const year = Math.floor(all / 12);
	const month = all - year * 12 + 1;
	return makeDate(year, month, Math.min(date.day, daysInMonth(year, month)));
}

/** `-value` */
export function negate(value: FeelValue): FeelValue {
	if (isNumber(value)) return subtract(0, value);
	if (value instanceof DaysDuration) return new DaysDuration(-value.nanos);
	if (value instanceof YearsDuration) return new YearsDuration(-value.months + 0);
	return null;
}
