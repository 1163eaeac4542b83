import { and, eq } from "drizzle-orm";
import type { Builder } from "../../domain/grants/principal.ts";
import type { PersonId } from "../../domain/ids.ts";
import { database } from "../tenancy/database.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";
import { endUser } from "../tenancy/schema/tenancy.ts";
import { changeEndUsers } from "./people.ts";

/**
 * Makes an invited end user active without their link: who they are was proved otherwise, by the session of the builder who has
 * the same address. The link keeps working, so that they can still choose a password.
 */
export async function activateInvited(
	env: Env,
	builder: Builder,
	scope: EnvironmentScope,
	person: { readonly id: PersonId; readonly name: string },
	now: number,
): Promise<void> {
	await changeEndUsers(
		env,
		scope,
		{
			queries: [
				database(env)
					.update(endUser)
					.set({ state: "active" })
					.where(
						and(
							eq(endUser.companyId, scope.companyId),
							eq(endUser.environmentId, scope.environmentId),
							eq(endUser.id, person.id),
							eq(endUser.state, "invited"),
						),
					),
			],
			entry: {
				actor: builder,
				action: "end-user.activate",
				scopeId: scope.environmentId,
				outcome: "done",
				detail: { name: person.name },
			},
			people: [person.id],
			endSessions: false,
		},
		now,
	);
}
