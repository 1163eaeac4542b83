import { and, eq } from "drizzle-orm";
import type { Action } from "../../domain/grants/actions.ts";
import type { Builder, EndUser } from "../../domain/grants/principal.ts";
import { ROLES, type RoleDefinition } from "../../domain/grants/roles.ts";
import { notFound } from "../http/problem.ts";
import { database } from "../tenancy/database.ts";
import { company } from "../tenancy/schema/tenancy.ts";
import { placeOf } from "./sign-in-environment.ts";

export type Portal = "customer-portal" | "modeler" | "library" | "studio" | "console";

/** A portal is open to whoever may do one of these somewhere. */
const PORTALS: readonly (readonly [Portal, readonly Action[]])[] = [
	["customer-portal", ["company.read", "subscription.read"]],
	["modeler", ["model.read", "subscription.create-model"]],
	["library", ["library.read"]],
	["studio", ["project.read", "subscription.create-project"]],
	["console", ["environment.read"]],
];

/** Who a builder is, the company, the roles held and the portals they open. */
export async function companyMe(env: Env, builder: Builder, now: number) {
	const home = await database(env)
		.select({ id: company.id, slug: company.slug, name: company.name })
		.from(company)
		.where(and(eq(company.id, builder.companyId)))
		.get();
	if (home === undefined) throw notFound();
	const grants = builder.grants.filter((grant) => grant.until === undefined || grant.until > now);
	const actions = new Set<Action>(grants.flatMap((grant) => (ROLES[grant.role] as RoleDefinition).may));
	return {
		company: home,
		person: { id: builder.personId, name: builder.name, email: builder.email },
		sessionId: builder.sessionId,
		grants: grants.map((grant) => ({ role: grant.role, scope: grant.scope })),
		portals: PORTALS.filter(([, any]) => any.some((action) => actions.has(action))).map(([portal]) => portal),
	};
}

/** Who an end user is, and where. */
export async function environmentMe(env: Env, user: EndUser) {
	const place = await placeOf(env, user.environmentId);
	return {
		company: { name: place.companyName },
		environment: { id: user.environmentId, name: place.project, stage: place.stage, project: place.project },
		person: { id: user.personId, name: user.name, email: user.email },
		roles: [...user.roles],
		groups: [...user.groups],
	};
}
