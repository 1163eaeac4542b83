import { and, eq, inArray } from "drizzle-orm";
import type { Resource } from "../../domain/grants/principal.ts";
import { whoCan } from "../../domain/grants/who-can.ts";
import { database } from "./database.ts";
import { grantsReaching } from "./grants-reaching.ts";
import { person } from "./schema/tenancy.ts";

/** More names than this help nobody. */
const MOST = 5;

/** Who could give a role on a node, by name, for somebody of the same company who has none there. `now` is epoch milliseconds. */
export async function administrators(env: Env, resource: Resource, now: number): Promise<{ name: string; email: string }[]> {
	const grants = await grantsReaching(env, resource);
	const ids = whoCan(`${resource.level}.grants`, grants, now)
		.slice(0, MOST)
		.map(({ id }) => id as typeof person.$inferSelect.id);
	if (ids.length === 0) return [];
	return database(env)
		.select({ name: person.name, email: person.email })
		.from(person)
		.where(and(eq(person.companyId, resource.companyId), inArray(person.id, ids)))
		.orderBy(person.name);
}
