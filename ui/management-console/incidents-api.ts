import { api, callApi } from "../kit/api.ts";

const client = api.console;

/** Which incidents; an empty text asks for nothing. */
export interface IncidentFilter {
	readonly process: string;
	readonly packageId: string;
	readonly elementId: string;
	readonly code: string;
	readonly search: string;
}

function given(filter: IncidentFilter): Partial<IncidentFilter> {
	return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ""));
}

export const readIncidents = (environmentId: string, filter: IncidentFilter, cursor: string | null) =>
	callApi(
		client[":environmentId"].incidents.$get({
			param: { environmentId },
			query: { ...given(filter), ...(cursor === null ? {} : { cursor }), limit: "100" },
		}),
	);
export type IncidentsPage = Awaited<ReturnType<typeof readIncidents>>;
export type IncidentLine = IncidentsPage["incidents"][number];

export const readIncidentSummary = (environmentId: string, filter: IncidentFilter) =>
	callApi(client[":environmentId"].incidents.summary.$get({ param: { environmentId }, query: given(filter) }));
export type IncidentGroup = Awaited<ReturnType<typeof readIncidentSummary>>["groups"][number];

export interface CaseResult {
	readonly caseId: string;
	readonly problem: { readonly code: string; readonly detail: string } | null;
}

export async function retryIncidents(environmentId: string, incidents: readonly IncidentLine[]): Promise<readonly CaseResult[]> {
	const json = { incidents: incidents.map(({ caseId, incident }) => ({ caseId, incident })) };
	return (await callApi(client[":environmentId"].incidents.retry.$post({ param: { environmentId }, json }))).cases;
}

/** Asks again until all that match were reached; `told` hears how many cases that were after each call. */
async function untilAll(
	told: (cases: number) => void,
	ask: (after: string | null) => Promise<{ readonly cases: readonly CaseResult[]; readonly next: string | null }>,
): Promise<readonly CaseResult[]> {
	const all: CaseResult[] = [];
	let after: string | null = null;
	do {
		// One after the other: each call begins behind the last case of the one before.
		const { cases, next } = await ask(after);
		all.push(...cases);
		told(all.length);
		after = next;
	} while (after !== null);
	return all;
}

export const retryMatching = (environmentId: string, filter: IncidentFilter, told: (cases: number) => void) =>
	untilAll(told, (after) =>
		callApi(
			client[":environmentId"].incidents.retry.$post({
				param: { environmentId },
				json: { matching: { ...given(filter), ...(after === null ? {} : { after }) } },
			}),
		),
	);

export const cancelMatching = (environmentId: string, filter: IncidentFilter, reason: string, told: (cases: number) => void) =>
	untilAll(told, (after) =>
		callApi(
			client[":environmentId"].incidents.cancel.$post({
				param: { environmentId },
				json: { matching: { ...given(filter), ...(after === null ? {} : { after }) }, reason },
			}),
		),
	);
