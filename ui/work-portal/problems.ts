import type { Problem } from "../../domain/problem.ts";
import type { ApiProblem } from "../kit/api.ts";

/** The fields at fault in a refused submission, each with its sentence; none when the refusal is about something else. */
export function problemsOf(problem: ApiProblem | undefined): readonly Problem[] {
	if (problem === undefined) return [];
	const listed = problem.more["problems"];
	if (Array.isArray(listed)) {
		const problems = listed.filter(isProblem);
		if (problems.length > 0) return problems;
	}
	return problem.field === undefined ? [] : [{ code: problem.code, detail: problem.message, at: problem.field }];
}

function isProblem(each: unknown): each is Problem {
	return (
		typeof each === "object" &&
		each !== null &&
		"code" in each &&
		typeof each.code === "string" &&
		"detail" in each &&
		typeof each.detail === "string"
	);
}
