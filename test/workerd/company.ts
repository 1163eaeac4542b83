/**
 * Companies for tests inside workerd: a tree, people of both realms, and their cookies. Rows are inserted and sessions opened
 * directly, without scrypt, so a company costs a few milliseconds.
 *
 *     const home = await makeCompany();
 *     const project = await home.project("Loans");
 *     const ann = await home.builder("Ann", [["project-owner", project.id]]);
 *     const eve = await home.endUser(project.environments.development, "Eve", { roles: ["credit-officer"] });
 *     const response = await call(`/api/work/${project.environments.development}/inbox`, { as: eve });
 */
import { env, exports } from "cloudflare:workers";
import { ROLES, type Role } from "../../domain/grants/roles.ts";
import type { CompanyId, EnvironmentId, GroupId, PersonId, SubscriptionId, WorkspaceId } from "../../domain/ids.ts";
import { COMPANY_COOKIE, environmentCookie } from "../../workers/identity/cookies.ts";
import { hashOf, newSecret } from "../../workers/identity/secrets.ts";
import { newCompanyId, newId } from "../../workers/tenancy/new-id.ts";
import { objects } from "../../workers/tenancy/objects.ts";

export type Stage = "development" | "test" | "staging" | "production";

export interface TestPerson {
	readonly id: PersonId;
	readonly name: string;
	readonly email: string;
	/** The `Cookie` header of a signed-in browser. */
	readonly cookie: string;
}

export interface TestProject {
	readonly id: WorkspaceId;
	readonly environments: Readonly<Record<Stage, EnvironmentId>>;
}

export interface TestCompany {
	readonly id: CompanyId;
	readonly slug: string;
	readonly subscriptions: Readonly<Record<"modeler" | "studio" | "automation", SubscriptionId>>;
	/** A company administrator who is always there. */
	readonly administrator: TestPerson;
	/** A builder with roles, each on a node; the node may be left out for roles of the company. */
	builder(name: string, roles?: readonly (readonly [Role, string?])[]): Promise<TestPerson>;
	group(name: string, members: readonly TestPerson[], roles?: readonly (readonly [Role, string?])[]): Promise<GroupId>;
	model(name: string): Promise<WorkspaceId>;
	project(name: string): Promise<TestProject>;
	endUser(
		environmentId: EnvironmentId,
		name: string,
		names?: { readonly roles?: readonly string[]; readonly groups?: readonly string[] },
	): Promise<TestPerson>;
}

/** A company with its three subscriptions and one administrator. */
export async function makeCompany(name = "Acme"): Promise<TestCompany> {
	const id = newCompanyId("eu");
	const slug = `acme-${id.slice(4, 16)}`;
	const now = Date.now();
	const subscriptions = { modeler: newId("subscription"), studio: newId("subscription"), automation: newId("subscription") };
	await env.DB.batch([
		env.DB.prepare("INSERT INTO company (id, slug, name, region, created_at) VALUES (?, ?, ?, 'eu', ?)").bind(id, slug, name, now),
		...Object.entries(subscriptions).map(([service, subscription]) =>
			env.DB.prepare("INSERT INTO subscription (company_id, id, service, name, created_at) VALUES (?, ?, ?, ?, ?)").bind(
				id,
				subscription,
				service,
				service,
				now,
			),
		),
	]);
	const company: Omit<TestCompany, "administrator"> = {
		id,
		slug,
		subscriptions,
		builder: (person, roles = [["member"]]) => makeBuilder(id, person, roles),
		group: (group, members, roles = []) => makeGroup(id, group, members, roles),
		model: (workspace) => makeWorkspace(id, subscriptions.modeler, "model", workspace),
		project: (workspace) => makeProject(id, subscriptions.studio, workspace),
		endUser: (environmentId, person, names = {}) => makeEndUser(id, environmentId, person, names),
	};
	return { ...company, administrator: await company.builder("Ada Administrator", [["company-administrator"]]) };
}

/** A request to the router. With `as` it carries that person's cookie; with a body it is a POST of JSON unless told otherwise. */
export function call(
	path: string,
	options: {
		readonly as?: TestPerson | undefined;
		readonly method?: string;
		readonly body?: unknown;
		readonly headers?: Record<string, string>;
	} = {},
): Promise<Response> {
	const headers = new Headers({ origin: "http://portico.test", ...options.headers });
	if (options.as !== undefined) headers.set("cookie", options.as.cookie);
	if (options.body !== undefined) headers.set("content-type", "application/json");
	return exports.default.fetch(`http://portico.test${path}`, {
		method: options.method ?? (options.body === undefined ? "GET" : "POST"),
		headers,
		...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
	});
}

function grantStatement(companyId: CompanyId, column: "person_id" | "group_id", subject: string, role: Role, scope: string | undefined) {
	return env.DB.prepare(
		`INSERT INTO role_grant (company_id, id, ${column}, role, level, scope_id, granted_by, granted_at) VALUES (?, ?, ?, ?, ?, ?, 'test', ?)`,
	).bind(companyId, newId("grant"), subject, role, ROLES[role].level, scope ?? companyId, Date.now());
}

async function makeBuilder(companyId: CompanyId, name: string, roles: readonly (readonly [Role, string?])[]): Promise<TestPerson> {
	const id = newId("person");
	const email = emailOf(name, id);
	const now = Date.now();
	await env.DB.batch([
		env.DB.prepare("INSERT INTO person (company_id, id, email, name, state, created_at) VALUES (?, ?, ?, ?, 'active', ?)").bind(
			companyId,
			id,
			email,
			name,
			now,
		),
		...roles.map(([role, scope]) => grantStatement(companyId, "person_id", id, role, scope)),
	]);
	const secret = newSecret();
	await objects
		.company(env, companyId)
		.openSession({ hash: await hashOf(secret), id: newId("session"), personId: id, agent: "test" }, email, now);
	return { id, name, email, cookie: `${COMPANY_COOKIE}=${companyId}.${secret}` };
}

async function makeGroup(
	companyId: CompanyId,
	name: string,
	members: readonly TestPerson[],
	roles: readonly (readonly [Role, string?])[],
): Promise<GroupId> {
	const id = newId("group");
	await env.DB.batch([
		env.DB.prepare("INSERT INTO person_group (company_id, id, name, created_at) VALUES (?, ?, ?, ?)").bind(companyId, id, name, Date.now()),
		...members.map((member) =>
			env.DB.prepare("INSERT INTO group_member (company_id, group_id, person_id) VALUES (?, ?, ?)").bind(companyId, id, member.id),
		),
		...roles.map(([role, scope]) => grantStatement(companyId, "group_id", id, role, scope)),
	]);
	return id;
}

async function makeWorkspace(
	companyId: CompanyId,
	subscriptionId: SubscriptionId,
	kind: "model" | "project",
	name: string,
): Promise<WorkspaceId> {
	const id = newId("workspace");
	const now = Date.now();
	await env.DB.prepare(
		"INSERT INTO workspace (company_id, id, subscription_id, kind, name, created_at, created_by, updated_at) VALUES (?, ?, ?, ?, ?, ?, 'test', ?)",
	)
		.bind(companyId, id, subscriptionId, kind, name, now, now)
		.run();
	return id;
}

async function makeProject(companyId: CompanyId, subscriptionId: SubscriptionId, name: string): Promise<TestProject> {
	const id = await makeWorkspace(companyId, subscriptionId, "project", name);
	const environments = {
		development: newId("environment"),
		test: newId("environment"),
		staging: newId("environment"),
		production: newId("environment"),
	};
	await env.DB.batch(
		Object.entries(environments).map(([stage, environment]) =>
			env.DB.prepare("INSERT INTO environment (company_id, id, workspace_id, stage, inbox_key, created_at) VALUES (?, ?, ?, ?, ?, ?)").bind(
				companyId,
				environment,
				id,
				stage,
				environment.slice(-12),
				Date.now(),
			),
		),
	);
	return { id, environments };
}

async function makeEndUser(
	companyId: CompanyId,
	environmentId: EnvironmentId,
	name: string,
	names: { readonly roles?: readonly string[]; readonly groups?: readonly string[] },
): Promise<TestPerson> {
	const id = newId("person");
	const email = emailOf(name, id);
	const now = Date.now();
	const memberships = [
		...(names.roles ?? []).map((role) => ["role", role] as const),
		...(names.groups ?? []).map((group) => ["group", group] as const),
	];
	await env.DB.batch([
		env.DB.prepare(
			"INSERT INTO end_user (company_id, environment_id, id, email, name, state, created_at) VALUES (?, ?, ?, ?, ?, 'active', ?)",
		).bind(companyId, environmentId, id, email, name, now),
		...memberships.map(([kind, membership]) =>
			env.DB.prepare("INSERT INTO end_user_membership (company_id, environment_id, kind, name, end_user_id) VALUES (?, ?, ?, ?, ?)").bind(
				companyId,
				environmentId,
				kind,
				membership,
				id,
			),
		),
	]);
	const secret = newSecret();
	await objects
		.environment(env, { companyId, environmentId })
		.openSession({ hash: await hashOf(secret), id: newId("session"), personId: id, agent: "test" }, email, now);
	return { id, name, email, cookie: `${environmentCookie(environmentId)}=${companyId}.${secret}` };
}

function emailOf(name: string, id: string): string {
	return `${name.toLowerCase().replaceAll(/[^a-z]+/g, ".")}.${id.slice(-8)}@acme.example`;
}
