import { and, eq, inArray } from "drizzle-orm";
import type { Action } from "../../domain/grants/actions.ts";
import { rolesToGive } from "../../domain/grants/grant.ts";
import type { Builder, Resource } from "../../domain/grants/principal.ts";
import { ROLES } from "../../domain/grants/roles.ts";
import { reaches, whoCan, type ReachingGrant } from "../../domain/grants/who-can.ts";
import { database } from "../tenancy/database.ts";
import { pathIds, pathOf } from "../tenancy/path.ts";
import { groupMember, person, personGroup, roleGrant } from "../tenancy/schema/tenancy.ts";

/** Every grant that reaches a node, with whom it reaches and where it lies, and what the asker may give there. */
export async function readAccess(env: Env, builder: Builder, resource: Resource, now: number) {
	const db = database(env);
	const { companyId } = builder;
	const [path, rows] = await Promise.all([
		pathOf(env, resource),
		db
			.select({
				id: roleGrant.id,
				role: roleGrant.role,
				scopeId: roleGrant.scopeId,
				grantedAt: roleGrant.grantedAt,
				until: roleGrant.until,
				personId: person.id,
				personName: person.name,
				personState: person.state,
				groupId: personGroup.id,
				groupName: personGroup.name,
			})
			.from(roleGrant)
			.leftJoin(person, and(eq(person.companyId, roleGrant.companyId), eq(person.id, roleGrant.personId)))
			.leftJoin(personGroup, and(eq(personGroup.companyId, roleGrant.companyId), eq(personGroup.id, roleGrant.groupId)))
			.where(and(eq(roleGrant.companyId, companyId), inArray(roleGrant.scopeId, pathIds(resource))))
			.orderBy(roleGrant.grantedAt),
	]);
	const own = pathIds(resource).at(-1);
	const giveable = rolesToGive(builder, resource, now);
	return {
		path,
		gives: giveable,
		grants: rows
			.filter((row) => reaches(row.role, resource.level))
			.map((row) => ({
				id: row.id,
				role: row.role,
				title: ROLES[row.role].title,
				scopeId: row.scopeId,
				inherited: row.scopeId !== own,
				revocable: row.scopeId === own && giveable.includes(row.role),
				grantedAt: row.grantedAt,
				until: row.until,
				person:
					row.personId === null ? null : { id: row.personId as string, name: row.personName ?? "", state: row.personState ?? "inactive" },
				group: row.groupId === null ? null : { id: row.groupId as string, name: row.groupName ?? "" },
			})),
	};
}

/** Who may do an action on a node, each with the reasons; without an action, everyone who holds anything there. */
export async function readWhoCan(env: Env, builder: Builder, resource: Resource, action: Action | undefined, now: number) {
	const [path, grants] = await Promise.all([pathOf(env, resource), grantsReaching(env, builder, resource)]);
	const names = new Map(path.map((node) => [node.id, node.name]));
	return {
		people: whoCan(action, grants, now).map((each) => ({
			id: each.id,
			name: each.name,
			because: each.because.map((reason) => ({
				grantId: reason.grantId,
				role: reason.role,
				title: ROLES[reason.role].title,
				scopeId: reason.scopeId,
				scopeName: names.get(reason.scopeId) ?? "",
				group: reason.group?.name ?? null,
			})),
		})),
	};
}

async function grantsReaching(env: Env, builder: Builder, resource: Resource): Promise<ReachingGrant[]> {
	const db = database(env);
	const { companyId } = builder;
	const onPath = and(eq(roleGrant.companyId, companyId), inArray(roleGrant.scopeId, pathIds(resource)));
	const grantColumns = { grantId: roleGrant.id, role: roleGrant.role, scopeId: roleGrant.scopeId, until: roleGrant.until };
	// Not a batch: D1 answers a batch by column name, and person and group both have a `name`.
	const [own, through] = await Promise.all([
		db
			.select({ ...grantColumns, personId: person.id, name: person.name })
			.from(roleGrant)
			.innerJoin(person, and(eq(person.companyId, roleGrant.companyId), eq(person.id, roleGrant.personId)))
			.where(and(onPath, eq(person.state, "active"))),
		db
			.select({ ...grantColumns, personId: person.id, name: person.name, groupId: personGroup.id, groupName: personGroup.name })
			.from(roleGrant)
			.innerJoin(personGroup, and(eq(personGroup.companyId, roleGrant.companyId), eq(personGroup.id, roleGrant.groupId)))
			.innerJoin(groupMember, and(eq(groupMember.companyId, personGroup.companyId), eq(groupMember.groupId, personGroup.id)))
			.innerJoin(person, and(eq(person.companyId, groupMember.companyId), eq(person.id, groupMember.personId)))
			.where(and(onPath, eq(person.state, "active"))),
	]);
	const base = (row: { grantId: string; role: ReachingGrant["role"]; scopeId: string; until: number | null }) => ({
		grantId: row.grantId,
		role: row.role,
		scopeId: row.scopeId,
		...(row.until === null ? {} : { until: row.until }),
	});
	const here = <Row extends { readonly role: ReachingGrant["role"] }>(rows: readonly Row[]) =>
		rows.filter((row) => reaches(row.role, resource.level));
	return [
		...here(own).map((row) => ({ ...base(row), people: [{ id: row.personId, name: row.name }] })),
		...here(through).map((row) => ({
			...base(row),
			group: { id: row.groupId, name: row.groupName },
			people: [{ id: row.personId, name: row.name }],
		})),
	];
}
