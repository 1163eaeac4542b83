import type { Worker } from "../../domain/allocation/may-take.ts";
import type { Principal } from "../../domain/grants/principal.ts";
import { endUserOf } from "../http/route.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";

/** The end user of a call, as cases and the Worklist know people, with the verified scope. */
export function whoCalls(call: { readonly principal: Principal }): { readonly scope: EnvironmentScope; readonly worker: Worker } {
	const { companyId, environmentId, personId, name, email, roles, groups } = endUserOf(call);
	return { scope: { companyId, environmentId }, worker: { personId, name, email, roles, groups } };
}
