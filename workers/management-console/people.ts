import { and, eq, sql } from "drizzle-orm";
import type { Builder } from "../../domain/grants/principal.ts";
import type { PersonId } from "../../domain/ids.ts";
import { HttpProblem, notFound } from "../http/problem.ts";
import { hashOf, newSecret } from "../identity/secrets.ts";
import { auditEntry, refusal, statementsOf, type Entry } from "../tenancy/audit.ts";
import { database } from "../tenancy/database.ts";
import { newId } from "../tenancy/new-id.ts";
import { objects, type EnvironmentScope } from "../tenancy/objects.ts";
import { endUser, endUserInvitation, endUserMembership } from "../tenancy/schema/tenancy.ts";
import { readRunning } from "./running.ts";

/** A password link lives as long as an invitation to the company. */
const LINK_LIVES_MS = 7 * 24 * 3_600_000;
/** Rows of one list; more are found by search. */
const PAGE = 500;

/** The names of roles and groups that performers of the project's processes use. */
export interface Memberships {
	readonly roles: readonly string[];
	readonly groups: readonly string[];
}

/** The environment's people by name, with roles and groups, and every name of a role or group that is in use; roles of what runs, too. */
export async function listEndUsers(env: Env, scope: EnvironmentScope, search: string | undefined, now: number) {
	const db = database(env);
	const pattern = `%${(search ?? "").slice(0, 40).replaceAll(/[%_]/g, "")}%`;
	const [people, memberships, running] = await Promise.all([
		db
			.select({ id: endUser.id, name: endUser.name, email: endUser.email, state: endUser.state })
			.from(endUser)
			.where(and(inScope(scope), sql`(${endUser.name} LIKE ${pattern} OR ${endUser.email} LIKE ${pattern})`))
			.orderBy(sql`${endUser.name} COLLATE NOCASE`)
			.limit(PAGE),
		db
			.select({ kind: endUserMembership.kind, name: endUserMembership.name, endUserId: endUserMembership.endUserId })
			.from(endUserMembership)
			.where(and(eq(endUserMembership.companyId, scope.companyId), eq(endUserMembership.environmentId, scope.environmentId)))
			.orderBy(endUserMembership.name),
		readRunning(env, scope, now),
	]);
	const namesOf = (kind: "role" | "group", personId?: string) => [
		...new Set(
			memberships.filter((each) => each.kind === kind && (personId === undefined || each.endUserId === personId)).map((each) => each.name),
		),
	];
	return {
		people: people.map((each) => ({ ...each, id: each.id as string, roles: namesOf("role", each.id), groups: namesOf("group", each.id) })),
		roles: [...new Set([...namesOf("role"), ...(running?.row.content.roles ?? []).map((role) => role.name)])].toSorted(),
		groups: namesOf("group"),
	};
}

/** Makes an end user with a one-time link by which the password is set. @throws HttpProblem 409 `end_user.exists` */
export async function createEndUser(
	env: Env,
	builder: Builder,
	scope: EnvironmentScope,
	origin: string,
	given: { readonly email: string; readonly name: string } & Memberships,
	now: number,
) {
	const personId = newId("person");
	const link = await newLink(env, builder, scope, personId, now);
	await changeEndUsers(
		env,
		scope,
		{
			queries: [
				database(env)
					.insert(endUser)
					.values({ ...scope, id: personId, email: given.email, name: given.name, state: "invited", createdAt: now }),
				...membershipRows(env, scope, personId, given),
				link.insert,
			],
			entry: {
				actor: builder,
				action: "end-user.create",
				scopeId: scope.environmentId,
				outcome: "done",
				detail: { name: given.name, email: given.email, roles: given.roles, groups: given.groups },
			},
			people: [personId],
			endSessions: false,
			conflict: new HttpProblem(409, "end_user.exists", "Someone with this address is in the environment already.", { field: "email" }),
		},
		now,
	);
	return { personId: personId as string, link: linkAddress(origin, scope, link.secret), expiresAt: link.expiresAt };
}

/** Makes a new password link; older ones end. @throws HttpProblem 404, 409 `end_user.inactive` */
export async function renewEndUserLink(
	env: Env,
	builder: Builder,
	scope: EnvironmentScope,
	origin: string,
	personId: PersonId,
	now: number,
) {
	const found = await findEndUser(env, scope, personId);
	if (found.state === "inactive") throw new HttpProblem(409, "end_user.inactive", "This person is deactivated. Activate them first.");
	const link = await newLink(env, builder, scope, personId, now);
	await changeEndUsers(
		env,
		scope,
		{
			queries: [endLinks(env, scope, personId, now), link.insert],
			entry: { actor: builder, action: "end-user.link", scopeId: scope.environmentId, outcome: "done", detail: { name: found.name } },
			people: [],
			endSessions: false,
		},
		now,
	);
	return { link: linkAddress(origin, scope, link.secret), expiresAt: link.expiresAt };
}

/** Sets name, roles and groups of an end user; what is left out stays. It holds with the person's next request. @throws HttpProblem 404 */
export async function updateEndUser(
	env: Env,
	builder: Builder,
	scope: EnvironmentScope,
	personId: PersonId,
	given: {
		readonly name?: string | undefined;
		readonly roles?: readonly string[] | undefined;
		readonly groups?: readonly string[] | undefined;
	},
	now: number,
): Promise<void> {
	const found = await findEndUser(env, scope, personId);
	const db = database(env);
	const mine = and(
		eq(endUserMembership.companyId, scope.companyId),
		eq(endUserMembership.environmentId, scope.environmentId),
		eq(endUserMembership.endUserId, personId),
	);
	const before = await db.select().from(endUserMembership).where(mine);
	await changeEndUsers(
		env,
		scope,
		{
			queries: [
				...(given.name === undefined
					? []
					: [
							db
								.update(endUser)
								.set({ name: given.name })
								.where(and(inScope(scope), eq(endUser.id, personId))),
						]),
				...(given.roles === undefined ? [] : [db.delete(endUserMembership).where(and(mine, eq(endUserMembership.kind, "role")))]),
				...(given.groups === undefined ? [] : [db.delete(endUserMembership).where(and(mine, eq(endUserMembership.kind, "group")))]),
				...membershipRows(env, scope, personId, { roles: given.roles ?? [], groups: given.groups ?? [] }),
			],
			entry: {
				actor: builder,
				action: "end-user.update",
				scopeId: scope.environmentId,
				outcome: "done",
				detail: {
					name: found.name,
					before: before.map((each) => `${each.kind} ${each.name}`),
					...(given.name === undefined ? {} : { newName: given.name }),
					...(given.roles === undefined ? {} : { roles: given.roles }),
					...(given.groups === undefined ? {} : { groups: given.groups }),
				},
			},
			people: [personId],
			endSessions: false,
		},
		now,
	);
}

/** Deactivates an end user (signed out everywhere at once) or activates one again. @throws HttpProblem 404 */
export async function setEndUserActive(
	env: Env,
	builder: Builder,
	scope: EnvironmentScope,
	personId: PersonId,
	active: boolean,
	now: number,
): Promise<void> {
	const found = await findEndUser(env, scope, personId);
	if (active === (found.state !== "inactive")) return;
	const state = active ? (found.password === null ? ("invited" as const) : ("active" as const)) : ("inactive" as const);
	await changeEndUsers(
		env,
		scope,
		{
			queries: [
				database(env)
					.update(endUser)
					.set({ state })
					.where(and(inScope(scope), eq(endUser.id, personId))),
				...(active ? [] : [endLinks(env, scope, personId, now)]),
			],
			entry: {
				actor: builder,
				action: active ? "end-user.activate" : "end-user.deactivate",
				scopeId: scope.environmentId,
				outcome: "done",
				detail: { name: found.name },
			},
			people: [personId],
			endSessions: !active,
		},
		now,
	);
}

interface Change {
	readonly queries: Parameters<typeof statementsOf>[0];
	readonly entry: Entry;
	readonly people: readonly string[];
	readonly endSessions: boolean;
	readonly conflict?: HttpProblem;
}

/** Carries out a change of end users in its environment, which closes what they no longer may. */
export async function changeEndUsers(env: Env, scope: EnvironmentScope, what: Change, now: number): Promise<void> {
	const result = await objects.environment(env, scope).changeEndUsers(
		{
			statements: statementsOf(what.queries),
			entry: auditEntry(what.entry),
			people: what.people,
			endSessions: what.endSessions,
		},
		now,
	);
	if (!result.ok) throw refusal(result.reason, what.conflict);
}

function inScope(scope: EnvironmentScope) {
	return and(eq(endUser.companyId, scope.companyId), eq(endUser.environmentId, scope.environmentId));
}

async function findEndUser(env: Env, scope: EnvironmentScope, personId: PersonId) {
	const row = await database(env)
		.select()
		.from(endUser)
		.where(and(inScope(scope), eq(endUser.id, personId)))
		.get();
	if (row === undefined) throw notFound();
	return row;
}

function membershipRows(env: Env, scope: EnvironmentScope, personId: PersonId, names: Memberships) {
	const row = (kind: "role" | "group") => (name: string) =>
		database(env)
			.insert(endUserMembership)
			.values({ ...scope, kind, name, endUserId: personId })
			.onConflictDoNothing();
	return [...names.roles.map(row("role")), ...names.groups.map(row("group"))];
}

async function newLink(env: Env, builder: Builder, scope: EnvironmentScope, personId: PersonId, now: number) {
	const secret = newSecret();
	const expiresAt = now + LINK_LIVES_MS;
	const insert = database(env)
		.insert(endUserInvitation)
		.values({
			...scope,
			id: newId("invitation"),
			endUserId: personId,
			secretHash: await hashOf(secret),
			createdBy: builder.personId,
			createdAt: now,
			expiresAt,
		});
	return { secret, expiresAt, insert };
}

function endLinks(env: Env, scope: EnvironmentScope, personId: PersonId, now: number) {
	return database(env)
		.update(endUserInvitation)
		.set({ acceptedAt: now })
		.where(
			and(
				eq(endUserInvitation.companyId, scope.companyId),
				eq(endUserInvitation.environmentId, scope.environmentId),
				eq(endUserInvitation.endUserId, personId),
				sql`${endUserInvitation.acceptedAt} IS NULL`,
			),
		);
}

/** The secret stands after `#`, which no browser sends: it reaches no log. */
function linkAddress(origin: string, scope: EnvironmentScope, secret: string): string {
	return `${origin}/work/${scope.environmentId}/invitation#${secret}`;
}
