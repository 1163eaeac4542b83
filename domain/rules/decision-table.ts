import type { Value } from "../data/model.ts";
import type { Problem } from "../problem.ts";
import { fail, ok, type Result } from "../result.ts";
import { indexRows, type RowIndex } from "./row-index.ts";

/** A decision table (DMN 1.5 §8) whose input expressions and output cells are of any kind that the evaluator knows. */
export interface EvaluableTable<Expression> {
	readonly hitPolicy: "unique" | "first" | "any" | "collect";
	readonly inputs: readonly Expression[];
	/** Names of the outputs. */
	readonly outputs: readonly string[];
	readonly rules: readonly { readonly inputs: readonly string[]; readonly outputs: readonly Expression[] }[];
}

export interface TableEvaluator<Expression> {
	evaluate(expression: Expression): Result<Value, Problem>;
	/** Whether an input passes a unary test. */
	test(source: string, input: Value): Result<boolean, Problem>;
}

/** What a table gives: the value, what its inputs were, and the rules that hit, counted from one. */
export interface TableDecision {
	readonly value: Value;
	readonly inputs: readonly Value[];
	readonly rules: readonly number[];
}

/**
 * An object of the outputs of the rule that hits, null when none does, a list of them for `collect`. Problems:
 * `decision.not_unique` and `decision.not_any` when the hit policy is broken.
 */
export function evaluateTable<Expression>(
	table: EvaluableTable<Expression>,
	evaluator: TableEvaluator<Expression>,
): Result<TableDecision, Problem> {
	const inputs: Value[] = [];
	for (const expression of table.inputs) {
		const input = evaluator.evaluate(expression);
		if (!input.ok) return input;
		inputs.push(input.value);
	}
	const hits: { readonly rule: number; readonly value: Value }[] = [];
	for (const index of indexOf(table.rules)(inputs)) {
		const rule = table.rules[index];
		if (rule === undefined) continue;
		const hit = passes(rule.inputs, inputs, evaluator);
		if (!hit.ok) return hit;
		if (!hit.value) continue;
		const made: [string, Value][] = [];
		for (const [at, name] of table.outputs.entries()) {
			const expression = rule.outputs[at];
			if (expression === undefined) continue;
			const output = evaluator.evaluate(expression);
			if (!output.ok) return output;
			made.push([name, output.value]);
		}
		hits.push({ rule: index + 1, value: Object.fromEntries(made) });
		if (table.hitPolicy === "first") break;
	}
	const chosen = choose(table.hitPolicy, hits);
	return chosen.ok ? ok({ value: chosen.value, inputs, rules: hits.map(({ rule }) => rule) }) : chosen;
}

type Rules = EvaluableTable<unknown>["rules"];

/** An index lives as long as its table does, which is as long as its program is linked. */
const indexes = new WeakMap<Rules, RowIndex>();

function indexOf(rules: Rules): RowIndex {
	const known = indexes.get(rules);
	if (known !== undefined) return known;
	const made = indexRows(rules.map((rule) => rule.inputs));
	indexes.set(rules, made);
	return made;
}

function choose(
	policy: EvaluableTable<never>["hitPolicy"],
	hits: readonly { readonly rule: number; readonly value: Value }[],
): Result<Value, Problem> {
	const [first] = hits;
	switch (policy) {
		case "collect":
			return ok(hits.map((hit) => hit.value));
		case "first":
			return ok(first?.value ?? null);
		case "unique":
			if (hits.length > 1)
				return fail({
					code: "decision.not_unique",
					detail: `Rules ${hits.map((hit) => hit.rule).join(" and ")} hit at once, and the table allows one.`,
				});
			return ok(first?.value ?? null);
		case "any": {
			const same = JSON.stringify(first?.value);
			if (hits.some((hit) => JSON.stringify(hit.value) !== same))
				return fail({
					code: "decision.not_any",
					detail: `Rules ${hits.map((hit) => hit.rule).join(" and ")} hit at once and give different outputs.`,
				});
			return ok(first?.value ?? null);
		}
	}
}

function passes<Expression>(
	cells: readonly string[],
	inputs: readonly Value[],
	evaluator: TableEvaluator<Expression>,
): Result<boolean, Problem> {
	for (const [at, cell] of cells.entries()) {
		if (cell === "-") continue;
		const passed = evaluator.test(cell, inputs[at] ?? null);
		if (!passed.ok) return passed;
		if (!passed.value) return ok(false);
	}
	return ok(true);
}
