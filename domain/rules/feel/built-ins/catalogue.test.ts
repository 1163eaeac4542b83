import { readFileSync } from "node:fs";
import path from "node:path";
import { evaluate } from "feelin";
import { describe, it } from "vitest";
import { compileFeel, evaluateFeel } from "../../feel.ts";
import "../compile.ts";
import { compileExpression } from "../expression.ts";
import { FEEL_LIMITS } from "../limits.ts";
import { Meter } from "../meter.ts";
import { textOf } from "../text-of.ts";
import type { FeelValue } from "../value.ts";
import { builtIn, builtInNames, callBuiltIn } from "./signature.ts";

/** A value of each kind that a parameter may ask for, and one of a kind that does not fit it. */
const SAMPLES: Readonly<Record<string, readonly [fits: string, other: string]>> = {
	any: ["1", "1"],
	string: ['"1"', "true"],
	number: ["2", "true"],
	list: ["[1]", "1"],
	context: ["{a: 1}", "true"],
	function: ["function(a, b) true", "true"],
	date: ['@"2026-11-27"', "true"],
	day: ['@"2026-11-27"', "true"],
	time: ['@"10:00:00"', "true"],
	"date and time": ['@"2026-11-27T10:00:00"', "true"],
	"days and time duration": ['@"PT1H"', "true"],
	"years and months duration": ['@"P1Y"', "true"],
	point: ["1", "true"],
	range: ["[1..2]", "true"],
	boolean: ["true", '"a"'],
};

function valueOf(source: string): FeelValue {
	const closure = compileExpression(source);
	if (typeof closure !== "function") throw new Error(`The sample ${source} is no FEEL`);
	return closure({ names: {}, outer: null, meter: new Meter(FEEL_LIMITS.fuel, 0) });
}

/** `name(parameters) | what null in each place gives | what a value of another kind in each place gives` */
function rows(): readonly string[] {
	return builtInNames()
		.toSorted()
		.flatMap((name) => {
			const signatures = builtIn(name) ?? [];
			return signatures.map(({ written, parameters }) => {
				const fitting = parameters.map((each) => SAMPLES[each.kinds[0] ?? ""]?.[0] ?? "1");
				const given = (at: number, source: string): string => {
					const values = fitting.map((fit, index) => valueOf(index === at ? source : fit));
					return textOf(callBuiltIn(signatures, values, new Meter(FEEL_LIMITS.fuel, 0))) ?? "null";
				};
				const nulls = parameters.map((_, at) => given(at, "null"));
				const others = parameters.map((each, at) =>
					each.kinds[0] === "any" ? "takes any" : given(at, SAMPLES[each.kinds[0] ?? ""]?.[1] ?? "true"),
				);
				return `| \`${written.replaceAll("|", " or ")}\` | ${cell(nulls)} | ${cell(others)} |`;
			});
		});
}

function cell(values: readonly string[]): string {
	if (values.length === 0) return "";
	const shown = values.map((value) => (value === "takes any" || value === "null" ? value : `\`${value.replaceAll("|", "\\|")}\``));
	return shown.every((value) => value === shown[0]) ? (shown[0] ?? "") : shown.join(", ");
}

const [FUNCTIONS = "", DIFFERENCES = ""] = readFileSync(path.join(import.meta.dirname, "../../../../docs/feel.md"), "utf8").split(
	"## Where it differs",
);

function linesOf(section: string): readonly string[] {
	return section.split("\n").filter((line) => line.startsWith("| `"));
}

describe("the built-in functions", () => {
	it("stand in docs/feel.md as the code has them, each with what null and other kinds give", ({ expect }) => {
		const table = linesOf(FUNCTIONS);
		expect(table).toEqual(rows());
		expect(table.length).toBeGreaterThan(80);
	});
});

describe("what docs/feel.md says of feelin", () => {
	it("is what both give", ({ expect }) => {
		const lines = linesOf(DIFFERENCES);
		for (const line of lines) {
			const [source = "", ours, theirs] = [...line.matchAll(/`([^`]+)`/g)].map((found) => found[1] ?? "");
			const compiled = compileFeel(source);
			const value = compiled.ok ? evaluateFeel(compiled.value, {}) : compiled;
			expect(value.ok && JSON.stringify(value.value), source).toBe(ours);
			expect(JSON.stringify(evaluate(source, {}).value), source).toBe(theirs);
		}
		expect(lines.length).toBe(10);
	});
});
