import fc from "fast-check";
import { describe, it } from "vitest";
import type { Value } from "../data/model.ts";
import { FEEL_LIMITS, compileFeel, compileFeelTest, evaluateFeel, unaryTest } from "./feel.ts";

const CODE = /^feel\.(syntax|too_long|too_deep|too_much_work|too_large|inexact|failed)$/;

const piece = fc.constantFrom(
	..."a b x.y 1 0 -1 1e6144 9999999999999999 0.1 true null ? partial item ( ) [ ] { } , : .. + - * / ** = != < > and or not( if then else for".split(
		" ",
	),
	...' in return some every satisfies function( instance of number list< > between @"P1D" @"2024-02-29T24:00:00" date( time( duration('.split(
		" ",
	),
	'"\\uD83D"',
	'"(a|a)*$"',
	"1..100000",
	"[1, 2, 3]",
	"string(",
	"flatten(",
	"concatenate(",
	"sort(",
	"replace(",
	"matches(",
	"split(",
	"range(",
	"context put(",
	"get value(",
	"list replace(",
	"__proto__",
	"constructor",
	"`",
	"\\",
	"\u0000",
);
const source = fc.oneof(
	fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(" ")),
	fc.string({ maxLength: 60 }),
	fc.string({ unit: "binary", maxLength: 40 }),
);
const data = fc.dictionary(fc.constantFrom("a", "b", "x", "item", "__proto__"), fc.jsonValue({ maxDepth: 4 })) as fc.Arbitrary<
	Readonly<Record<string, Value>>
>;

describe("whatever is written as FEEL", () => {
	it("compiles and evaluates to data or to a declared problem, within its fuel", ({ expect }) => {
		let evaluated = 0;
		fc.assert(
			fc.property(source, data, (text, context) => {
				const fuel = { left: FEEL_LIMITS.fuel };
				const compiled = compileFeel(text);
				const result = compiled.ok ? evaluateFeel(compiled.value, context, 0, fuel) : compiled;
				if (compiled.ok) evaluated++;
				if (result.ok) expect(JSON.parse(JSON.stringify(result.value))).toEqual(result.value);
				else expect(result.error.code).toMatch(CODE);
				const test = compileFeelTest(text);
				const passed = test.ok ? unaryTest(test.value, context["a"] ?? null, context, 0, fuel) : test;
				if (!passed.ok) expect(passed.error.code).toMatch(CODE);
				expect(fuel.left).toBeGreaterThanOrEqual(0);
			}),
			{ numRuns: 3000 },
		);
		expect(evaluated).toBeGreaterThan(100);
	}, 60_000);

	it("of too many characters, too deep, or too long a chain is refused", ({ expect }) => {
		const code = (text: string): string => {
			const compiled = compileFeel(text);
			return compiled.ok ? "taken" : compiled.error.code;
		};
		expect(code("1".repeat(FEEL_LIMITS.source + 1))).toBe("feel.too_long");
		expect(code(`${"(".repeat(100)}1${")".repeat(100)}`)).toBe("feel.too_deep");
		expect(code(Array.from({ length: 600 }, () => "1").join("+"))).toBe("feel.too_deep");
		expect(code(Array.from({ length: 400 }, () => "1").join("+"))).toBe("taken");
	});

	it("over data nested too deep is a problem", ({ expect }) => {
		let deep: Value = 1;
		for (let depth = 0; depth < 20_000; depth++) deep = [deep];
		for (const text of ["a", "string(a)", "a = b", "flatten(a)"]) {
			const compiled = compileFeel(text);
			const result = compiled.ok
				? evaluateFeel(compiled.value, { a: deep, b: JSON.parse("[".repeat(5000) + "]".repeat(5000)) as Value })
				: compiled;
			if (!result.ok) expect(result.error.code).toMatch(CODE);
		}
	});
});
