import { describe, it } from "vitest";
import { textOf } from "../feel/text-of.ts";
import { compileModel, type Decided } from "./model.ts";

/** A decision by a table of one input `n`, whose rules are written `test -> output, output`. */
function decided(attributes: string, outputs: readonly string[], rules: readonly string[], n: number, input = ""): Decided {
	const entry = (kind: string) => (source: string) => `<${kind}Entry><text>${escaped(source)}</text></${kind}Entry>`;
	const written = rules.map((rule) => {
		const [test = "", values = ""] = rule.split(" -> ");
		return `<rule>${entry("input")(test)}${values.split(", ").map(entry("output")).join("")}</rule>`;
	});
	const model = compileModel(`<definitions namespace="urn:t">
		<inputData id="n" name="n"><variable name="n" typeRef="number"/></inputData>
		<decision id="d" name="d"><variable name="d"/><informationRequirement><requiredInput href="#n"/></informationRequirement>
		<decisionTable ${attributes}><input><inputExpression><text>n</text></inputExpression>${input}</input>${outputs.join("")}${written.join("")}</decisionTable></decision></definitions>`);
	const made = model.ok ? model.value.evaluate("d", { n }) : null;
	if (made === null) throw new Error("the table does not compile");
	return made;
}

function escaped(text: string): string {
	return text.replaceAll("<", "&lt;");
}

/** What a table gives, which rules hit, and which rule of the hit policy is broken. */
function told({ value, hits }: Decided): string {
	const [hit] = hits;
	return `${textOf(value) ?? "null"} by ${hit?.rules.join(" ") ?? "nothing"}${hit?.problem ? `: ${hit.problem.code}` : ""}`;
}

const OUT = ["<output/>"];
const ORDERED = ["<output><outputValues><text>30, 20, 10</text></outputValues></output>"];
const RULES = ["[1..9] -> 10", "[2..9] -> 20", "[3..9] -> 30"];

describe("a hit policy", () => {
	it.for<readonly [attributes: string, outputs: readonly string[], none: string, one: string, several: string]>([
		["", OUT, "null by ", "10 by 1", "null by 1 2 3: decision.not_unique"],
		['hitPolicy="UNIQUE"', OUT, "null by ", "10 by 1", "null by 1 2 3: decision.not_unique"],
		['hitPolicy="ANY"', OUT, "null by ", "10 by 1", "null by 1 2 3: decision.not_any"],
		['hitPolicy="PRIORITY"', ORDERED, "null by ", "10 by 1", "30 by 1 2 3"],
		['hitPolicy="FIRST"', OUT, "null by ", "10 by 1", "10 by 1"],
		['hitPolicy="OUTPUT ORDER"', ORDERED, "[] by ", "[10] by 1", "[30, 20, 10] by 1 2 3"],
		['hitPolicy="RULE ORDER"', OUT, "[] by ", "[10] by 1", "[10, 20, 30] by 1 2 3"],
		['hitPolicy="COLLECT"', OUT, "[] by ", "[10] by 1", "[10, 20, 30] by 1 2 3"],
		['hitPolicy="COLLECT" aggregation="SUM"', OUT, "null by ", "10 by 1", "60 by 1 2 3"],
		['hitPolicy="COLLECT" aggregation="MIN"', OUT, "null by ", "10 by 1", "10 by 1 2 3"],
		['hitPolicy="COLLECT" aggregation="MAX"', OUT, "null by ", "10 by 1", "30 by 1 2 3"],
		['hitPolicy="COLLECT" aggregation="COUNT"', OUT, "0 by ", "1 by 1", "3 by 1 2 3"],
	])("%s, with no hit, one, several", ([attributes, outputs, none, one, several], { expect }) => {
		expect([0, 1, 5].map((n) => told(decided(attributes, outputs, RULES, n)))).toEqual([none, one, several]);
	});

	it.for<readonly [attributes: string, none: string]>([
		["", "7 by "],
		['hitPolicy="ANY"', "7 by "],
		['hitPolicy="PRIORITY"', "7 by "],
		['hitPolicy="FIRST"', "7 by "],
		['hitPolicy="OUTPUT ORDER"', "7 by "],
		['hitPolicy="RULE ORDER"', "7 by "],
		['hitPolicy="COLLECT"', "7 by "],
		['hitPolicy="COLLECT" aggregation="SUM"', "7 by "],
		['hitPolicy="COLLECT" aggregation="COUNT"', "7 by "],
	])("%s gives the default when no rule hits, and only then", ([attributes, none], { expect }) => {
		const fallback = [
			"<output><outputValues><text>30, 20, 10</text></outputValues><defaultOutputEntry><text>7</text></defaultOutputEntry></output>",
		];
		expect(told(decided(attributes, fallback, RULES, 0))).toBe(none);
		expect(told(decided(attributes, fallback, RULES, 1))).not.toBe(none);
	});

	it.for<readonly [attributes: string, several: string]>([
		["", "null by 1 2: decision.not_unique"],
		['hitPolicy="ANY"', "null by 1 2: decision.not_any"],
		['hitPolicy="PRIORITY"', '{a: "high", b: 2} by 1 2'],
		['hitPolicy="FIRST"', '{a: "low", b: 1} by 1'],
		['hitPolicy="OUTPUT ORDER"', '[{a: "high", b: 2}, {a: "low", b: 1}] by 1 2'],
		['hitPolicy="RULE ORDER"', '[{a: "low", b: 1}, {a: "high", b: 2}] by 1 2'],
		['hitPolicy="COLLECT"', '[{a: "low", b: 1}, {a: "high", b: 2}] by 1 2'],
	])("%s gives contexts of several outputs", ([attributes, several], { expect }) => {
		const outputs = ['<output name="a"><outputValues><text>"high", "low"</text></outputValues></output>', '<output name="b"/>'];
		expect(told(decided(attributes, outputs, ['> 0 -> "low", 1', '> 0 -> "high", 2'], 1))).toBe(several);
	});

	it("ANY lets rules hit at once that say the same", ({ expect }) => {
		expect(told(decided('hitPolicy="ANY"', OUT, ["> 0 -> 1", "> 1 -> 1.0", "> 9 -> 2"], 5))).toBe("1 by 1 2");
	});

	it("goes by the first output that differs, and puts values without a place last", ({ expect }) => {
		const outputs = ["a", "b"].map((name) => `<output name="${name}"><outputValues><text>3, 2, 1</text></outputValues></output>`);
		expect(told(decided('hitPolicy="OUTPUT ORDER"', outputs, ["> 0 -> 9, 3", "> 0 -> 2, 1", "> 0 -> 2, 3"], 1))).toBe(
			"[{a: 2, b: 3}, {a: 2, b: 1}, {a: 9, b: 3}] by 1 2 3",
		);
	});

	it("sums numbers only, and compares what has an order", ({ expect }) => {
		const rules = ['> 0 -> "b"', '> 0 -> "a"'];
		expect(told(decided('hitPolicy="COLLECT" aggregation="SUM"', OUT, rules, 1))).toBe("null by 1 2");
		expect(told(decided('hitPolicy="COLLECT" aggregation="MIN"', OUT, rules, 1))).toBe("a by 1 2");
		expect(told(decided('hitPolicy="COLLECT" aggregation="MAX"', OUT, rules, 1))).toBe("b by 1 2");
	});
});

describe("a cell of a table", () => {
	it.for<readonly [test: string, three: boolean]>([
		["-", true],
		["", true],
		["3", true],
		["4, 3", true],
		["not(3)", false],
		["not(1, 2)", true],
		["< 4", true],
		["[3..4]", true],
		["(3..4]", false],
		["? * 2 = 6", true],
		["n", true],
		["n + 1", false],
		["null", false],
		['"3"', false],
		["3 +", false],
	])("%s", ([test, three], { expect }) => {
		expect(told(decided("", OUT, [`${test} -> true`], 3))).toBe(three ? "true by 1" : "null by ");
	});

	it("asks only inputs that are among the values of their column, and says when one is not", ({ expect }) => {
		const allowed = "<inputValues><text>[0..5]</text></inputValues>";
		expect(told(decided("", OUT, ["- -> true"], 3, allowed))).toBe("true by 1");
		expect(told(decided("", OUT, ["- -> true"], 9, allowed))).toBe("null by : decision.input_not_allowed");
	});
});
