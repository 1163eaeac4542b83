import path from "node:path";
import type { Problem } from "../../../domain/problem.ts";

/** One model with everything that was found wrong with it. */
export interface Judged {
	/** Its path within the folder. */
	readonly name: string;
	/** The folder whose constraint it breaks or keeps; undefined for a model that is just a model. */
	readonly constraint: string | undefined;
	readonly problems: readonly Problem[];
}

export interface Judgement {
	readonly constraints: number;
	/** Constraints of which every breaking model is refused, with rule and element, and every other accepted. */
	readonly separated: number;
	/** Models that were refused and should not be. */
	readonly falseAlarms: number;
	readonly failures: readonly {
		readonly constraint: string | null;
		readonly file: string;
		readonly expected: "refused" | "accepted";
		readonly actual: readonly string[];
	}[];
}

/** What a file's name says of it. One that ends in `Fix` was mended by its authors: it keeps the constraint again. */
export function expectation(name: string): "refused" | "accepted" {
	return /fail/i.test(name) && !/fix\.\w+$/i.test(name) ? "refused" : "accepted";
}

export function judge(models: readonly Judged[]): Judgement {
	const separated = new Map<string, boolean>();
	const failures: Judgement["failures"][number][] = [];
	let falseAlarms = 0;
	for (const { name, constraint, problems } of models) {
		const expected = constraint === undefined ? "accepted" : expectation(path.basename(name));
		const named = problems.some((problem) => problem.at !== undefined && problem.at !== "");
		const right = expected === "refused" ? named : problems.length === 0;
		if (constraint !== undefined) separated.set(constraint, right && (separated.get(constraint) ?? true));
		if (right) continue;
		if (expected === "accepted") falseAlarms++;
		failures.push({
			constraint: constraint ?? null,
			file: path.basename(name),
			expected,
			actual: problems.slice(0, 5).map(({ code, at = "", detail }) => `${code} ${at}: ${detail}`),
		});
	}
	return { constraints: separated.size, separated: [...separated.values()].filter(Boolean).length, falseAlarms, failures };
}
