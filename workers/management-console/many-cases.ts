import type { Refusal } from "../../domain/case/refusal.ts";
import type { Builder } from "../../domain/grants/principal.ts";
import type { CaseId } from "../../domain/ids.ts";
import type { Problem } from "../../domain/problem.ts";
import type { Result } from "../../domain/result.ts";
import { act } from "../tenancy/audit.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";

/** Cases that are asked at the same time: each is an object of its own. */
const AT_ONCE = 10;

/** One case of a batch: done, or why not. Each stands for itself: one that stays holds up no other. */
export interface CaseResult {
	readonly caseId: CaseId;
	readonly problem: Problem | null;
}

/** Does one act to many cases. */
export function toCases(cases: readonly CaseId[], act: (caseId: CaseId) => Promise<Result<unknown, Refusal>>): Promise<CaseResult[]> {
	return eachOf(cases, async (caseId) => {
		const answer = await act(caseId).catch((error: unknown) => {
			console.error(JSON.stringify({ at: "console.many-cases", case: caseId, error: String(error) }));
			return { ok: false, error: { code: "case.failed", detail: "The case did not answer. Look at it before you try again." } } as const;
		});
		if (answer.ok) return { caseId, problem: null };
		const { code, detail, ...more } = answer.error;
		const at = "at" in more && typeof more.at === "string" ? { at: more.at } : {};
		return { caseId, problem: { code, detail, ...at } };
	});
}

export async function eachOf<Item, Made>(items: readonly Item[], make: (item: Item) => Promise<Made>): Promise<Made[]> {
	const made: Made[] = [];
	for (let at = 0; at < items.length; at += AT_ONCE) made.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(make))));
	return made;
}

/** One row of the trail for a batch: how many were done, which, and how many stayed as they were. */
export async function keepTrailOfMany(
	env: Env,
	scope: EnvironmentScope,
	actor: Builder,
	action: string,
	results: readonly CaseResult[],
	more: Readonly<Record<string, string>> = {},
): Promise<void> {
	const done = results.filter(({ problem }) => problem === null).map(({ caseId }): CaseId => caseId);
	const detail = { ...more, count: done.length, stayed: results.length - done.length, cases: done };
	await act(env, scope.companyId, [], { actor, action, scopeId: scope.environmentId, outcome: "done", detail });
}
