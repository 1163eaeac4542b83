import { describe, it } from "vitest";
import type { Value } from "../data/model.ts";
import { compileFeel, compileFeelTest, evaluateFeel, unaryTest, type FeelContext } from "./feel.ts";

function value(source: string, context: FeelContext = {}, now?: number): Value | string {
	const compiled = compileFeel(source);
	if (!compiled.ok) return `refused: ${compiled.error.code}`;
	const result = evaluateFeel(compiled.value, context, now);
	return result.ok ? result.value : `failed: ${result.error.code}`;
}

describe("evaluateFeel", () => {
	it("evaluates over the context, with or without a leading equals sign", ({ expect }) => {
		expect(value('amount > 1000 and customer.tier = "gold"', { amount: 1500, customer: { tier: "gold" } })).toBe(true);
		expect(value("= amount + 1", { amount: 2 })).toBe(3);
		expect(value("for i in items return i * 2", { items: [1, 2] })).toEqual([2, 4]);
		expect(value("items[price > 3].name", { items: [{ name: "a", price: 4 }] })).toEqual(["a"]);
	});

	it("gives null for what is not there", ({ expect }) => {
		expect(value("missing.deeper")).toBe(null);
		expect(value("missing > 3")).toBe(null);
	});

	it("takes the clock from its caller", ({ expect }) => {
		expect(value("string(today())", {}, Date.UTC(2026, 10, 24))).toBe("2026-11-24");
		expect(value('now() + duration("P1D")', {}, Date.UTC(2026, 10, 24))).toMatch(/^2026-11-25T00:00:00/);
		expect(value("now()")).toBe(null);
	});

	it("gives numbers as they are once saved and loaded", ({ expect }) => {
		expect(Object.is(value("a * -1", { a: 0 }), 0)).toBe(true);
		expect(Object.is(value("[a * -1][1]", { a: 0 }), 0)).toBe(true);
		expect(value("10 ** 400")).toBe(null);
	});

	it("gives dates and durations as ISO 8601", ({ expect }) => {
		expect(value('date("2026-01-31") + duration("P1M")')).toBe("2026-02-28");
		expect(value('duration("PT36H")')).toBe("P1DT12H");
	});

	it("refuses what is not FEEL, too long or too deep", ({ expect }) => {
		expect(value("1 +")).toBe("refused: feel.syntax");
		expect(value("1".repeat(9000))).toBe("refused: feel.too_long");
		expect(value(`${"(".repeat(100)}1${")".repeat(100)}`)).toBe("refused: feel.refused");
	});

	it("matches regular expressions in linear time", ({ expect }) => {
		expect(value('matches(input, "^(a+)+$")', { input: `${"a".repeat(5000)}!` })).toBe(false);
		expect(value('replace("abcd", "(ab)", "[$1]")')).toBe("[ab]cd");
		expect(value('split("a;b", ";")')).toEqual(["a", "b"]);
	});

	it("refuses loops that could run for long", ({ expect }) => {
		expect(value("for i in 1..10000000 return i")).toMatch(/^(refused|failed): feel\./);
		expect(value("for i in 1..1000, j in 1..1000, k in 1..1000 return i")).toMatch(/^(refused|failed): feel\./);
		expect(value("for i in 1..2.5 return i")).toMatch(/^(refused|failed): feel\.|^1,2$/);
	});

	it("refuses values that double with every line", ({ expect }) => {
		const bomb = Array.from({ length: 40 }, (_, at) => `k${at + 1}: [k${at}, k${at}]`).join(", ");
		expect(value(`count(flatten({k0: [1], ${bomb}}.k40))`)).toBe("refused: feel.refused");
		expect(value("for i in 1..60 return if i = 1 then [1] else concatenate(partial[-1], partial[-1])")).toBe("refused: feel.refused");
		const calls = Array.from({ length: 9 }, () => "concatenate(").join("");
		expect(value(`${calls}x${", x)".repeat(9)}`, { x: [1] })).toBe("refused: feel.refused");
		expect(value("{net: 10, tax: net * 0.2, gross: net + tax}.gross")).toBe(12);
	});

	it("reaches no prototype", ({ expect }) => {
		const context = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}') as FeelContext;
		expect(value("polluted", context)).toBe(null);
		expect(value("x.constructor", { x: {} })).toBe(null);
		expect(value("x.__proto__", { x: {} })).toBe(null);
		expect(value('"".constructor.constructor("return 1")')).toBe(null);
		expect(({} as { polluted?: boolean }).polluted).toBe(undefined);
	});
});

describe("unaryTest", () => {
	const passes = (source: string, input: Value, context: FeelContext = {}): boolean | string => {
		const test = compileFeelTest(source);
		if (!test.ok) return test.error.code;
		const result = unaryTest(test.value, input, context);
		return result.ok ? result.value : result.error.code;
	};

	it("tests a value as a decision table's cell does", ({ expect }) => {
		expect(passes("> 10", 11)).toBe(true);
		expect(passes("[1..5]", 6)).toBe(false);
		expect(passes('"a","b"', "b")).toBe(true);
		expect(passes('not("a")', "a")).toBe(false);
		expect(passes("-", null)).toBe(true);
		expect(passes("< limit", 3, { limit: 4 })).toBe(true);
		expect(passes("true", true)).toBe(true);
		expect(passes("> 10", "x")).toBe(false);
	});
});
