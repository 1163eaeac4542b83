import type { Value } from "../data/model.ts";
import type { Problem } from "../problem.ts";
import type { Result } from "../result.ts";
import { compileModel, type DecisionModel } from "../rules/dmn/model.ts";
import type { Reading } from "./reading.ts";
import type { Stepping } from "./stepping.ts";

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

/** The rules of one table that hit, counted from one, and what its inputs were, as short texts: `amount = 1200`. */
export interface TableHit {
	readonly decision: string;
	readonly inputs: readonly string[];
	readonly rules: readonly number[];
}

/** What is decided, and which rules of which tables hit on the way. */
export interface Decided {
	readonly value: Value;
	readonly hits: readonly TableHit[];
}

/** Tables, and of each rules and inputs, that the journal keeps of one decision: it explains, and is no place for data. */
const MOST = 20;
const LONGEST = 80;

/** A table's hit as the journal keeps it. */
export function tableHit(
	decision: string,
	inputs: readonly { readonly expression: string; readonly value: Value }[],
	rules: readonly number[],
): TableHit {
	const texts = inputs.slice(0, MOST).map(({ expression, value }) => `${expression} = ${JSON.stringify(value)}`);
	return {
		decision,
		inputs: texts.map((each) => (each.length > LONGEST ? `${each.slice(0, LONGEST)}…` : each)),
		rules: rules.slice(0, MOST),
	};
}

/** Writes down why it was decided so. */
export function recordHits(step: Stepping, elementId: string, hits: readonly TableHit[]): void {
	for (const hit of hits.slice(0, MOST)) step.record({ kind: "rules-hit", elementId, ...hit });
}
