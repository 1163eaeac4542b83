import { and, eq, inArray } from "drizzle-orm";
import type { Action } from "../../domain/grants/actions.ts";
import { rolesToGive } from "../../domain/grants/grant.ts";
import type { Builder, Resource } from "../../domain/grants/principal.ts";
import { ROLES } from "../../domain/grants/roles.ts";
import { reaches, whoCan } from "../../domain/grants/who-can.ts";
import { database } from "../tenancy/database.ts";
import { grantsReaching } from "../tenancy/grants-reaching.ts";
import { pathIds, pathOf } from "../tenancy/path.ts";
import { person, personGroup, roleGrant } from "../tenancy/schema/tenancy.ts";

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
	const [path, grants] = await Promise.all([pathOf(env, resource), grantsReaching(env, resource)]);
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
