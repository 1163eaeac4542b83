import { and, eq } from "drizzle-orm";
import { mayGive, mayGiveTo, type GrantRefusal } from "../../domain/grants/grant.ts";
import type { Builder, Resource } from "../../domain/grants/principal.ts";
import { ROLES, type Role } from "../../domain/grants/roles.ts";
import type { GroupId, PersonId } from "../../domain/ids.ts";
import { HttpProblem, notFound } from "../http/problem.ts";
import { act, audit, type Entry } from "../tenancy/audit.ts";
import { database } from "../tenancy/database.ts";
import { newId } from "../tenancy/new-id.ts";
import { pathIds, pathOf } from "../tenancy/path.ts";
import { groupMember, person, personGroup, roleGrant } from "../tenancy/schema/tenancy.ts";

export interface NewGrant {
	readonly role: Role;
	readonly personId?: PersonId | undefined;
	readonly groupId?: GroupId | undefined;
	/** Epoch milliseconds at which it ends by itself. */
	readonly until?: number | undefined;
}

const SENTENCES: Readonly<Record<GrantRefusal, string>> = {
	"other-level": "This role belongs to another level of the tree. Choose one that fits this place.",
	"no-authority": "Your roles do not let you give roles here. An owner of this place can.",
	"above-own": "This role is above your own here. Someone who holds more can give it.",
	"to-oneself": "Nobody gives a role to oneself. Ask another owner of this place.",
};

/**
 * Gives a role on a node to a person or a group.
 * @throws HttpProblem 403 `grant.no_authority | grant.above_own | grant.to_oneself`, 400 `grant.other_level`, 404, 409 `grant.exists`
 */
export async function grantRole(
	env: Env,
	builder: Builder,
	resource: Resource,
	given: NewGrant,
	now: number,
): Promise<{ grantId: string }> {
	const { companyId } = builder;
	const subject = await findSubject(env, builder, given);
	const scopeId = pathIds(resource).at(-1) ?? companyId;
	const path = await pathOf(env, resource);
	const entry: Omit<Entry, "outcome"> = {
		actor: builder,
		action: "grant.give",
		scopeId,
		detail: {
			role: given.role,
			to: subject.name,
			toKind: subject.kind,
			on: path.map((node) => node.name),
			until: given.until ?? null,
		},
	};
	const allowed = mayGiveTo(builder, given.role, resource, subject.people, now);
	if (!allowed.ok) throw await refuse(env, builder, entry, allowed.error);
	if (given.until !== undefined && given.until <= now)
		throw new HttpProblem(400, "grant.until_past", "Choose an end that is still to come.", { field: "until" });
	if (given.role === "company-administrator" && given.until !== undefined && subject.people.includes(builder.personId))
		throw new HttpProblem(400, "grant.until_oneself", "Your own administration can not be given an end.", { field: "until" });
	const grantId = newId("grant");
	await act(
		env,
		companyId,
		[
			database(env)
				.insert(roleGrant)
				.values({
					companyId,
					id: grantId,
					...(subject.kind === "person" ? { personId: subject.id as PersonId } : { groupId: subject.id as GroupId }),
					role: given.role,
					level: ROLES[given.role].level,
					scopeId,
					grantedBy: builder.personId,
					grantedAt: now,
					...(given.until === undefined ? {} : { until: given.until }),
				}),
		],
		{ ...entry, outcome: "done" },
		{
			affects: { people: subject.people, groups: [], endSessions: false },
			conflict: new HttpProblem(409, "grant.exists", `${subject.name} has this role here already.`),
		},
	);
	return { grantId };
}

/**
 * Takes a role from a person or a group on a node; it is gone with the next request, and the sockets it opened close.
 * @throws HttpProblem 403 `grant.no_authority | grant.above_own`, 404, 409 `company.last_administrator`
 */
export async function revokeGrant(env: Env, builder: Builder, resource: Resource, grantId: string): Promise<void> {
	const { companyId } = builder;
	const db = database(env);
	const scopeId = pathIds(resource).at(-1) ?? companyId;
	const which = and(eq(roleGrant.companyId, companyId), eq(roleGrant.id, grantId), eq(roleGrant.scopeId, scopeId));
	const grant = await db.select().from(roleGrant).where(which).get();
	if (grant === undefined) throw notFound();
	const subject = await findSubject(env, builder, { personId: grant.personId ?? undefined, groupId: grant.groupId ?? undefined });
	const path = await pathOf(env, resource);
	const entry: Omit<Entry, "outcome"> = {
		actor: builder,
		action: "grant.revoke",
		scopeId,
		detail: { role: grant.role, from: subject.name, fromKind: subject.kind, on: path.map((node) => node.name) },
	};
	const allowed = mayGive(builder, grant.role, resource, Date.now());
	if (!allowed.ok) throw await refuse(env, builder, entry, allowed.error);
	await act(
		env,
		companyId,
		[db.delete(roleGrant).where(which)],
		{ ...entry, outcome: "done" },
		{
			affects: {
				people: grant.personId === null ? [] : [grant.personId],
				groups: grant.groupId === null ? [] : [grant.groupId],
				endSessions: false,
			},
		},
	);
}

async function refuse(env: Env, builder: Builder, entry: Omit<Entry, "outcome">, why: GrantRefusal): Promise<HttpProblem> {
	await audit(env, builder.companyId, { ...entry, outcome: "refused" });
	return new HttpProblem(why === "other-level" ? 400 : 403, `grant.${why.replaceAll("-", "_")}`, SENTENCES[why], { field: "role" });
}

interface Subject {
	readonly kind: "person" | "group";
	readonly id: string;
	readonly name: string;
	/** The person, or everyone in the group. */
	readonly people: readonly string[];
}

async function findSubject(env: Env, builder: Builder, given: Pick<NewGrant, "personId" | "groupId">): Promise<Subject> {
	const db = database(env);
	const { companyId } = builder;
	if ((given.personId === undefined) === (given.groupId === undefined))
		throw new HttpProblem(400, "grant.subject", "Name either a person or a group.", { field: "personId" });
	if (given.personId !== undefined) {
		const row = await db
			.select()
			.from(person)
			.where(and(eq(person.companyId, companyId), eq(person.id, given.personId)))
			.get();
		if (row === undefined) throw notFound();
		return { kind: "person", id: row.id, name: row.name, people: [row.id] };
	}
	const groupId = given.groupId ?? ("" as GroupId);
	const [groups, members] = await db.batch([
		db
			.select()
			.from(personGroup)
			.where(and(eq(personGroup.companyId, companyId), eq(personGroup.id, groupId))),
		db
			.select({ personId: groupMember.personId })
			.from(groupMember)
			.where(and(eq(groupMember.companyId, companyId), eq(groupMember.groupId, groupId))),
	]);
	const group = groups[0];
	if (group === undefined) throw notFound();
	return { kind: "group", id: group.id, name: group.name, people: members.map((row) => row.personId) };
}
