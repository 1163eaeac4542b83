import type { Value } from "../../data/model.ts";
import type { Problem } from "../../problem.ts";
import { fail, ok, type Result } from "../../result.ts";
import { FEEL_LIMITS } from "./limits.ts";
import { Decimal34, decimal, isNumber, type FeelNumber } from "./number.ts";
import { isTemporal } from "./temporal.ts";
import { FeelFunction, Range, isList, type FeelValue } from "./value.ts";

/** Values in one result. */
const MOST_VALUES = 100_000;

/**
 * A value of FEEL as the plain JSON of case data (docs/decisions/0008): numbers as JSON's own, dates, times and durations as ISO 8601.
 * Problems: `feel.failed` for functions and ranges, which are no data; `feel.inexact`; `feel.too_large`.
 */
export function toData(value: FeelValue): Result<Value, Problem> {
	return new Conversion().of(value, 0);
}

class Conversion {
	#values = 0;
	#characters = 0;

	of(value: FeelValue, depth: number): Result<Value, Problem> {
		if (value === null || typeof value === "boolean") return ok(value);
		if (typeof value === "string") {
			this.#characters += value.length;
			return value.length > FEEL_LIMITS.text || this.#characters > FEEL_LIMITS.result ? tooLarge() : ok(value);
		}
		if (isNumber(value)) return storable(value);
		if (isTemporal(value)) return ok(value.toString());
		if (value instanceof FeelFunction || value instanceof Range)
			return fail({ code: "feel.failed", detail: "The value of the expression is a function or a range, not data." });
		if (depth >= FEEL_LIMITS.depth) return tooLarge();
		return isList(value) ? this.#list(value, depth) : this.#context(Object.entries(value), depth);
	}

	#list(items: readonly FeelValue[], depth: number): Result<Value, Problem> {
		if (items.length > FEEL_LIMITS.list || (this.#values += items.length) > MOST_VALUES) return tooLarge();
		const made: Value[] = [];
		for (const item of items) {
			const converted = this.of(item, depth + 1);
			if (!converted.ok) return converted;
			made.push(converted.value);
		}
		return ok(made);
	}

	#context(entries: readonly (readonly [string, FeelValue])[], depth: number): Result<Value, Problem> {
		if ((this.#values += entries.length) > MOST_VALUES) return tooLarge();
		const made: [string, Value][] = [];
		for (const [name, item] of entries) {
			this.#characters += name.length;
			const converted = this.of(item, depth + 1);
			if (!converted.ok) return converted;
			made.push([name, converted.value]);
		}
		return ok(Object.fromEntries(made));
	}
}

function tooLarge(): Result<never, Problem> {
	return fail({ code: "feel.too_large", detail: "The expression's value is too large." });
}

/**
 * A number as JSON keeps it. One of at most 15 digits is kept exactly. A fraction of more is the nearest that JSON has, which differs
 * after the 15th digit; a whole number that would change is a problem, because such numbers are names of things.
 */
function storable(value: FeelNumber): Result<Value, Problem> {
	if (typeof value === "number") return ok(value + 0);
	const nearest = value.toNumber();
	if (Number.isFinite(nearest) && (!value.isInteger() || decimal(nearest).equals(value))) return ok(nearest + 0);
	return fail({
		code: "feel.inexact",
		detail: `The number ${new Decimal34(value).toPrecision(15)}… has more digits than case data keep in a number. Write it as text: string(…).`,
	});
}
