import type { Action } from "../../domain/grants/actions.ts";
import type { Builder, Resource } from "../../domain/grants/principal.ts";
import { auditEntry } from "./audit.ts";
import { objects } from "./objects.ts";
import { pathIds } from "./path.ts";

/** Records that a builder was refused an act. One person's refusals are recorded at a bounded rate, so nobody can flood the trail. */
export async function auditRefusal(env: Env, builder: Builder, action: Action, resource: Resource, now: number): Promise<void> {
	const scopeId = pathIds(resource).at(-1) ?? builder.companyId;
	await objects
		.company(env, builder.companyId)
		.recordRefusal(auditEntry({ actor: builder, action, scopeId, outcome: "refused", detail: { level: resource.level } }), now);
}
