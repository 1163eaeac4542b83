import type { Notice } from "../../domain/case/answers.ts";
import type { EnvironmentPerson } from "../tenancy/environment-people.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";

/** More people than this are not written to one by one; the first by name are. */
const MAX_RECIPIENTS = 100;

/**
 * The active people whom an alarm tells, everyone once, by name: who has the task (or may take it), the supervisors of who has it,
 * groups and roles, as they are when it rings. One query whatever the number of names (they are passed as JSON).
 */
export async function toldByAlarm(db: D1Database, scope: EnvironmentScope, notice: Notice): Promise<EnvironmentPerson[]> {
	const to = notice.alarm?.to ?? [];
	const performer = to.some((each) => each.kind === "performer");
	const pool = performer && notice.assigneeId === null;
	const groups = to.flatMap((each) => (each.kind === "group" ? [each.group] : []));
	const roles = to.flatMap((each) => (each.kind === "role" ? [each.role] : []));
	const supervisor = to.some((each) => each.kind === "supervisor");
	const { results } = await db
		.prepare(
			`SELECT u.id AS personId, u.name, u.email FROM end_user AS u
			WHERE u.company_id = ?1 AND u.environment_id = ?2 AND u.state = 'active' AND (
				u.id = ?3
				OR u.id IN (SELECT supervisor_id FROM supervisor WHERE company_id = ?1 AND environment_id = ?2 AND end_user_id = ?4)
				OR lower(u.email) IN (SELECT value FROM json_each(?5))
				OR u.id IN (
					SELECT m.end_user_id FROM end_user_membership AS m WHERE m.company_id = ?1 AND m.environment_id = ?2
						AND ((m.kind = 'group' AND m.name IN (SELECT value FROM json_each(?6)))
							OR (m.kind = 'role' AND m.name IN (SELECT value FROM json_each(?7))))
				)
			) ORDER BY u.name, u.id LIMIT ${MAX_RECIPIENTS}`,
		)
		.bind(
			scope.companyId,
			scope.environmentId,
			performer ? (notice.assigneeId ?? "") : "",
			supervisor ? (notice.assigneeId ?? "") : "",
			JSON.stringify(pool ? notice.people.map((email) => email.toLowerCase()) : []),
			JSON.stringify([...groups, ...(pool ? notice.groups : [])]),
			JSON.stringify([...roles, ...(pool ? notice.roles : [])]),
		)
		.all<{ personId: string; name: string; email: string }>();
	return results;
}
