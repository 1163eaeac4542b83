import type { ApiProblem } from "./api.ts";

/** What a problem says of one field, as a sentence of its own; `undefined` when it is about something else. */
export function fieldProblem(problem: ApiProblem | undefined, field: string): string | undefined {
	if (problem === undefined) return undefined;
	const issues = problem.more["issues"];
	if (Array.isArray(issues)) {
		for (const issue of issues as { readonly field?: unknown; readonly detail?: unknown }[]) {
			if (issue.field === field && typeof issue.detail === "string") return capital(issue.detail);
		}
	}
	return problem.field === field ? capital(problem.message) : undefined;
}

function capital(sentence: string): string {
	return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
}
