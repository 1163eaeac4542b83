import type { Closure } from "../../feel/compile.ts";
import type { Test } from "../../feel/unary-test.ts";
import type { FeelValue } from "../../feel/value.ts";
import { decideTable, lazily, type Rule } from "../../decision-table.ts";
import { AGGREGATIONS, HIT_POLICIES, type Output } from "../../hit-policy.ts";
import { indexRows } from "../../row-index.ts";
import { checkLanguage, literal, typed, unaryTests, type Around, type BoxedKind } from "../around.ts";
import { checkTable } from "../check/decision-table.ts";
import { inPlace, wrong } from "../finding.ts";
import { typeOf } from "../type-ref.ts";
import { child, children, textIn, type Element } from "../xml.ts";

interface Input {
	readonly expression: string;
	readonly value: Closure;
	readonly allows: Test | null;
}

/** A decision table of a DMN file (DMN 1.5 §8): null where its hit policy is broken, or an input is not one of its values. */
export const decisionTable: BoxedKind = { names: ["decisionTable"], compile };

function compile(element: Element, around: Around): Closure {
	const inputs = children(element, "input").map((each, at) => compileInput(each, inPlace(around, `input ${at + 1}`)));
	const outputs = children(element, "output").map((each, at) => compileOutput(each, inPlace(around, `output ${at + 1}`)));
	const rules = children(element, "rule").map((each, at) => compileRule(each, inPlace(around, `rule ${at + 1}`)));
	if (around.report !== null) checkTable(element, { inputs, outputs, rules }, around);
	const table = {
		policy: HIT_POLICIES.find((each) => each === element.attributes["hitPolicy"]) ?? "UNIQUE",
		aggregation: AGGREGATIONS.find((each) => each === element.attributes["aggregation"]) ?? null,
		outputs,
		named: false,
		candidates: indexRows(
			children(element, "rule").map((rule) => children(rule, "inputEntry").map((entry) => textIn(entry, "text") ?? "")),
		),
		rules,
	};
	return (scope) => {
		const seen: { readonly expression: string; readonly value: FeelValue }[] = [];
		for (const { expression, value, allows } of inputs) {
			const input = value(scope);
			seen.push({ expression, value: input });
			if (allows === null || input === null || allows(input, scope) === true) continue;
			const problem = { code: "decision.input_not_allowed", detail: `"${expression}" is none of the values that the table allows.` };
			around.explain({ decision: around.decision, inputs: seen, rules: [], problem });
			return null;
		}
		const {
			value,
			rules: hits,
			problem,
		} = decideTable(
			table,
			seen.map((each) => each.value),
			scope,
		);
		around.explain({ decision: around.decision, inputs: seen, rules: hits, problem });
		return value;
	};
}

function compileInput(element: Element, around: Around): Input {
	const written = child(element, "inputExpression");
	checkLanguage(written, around);
	const expression = textIn(written, "text") ?? "";
	if (expression === "") wrong(around, "dmn.part_missing", "The input has no expression.");
	return {
		expression,
		value: typed(literal(expression, around), typeOf(written, around)),
		allows: unaryTests(textIn(child(element, "inputValues"), "text") ?? "", inPlace(around, "input values")),
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
	// Who hears of mistakes hears of all of them.
	const cell = around.report === null ? lazily : atOnce;
	return {
		tests: children(element, "inputEntry").map((each, at) =>
			cell(() => unaryTests(textIn(each, "text") ?? "", inPlace(around, `input ${at + 1}`))),
		),
		outputs: children(element, "outputEntry").map((each, at) =>
			cell(() => {
				const within = inPlace(around, `output ${at + 1}`);
				checkLanguage(each, within);
				return typed(literal(textIn(each, "text") ?? "", within), typeOf(each, within));
			}),
		),
	};
}

function atOnce<Made>(make: () => Made): () => Made {
	const made = make();
	return () => made;
}
