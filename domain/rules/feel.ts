import type { Value } from "../data/model.ts";
import type { Problem } from "../problem.ts";
import { fail, ok, type Result } from "../result.ts";
import { LEAVE, closureOf, run, testClosureOf, type Closure, type TestClosure } from "./feel-closures.ts";
import { guard, type Work } from "./feel-guard.ts";
import { evaluateSource, plain, storable, testSource } from "./feelin.ts";

/**
 * FEEL (DMN 1.5 §10) behind one small interface: conditions, mappings, scripts, forms and allocation all come here.
 * `evaluateFeel` never throws: what cannot be evaluated is a Problem.
 */

export type FeelContext = Readonly<Record<string, Value>>;

/** A checked expression. Compile once, evaluate often. */
export interface Feel {
	readonly source: string;
	readonly work: Work;
	readonly closure: Closure | null;
}

/** A checked unary test: the text of a decision table's input cell. */
export interface FeelTest {
	readonly source: string;
	readonly work: Work;
	readonly closure: TestClosure | null;
}

export const FEEL_LIMITS = {
	/** Characters of one expression. */
	source: 8192,
	/** Syntax nodes within nodes. */
	depth: 64,
	/** Items of one list that an expression reads or makes. */
	list: 10_000,
	/** Characters of one text. */
	text: 1024 * 1024,
	/** Rounds of all loops of one evaluation together. */
	rounds: 100_000,
} as const;

const CACHE = 2000;
const expressions = new Map<string, Result<Feel, Problem>>();
const tests = new Map<string, Result<FeelTest, Problem>>();

/** Checks an expression; a leading `=` (as other tools write) is tolerated. Problems: `feel.syntax`, `feel.too_long`, `feel.refused`. */
export function compileFeel(source: string): Result<Feel, Problem> {
	return remember(expressions, source, () => {
		const expression = source.trimStart().startsWith("=") ? source.trimStart().slice(1) : source;
		const guarded = guard(expression, "expression");
		return guarded.ok ? ok({ source: expression, work: guarded.value, closure: closureOf(expression) }) : guarded;
	});
}

/** Checks a unary test such as `> 10`, `"a","b"`, `[1..5]` or `-`. */
export function compileFeelTest(source: string): Result<FeelTest, Problem> {
	return remember(tests, source, () => {
		const guarded = guard(source, "unary tests");
		return guarded.ok ? ok({ source, work: guarded.value, closure: testClosureOf(source) }) : guarded;
	});
}

/**
 * The value of an expression over a context. `now` is epoch milliseconds for `now()` and `today()`, which give null without it.
 * Dates, times and durations come back as ISO 8601 text. Problems: `feel.failed`, `feel.too_large`, `feel.too_much_work`.
 */
export function evaluateFeel(feel: Feel, context: FeelContext, now?: number): Result<Value, Problem> {
	const { closure } = feel;
	if (closure !== null) {
		const value = run(() => closure(context));
		if (value !== LEAVE) return finished(value, feel.source);
	}
	return evaluateSource(feel.source, feel.work, context, now);
}

/** Whether a value passes a unary test. A test that cannot say (null) does not pass. */
export function unaryTest(test: FeelTest, input: Value, context: FeelContext, now?: number): Result<boolean, Problem> {
	if (test.source.trim() === "-") return ok(true);
	const { closure } = test;
	if (closure !== null) {
		const passed = run(() => closure(input, context));
		if (passed !== LEAVE) return ok(passed);
	}
	return testSource(test.source, test.work, input, context, now);
}

/** What a closure gave: its scalars are checked here, its lists as any other value's. */
function finished(value: Value, source: string): Result<Value, Problem> {
	if (typeof value === "number") return ok(storable(value));
	if (typeof value === "string" || typeof value === "object") return plain(value, source);
	return ok(value);
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
