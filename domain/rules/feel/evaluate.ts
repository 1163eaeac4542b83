import type { Value } from "../../data/model.ts";
import type { Problem } from "../../problem.ts";
import { fail, ok, type Result } from "../../result.ts";
import type { Closure } from "./compile.ts";
import { toData } from "./data.ts";
import { compileCell, compileExpression, type Refusal } from "./expression.ts";
import { FEEL_LIMITS } from "./limits.ts";
import { Exhausted, Meter } from "./meter.ts";
import { refusalText } from "./refusal.ts";
import type { Scope } from "./scope.ts";
import type { Test } from "./unary-test.ts";

/** Compiling and evaluating, without the functions of `built-ins/patterns.ts` unless these are imported, as `feel.ts` does. */

export { FEEL_LIMITS };
export type FeelContext = Readonly<Record<string, Value>>;

/** A compiled expression. Compile once, evaluate often. */
export interface Feel {
	readonly source: string;
	readonly closure: Closure;
}

/** A compiled unary test: the text of a decision table's input cell. */
export interface FeelTest {
	readonly source: string;
	readonly closure: Test;
}

/** Fuel that several evaluations share, taken from as they go. */
export interface Fuel {
	left: number;
}

const CACHE = 2000;
const expressions = new Map<string, Result<Feel, Problem>>();
const tests = new Map<string, Result<FeelTest, Problem>>();

/** Compiles an expression; a leading `=` (as other tools write) is tolerated. Problems: `feel.syntax`, `feel.too_long`, `feel.too_deep`. */
export function compileFeel(source: string): Result<Feel, Problem> {
	return remember(expressions, source, () => {
		const expression = source.replace(/^\s*=(?!=)/, "");
		const closure = compileExpression(expression);
		return typeof closure === "function" ? ok({ source: expression, closure }) : fail(refused(closure, expression));
	});
}

/** Compiles a unary test such as `> 10`, `"a","b"`, `[1..5]` or `-`. */
export function compileFeelTest(source: string): Result<FeelTest, Problem> {
	return remember(tests, source, () => {
		const closure = compileCell(source);
		return typeof closure === "function" ? ok({ source, closure }) : fail(refused(closure, source));
	});
}

/**
 * The value of an expression over a context. `now` is epoch milliseconds for `now()` and `today()`, which give null without it.
 * Dates, times and durations come back as ISO 8601 text. `fuel` is what is left of a shared budget.
 * Problems: `feel.too_much_work`, `feel.too_large`, `feel.too_deep`, `feel.inexact`, `feel.failed`.
 */
export function evaluateFeel(feel: Feel, context: FeelContext, now?: number, fuel?: Fuel): Result<Value, Problem> {
	return metered(feel.source, context, now, fuel, (scope) => toData(feel.closure(scope)));
}

/** Whether a value passes a unary test. A test that cannot say (null) does not pass. */
export function unaryTest(test: FeelTest, input: Value, context: FeelContext, now?: number, fuel?: Fuel): Result<boolean, Problem> {
	return metered(test.source, context, now, fuel, (scope) => ok(test.closure(input, scope) === true));
}

/** Runs part of an evaluation within its limits: `most` fuel, and no more than `fuel` has left. */
export function metered<Made>(
	source: string,
	context: FeelContext,
	now: number | undefined,
	fuel: Fuel | undefined,
	work: (scope: Scope) => Result<Made, Problem>,
	most: number = FEEL_LIMITS.fuel,
): Result<Made, Problem> {
	const given = Math.min(most, fuel?.left ?? most);
	const meter = new Meter(given, now);
	try {
		const made = work({ names: context, outer: null, meter });
		return made.ok ? made : fail({ ...made.error, at: source });
	} catch (error) {
		const problem = stopped(error);
		if (problem === null) throw error;
		return fail({ ...problem, at: source });
	} finally {
		if (fuel !== undefined) fuel.left -= given - meter.left;
	}
}

/** What an evaluation ended with that went over a limit; null for anything else. */
export function stopped(error: unknown): Problem | null {
	// The platform's own limit of calls within calls, and numbers of digits beyond any use.
	if (error instanceof RangeError)
		return { code: "feel.too_deep", detail: "The expression, or the data that it reads, is nested too deep." };
	if (!(error instanceof Exhausted)) return null;
	switch (error.limit) {
		case "work":
			return { code: "feel.too_much_work", detail: "The expression takes too much work. Make its loops or the data shorter." };
		case "calls":
			return { code: "feel.too_much_work", detail: "The expression's functions call each other without end." };
		case "list":
			return { code: "feel.too_large", detail: `The expression makes a list of more than ${FEEL_LIMITS.list.toLocaleString("en")} items.` };
		case "text":
			return { code: "feel.too_large", detail: "The expression makes a text of more than 1 MB." };
	}
}

function refused(refusal: Refusal, source: string): Problem {
	const [code, detail] = refusalText(refusal, source);
	return { code, detail, at: source };
}

function remember<Made>(
	cache: Map<string, Result<Made, Problem>>,
	source: string,
	make: () => Result<Made, Problem>,
): Result<Made, Problem> {
	if (source.length > FEEL_LIMITS.source)
		return fail({ code: "feel.too_long", detail: `The expression is longer than ${FEEL_LIMITS.source} characters.` });
	const known = cache.get(source);
	if (known !== undefined) return known;
	const made = make();
	if (cache.size >= CACHE) cache.clear();
	cache.set(source, made);
	return made;
}
