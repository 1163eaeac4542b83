import { and, eq } from "drizzle-orm";
import type { PersonId } from "../../domain/ids.ts";
import { HttpProblem } from "../http/problem.ts";
import type { Actor } from "../tenancy/audit.ts";
import { database } from "../tenancy/database.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";
import { supervisorRow } from "../tenancy/schema/calendars.ts";
import { inScope } from "./calendar-list.ts";
import { changeWorkingTime } from "./calendars.ts";
import { findPerson } from "./who-works-when.ts";

/** Says who is told of a person's late work; `null`: nobody. @throws HttpProblem 404, 400 `supervisor.oneself` */
export async function chooseSupervisor(
	env: Env,
	scope: EnvironmentScope,
	personId: PersonId,
	supervisorId: PersonId | null,
	actor: Actor,
): Promise<void> {
	if (supervisorId === personId)
		throw new HttpProblem(400, "supervisor.oneself", "Nobody is their own supervisor. Choose somebody else.", { field: "supervisorId" });
	const db = database(env);
	const [person, supervisor] = await Promise.all([
		findPerson(env, scope, personId),
		supervisorId === null ? undefined : findPerson(env, scope, supervisorId),
	]);
	await changeWorkingTime(
		env,
		scope,
		[
			supervisorId === null
				? db.delete(supervisorRow).where(and(inScope(supervisorRow, scope), eq(supervisorRow.endUserId, personId)))
				: db
						.insert(supervisorRow)
						.values({ ...scope, endUserId: personId, supervisorId })
						.onConflictDoUpdate({
							target: [supervisorRow.companyId, supervisorRow.environmentId, supervisorRow.endUserId],
							set: { supervisorId },
						}),
		],
		{ actor, action: "supervisor.person", detail: { person: person.name, name: supervisor?.name ?? "nobody" } },
	);
}
