import type { Value } from "../data/model.ts";
import type * as automation from "../deployment/automation.ts";
import type { Problem } from "../problem.ts";
import { fail, ok, type Result } from "../result.ts";
import { decideTable, lazily, type DecisionTable } from "../rules/decision-table.ts";
import { compileFeelTest, FEEL_LIMITS, type Feel } from "../rules/feel.ts";
import { nothing, type Closure } from "../rules/feel/compile.ts";
import { toData } from "../rules/feel/data.ts";
import type { Scope } from "../rules/feel/scope.ts";
import { isTemporal } from "../rules/feel/temporal.ts";
import type { Test } from "../rules/feel/unary-test.ts";
import type { HitPolicy } from "../rules/hit-policy.ts";
import { indexRows } from "../rules/row-index.ts";
import type { Linked } from "./linked.ts";
import type { Reading } from "./reading.ts";

/** A decision table with its expressions as indexes of the program. Unary tests stay text. */
export type Table = {
	readonly hitPolicy: automation.DecisionTable["hitPolicy"];
	readonly inputs: readonly number[];
	readonly outputs: readonly string[];
	readonly rules: readonly { readonly inputs: readonly string[]; readonly outputs: readonly number[] }[];
};

export function readTable(reading: Reading, table: automation.DecisionTable): Table {
	for (const [index, rule] of table.rules.entries()) {
		if (rule.inputs.length !== table.inputs.length || rule.outputs.length !== table.outputs.length)
			reading.refuse("engine.ragged_table", `${reading.title}: rule ${index + 1} has not one cell for every column.`);
		for (const cell of rule.inputs) {
			const compiled = compileFeelTest(cell.trim() === "" ? "-" : cell);
			if (!compiled.ok) reading.refuse(compiled.error.code, `${reading.title}, rule ${index + 1}: ${compiled.error.detail}`);
		}
	}
	return {
		hitPolicy: table.hitPolicy,
		inputs: table.inputs.map((input) => reading.expression(input.expression)),
		outputs: table.outputs.map((output) => output.name),
		rules: table.rules.map((rule) => ({
			inputs: rule.inputs.map((cell) => (cell.trim() === "" ? "-" : cell)),
			outputs: rule.outputs.map((cell) => reading.expression(cell.trim() === "" ? "null" : cell)),
		})),
	};
}

/** What a table gives, what its inputs were, and the rules that hit, counted from one. */
export interface TableValue {
	readonly value: Value;
	readonly inputs: readonly { readonly expression: string; readonly value: Value }[];
	readonly rules: readonly number[];
}

/** A table of a linked program, ready to be decided by. */
interface Compiled {
	readonly inputs: readonly Feel[];
	readonly table: DecisionTable;
	/** A cell that was asked and cannot be compiled. */
	broken(): Problem | null;
}

/** A compiled table lives as long as its settings do, which is as long as its program is linked. */
const known = new WeakMap<Table, Compiled>();

/**
 * What the table gives in a scope: a context of the outputs of the rule that hits, null when none does, a list of them for `collect`.
 * Problems: `decision.not_unique` and `decision.not_any` when the hit policy is broken; those of FEEL.
 */
export function decideByTable(linked: Linked, table: Table, scope: Scope): Result<TableValue, Problem> {
	const compiled = compile(linked, table);
	if (!compiled.ok) return compiled;
	const seen: TableValue["inputs"][number][] = [];
	const values = compiled.value.inputs.map((input) => capped(input.closure)(scope));
	for (const [at, value] of values.entries()) {
		const data = toData(value);
		if (!data.ok) return data;
		seen.push({ expression: compiled.value.inputs[at]?.source ?? "", value: data.value });
	}
	const { value, rules, problem } = decideTable(compiled.value.table, values, scope);
	const wrong = compiled.value.broken() ?? problem;
	if (wrong !== null) return fail(wrong);
	const data = toData(value);
	return data.ok ? ok({ value: data.value, inputs: seen, rules }) : data;
}

const POLICIES: Readonly<Record<Table["hitPolicy"], HitPolicy>> = { unique: "UNIQUE", first: "FIRST", any: "ANY", collect: "COLLECT" };

function compile(linked: Linked, table: Table): Result<Compiled, Problem> {
	const ready = known.get(table);
	if (ready !== undefined) return ok(ready);
	const inputs: Feel[] = [];
	for (const expression of table.inputs) {
		const input = linked.expression(expression);
		if (!input.ok) return input;
		inputs.push(input.value);
	}
	let broken: Problem | null = null;
	const rules = table.rules.map((rule) => ({
		tests: rule.inputs.map((cell) =>
			lazily(() => {
				if (cell === "-") return null;
				const test = compileFeelTest(cell);
				if (test.ok) return cappedTest(alsoAsText(test.value.closure));
				broken ??= test.error;
				return () => false;
			}),
		),
		outputs: rule.outputs.map((expression) =>
			lazily(() => {
				const output = linked.expression(expression);
				if (output.ok) return capped(output.value.closure);
				broken ??= output.error;
				return nothing;
			}),
		),
	}));
	const made: Compiled = {
		inputs,
		table: {
			policy: POLICIES[table.hitPolicy],
			aggregation: null,
			outputs: table.outputs.map((name) => ({ name, type: null, order: null, otherwise: null })),
			named: true,
			candidates: indexRows(table.rules.map((rule) => rule.inputs)),
			rules,
		},
		broken: () => broken,
	};
	known.set(table, made);
	return ok(made);
}

/** A cell may ask a date, time or duration as what it is, or as the text that it is in the data of a case. */
function alsoAsText(test: Test): Test {
	return (input, scope) => test(input, scope) === true || (isTemporal(input) && test(input.toString(), scope) === true);
}

/** One expression of a table may cost what an expression may anywhere. */
function capped(closure: Closure): Closure {
	return (scope) => scope.meter.atMost(FEEL_LIMITS.fuel, () => closure(scope));
}

function cappedTest(test: Test): Test {
	return (input, scope) => scope.meter.atMost(FEEL_LIMITS.fuel, () => test(input, scope));
}
