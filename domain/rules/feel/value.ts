import { type Decimal } from "decimal.js";
import type { Meter } from "./meter.ts";
import { compareNumbers, isNumber, type FeelNumber } from "./number.ts";
import {
	DAY,
	DaysDuration,
	FeelDate,
	FeelDateTime,
	FeelTime,
	NANOS,
	YearsDuration,
	epochDay,
	nanosOfDay,
	offsetAt,
	wallNanos,
} from "./temporal.ts";
import type { FeelType } from "./type.ts";

/** The values of FEEL (DMN 1.5 §10.3.2). Contexts are plain objects, of which only own properties count. */
export type FeelValue =
	| null
	| boolean
	| string
	| number
	| Decimal
	| FeelDate
	| FeelTime
	| FeelDateTime
	| DaysDuration
	| YearsDuration
	| Range
	| FeelFunction
	| readonly FeelValue[]
	| FeelRecord;

export interface FeelRecord {
	readonly [name: string]: FeelValue;
}

/** A range (§10.3.2.7). An end that is undefined is open: `(> 5)` has no end. */
export class Range {
	readonly start: FeelValue | undefined;
	readonly end: FeelValue | undefined;
	readonly startIncluded: boolean;
	readonly endIncluded: boolean;
	/** Written as `(=10)`: it has the values of `[10..10]` and is another range. */
	readonly point: boolean;
	constructor(start: FeelValue | undefined, startIncluded: boolean, end: FeelValue | undefined, endIncluded: boolean, point = false) {
		this.point = point;
		this.start = start;
		this.startIncluded = startIncluded;
		this.end = end;
		this.endIncluded = endIncluded;
	}
}

export interface Parameter {
	readonly name: string;
	readonly type: FeelType | null;
}

/** A function that an expression can call. `call` gets one value for each parameter, or as many as given when `parameters` is null. */
export class FeelFunction {
	readonly parameters: readonly Parameter[] | null;
	readonly result: FeelType | null;
	readonly call: (values: readonly FeelValue[]) => FeelValue;
	/** The values in the order of a signature that has these names; null when none has. */
	readonly order: (named: ReadonlyMap<string, FeelValue>) => readonly FeelValue[] | null;
	constructor(
		parameters: readonly Parameter[] | null,
		result: FeelType | null,
		call: (values: readonly FeelValue[]) => FeelValue,
		order?: (named: ReadonlyMap<string, FeelValue>) => readonly FeelValue[] | null,
	) {
		this.parameters = parameters;
		this.result = result;
		this.call = call;
		this.order = order ?? ((named) => inOrder(parameters ?? [], named));
	}
}

function inOrder(parameters: readonly Parameter[], named: ReadonlyMap<string, FeelValue>): readonly FeelValue[] | null {
	for (const name of named.keys()) if (!parameters.some((parameter) => parameter.name === name)) return null;
	return parameters.map((parameter) => named.get(parameter.name) ?? null);
}

export function isList(value: FeelValue | undefined): value is readonly FeelValue[] {
	return Array.isArray(value);
}

export function isRecord(value: FeelValue | undefined): value is FeelRecord {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}

/** A context with these entries, whatever they are called. */
export function record(entries: Iterable<readonly [string, FeelValue]>): FeelRecord {
	const made: Record<string, FeelValue> = Object.create(null) as Record<string, FeelValue>;
	for (const [name, value] of entries) made[name] = value;
	return made;
}

export type Kind =
	| "null"
	| "boolean"
	| "string"
	| "number"
	| "date"
	| "time"
	| "date and time"
	| "days and time duration"
	| "years and months duration"
	| "range"
	| "function"
	| "list"
	| "context";

export function kindOf(value: FeelValue): Kind {
	if (value === null) return "null";
	if (typeof value === "boolean") return "boolean";
	if (typeof value === "string") return "string";
	if (isNumber(value)) return "number";
	if (isList(value)) return "list";
	if (value instanceof FeelDate) return "date";
	if (value instanceof FeelTime) return "time";
	if (value instanceof FeelDateTime) return "date and time";
	if (value instanceof DaysDuration) return "days and time duration";
	if (value instanceof YearsDuration) return "years and months duration";
	if (value instanceof Range) return "range";
	if (value instanceof FeelFunction) return "function";
	return "context";
}

/** Equality (§10.3.2.10, table 54); null when values of these kinds cannot be compared. */
export function equal(a: FeelValue, b: FeelValue, meter: Meter): boolean | null {
	if (a === null || b === null) return a === b;
	if (typeof a !== "object" && typeof a === typeof b) {
		if (typeof a === "string") meter.read(a);
		return a === b;
	}
	const kind = kindOf(a);
	if (kind !== kindOf(b)) return null;
	if (isList(a) && isList(b)) {
		if (a.length !== b.length) return false;
		meter.burn(a.length);
		return a.every((item, at) => equal(item, b[at] ?? null, meter) === true);
	}
	if (isRecord(a) && isRecord(b)) {
		const names = Object.keys(a);
		meter.burn(names.length);
		if (names.length !== Object.keys(b).length) return false;
		return names.every((name) => Object.hasOwn(b, name) && equal(a[name] ?? null, b[name] ?? null, meter) === true);
	}
	if (a instanceof Range && b instanceof Range)
		return (
			a.point === b.point &&
			a.startIncluded === b.startIncluded &&
			a.endIncluded === b.endIncluded &&
			equal(a.start ?? null, b.start ?? null, meter) === true &&
			equal(a.end ?? null, b.end ?? null, meter) === true
		);
	if (a instanceof FeelFunction) return a === b;
	const order = compare(toTheSecond(a), toTheSecond(b));
	return order === null ? false : order === 0;
}

/** Times are the same when they are so to the second, the resolution that the standard gives them (§10.3.2.3.4 and .5). */
function toTheSecond(value: FeelValue): FeelValue {
	if (value instanceof FeelTime) return value.nano === 0 ? value : new FeelTime(value.hour, value.minute, value.second, 0, value.zone);
	if (!(value instanceof FeelDateTime) || value.time.nano === 0) return value;
	const { hour, minute, second, zone } = value.time;
	return new FeelDateTime(value.date, new FeelTime(hour, minute, second, 0, zone));
}

/** Which of two values comes first (§10.3.2.10); null when they have no order. */
export function compare(a: FeelValue, b: FeelValue): number | null {
	if (isNumber(a) && isNumber(b)) return compareNumbers(a, b);
	if (typeof a === "string" && typeof b === "string") return compareTexts(a, b);
	if (a instanceof FeelDate && b instanceof FeelDate) return Math.sign(epochDay(a) - epochDay(b));
	if (a instanceof FeelDateTime && b instanceof FeelDateTime)
		return (a.time.zone === null) === (b.time.zone === null) ? sign(instant(a) - instant(b)) : null;
	if (a instanceof FeelTime && b instanceof FeelTime)
		return (a.zone === null) === (b.zone === null) ? sign(timeInstant(a) - timeInstant(b)) : null;
	if (a instanceof DaysDuration && b instanceof DaysDuration) return sign(a.nanos - b.nanos);
	if (a instanceof YearsDuration && b instanceof YearsDuration) return Math.sign(a.months - b.months);
	return null;
}

function compareTexts(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function sign(value: bigint): number {
	return value < 0n ? -1 : value > 0n ? 1 : 0;
}

/** Nanoseconds since 1970 in UTC; of the wall's clock when there is no zone. */
export function instant(value: FeelDateTime): bigint {
	const { zone } = value.time;
	return wallNanos(value) - (zone === null ? 0n : BigInt(offsetAt(zone, value.date, value.time)) * NANOS);
}

export function timeInstant(value: FeelTime): bigint {
	const nanos = nanosOfDay(value) - (value.zone === null ? 0n : BigInt(offsetAt(value.zone, null, value)) * NANOS);
	return ((nanos % DAY) + DAY) % DAY;
}

/** Whether a value is in a range; null when it cannot be compared with its ends. */
export function within(value: FeelValue, range: Range): boolean | null {
	if (range.start !== undefined) {
		const low = compare(value, range.start);
		if (low === null) return null;
		if (low < 0 || (low === 0 && !range.startIncluded)) return false;
	}
	if (range.end !== undefined) {
		const high = compare(value, range.end);
		if (high === null) return null;
		if (high > 0 || (high === 0 && !range.endIncluded)) return false;
	}
	return true;
}

export type { FeelNumber };
