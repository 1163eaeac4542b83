import type { Closure } from "../../feel/compile.ts";
import type { Test } from "../../feel/unary-test.ts";
import type { FeelValue } from "../../feel/value.ts";
import { indexRows } from "../../row-index.ts";
import { literal, typed, typeOf, unaryTests, type Around, type BoxedKind } from "../around.ts";
import { choice, outputOf, type Output } from "../hit-policy.ts";
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
	const inputs = children(element, "input").map((each) => compileInput(each, around));
	const outputs = children(element, "output").map((each) => compileOutput(each, around));
	const rules = children(element, "rule").map((each) => compileRule(each, around));
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
	const expression = textIn(written, "text") ?? "";
	const value = literal(expression, around);
	const type = typeOf(written, around);
	return {
		expression,
		value: typed(value, type),
		allows: unaryTests(textIn(child(element, "inputValues"), "text") ?? "", around),
	};
}

function compileOutput(element: Element, around: Around): Output {
	const fallback = child(element, "defaultOutputEntry");
	const allowed = textIn(child(element, "outputValues"), "text") ?? "";
	return {
		name: element.attributes["name"] ?? "",
		type: typeOf(element, around),
		order: allowed === "" ? null : literal(`[${allowed}]`, around),
		otherwise: fallback === undefined ? null : literal(textIn(fallback, "text") ?? "", around),
	};
}

function compileRule(element: Element, around: Around): Rule {
	return {
		tests: children(element, "inputEntry").map((each) => unaryTests(textIn(each, "text") ?? "", around)),
		outputs: children(element, "outputEntry").map((each) => typed(literal(textIn(each, "text") ?? "", around), typeOf(each, around))),
	};
}
