import { and, eq, inArray, like, or, sql } from "drizzle-orm";
import type { Builder } from "../../domain/grants/principal.ts";
import { ROLES } from "../../domain/grants/roles.ts";
import type { CompanyId, PersonId } from "../../domain/ids.ts";
import { HttpProblem, notFound } from "../http/problem.ts";
import { hashOf, newSecret } from "../identity/secrets.ts";
import { act } from "../tenancy/audit.ts";
import { database } from "../tenancy/database.ts";
import { newId } from "../tenancy/new-id.ts";
import { objects } from "../tenancy/objects.ts";
import { stageName } from "../tenancy/path.ts";
import {
	company,
	environment,
	groupMember,
	invitation,
	person,
	personGroup,
	roleGrant,
	subscription,
	workspace,
} from "../tenancy/schema/tenancy.ts";

const INVITATION_LIVES_MS = 7 * 24 * 3_600_000;
const PAGE = 200;

/** The company's people by name, at most 200; `search` looks in name and address. */
export async function listPeople(env: Env, companyId: CompanyId, search: string | undefined) {
	const pattern = `%${(search ?? "").slice(0, 40).replaceAll(/[%_]/g, "")}%`;
	const people = await database(env)
		.select({ id: person.id, name: person.name, email: person.email, state: person.state })
		.from(person)
		.where(and(eq(person.companyId, companyId), or(like(person.name, pattern), like(person.email, pattern))))
		.orderBy(sql`${person.name} COLLATE NOCASE`)
		.limit(PAGE);
	return { people };
}

/** A person with groups, every role held (own or through a group) and where, and the open sessions. @throws HttpProblem 404 */
export async function readPerson(env: Env, companyId: CompanyId, personId: PersonId, now: number) {
	const db = database(env);
	const found = await findPerson(env, companyId, personId);
	const [groups, grants] = await db.batch([
		db
			.select({ id: personGroup.id, name: personGroup.name })
			.from(groupMember)
			.innerJoin(personGroup, and(eq(personGroup.companyId, groupMember.companyId), eq(personGroup.id, groupMember.groupId)))
			.where(and(eq(groupMember.companyId, companyId), eq(groupMember.personId, personId)))
			.orderBy(personGroup.name),
		db
			.select()
			.from(roleGrant)
			.where(
				and(
					eq(roleGrant.companyId, companyId),
					or(
						eq(roleGrant.personId, personId),
						inArray(
							roleGrant.groupId,
							db
								.select({ id: groupMember.groupId })
								.from(groupMember)
								.where(and(eq(groupMember.companyId, companyId), eq(groupMember.personId, personId))),
						),
					),
				),
			),
	]);
	const names = await nodeNames(
		env,
		companyId,
		grants.map((grant) => grant.scopeId),
	);
	return {
		person: { id: found.id as string, name: found.name, email: found.email, state: found.state, createdAt: found.createdAt },
		groups,
		grants: grants.map((grant) => ({
			id: grant.id,
			role: grant.role,
			title: ROLES[grant.role].title,
			level: grant.level,
			scopeId: grant.scopeId,
			scopeName: names.get(grant.scopeId) ?? "",
			group: groups.find((group) => group.id === grant.groupId)?.name ?? null,
			until: grant.until,
		})),
		sessions: await objects.company(env, companyId).sessionsOf(personId, now),
	};
}

/** Invites a person: a row, the member's role, and a one-time link that the inviter passes on. @throws HttpProblem 409 `person.exists` */
export async function invitePerson(
	env: Env,
	builder: Builder,
	origin: string,
	given: { readonly email: string; readonly name: string },
	now: number,
) {
	const { companyId } = builder;
	const db = database(env);
	const personId = newId("person");
	const link = await newInvitation(env, builder, personId, now);
	await act(
		env,
		companyId,
		[
			db.insert(person).values({ companyId, id: personId, email: given.email, name: given.name, state: "invited", createdAt: now }),
			db.insert(roleGrant).values({
				companyId,
				id: newId("grant"),
				personId,
				role: "member",
				level: "company",
				scopeId: companyId,
				grantedBy: builder.personId,
				grantedAt: now,
			}),
			link.insert,
		],
		{ actor: builder, action: "person.invite", scopeId: companyId, outcome: "done", detail: { name: given.name, email: given.email } },
		{
			affects: { people: [personId], groups: [], endSessions: false },
			conflict: new HttpProblem(409, "person.exists", "Someone with this address is in the company already.", { field: "email" }),
		},
	);
	return { personId: personId as string, link: `${origin}/invitation#${companyId}.${link.secret}`, expiresAt: link.expiresAt };
}

/** Makes a new link for a person, for whom the old one is lost or who forgot the password. Older links end. @throws HttpProblem 404, 409 */
export async function renewInvitation(env: Env, builder: Builder, origin: string, personId: PersonId, now: number) {
	const { companyId } = builder;
	const found = await findPerson(env, companyId, personId);
	if (found.state === "inactive") throw new HttpProblem(409, "person.inactive", "This person is deactivated. Activate them first.");
	const link = await newInvitation(env, builder, personId, now);
	await act(env, companyId, [endInvitations(env, companyId, personId, now), link.insert], {
		actor: builder,
		action: "person.link",
		scopeId: companyId,
		outcome: "done",
		detail: { name: found.name, email: found.email },
	});
	return { link: `${origin}/invitation#${companyId}.${link.secret}`, expiresAt: link.expiresAt };
}

/** Deactivates a person: signed out everywhere at once, sockets closed, and nothing is allowed until activated again. */
export async function deactivatePerson(env: Env, builder: Builder, personId: PersonId, now: number): Promise<void> {
	const { companyId } = builder;
	const found = await findPerson(env, companyId, personId);
	if (personId === builder.personId)
		throw new HttpProblem(409, "person.oneself", "You can not deactivate yourself. Another administrator can.");
	await act(
		env,
		companyId,
		[
			database(env)
				.update(person)
				.set({ state: "inactive" })
				.where(and(eq(person.companyId, companyId), eq(person.id, personId))),
			endInvitations(env, companyId, personId, now),
		],
		{ actor: builder, action: "person.deactivate", scopeId: companyId, outcome: "done", detail: { name: found.name, email: found.email } },
		{ affects: { people: [personId], groups: [], endSessions: true } },
	);
}

/** Activates a person again; roles are as they were. Someone who never set a password is invited again. */
export async function activatePerson(env: Env, builder: Builder, personId: PersonId): Promise<void> {
	const { companyId } = builder;
	const found = await findPerson(env, companyId, personId);
	if (found.state !== "inactive") return;
	await act(
		env,
		companyId,
		[
			database(env)
				.update(person)
				.set({ state: found.password === null ? "invited" : "active" })
				.where(and(eq(person.companyId, companyId), eq(person.id, personId))),
		],
		{ actor: builder, action: "person.activate", scopeId: companyId, outcome: "done", detail: { name: found.name, email: found.email } },
		{ affects: { people: [personId], groups: [], endSessions: false } },
	);
}

/** Changes a person's name. */
export async function renamePerson(env: Env, builder: Builder, personId: PersonId, name: string): Promise<void> {
	const { companyId } = builder;
	const found = await findPerson(env, companyId, personId);
	await act(
		env,
		companyId,
		[
			database(env)
				.update(person)
				.set({ name })
				.where(and(eq(person.companyId, companyId), eq(person.id, personId))),
		],
		{ actor: builder, action: "person.rename", scopeId: companyId, outcome: "done", detail: { before: found.name, after: name } },
		{ affects: { people: [], groups: [], endSessions: false } },
	);
}

/** Ends one session of a person. @throws HttpProblem 404 */
export async function endSessionOf(env: Env, builder: Builder, personId: PersonId, sessionId: string): Promise<void> {
	const { companyId } = builder;
	const found = await findPerson(env, companyId, personId);
	if (!(await objects.company(env, companyId).endSessionById(personId, sessionId))) throw notFound();
	await act(env, companyId, [], {
		actor: builder,
		action: "session.end",
		scopeId: companyId,
		outcome: "done",
		detail: { name: found.name },
	});
}

export async function findPerson(env: Env, companyId: CompanyId, personId: PersonId) {
	const row = await database(env)
		.select()
		.from(person)
		.where(and(eq(person.companyId, companyId), eq(person.id, personId)))
		.get();
	if (row === undefined) throw notFound();
	return row;
}

async function newInvitation(env: Env, builder: Builder, personId: PersonId, now: number) {
	const secret = newSecret();
	const expiresAt = now + INVITATION_LIVES_MS;
	const insert = database(env)
		.insert(invitation)
		.values({
			companyId: builder.companyId,
			id: newId("invitation"),
			personId,
			secretHash: await hashOf(secret),
			createdBy: builder.personId,
			createdAt: now,
			expiresAt,
		});
	return { secret, expiresAt, insert };
}

function endInvitations(env: Env, companyId: CompanyId, personId: PersonId, now: number) {
	return database(env)
		.update(invitation)
		.set({ acceptedAt: now })
		.where(and(eq(invitation.companyId, companyId), eq(invitation.personId, personId), sql`${invitation.acceptedAt} IS NULL`));
}

/** Names of nodes of any level; an environment is named with its project. */
export async function nodeNames(env: Env, companyId: CompanyId, ids: readonly string[]): Promise<Map<string, string>> {
	if (ids.length === 0) return new Map();
	const db = database(env);
	const [homes, subscriptions, workspaces, environments] = await db.batch([
		db.select({ id: company.id, name: company.name }).from(company).where(eq(company.id, companyId)),
		db.select({ id: subscription.id, name: subscription.name }).from(subscription).where(eq(subscription.companyId, companyId)),
		db
			.select({ id: workspace.id, name: workspace.name })
			.from(workspace)
			.where(and(eq(workspace.companyId, companyId), inJson(workspace.id, ids))),
		db
			.select({ id: environment.id, stage: environment.stage, project: workspace.name })
			.from(environment)
			.innerJoin(workspace, and(eq(workspace.companyId, environment.companyId), eq(workspace.id, environment.workspaceId)))
			.where(and(eq(environment.companyId, companyId), inJson(environment.id, ids))),
	]);
	return new Map<string, string>([
		...homes.map((row) => [row.id, row.name] as const),
		...subscriptions.map((row) => [row.id, row.name] as const),
		...workspaces.map((row) => [row.id, row.name] as const),
		...environments.map((row) => [row.id, `${row.project} · ${stageName(row.stage)}`] as const),
	]);
}

/** `IN` over any number of ids with one bound value: D1 takes 100 at the most. */
function inJson(column: typeof workspace.id | typeof environment.id, ids: readonly string[]) {
	return sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
}
