import fc from "fast-check";
import { describe, it } from "vitest";
import type { Value } from "../data/model.ts";
import { compileFeelTest, unaryTest } from "./feel.ts";
import { indexRows } from "./row-index.ts";

const cell = fc.oneof(
	fc.constantFrom("-", "", "> 2", "[1..3]", 'not("a")', "null", '"a\\n"', '"a", -', "? > 1", "1.5", "-0", '"1"', "[1, 2]", "01", '"a?"'),
	fc
		.array(fc.constantFrom('"a"', '"b"', '"c d"', '"e?"', "1", "2", " 3", "-4"), { minLength: 1, maxLength: 3 })
		.map((all) => all.join(",")),
	fc.nat(12).map(String),
);
const input: fc.Arbitrary<Value> = fc.constantFrom<Value[]>(
	"a",
	"b",
	"c d",
	"e?",
	"a?",
	"a\n",
	0,
	1,
	2,
	3,
	-4,
	1.5,
	null,
	true,
	["a"],
	[1, 2],
	{},
);

function passes(text: string, value: Value): boolean {
	const test = compileFeelTest(text.trim() === "" ? "-" : text);
	if (!test.ok) return false;
	const passed = unaryTest(test.value, value, {});
	return passed.ok && passed.value;
}

describe("an index over the rules of a decision table", () => {
	it("leaves out only rules that would not hit, and keeps their order", ({ expect }) => {
		let left = 0;
		fc.assert(
			fc.property(fc.array(fc.tuple(cell, cell), { minLength: 10, maxLength: 40 }), input, input, (rules, a, b) => {
				const given = indexRows(rules)([a, b]);
				left += rules.length - given.length;
				expect(given).toEqual(given.toSorted((one, other) => one - other));
				const hits = (rows: readonly number[]): readonly number[] =>
					rows.filter((row) => [a, b].every((value, column) => passes(rules[row]?.[column] ?? "-", value)));
				expect(hits(given)).toEqual(hits(rules.map((_, row) => row)));
			}),
			{ numRuns: 400 },
		);
		expect(left).toBeGreaterThan(100);
	});

	it("finds one rule of many by its text or number", ({ expect }) => {
		const rules = Array.from({ length: 1000 }, (_, row) => [`"article ${row}", "other ${row}"`, "-"]);
		expect(indexRows(rules)(["other 700", null])).toEqual([700]);
		expect(indexRows(rules)(["nothing", null])).toEqual([]);
		expect(indexRows([...rules, ["-", "-"]])(["article 3", null])).toEqual([3, 1000]);
	});
});

describe("a cell", () => {
	it("whose text has a question mark asks for that text", ({ expect }) => {
		expect(passes('"really?"', "really?")).toBe(true);
		expect(passes('"really?"', "no")).toBe(false);
		expect(passes("? > 3", 4)).toBe(true);
	});
});
