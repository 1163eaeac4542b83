import type { Closure } from "./feel/compile.ts";
import type { Scope } from "./feel/scope.ts";
import type { Test } from "./feel/unary-test.ts";
import type { FeelValue } from "./feel/value.ts";
import { choose, type Choice, type Chosen, type HitRule } from "./hit-policy.ts";
import type { RowIndex } from "./row-index.ts";

/**
 * A decision table (DMN 1.5 §8), compiled: those of DMN files and those that Studio makes are evaluated by this. Cells are compiled when
 * they are first asked, since the index leaves most of a long table out.
 */
export interface DecisionTable extends Choice {
	/** The rules that may hit. */
	readonly candidates: RowIndex;
	readonly rules: readonly Rule[];
}

export interface Rule {
	/** One for each input; null lets everything pass. */
	readonly tests: readonly (() => Test | null)[];
	readonly outputs: readonly (() => Closure)[];
}

/** What a table gives, and the rules that hit, counted from one. */
export interface TableDecision extends Chosen {
	readonly rules: readonly number[];
}

export function decideTable(table: DecisionTable, inputs: readonly FeelValue[], scope: Scope): TableDecision {
	const hits: HitRule[] = [];
	for (const at of table.candidates(inputs)) {
		const rule = table.rules[at];
		scope.meter.burn(1);
		if (rule === undefined || !passes(rule, inputs, scope)) continue;
		hits.push({ rule: at + 1, row: rule.outputs.map((output) => output()(scope)) });
		if (table.policy === "FIRST") break;
	}
	return { ...choose(table, hits, scope), rules: hits.map((hit) => hit.rule) };
}

function passes(rule: Rule, inputs: readonly FeelValue[], scope: Scope): boolean {
	for (const [column, cell] of rule.tests.entries()) {
		const test = cell();
		if (test !== null && test(inputs[column] ?? null, scope) !== true) return false;
	}
	return true;
}

/** Made when it is first asked. */
export function lazily<Made>(make: () => Made): () => Made {
	let made: { readonly value: Made } | undefined;
	return () => (made ??= { value: make() }).value;
}
