import { and, count, eq, sql } from "drizzle-orm";
import type { Builder } from "../../domain/grants/principal.ts";
import { ROLES } from "../../domain/grants/roles.ts";
import type { CompanyId, GroupId, PersonId } from "../../domain/ids.ts";
import { HttpProblem, notFound } from "../http/problem.ts";
import { act } from "../tenancy/audit.ts";
import { database } from "../tenancy/database.ts";
import { newId } from "../tenancy/new-id.ts";
import { groupMember, person, personGroup, roleGrant } from "../tenancy/schema/tenancy.ts";
import { findPerson, nodeNames } from "./people.ts";

const TAKEN = new HttpProblem(409, "group.exists", "A group of this name exists already.", { field: "name" });

/** The company's groups by name, with how many people are in each. */
export async function listGroups(env: Env, companyId: CompanyId) {
	const groups = await database(env)
		.select({ id: personGroup.id, name: personGroup.name, members: count(groupMember.personId) })
		.from(personGroup)
		.leftJoin(groupMember, and(eq(groupMember.companyId, personGroup.companyId), eq(groupMember.groupId, personGroup.id)))
		.where(eq(personGroup.companyId, companyId))
		.groupBy(personGroup.id)
		.orderBy(sql`${personGroup.name} COLLATE NOCASE`);
	return { groups };
}

/** A group with its people and the roles it carries. @throws HttpProblem 404 */
export async function readGroup(env: Env, companyId: CompanyId, groupId: GroupId) {
	const group = await findGroup(env, companyId, groupId);
	const members = await database(env)
		.select({ id: person.id, name: person.name, email: person.email, state: person.state })
		.from(groupMember)
		.innerJoin(person, and(eq(person.companyId, groupMember.companyId), eq(person.id, groupMember.personId)))
		.where(and(eq(groupMember.companyId, companyId), eq(groupMember.groupId, groupId)))
		.orderBy(sql`${person.name} COLLATE NOCASE`);
	const grants = await database(env)
		.select()
		.from(roleGrant)
		.where(and(eq(roleGrant.companyId, companyId), eq(roleGrant.groupId, groupId)));
	const names = await nodeNames(
		env,
		companyId,
		grants.map((grant) => grant.scopeId),
	);
	return {
		group: { id: group.id as string, name: group.name },
		members,
		grants: grants.map((grant) => ({
			id: grant.id,
			role: grant.role,
			title: ROLES[grant.role].title,
			level: grant.level,
			scopeId: grant.scopeId,
			scopeName: names.get(grant.scopeId) ?? "",
			until: grant.until,
		})),
	};
}

/** @throws HttpProblem 409 `group.exists` */
export async function createGroup(env: Env, builder: Builder, name: string, now: number): Promise<{ groupId: string }> {
	const { companyId } = builder;
	const groupId = newId("group");
	await act(
		env,
		companyId,
		[database(env).insert(personGroup).values({ companyId, id: groupId, name, createdAt: now })],
		{ actor: builder, action: "group.create", scopeId: companyId, outcome: "done", detail: { group: name } },
		{ conflict: TAKEN },
	);
	return { groupId };
}

/** @throws HttpProblem 404, 409 `group.exists` */
export async function renameGroup(env: Env, builder: Builder, groupId: GroupId, name: string): Promise<void> {
	const { companyId } = builder;
	const group = await findGroup(env, companyId, groupId);
	await act(
		env,
		companyId,
		[
			database(env)
				.update(personGroup)
				.set({ name })
				.where(and(eq(personGroup.companyId, companyId), eq(personGroup.id, groupId))),
		],
		{ actor: builder, action: "group.rename", scopeId: companyId, outcome: "done", detail: { before: group.name, after: name } },
		{ conflict: TAKEN },
	);
}

/** Deletes a group and every role it carried. @throws HttpProblem 404, 409 `company.last_administrator` */
export async function deleteGroup(env: Env, builder: Builder, groupId: GroupId): Promise<void> {
	const { companyId } = builder;
	const group = await findGroup(env, companyId, groupId);
	await act(
		env,
		companyId,
		[
			database(env)
				.delete(personGroup)
				.where(and(eq(personGroup.companyId, companyId), eq(personGroup.id, groupId))),
		],
		{ actor: builder, action: "group.delete", scopeId: companyId, outcome: "done", detail: { group: group.name } },
		{ affects: { people: [], groups: [groupId], endSessions: false } },
	);
}

/** Puts a person into a group, with all the roles it carries. @throws HttpProblem 404 */
export async function addMember(env: Env, builder: Builder, groupId: GroupId, personId: PersonId): Promise<void> {
	const { companyId } = builder;
	const group = await findGroup(env, companyId, groupId);
	const added = await findPerson(env, companyId, personId);
	await act(
		env,
		companyId,
		[database(env).insert(groupMember).values({ companyId, groupId, personId }).onConflictDoNothing()],
		{ actor: builder, action: "group.add", scopeId: companyId, outcome: "done", detail: { group: group.name, person: added.name } },
		{ affects: { people: [personId], groups: [], endSessions: false } },
	);
}

/** Takes a person out of a group. @throws HttpProblem 404, 409 `company.last_administrator` */
export async function removeMember(env: Env, builder: Builder, groupId: GroupId, personId: PersonId): Promise<void> {
	const { companyId } = builder;
	const group = await findGroup(env, companyId, groupId);
	const removed = await findPerson(env, companyId, personId);
	await act(
		env,
		companyId,
		[
			database(env)
				.delete(groupMember)
				.where(and(eq(groupMember.companyId, companyId), eq(groupMember.groupId, groupId), eq(groupMember.personId, personId))),
		],
		{ actor: builder, action: "group.remove", scopeId: companyId, outcome: "done", detail: { group: group.name, person: removed.name } },
		{ affects: { people: [personId], groups: [], endSessions: false } },
	);
}

async function findGroup(env: Env, companyId: CompanyId, groupId: GroupId) {
	const row = await database(env)
		.select()
		.from(personGroup)
		.where(and(eq(personGroup.companyId, companyId), eq(personGroup.id, groupId)))
		.get();
	if (row === undefined) throw notFound();
	return row;
}
