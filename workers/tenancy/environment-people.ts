import type { PerformerNames } from "../../domain/engine/types.ts";
import type { EnvironmentScope } from "./objects.ts";

/** An active end user of an environment, as allocation and notifications know people. */
export interface EnvironmentPerson {
	readonly personId: string;
	readonly name: string;
	readonly email: string;
}

/** People that one task is offered to are counted and compared; more than this is a department, not a choice. */
const MOST_PEOPLE = 2000;

/**
 * The active people of an environment whom a performer rule names: by address, group or role, everyone once, by id.
 * One query whatever the number of names (they are passed as JSON).
 */
export async function peopleNamed(
	db: D1Database,
	scope: EnvironmentScope,
	names: Pick<PerformerNames, "people" | "groups" | "roles">,
): Promise<EnvironmentPerson[]> {
	const { results } = await db
		.prepare(
			`SELECT u.id AS personId, u.name, u.email FROM end_user AS u
			WHERE u.company_id = ?1 AND u.environment_id = ?2 AND u.state = 'active' AND (
				lower(u.email) IN (SELECT value FROM json_each(?3))
				OR u.id IN (
					SELECT m.end_user_id FROM end_user_membership AS m WHERE m.company_id = ?1 AND m.environment_id = ?2
						AND ((m.kind = 'group' AND m.name IN (SELECT value FROM json_each(?4)))
							OR (m.kind = 'role' AND m.name IN (SELECT value FROM json_each(?5))))
				)
			) ORDER BY u.id LIMIT ${MOST_PEOPLE}`,
		)
		.bind(
			scope.companyId,
			scope.environmentId,
			JSON.stringify(names.people.map((email) => email.toLowerCase())),
			JSON.stringify(names.groups),
			JSON.stringify(names.roles),
		)
		.all<{ personId: string; name: string; email: string }>();
	return results;
}
