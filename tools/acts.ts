/**
 * What people do in Portico, as calls of its public API: the seed, the demo, the tests and the benches are made of these.
 * Each act takes the caller who does it; a refusal is an `ApiProblem`.
 */
import { randomBytes } from "node:crypto";
import { bootstrapStatement } from "./bootstrap-link.ts";
import { Client } from "./client.ts";

export type Level = "company" | "subscription" | "model" | "project" | "environment";
export type Stage = "development" | "test" | "staging" | "production";

export interface Node {
	readonly id: string;
	readonly parentId: string | null;
	readonly level: Level;
	readonly name: string;
	readonly kind: string;
}

/** The token at the end of a link: links carry it behind `#`, where no server's log sees it. */
export function tokenOf(link: string): string {
	return link.slice(link.indexOf("#") + 1);
}

/** Makes a company from a new one-time link, as whoever deploys would, and answers its signed-in administrator. */
export async function makeCompany(
	url: string,
	database: D1Database,
	company: { readonly name: string; readonly slug: string; readonly region: string },
	administrator: { readonly name: string; readonly email: string; readonly password: string },
): Promise<Client> {
	const token = randomBytes(32).toString("base64url");
	await database.prepare(bootstrapStatement(token, Date.now())).run();
	const client = new Client(url);
	await client.json("POST", "/api/identity/bootstrap", { token, company, administrator });
	return client;
}

export async function signIn(url: string, company: string, email: string, password: string): Promise<Client> {
	const client = new Client(url);
	await client.json("POST", "/api/identity/company/sign-in", { company, email, password });
	return client;
}

export async function signInToWork(url: string, environmentId: string, email: string, password: string): Promise<Client> {
	const client = new Client(url);
	await client.json("POST", `/api/identity/environments/${environmentId}/sign-in`, { email, password });
	return client;
}

export async function tree(by: Client): Promise<readonly Node[]> {
	return (await by.json<{ nodes: Node[] }>("GET", "/api/customer-portal/tree")).nodes;
}

/** Invites a person and takes the invitation as that person would. */
export async function invite(
	by: Client,
	person: { readonly name: string; readonly email: string; readonly password: string },
): Promise<{ readonly id: string; readonly client: Client }> {
	const { personId, link } = await by.json<{ personId: string; link: string }>("POST", "/api/customer-portal/people", {
		name: person.name,
		email: person.email,
	});
	const client = new Client(by.url);
	await client.json("POST", "/api/identity/company/accept", { token: tokenOf(link), name: person.name, password: person.password });
	return { id: personId, client };
}

/** Grants a role on a node of the tree. */
export async function grant(by: Client, level: Level, nodeId: string, role: string, personId: string): Promise<string> {
	const { grantId } = await by.json<{ grantId: string }>(
		"POST",
		`/api/customer-portal/${level === "company" ? "companies" : `${level}s`}/${nodeId}/grants`,
		{ role, personId },
	);
	return grantId;
}

export async function revoke(by: Client, level: Level, nodeId: string, grantId: string): Promise<void> {
	await by.json("DELETE", `/api/customer-portal/${level === "company" ? "companies" : `${level}s`}/${nodeId}/grants/${grantId}`);
}

/** Makes a model from a BPMN file. The report says what the import could not keep. */
export async function makeModel(
	by: Client,
	subscriptionId: string,
	name: string,
	bpmn: string,
): Promise<{ readonly modelId: string; readonly report: readonly { readonly severity: string; readonly detail: string }[] }> {
	return by.json("POST", `/api/modeler/subscriptions/${subscriptionId}/models`, { name, bpmn });
}

export async function publish(
	by: Client,
	modelId: string,
	note: string,
): Promise<{ readonly number: number; readonly contentHash: string }> {
	return by.json("POST", `/api/modeler/models/${modelId}/publish`, { note });
}

/** Makes an end user of an environment and takes the link as that person would. */
export async function addEndUser(
	by: Client,
	environmentId: string,
	person: { readonly name: string; readonly email: string; readonly password: string; readonly roles: readonly string[] },
): Promise<Client> {
	const { link } = await by.json<{ link: string }>("POST", `/api/console/${environmentId}/people`, {
		name: person.name,
		email: person.email,
		roles: person.roles,
	});
	const client = new Client(by.url);
	await client.json("POST", `/api/identity/environments/${environmentId}/accept`, { token: tokenOf(link), password: person.password });
	return client;
}

/** An empty project would need drawing first: a project begins with a model or a BPMN file, and gets what it lacks to run proposed. */
export async function makeProject(
	by: Client,
	subscriptionId: string,
	name: string,
	source:
		| { readonly kind: "model"; readonly modelId: string }
		| { readonly kind: "file"; readonly bpmn: string; readonly fileName: string },
): Promise<{
	readonly projectId: string;
	readonly environments: Readonly<Record<Stage, string>>;
	readonly findings: readonly { readonly severity: string; readonly detail: string }[];
}> {
	const path = `/api/studio/subscriptions/${subscriptionId}/projects`;
	const made = await by.json<{
		projectId: string;
		environments: { id: string; stage: Stage }[];
		findings: { severity: string; detail: string }[];
	}>("POST", path, { name, source });
	return { ...made, environments: Object.fromEntries(made.environments.map(({ stage, id }) => [stage, id])) as Record<Stage, string> };
}

export interface Draft {
	readonly version: number;
	readonly automation: { readonly roles: readonly { readonly name: string }[]; readonly [part: string]: unknown };
}

export async function readProject(by: Client, projectId: string): Promise<Draft> {
	return by.json("GET", `/api/studio/projects/${projectId}`);
}

/** Saves the automation of a project over the version that was read. */
export async function saveDraft(by: Client, projectId: string, version: number, automation: unknown): Promise<number> {
	return (await by.json<{ version: number }>("PUT", `/api/studio/projects/${projectId}/draft`, { version, automation })).version;
}

/** Makes a signed package of the draft, and answers its file as it can be carried elsewhere. */
export async function makePackage(
	by: Client,
	projectId: string,
	note: string,
): Promise<{ readonly packageId: string; readonly file: Uint8Array<ArrayBuffer> }> {
	const { packageId } = await by.json<{ packageId: string }>("POST", `/api/studio/projects/${projectId}/packages`, { note });
	const response = await by.fetch(`/api/studio/projects/${projectId}/packages/${packageId}/file`);
	if (!response.ok) throw new Error(`the package can not be downloaded: ${response.status}`);
	return { packageId, file: new Uint8Array(await response.arrayBuffer()) };
}

export async function uploadPackage(by: Client, environmentId: string, file: Uint8Array<ArrayBuffer>): Promise<string> {
	return (await by.upload<{ packageId: string }>("POST", `/api/console/${environmentId}/packages`, file)).packageId;
}

export async function promotePackage(by: Client, from: string, to: string, packageId: string): Promise<string> {
	return (await by.json<{ packageId: string }>("POST", `/api/console/${to}/packages/promote`, { environmentId: from, packageId }))
		.packageId;
}

export async function activatePackage(by: Client, environmentId: string, packageId: string): Promise<void> {
	await by.json("POST", `/api/console/${environmentId}/packages/${packageId}/activate`);
}

export interface InboxTask {
	readonly caseId: string;
	readonly task: number;
	readonly elementId: string;
	readonly name: string;
}

export interface Answer {
	readonly caseId: string;
	readonly sequence: number;
	readonly state: string;
	readonly tasks: readonly { readonly task: number; readonly elementId: string; readonly name: string; readonly yours: boolean }[];
}

export async function startCase(
	by: Client,
	environmentId: string,
	values: unknown,
	startEvent?: string,
): Promise<Answer & { readonly number: string }> {
	return by.json("POST", `/api/work/${environmentId}/cases`, {
		values,
		idempotencyKey: randomBytes(16).toString("hex"),
		...(startEvent === undefined ? {} : { startEvent }),
	});
}

/** Claims a task when it is a pool's, and completes it with the values of its form, by path. */
export async function work(
	by: Client,
	environmentId: string,
	task: { readonly caseId: string; readonly task: number },
	values: unknown,
): Promise<Answer> {
	const at = `/api/work/${environmentId}/tasks/${task.caseId}.${task.task}`;
	const { standing } = await by.json<{ standing: string }>("GET", at);
	if (standing === "claimable") await by.json("POST", `${at}/claim`);
	return by.json("POST", `${at}/complete`, { values });
}
