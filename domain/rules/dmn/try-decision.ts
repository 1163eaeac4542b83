import type { Value } from "../../data/model.ts";
import type { Problem } from "../../problem.ts";
import { fail, ok, type Result } from "../../result.ts";
import { compileFeel, evaluateFeel } from "../feel.ts";
import { toData } from "../feel/data.ts";
import { textOf } from "../feel/text-of.ts";
import { compileModel } from "./model.ts";

/** What a decision gives, and why: the rules that hit in each table on the way, with the inputs that they saw, as FEEL text. */
export interface Tried {
	readonly value: Value;
	readonly tables: readonly {
		readonly decision: string;
		readonly inputs: readonly { readonly expression: string; readonly value: string }[];
		/** Counted from one. */
		readonly rules: readonly number[];
		/** Why the table gives null, where its hit policy is broken or an input is not allowed. */
		readonly problem: string | null;
	}[];
}

/**
 * Evaluates a decision over inputs that a person typed as FEEL, as a business rule task would over data of a case. An empty input is left
 * out. Problems: those of DMN files and FEEL, `at` the input's name; `decision.not_in_file`.
 */
export function tryDecision(
	dmn: string,
	imported: readonly string[],
	decision: string,
	inputs: Readonly<Record<string, string>>,
	now: number,
): Result<Tried, Problem> {
	const model = compileModel(dmn, imported);
	if (!model.ok) return model;
	const given: [string, Value][] = [];
	for (const [name, source] of Object.entries(inputs)) {
		if (source.trim() === "") continue;
		const compiled = compileFeel(source);
		const value = compiled.ok ? evaluateFeel(compiled.value, {}, now) : compiled;
		if (!value.ok) return fail({ ...value.error, at: name });
		given.push([name, value.value]);
	}
	const decided = model.value.evaluate(decision, Object.fromEntries(given), { now, data: true });
	if (decided === null) return fail({ code: "decision.not_in_file", detail: `The file has no decision "${decision}".` });
	if (decided.problem !== null) return fail(decided.problem);
	const value = toData(decided.value);
	if (!value.ok) return value;
	return ok({
		value: value.value,
		tables: decided.hits.map((hit) => ({
			decision: hit.decision,
			inputs: hit.inputs.map((input) => ({ expression: input.expression, value: textOf(input.value) ?? "null" })),
			rules: hit.rules,
			problem: hit.problem?.detail ?? null,
		})),
	});
}
