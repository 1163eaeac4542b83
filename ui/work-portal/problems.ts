import type { Problem } from "../../domain/problem.ts";

/** As much of a refused call as the form needs. */
interface Refused {
	readonly code: string;
	readonly message: string;
	readonly field: string | undefined;
	readonly more: Readonly<Record<string, unknown>>;
}

/** The fields at fault in a refused submission, each with its sentence; none when the refusal is about something else. */
export function problemsOf(refused: Refused | undefined): readonly Problem[] {
	if (refused === undefined) return [];
	const issues = refused.more["issues"];
	const problems = Array.isArray(issues)
		? issues.filter(isIssue).map(({ field, code, detail }) => ({ code: code ?? refused.code, detail, at: field }))
		: [];
	if (problems.length > 0) return problems;
	return refused.field === undefined ? [] : [{ code: refused.code, detail: refused.message, at: refused.field }];
}

function isIssue(each: unknown): each is { readonly field: string; readonly code?: string; readonly detail: string } {
	return (
		typeof each === "object" &&
		each !== null &&
		"field" in each &&
		typeof each.field === "string" &&
		"detail" in each &&
		typeof each.detail === "string"
	);
}
