import type { Meter } from "./meter.ts";
import { compare, equal, isList, type FeelValue } from "./value.ts";

export type Comparison = (a: FeelValue, b: FeelValue, meter: Meter) => boolean | null;

/** `=`, `!=`, `<`, `<=`, `>`, `>=` (DMN 1.5 §10.3.2.10). Null when the values cannot be compared. */
export function comparisonOf(sign: string): Comparison | null {
	switch (sign) {
		case "=":
			return same;
		case "!=":
			return (a, b, meter) => {
				const equals = same(a, b, meter);
				return equals === null ? null : !equals;
			};
		case "<":
			return ordered((order) => order < 0);
		case "<=":
			return ordered((order) => order <= 0);
		case ">":
			return ordered((order) => order > 0);
		case ">=":
			return ordered((order) => order >= 0);
		default:
			return null;
	}
}

/** A list of one beside a value that is no list stands for its item (§10.3.2.9.4). */
function same(a: FeelValue, b: FeelValue, meter: Meter): boolean | null {
	if (isList(a) && a.length === 1 && !isList(b) && b !== null) return equal(a[0] ?? null, b, meter);
	if (isList(b) && b.length === 1 && !isList(a) && a !== null) return equal(a, b[0] ?? null, meter);
	return equal(a, b, meter);
}

function ordered(holds: (order: number) => boolean): Comparison {
	return (a, b, meter) => {
		if (typeof a === "number" && typeof b === "number") return holds(a - b);
		const [left, right] = [single(a), single(b)];
		if (typeof left === "string") meter.read(left);
		const order = compare(left, right);
		return order === null ? null : holds(order);
	};
}

function single(value: FeelValue): FeelValue {
	return isList(value) && value.length === 1 ? (value[0] ?? null) : value;
}
