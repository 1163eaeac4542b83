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
		expect(value("10 ** 400")).toBe("failed: feel.inexact");
		expect(value("0.1 + 0.2")).toBe(0.3);
		expect(value("1 / 3")).toBe(1 / 3);
		expect(value("12345678901234567890")).toBe("failed: feel.inexact");
		expect(value("string(12345678901234567890)")).toBe("12345678901234567890");
	});

	it("gives dates and durations as ISO 8601", ({ expect }) => {
		expect(value('date("2026-01-31") + duration("P1M")')).toBe("2026-02-28");
		expect(value('duration("PT36H")')).toBe("P1DT12H");
	});

	it("refuses what is not FEEL, too long or too deep", ({ expect }) => {
		expect(value("1 +")).toBe("refused: feel.syntax");
		expect(value("1".repeat(9000))).toBe("refused: feel.too_long");
		expect(value(`${"(".repeat(100)}1${")".repeat(100)}`)).toBe("refused: feel.too_deep");
		expect(value(Array.from({ length: 300 }, () => "1").join(" + "))).toBe(300);
	});

	it("matches regular expressions in linear time", ({ expect }) => {
		expect(value('matches(input, "^(a+)+$")', { input: `${"a".repeat(5000)}!` })).toBe(false);
		expect(value('replace("abcd", "(ab)", "[$1]")')).toBe("[ab]cd");
		expect(value('split("a;b", ";")')).toEqual(["a", "b"]);
	});

	it("ends loops that run for long", ({ expect }) => {
		expect(value("for i in 1..10000000 return i")).toBe("failed: feel.too_much_work");
		expect(value("for i in 1..1000, j in 1..1000, k in 1..1000 return i")).toMatch(/^failed: feel\.too_/);
		expect(value("{f: function(n) f(n + 1)}.f(1)")).toBe("failed: feel.too_much_work");
		expect(value("for i in 1..20000 return i")).toBe("failed: feel.too_large");
		// The standard gives no meaning to a range that ends between two whole numbers.
		expect(value("for i in 1..2.5 return i")).toBe(null);
	});

	it("ends values that double with every line", ({ expect }) => {
		const bomb = Array.from({ length: 40 }, (_, at) => `k${at + 1}: [k${at}, k${at}]`).join(", ");
		for (const of of [
			`count(flatten({k0: [1], ${bomb}}.k40))`,
			`string({k0: [1], ${bomb}}.k40)`,
			`({k0: [1], ${bomb}}.k40) = ({k0: [1], ${bomb}}.k40)`,
		])
			expect(value(of)).toMatch(/^failed: feel\.too_/);
		expect(value(`{k0: [1], ${bomb}}.k40`)).toMatch(/^failed: feel\.too_/);
		expect(value("for i in 1..60 return if i = 1 then [1] else concatenate(partial[-1], partial[-1])")).toBe("failed: feel.too_large");
		expect(value('for i in 1..60 return if i = 1 then "a" else partial[-1] + partial[-1]')).toBe("failed: feel.too_large");
		expect(value("{net: 10, tax: net * 0.2, gross: net + tax}.gross")).toBe(12);
	});

	it("takes from a budget that evaluations share", ({ expect }) => {
		const compiled = compileFeel("for i in 1..1000 return i");
		const fuel = { left: 5000 };
		const ends = (): string => {
			const made = compiled.ok ? evaluateFeel(compiled.value, {}, undefined, fuel) : compiled;
			return made.ok ? "a list" : made.error.code;
		};
		expect([ends(), fuel.left < 4000, ends(), ends()]).toEqual(["a list", true, "feel.too_much_work", "feel.too_much_work"]);
	});

	it("reads long texts and long lists only so often", ({ expect }) => {
		const data = { text: "a".repeat(1_000_000), list: Array.from({ length: 9000 }, (_, at) => at) };
		for (const each of [
			'matches(text, "(a|b|ab)*c$")',
			'replace(text, "a", "bb")',
			"string length(text)",
			"substring(text, 2)",
			'contains(text, "b")',
			"text = string(text)",
			"count(distinct values(list))",
			"sum(list)",
			"list contains(list, -1)",
			"list = list",
			"list[item = -1]",
		])
			expect(value(`for i in 1..10000 return ${each}`, data)).toMatch(/^failed: feel\.too_/);
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
