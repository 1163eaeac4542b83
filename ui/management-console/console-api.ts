import { api, callApi, readProblem } from "../kit/api.ts";
import { useApi } from "../kit/query.ts";

const client = api.console;

export const consoleKey = (environmentId: string, ...rest: readonly string[]): readonly string[] => ["console", environmentId, ...rest];

export const readOverview = (environmentId: string) => callApi(client[":environmentId"].$get({ param: { environmentId } }));
export type Overview = Awaited<ReturnType<typeof readOverview>>;

/** What runs, how it stands and what changed, looked at again every half minute. */
export function useOverview(environmentId: string) {
	return useApi(consoleKey(environmentId, "overview"), () => readOverview(environmentId), { refetchInterval: 30_000 });
}

export const readEnvironments = () => callApi(client.environments.$get());

export const readPackages = (environmentId: string) => callApi(client[":environmentId"].packages.$get({ param: { environmentId } }));
export type Packages = Awaited<ReturnType<typeof readPackages>>;
export type PackageView = Packages["packages"][number];

export const readPromotable = (environmentId: string) => callApi(client[":environmentId"].promotable.$get({ param: { environmentId } }));

export const promote = (environmentId: string, from: { readonly environmentId: string; readonly packageId: string }) =>
	callApi(client[":environmentId"].packages.promote.$post({ param: { environmentId }, json: from }));

/** Sends a package file as it is; the typed client only knows JSON. */
export async function uploadPackage(environmentId: string, file: Blob): Promise<{ packageId: string; added: boolean }> {
	const response = await fetch(`/api/console/${encodeURIComponent(environmentId)}/packages`, {
		method: "POST",
		headers: { "content-type": "application/octet-stream" },
		body: file,
	});
	if (!response.ok) throw await readProblem(response);
	return (await response.json()) as { packageId: string; added: boolean };
}

export const readPackage = (environmentId: string, packageId: string) =>
	callApi(client[":environmentId"].packages[":packageId"].$get({ param: { environmentId, packageId } }));
export type PackageContent = Awaited<ReturnType<typeof readPackage>>;

export const checkPackage = (environmentId: string, packageId: string) =>
	callApi(client[":environmentId"].packages[":packageId"].check.$get({ param: { environmentId, packageId } }));
export type CheckReport = Awaited<ReturnType<typeof checkPackage>>;

export const activate = (environmentId: string, packageId: string) =>
	callApi(client[":environmentId"].packages[":packageId"].activate.$post({ param: { environmentId, packageId } }));

export const readParameters = (environmentId: string) => callApi(client[":environmentId"].parameters.$get({ param: { environmentId } }));
export type Parameter = Awaited<ReturnType<typeof readParameters>>["parameters"][number];

export type NewValue =
	| { readonly kind: "value"; readonly value: string | number | boolean }
	| { readonly kind: "secret"; readonly value: string };
export const setParameter = (environmentId: string, name: string, value: NewValue) =>
	callApi(client[":environmentId"].parameters[":name"].$put({ param: { environmentId, name }, json: value }));
export const clearParameter = (environmentId: string, name: string) =>
	callApi(client[":environmentId"].parameters[":name"].$delete({ param: { environmentId, name } }));

export interface CaseFilter {
	readonly state: string;
	readonly search: string;
	readonly incidents: boolean;
	readonly overdue: boolean;
	readonly byDue: boolean;
	readonly cursor?: string;
}
type CaseState = "running" | "suspended" | "completed" | "terminated" | "failed" | "cancelled";
const CASE_STATES: readonly string[] = ["running", "suspended", "completed", "terminated", "failed", "cancelled"];
export const isCaseState = (text: string): text is CaseState => CASE_STATES.includes(text);

export const readCases = (environmentId: string, filter: CaseFilter) =>
	callApi(
		client[":environmentId"].cases.$get({
			param: { environmentId },
			query: {
				...(isCaseState(filter.state) ? { state: filter.state } : {}),
				...(filter.search === "" ? {} : { search: filter.search }),
				...(filter.incidents ? { incidents: "open" as const } : {}),
				...(filter.overdue ? { due: "overdue" as const } : {}),
				...(filter.byDue ? { sort: "due" as const } : {}),
				...(filter.cursor === undefined ? {} : { cursor: filter.cursor }),
				limit: "100",
			},
		}),
	);
export type CaseRow = Awaited<ReturnType<typeof readCases>>["cases"][number];

export const readCase = (environmentId: string, caseId: string) =>
	callApi(client[":environmentId"].cases[":caseId"].$get({ param: { environmentId, caseId } }));
export type CaseView = Awaited<ReturnType<typeof readCase>>;

export const readCaseDiagram = (environmentId: string, caseId: string) =>
	callApi(client[":environmentId"].cases[":caseId"].diagram.$get({ param: { environmentId, caseId } }));

export const readCaseLog = (environmentId: string, caseId: string) =>
	callApi(client[":environmentId"].cases[":caseId"].log.$get({ param: { environmentId, caseId }, query: { limit: "100" } }));
export type CaseLog = Awaited<ReturnType<typeof readCaseLog>>;

export const retryIncident = (environmentId: string, caseId: string, incident: number) =>
	callApi(
		client[":environmentId"].cases[":caseId"].incidents[":incident"].retry.$post({
			param: { environmentId, caseId, incident: String(incident) },
		}),
	);
export const changeData = (environmentId: string, caseId: string, variables: CaseView["data"]) =>
	callApi(client[":environmentId"].cases[":caseId"].data.$put({ param: { environmentId, caseId }, json: { variables } }));
interface Batch {
	readonly cases: readonly { readonly caseId: string; readonly problem: { readonly code: string; readonly detail: string } | null }[];
}
export const retryCases = (environmentId: string, cases: readonly string[]): Promise<Batch> =>
	callApi(client[":environmentId"].cases.retry.$post({ param: { environmentId }, json: { cases: [...cases] } }));
export const cancelCases = (environmentId: string, cases: readonly string[], reason: string): Promise<Batch> =>
	callApi(client[":environmentId"].cases.cancel.$post({ param: { environmentId }, json: { cases: [...cases], reason } }));
export const cancelCase = (environmentId: string, caseId: string, reason: string) =>
	callApi(client[":environmentId"].cases[":caseId"].cancel.$post({ param: { environmentId, caseId }, json: { reason } }));
export const suspendCase = (environmentId: string, caseId: string, reason: string) =>
	callApi(client[":environmentId"].cases[":caseId"].suspend.$post({ param: { environmentId, caseId }, json: { reason } }));
export const resumeCase = (environmentId: string, caseId: string) =>
	callApi(client[":environmentId"].cases[":caseId"].resume.$post({ param: { environmentId, caseId } }));
export const moveToken = (environmentId: string, caseId: string, token: number, to: string) =>
	callApi(client[":environmentId"].cases[":caseId"]["move-token"].$post({ param: { environmentId, caseId }, json: { token, to } }));

export const readPeople = (environmentId: string) => callApi(client[":environmentId"].people.$get({ param: { environmentId }, query: {} }));
export type EndUser = Awaited<ReturnType<typeof readPeople>>["people"][number];
export const invitePerson = (
	environmentId: string,
	person: { readonly name: string; readonly email: string; readonly roles: string[]; readonly groups: string[] },
) => callApi(client[":environmentId"].people.$post({ param: { environmentId }, json: person }));
export const updatePerson = (
	environmentId: string,
	personId: string,
	change: { readonly name: string; readonly roles: string[]; readonly groups: string[] },
) => callApi(client[":environmentId"].people[":personId"].$patch({ param: { environmentId, personId }, json: change }));
export const renewLink = (environmentId: string, personId: string) =>
	callApi(client[":environmentId"].people[":personId"].link.$post({ param: { environmentId, personId } }));
export const setActive = (environmentId: string, personId: string, active: boolean) =>
	active
		? callApi(client[":environmentId"].people[":personId"].activate.$post({ param: { environmentId, personId } }))
		: callApi(client[":environmentId"].people[":personId"].deactivate.$post({ param: { environmentId, personId } }));
