import type { Closure } from "../../feel/compile.ts";
import type { Test } from "../../feel/unary-test.ts";
import type { FeelValue } from "../../feel/value.ts";
import { indexRows } from "../../row-index.ts";
import { checkLanguage, literal, typed, unaryTests, type Around, type BoxedKind } from "../around.ts";
import { checkTable } from "../check/decision-table.ts";
import { inPlace, wrong } from "../finding.ts";
import { choice, outputOf, type Output } from "../hit-policy.ts";
import { typeOf } from "../type-ref.ts";
import { child, children, textIn, type Element } from "../xml.ts";

interface Input {
	readonly expression: string;
	readonly value: Closure;
	readonly allows: Test | null;
}

interface Rule {
	readonly tests: readonly (Test | null)[];
	readonly outputs: readonly Closure[];
}

/** A decision table (DMN 1.5 §8). */
export const decisionTable: BoxedKind = { names: ["decisionTable"], compile };

function compile(element: Element, around: Around): Closure {
	const inputs = children(element, "input").map((each, at) => compileInput(each, inPlace(around, `input ${at + 1}`)));
	const outputs = children(element, "output").map((each, at) => compileOutput(each, inPlace(around, `output ${at + 1}`)));
	const rules = children(element, "rule").map((each, at) => compileRule(each, inPlace(around, `rule ${at + 1}`)));
	if (around.report !== null) checkTable(element, { inputs, outputs, rules }, around);
	const candidates = indexRows(
		children(element, "rule").map((rule) => children(rule, "inputEntry").map((entry) => textIn(entry, "text") ?? "")),
	);
	const choose = choice(element.attributes["hitPolicy"] ?? "UNIQUE", element.attributes["aggregation"], outputs);
	const withDefault = outputs.some((each) => each.otherwise !== null);
	return (scope) => {
		const values: FeelValue[] = [];
		for (const { value, allows } of inputs) {
			const input = value(scope);
			if (allows !== null && input !== null && allows(input, scope) !== true) return null;
			values.push(input);
		}
		const hits: { readonly rule: number; readonly row: readonly FeelValue[] }[] = [];
		const first = element.attributes["hitPolicy"] === "FIRST";
		for (const at of candidates(values)) {
			const rule = rules[at];
			scope.meter.burn(1);
			if (rule === undefined || !rule.tests.every((test, column) => test === null || test(values[column] ?? null, scope) === true))
				continue;
			hits.push({ rule: at + 1, row: rule.outputs.map((each) => each(scope)) });
			if (first) break;
		}
		around.explain({
			decision: around.decision,
			inputs: inputs.map((each, at) => ({ expression: each.expression, value: values[at] ?? null })),
			rules: hits.map((hit) => hit.rule),
		});
		if (hits.length === 0 && withDefault)
			return outputOf(
				outputs,
				outputs.map((each) => each.otherwise?.(scope) ?? null),
				scope,
			);
		return choose(
			hits.map((hit) => hit.row),
			scope,
		);
	};
}

function compileInput(element: Element, around: Around): Input {
	const written = child(element, "inputExpression");
	checkLanguage(written, around);
	const expression = textIn(written, "text") ?? "";
	if (expression === "") wrong(around, "dmn.part_missing", "The input has no expression.");
	const allowed = inPlace(around, "input values");
	return {
		expression,
		value: typed(literal(expression, around), typeOf(written, around)),
		allows: unaryTests(textIn(child(element, "inputValues"), "text") ?? "", allowed),
	};
}

function compileOutput(element: Element, around: Around): Output {
	const fallback = child(element, "defaultOutputEntry");
	const allowed = textIn(child(element, "outputValues"), "text") ?? "";
	return {
		name: element.attributes["name"] ?? "",
		type: typeOf(element, around),
		order: allowed === "" ? null : literal(`[${allowed}]`, inPlace(around, "output values")),
		otherwise: fallback === undefined ? null : literal(textIn(fallback, "text") ?? "", inPlace(around, "default")),
	};
}

function compileRule(element: Element, around: Around): Rule {
	return {
		tests: children(element, "inputEntry").map((each, at) => unaryTests(textIn(each, "text") ?? "", inPlace(around, `input ${at + 1}`))),
		outputs: children(element, "outputEntry").map((each, at) => {
			const within = inPlace(around, `output ${at + 1}`);
			checkLanguage(each, within);
			return typed(literal(textIn(each, "text") ?? "", within), typeOf(each, within));
		}),
	};
}
