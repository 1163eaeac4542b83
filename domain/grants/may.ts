import type { Action } from "./actions.ts";
import type { Principal, Resource } from "./principal.ts";
import { ROLES, type RoleDefinition } from "./roles.ts";

const WORK_ACTIONS: readonly Action[] = ["work.use", "work.start", "work.task", "work.case"];

/**
 * The one decision of who may do what. Nothing is allowed that no grant allows; grants only add and only hold downward.
 * `now` is epoch milliseconds and ends grants that expire. A resource of another company is never allowed here,
 * and the edge answers it as not found before it asks.
 */
export function may(principal: Principal, action: Action, resource: Resource, now: number): boolean {
	switch (principal.realm) {
		case "none":
			return false;
		case "environment":
			return (
				WORK_ACTIONS.includes(action) &&
				resource.level === "environment" &&
				principal.companyId === resource.companyId &&
				principal.environmentId === resource.environmentId
			);
		case "company": {
			if (principal.companyId !== resource.companyId) return false;
			const path: readonly (string | undefined)[] = [
				resource.companyId,
				resource.subscriptionId,
				resource.workspaceId,
				resource.environmentId,
			];
			return principal.grants.some((grant) => {
				if (grant.until !== undefined && grant.until <= now) return false;
				if (!path.includes(grant.scope)) return false;
				const role: RoleDefinition = ROLES[grant.role];
				return role.may.includes(action);
			});
		}
	}
}
