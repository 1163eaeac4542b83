import { fail, ok, type Result } from "../result.ts";
import { may } from "./may.ts";
import type { Builder, Resource } from "./principal.ts";
import { ROLES, type Role } from "./roles.ts";

const MODEL_ROLES = ["model-owner", "model-editor", "model-viewer"] as const;
const ENVIRONMENT_ROLES = ["environment-administrator", "environment-operator", "environment-viewer"] as const;
const PROJECT_ROLES = ["project-owner", "project-contributor", "project-viewer"] as const;
const SUBSCRIPTION_ROLES = ["subscription-owner", "subscription-viewer"] as const;

/** Which roles the holder of a role may give and take, at its node and below: never one above its own. */
const GIVES: Readonly<Record<Role, readonly Role[]>> = {
	"company-administrator": [
		"company-administrator",
		"member",
		...SUBSCRIPTION_ROLES,
		...MODEL_ROLES,
		...PROJECT_ROLES,
		...ENVIRONMENT_ROLES,
	],
	member: [],
	"subscription-owner": [...SUBSCRIPTION_ROLES, ...MODEL_ROLES, ...PROJECT_ROLES, ...ENVIRONMENT_ROLES],
	"subscription-viewer": [],
	"model-owner": MODEL_ROLES,
	"model-editor": [],
	"model-viewer": [],
	"project-owner": [...PROJECT_ROLES, ...ENVIRONMENT_ROLES],
	"project-contributor": [],
	"project-viewer": [],
	"environment-administrator": ENVIRONMENT_ROLES,
	"environment-operator": [],
	"environment-viewer": [],
};

/** Why a role may not be given or taken here by this person. */
export type GrantRefusal = "other-level" | "no-authority" | "above-own" | "to-oneself";

/**
 * The roles that a builder may give to others on a node, in the order of `ROLES`. `now` is epoch milliseconds.
 */
export function rolesToGive(actor: Builder, resource: Resource, now: number): Role[] {
	return (Object.keys(ROLES) as Role[]).filter((role) => mayGive(actor, role, resource, now).ok);
}

/** Whether a builder may give this role on this node to somebody else, or take it from anybody. */
export function mayGive(actor: Builder, role: Role, resource: Resource, now: number): Result<true, GrantRefusal> {
	if (ROLES[role].level !== resource.level) return fail("other-level");
	if (!may(actor, `${resource.level}.grants`, resource, now)) return fail("no-authority");
	return held(actor, resource, now).some((own) => GIVES[own].includes(role)) ? ok(true) : fail("above-own");
}

/**
 * Whether a builder may give this role to these people: `mayGive`, and nobody gives a role to oneself, not sideways through a
 * group either. Only a company administrator may, because the trail shows it and there may be nobody else to ask.
 */
export function mayGiveTo(
	actor: Builder,
	role: Role,
	resource: Resource,
	people: readonly string[],
	now: number,
): Result<true, GrantRefusal> {
	const allowed = mayGive(actor, role, resource, now);
	if (!allowed.ok) return allowed;
	const oneself = people.includes(actor.personId);
	return oneself && !held(actor, resource, now).includes("company-administrator") ? fail("to-oneself") : ok(true);
}

function held(actor: Builder, resource: Resource, now: number): Role[] {
	const path: readonly (string | undefined)[] = [resource.companyId, resource.subscriptionId, resource.workspaceId, resource.environmentId];
	return actor.grants
		.filter((grant) => path.includes(grant.scope) && (grant.until === undefined || grant.until > now))
		.map((grant) => grant.role);
}
