import { api, callApi } from "../kit/api.ts";
import type { CaseRow } from "./console-api.ts";

const client = api.console[":environmentId"];

export const readProposal = (environmentId: string, from: string, to: string) =>
	callApi(client.migrations.proposal.$get({ param: { environmentId }, query: { from, to } }));
export type Proposal = Awaited<ReturnType<typeof readProposal>>;

/** Why a case cannot be moved, or was not; no problem: it can, or was. */
export interface Outcome {
	readonly caseId: string;
	readonly problems: readonly { readonly code: string; readonly detail: string }[];
}

interface Move {
	readonly to: string;
	readonly mapping: Readonly<Record<string, string>>;
	readonly cases: readonly string[];
}

export async function checkCases(environmentId: string, { to, mapping, cases }: Move): Promise<Outcome[]> {
	const answer = await callApi(client.migrations.check.$post({ param: { environmentId }, json: { to, mapping, cases: [...cases] } }));
	return answer.cases.map(({ caseId, findings }) => ({ caseId, problems: findings }));
}

export async function migrateCases(environmentId: string, { to, mapping, cases }: Move): Promise<Outcome[]> {
	const answer = await callApi(client.migrations.$post({ param: { environmentId }, json: { to, mapping, cases: [...cases] } }));
	return answer.cases.map(outcomeOf);
}

export async function undoMigration(environmentId: string, cases: readonly string[]): Promise<Outcome[]> {
	const answer = await callApi(client.migrations.undo.$post({ param: { environmentId }, json: { cases: [...cases] } }));
	return answer.cases.map(outcomeOf);
}

function outcomeOf({ caseId, problem }: { caseId: string; problem: { code: string; detail: string } | null }): Outcome {
	return { caseId, problems: problem === null ? [] : [problem] };
}

/** More cases than these are moved in several rounds. */
const MOST = 1000;

/** The cases that still run on a package. */
export async function readMovable(environmentId: string, packageId: string): Promise<CaseRow[]> {
	const found: CaseRow[] = [];
	let cursor: string | undefined;
	do {
		const page = await callApi(
			client.cases.$get({ param: { environmentId }, query: { packageId, limit: "100", ...(cursor === undefined ? {} : { cursor }) } }),
		);
		found.push(...page.cases.filter(({ state }) => state === "running" || state === "suspended"));
		cursor = page.next ?? undefined;
	} while (cursor !== undefined && found.length < MOST);
	return found;
}
