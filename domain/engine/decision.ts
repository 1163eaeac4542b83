import type { Value } from "../data/model.ts";
import type { DecisionTable } from "../deployment/automation.ts";
import type { Problem } from "../problem.ts";
import type { Result } from "../result.ts";
import { compileFeelTest } from "../rules/feel.ts";
import { compileModel, type DecisionModel } from "../rules/dmn/model.ts";
import { evaluateTable } from "../rules/decision-table.ts";
import type { Reading } from "./reading.ts";
import type { Stepping } from "./stepping.ts";

/** A decision table with its expressions as indexes of the program. Unary tests stay text. */
export type Table = {
	readonly hitPolicy: DecisionTable["hitPolicy"];
	readonly inputs: readonly number[];
	readonly outputs: readonly string[];
	readonly rules: readonly { readonly inputs: readonly string[]; readonly outputs: readonly number[] }[];
};

export function readTable(reading: Reading, table: DecisionTable): Table {
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

/** A decision of one of the program's DMN files. */
export type DecisionRef = { readonly file: number; readonly decision: string };

/** Compiles one of several DMN files that may import each other. Problems: `dmn.xml`. */
export function decisionModel(files: readonly string[], index: number): Result<DecisionModel, Problem> {
	return compileModel(
		files[index] ?? "",
		files.filter((_, at) => at !== index),
	);
}

export function readDecisionRef(reading: Reading, reference: { readonly file: string; readonly decision: string }): DecisionRef {
	const found = reading.decisions(reference.file);
	if (found !== undefined && !found.model.offers.includes(reference.decision))
		reading.refuse(
			"decision.not_in_file",
			`${reading.title} asks for the decision "${reference.decision}", which "${reference.file}" does not have.`,
		);
	return { file: found?.index ?? -1, decision: reference.decision };
}

/** What the table gives for the data as they are now. */
export function decide(step: Stepping, table: Table): Result<Value, Problem> {
	return evaluateTable(table, {
		evaluate: (expression) => step.evaluate(expression),
		test: (source, input) => step.expressions.test(source, input),
	});
}
