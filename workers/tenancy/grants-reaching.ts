import { and, eq, inArray } from "drizzle-orm";
import type { Resource } from "../../domain/grants/principal.ts";
import { reaches, type ReachingGrant } from "../../domain/grants/who-can.ts";
import { database } from "./database.ts";
import { pathIds } from "./path.ts";
import { groupMember, person, personGroup, roleGrant } from "./schema/tenancy.ts";

/** Every grant that reaches a node, one for each person whom it reaches, on their own or through a group. */
export async function grantsReaching(env: Env, resource: Resource): Promise<ReachingGrant[]> {
	const db = database(env);
	const { companyId } = resource;
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
