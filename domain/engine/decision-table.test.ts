import { describe, it } from "vitest";
import type { Value } from "../data/model.ts";
import type { DecisionTable } from "../deployment/automation.ts";
import { Trial, automation, flows, model } from "../../test/engine/trial.ts";

const DECIDING = model(`<startEvent id="S"/><businessRuleTask id="A"/><endEvent id="E"/>${flows("S>A", "A>E")}`);

/** What a case has after a table of these rules (`test | test -> output | output`) was decided, or its incidents. */
async function decided(
	hitPolicy: DecisionTable["hitPolicy"],
	inputs: readonly string[],
	rules: readonly string[],
	data: Readonly<Record<string, Value>>,
): Promise<{ readonly value: Value | undefined; readonly incidents: readonly string[]; readonly seen: readonly unknown[] }> {
	const cells = (text: string): string[] => text.split(" | ").map((cell) => cell.trim());
	const written = rules.map((rule) => {
		const [tests = "", outputs = ""] = rule.split("->");
		return { inputs: cells(tests), outputs: cells(outputs) };
	});
	const table: DecisionTable = {
		hitPolicy,
		inputs: inputs.map((expression) => ({ label: expression, expression })),
		outputs: (written[0]?.outputs ?? []).map((_, at) => ({ label: `o${at + 1}`, name: `o${at + 1}` })),
		rules: written,
	};
	const trial = (await Trial.of(DECIDING, automation({ A: { decision: { table, result: "made" } } }))).start(data);
	return {
		value: trial.variables.made,
		incidents: trial.incidents,
		seen: trial.journal.flatMap((entry) => (entry.kind === "rules-hit" ? [{ inputs: entry.inputs, rules: entry.rules }] : [])),
	};
}

const RULES = ["[1..9] -> 10", "[2..9] -> 20", "[3..9] -> 20"];

describe("a table that Studio makes", () => {
	it.for<readonly [policy: DecisionTable["hitPolicy"], n: number, value: Value | undefined, incidents: readonly string[]]>([
		["unique", 0, null, []],
		["unique", 1, { o1: 10 }, []],
		["unique", 2, undefined, ["decision.not_unique@A"]],
		["first", 0, null, []],
		["first", 5, { o1: 10 }, []],
		["any", 0, null, []],
		["any", 1, { o1: 10 }, []],
		["any", 2, undefined, ["decision.not_any@A"]],
		["collect", 0, [], []],
		["collect", 5, [{ o1: 10 }, { o1: 20 }, { o1: 20 }], []],
	])("%s of %i", async ([policy, n, value, incidents], { expect }) => {
		const made = await decided(policy, ["n"], RULES, { n });
		expect(made.value).toEqual(value);
		expect(made.incidents).toEqual(incidents);
	});

	it("gives all outputs, and lets rules hit at once that say the same", async ({ expect }) => {
		const made = await decided("any", ["n", "word"], ['> 0 | "a" -> n * 2 | word + "!"', '- | "a","b" -> 2 | "a!"'], { n: 1, word: "a" });
		expect(made.value).toEqual({ o1: 2, o2: "a!" });
		expect(made.seen).toEqual([{ inputs: ["n = 1", 'word = "a"'], rules: [1, 2] }]);
	});

	it("asks a date as a date and as the text that it is in the data", async ({ expect }) => {
		const rules = ['< date("2026-06-01") -> 1', '"2026-12-24" -> 2', "- -> 3"];
		const at = async (day: string): Promise<Value | undefined> => (await decided("first", ["date(day)"], rules, { day })).value;
		expect(await at("2026-01-01")).toEqual({ o1: 1 });
		expect(await at("2026-12-24")).toEqual({ o1: 2 });
		expect(await at("2026-07-01")).toEqual({ o1: 3 });
		expect((await decided("first", ["date(day)"], rules, { day: "2026-01-01" })).seen).toEqual([
			{ inputs: ['date(day) = "2026-01-01"'], rules: [1] },
		]);
	});

	it("knows the data of the case in its cells, and the value as ?", async ({ expect }) => {
		const rules = ["< limit -> limit", "? - limit > 5 -> 0", "- -> null"];
		expect((await decided("first", ["n"], rules, { n: 3, limit: 4 })).value).toEqual({ o1: 4 });
		expect((await decided("first", ["n"], rules, { n: 30, limit: 4 })).value).toEqual({ o1: 0 });
		expect((await decided("first", ["n"], rules, { n: 5, limit: 4 })).value).toEqual({ o1: null });
	});

	it.for<readonly [what: string, inputs: readonly string[], rules: readonly string[], incident: string]>([
		["an input that is no data", ["abs"], ["- -> 1"], "feel.failed@A"],
		["an output that is no data", ["1"], ["- -> [1..2)"], "feel.failed@A"],
		["work without end", ["1"], ["- -> some x in 1..9000000 satisfies x = 0"], "feel.too_much_work@A"],
	])("%s is an incident", async ([, inputs, rules, incident], { expect }) => {
		expect((await decided("unique", inputs, rules, {})).incidents).toEqual([incident]);
	});

	it("of a thousand rules finds the one that hits", async ({ expect }) => {
		const rules = Array.from({ length: 1000 }, (_, at) => `"article ${at}" | < 5 -> ${at}`);
		const made = await decided("unique", ["article", "n"], rules, { article: "article 700", n: 1 });
		expect(made.value).toEqual({ o1: 700 });
		expect(made.seen).toEqual([{ inputs: ['article = "article 700"', "n = 1"], rules: [701] }]);
	});
});
