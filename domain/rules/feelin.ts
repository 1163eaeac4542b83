import { FeelDate, FeelDateTime, FeelDuration, FeelTime, evaluate, isFunction, isRange, unaryTest as feelinTest } from "feelin";
import { RE2JS } from "re2js";
import type { Value } from "../data/model.ts";
import type { Problem } from "../problem.ts";
import { fail, ok, type Result } from "../result.ts";
import type { Work } from "./feel-guard.ts";
import { FEEL_LIMITS, type FeelContext } from "./feel.ts";

/** The full evaluator: feelin, with its clock and its regular expressions replaced and its inputs and outputs bounded. */
export function evaluateSource(source: string, work: Work, context: FeelContext, now: number | undefined): Result<Value, Problem> {
	const tooMuch = bound(work, context, source);
	if (tooMuch !== undefined) return fail(tooMuch);
	try {
		return plain(evaluate(source, surround(context, now)).value, source);
	} catch (error) {
		return fail(failed(error, source));
	}
}

export function testSource(
	source: string,
	work: Work,
	input: Value,
	context: FeelContext,
	now: number | undefined,
): Result<boolean, Problem> {
	const tooMuch = bound(work, { ...context, "?": input }, source);
	if (tooMuch !== undefined) return fail(tooMuch);
	try {
		return ok(feelinTest(source, { ...surround(context, now), "?": input }).value === true);
	} catch (error) {
		return fail(failed(error, source));
	}
}

function failed(error: unknown, source: string): Problem {
	const words = error instanceof Error ? error.message.split("\n")[0] : undefined;
	return { code: "feel.failed", detail: `The expression cannot be evaluated${words ? `: ${words.slice(0, 200)}` : ""}.`, at: source };
}

/** The context with what must not come from the machine: the clock is the step's own, regular expressions run in linear time. */
function surround(context: FeelContext, now: number | undefined): Record<string, unknown> {
	const instant = now === undefined ? null : new Date(now);
	return {
		...context,
		now: () => (instant === null ? null : evaluate(`@"${instant.toISOString()}"`).value),
		today: () => (instant === null ? null : evaluate(`@"${instant.toISOString().slice(0, 10)}"`).value),
		matches: named(["input", "pattern", "flags"], (input, pattern, flags) => {
			const expression = regularExpression(pattern, flags);
			return typeof input === "string" && expression !== null ? expression.matcher(input).find() : null;
		}),
		replace: named(["input", "pattern", "replacement", "flags"], (input, pattern, replacement, flags) => {
			const expression = regularExpression(pattern, flags);
			return typeof input === "string" && typeof replacement === "string" && expression !== null
				? expression.matcher(input).replaceAll(replacement)
				: null;
		}),
		split: named(["string", "delimiter"], (input, delimiter) => {
			const expression = regularExpression(delimiter, undefined);
			return typeof input === "string" && expression !== null ? expression.split(input, -1) : null;
		}),
	};
}

type FeelFunction = (...values: unknown[]) => unknown;

function named(names: readonly string[], run: FeelFunction): FeelFunction {
	return Object.assign(run, { $args: [...names] });
}

function regularExpression(pattern: unknown, flags: unknown): RE2JS | null {
	if (typeof pattern !== "string" || pattern.length > 1000) return null;
	let bits = 0;
	for (const flag of typeof flags === "string" ? flags : "") {
		if (flag === "i") bits |= RE2JS.CASE_INSENSITIVE;
		else if (flag === "s") bits |= RE2JS.DOTALL;
		else if (flag === "m") bits |= RE2JS.MULTILINE;
		else return null;
	}
	try {
		return RE2JS.compile(pattern, bits);
	} catch {
		return null;
	}
}

/** Refuses, before the evaluation starts, inputs over the limits and loops that could run too long over them. */
function bound(work: Work, context: FeelContext, source: string): Problem | undefined {
	let longest = work.longestRange;
	let problem: Problem | undefined;
	const stack: { readonly value: unknown; readonly depth: number }[] = [{ value: context, depth: 0 }];
	for (let next = stack.pop(); next !== undefined && problem === undefined; next = stack.pop()) {
		const { value, depth } = next;
		if (depth > FEEL_LIMITS.depth)
			problem = { code: "feel.too_large", detail: "The data is nested too deep for an expression.", at: source };
		else if (typeof value === "string") {
			if (value.length > FEEL_LIMITS.text)
				problem = { code: "feel.too_large", detail: "A text is too long for an expression.", at: source };
		} else if (Array.isArray(value)) {
			if (value.length > FEEL_LIMITS.list)
				problem = { code: "feel.too_large", detail: "A list is too long for an expression.", at: source };
			longest = Math.max(longest, value.length);
			for (const item of value) if (typeof item !== "number") stack.push({ value: item, depth: depth + 1 });
		} else if (typeof value === "object" && value !== null) {
			for (const item of Object.values(value)) stack.push({ value: item, depth: depth + 1 });
		}
	}
	if (problem === undefined && work.loops > 1 && longest ** work.loops > FEEL_LIMITS.rounds)
		problem = { code: "feel.too_much_work", detail: "Loops within loops over lists this long take too many rounds.", at: source };
	return problem;
}

/** A number as JSON keeps it: what is saved and loaded must be what is in memory, so there is no minus nought. */
export function storable(value: number): number | null {
	return Number.isFinite(value) ? value + 0 : null;
}

/** A FEEL value as JSON: temporal values as ISO 8601, functions and ranges refused, sizes bounded. */
export function plain(result: unknown, source: string): Result<Value, Problem> {
	let count = 0;
	const tooLarge = (): Problem => ({ code: "feel.too_large", detail: "The expression's value is too large.", at: source });
	const convert = (value: unknown, depth: number): Result<Value, Problem> => {
		if (++count > FEEL_LIMITS.rounds || depth > FEEL_LIMITS.depth) return fail(tooLarge());
		if (value === null || value === undefined) return ok(null);
		if (typeof value === "boolean") return ok(value);
		if (typeof value === "number") return ok(storable(value));
		if (typeof value === "string") return value.length > FEEL_LIMITS.text ? fail(tooLarge()) : ok(value);
		if (Array.isArray(value)) {
			if (value.length > FEEL_LIMITS.list) return fail(tooLarge());
			const items: Value[] = [];
			for (const item of value) {
				const converted = convert(item, depth + 1);
				if (!converted.ok) return converted;
				items.push(converted.value);
			}
			return ok(items);
		}
		if (typeof value === "function" || isFunction(value) || isRange(value))
			return fail({ code: "feel.failed", detail: "The value of the expression is a function or a range, not data.", at: source });
		if (value instanceof FeelDate || value instanceof FeelTime || value instanceof FeelDateTime || value instanceof FeelDuration)
			return ok(value.toString());
		if (typeof value !== "object") return ok(null);
		const made: [string, Value][] = [];
		for (const [name, item] of Object.entries(value)) {
			const converted = convert(item, depth + 1);
			if (!converted.ok) return converted;
			made.push([name, converted.value]);
		}
		return ok(Object.fromEntries(made));
	};
	return convert(result, 0);
}
