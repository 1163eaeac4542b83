import { compare, equal, isList, type FeelValue } from "./value.ts";

/** `=`, `!=`, `<`, `<=`, `>`, `>=` (DMN 1.5 §10.3.2.10). Null when the values cannot be compared. */
export function comparisonOf(sign: string): ((a: FeelValue, b: FeelValue) => boolean | null) | null {
	switch (sign) {
		case "=":
			return same;
		case "!=":
			return (a, b) => {
				const equals = same(a, b);
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
function same(a: FeelValue, b: FeelValue): boolean | null {
	if (isList(a) && a.length === 1 && !isList(b) && b !== null) return equal(a[0] ?? null, b);
	if (isList(b) && b.length === 1 && !isList(a) && a !== null) return equal(a, b[0] ?? null);
	return equal(a, b);
}

function ordered(holds: (order: number) => boolean): (a: FeelValue, b: FeelValue) => boolean | null {
	return (a, b) => {
		if (typeof a === "number" && typeof b === "number") return holds(a - b);
		const order = compare(single(a), single(b));
		return order === null ? null : holds(order);
	};
}

function single(value: FeelValue): FeelValue {
	return isList(value) && value.length === 1 ? (value[0] ?? null) : value;
}
