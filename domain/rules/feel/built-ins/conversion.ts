import { readNumber, type FeelNumber } from "../number.ts";
import { textOf } from "../text-of.ts";
import { FeelDateTime, FeelTime } from "../temporal.ts";
import { equal, isList, isRecord, kindOf, record, type FeelRecord, type FeelValue } from "../value.ts";
import type { Meter } from "../meter.ts";
import { define } from "./signature.ts";

/** Conversion, boolean and context functions (DMN 1.5 §10.3.4.1, .2, .7 and .10). */

define("string(from: any)", (value: FeelValue, meter: Meter) => textOf(value, meter));
define("number(from: string, grouping separator: string?, decimal separator: string?)", readSeparated);
define("number(from: string)", (text: string) => (text.length > LONGEST_NUMBER ? null : readNumber(text)));
define("number(from: number)", (from: FeelNumber) => from);
define("not(negand: any)", (value: FeelValue) => (typeof value === "boolean" ? !value : null));
define("is(value1?: any, value2?: any)", (a: FeelValue | undefined, b: FeelValue | undefined, meter: Meter) => {
	if (a === undefined || b === undefined || kindOf(a) !== kindOf(b)) return false;
	return equal(a, b, meter) === true && sameZone(a, b);
});
define("get value(m: context, key: string)", (context: FeelRecord, key: string) =>
	Object.hasOwn(context, key) ? (context[key] ?? null) : null,
);
define("get value(context: context, keys: list)", (context: FeelRecord, keys: readonly FeelValue[]) => {
	let at: FeelValue = context;
	for (const key of keys) at = typeof key === "string" && isRecord(at) && Object.hasOwn(at, key) ? (at[key] ?? null) : null;
	return keys.length === 0 ? null : at;
});
define("get entries(m: context)", (context: FeelRecord, meter: Meter) => {
	const entries = Object.entries(context);
	meter.burn(entries.length);
	return entries.map(([key, value]) =>
		record([
			["key", key],
			["value", value],
		]),
	);
});
define("context(entries: list)", (entries: readonly FeelValue[], meter: Meter) => {
	meter.burn(entries.length);
	const made = new Map<string, FeelValue>();
	for (const entry of entries) {
		if (!isRecord(entry) || !Object.hasOwn(entry, "key") || !Object.hasOwn(entry, "value")) return null;
		const { key } = entry;
		if (typeof key !== "string" || made.has(key)) return null;
		made.set(key, entry["value"] ?? null);
	}
	return record(made);
});
define("context put(context: context, key: string, value: any)", (context: FeelRecord, key: string, value: FeelValue, meter: Meter) =>
	put(context, [key], value, meter),
);
define(
	"context put(context: context, keys: list, value: any)",
	(context: FeelRecord, keys: readonly FeelValue[], value: FeelValue, meter: Meter) => put(context, keys, value, meter),
);
define("context merge(contexts: list)", (contexts: readonly FeelValue[], meter: Meter) => {
	const made = new Map<string, FeelValue>();
	for (const each of contexts) {
		if (!isRecord(each)) return null;
		meter.burn(Object.keys(each).length);
		for (const [name, value] of Object.entries(each)) made.set(name, value);
	}
	return record(made);
});

function put(context: FeelValue, keys: readonly FeelValue[], value: FeelValue, meter: Meter): FeelValue {
	const [key, ...deeper] = keys;
	if (!isRecord(context) || typeof key !== "string") return null;
	meter.burn(Object.keys(context).length + 1);
	let inner: FeelValue = value;
	if (deeper.length > 0) {
		inner = put(Object.hasOwn(context, key) ? (context[key] ?? null) : null, deeper, value, meter);
		if (inner === null) return null;
	}
	return record(new Map([...Object.entries(context), [key, inner]]));
}

/** Characters of a number in a text: one of 34 digits and an exponent of four has far fewer. */
const LONGEST_NUMBER = 10_000;

function readSeparated(text: string, grouping: string | null, point: string | null): FeelValue {
	if (text.length > LONGEST_NUMBER) return null;
	const groupings = [" ", ",", ".", null];
	if (!groupings.includes(grouping) || ![".", ",", null].includes(point) || (grouping !== null && grouping === point)) return null;
	const whole = grouping === null ? text : text.replaceAll(grouping, "");
	return readNumber(point === null ? whole : whole.replace(point, "."));
}

function sameZone(a: FeelValue, b: FeelValue): boolean {
	if (a instanceof FeelDateTime && b instanceof FeelDateTime) return sameZone(a.time, b.time);
	if (a instanceof FeelTime && b instanceof FeelTime) return a.zone?.name === b.zone?.name && a.zone?.offset === b.zone?.offset;
	return !isList(a) || !isList(b) || a.every((item, at) => sameZone(item, b[at] ?? null));
}
