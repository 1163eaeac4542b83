import type { CompanyId, EnvironmentId, GroupId, PersonId, SubscriptionId, WorkspaceId } from "../ids.ts";
import type { Role } from "./roles.ts";

/** A level of the company's tree on which a role can be granted. */
export type Level = "company" | "subscription" | "model" | "project" | "environment";

/** A role held on one node of the tree; it holds on everything below that node. Times are epoch milliseconds. */
export interface Grant {
	readonly role: Role;
	readonly scope: string;
	readonly until?: number;
}

/** A person of the company's realm: signs in to the company, draws, builds, deploys and administers. */
export interface Builder {
	readonly realm: "company";
	readonly companyId: CompanyId;
	readonly personId: PersonId;
	readonly name: string;
	readonly email: string;
	readonly sessionId: string;
	/** Own grants and those of the person's groups. */
	readonly grants: readonly Grant[];
}

/** A person of one environment's realm: signs in to the Work Portal and works cases there. */
export interface EndUser {
	readonly realm: "environment";
	readonly companyId: CompanyId;
	readonly environmentId: EnvironmentId;
	readonly personId: PersonId;
	readonly name: string;
	readonly email: string;
	readonly sessionId: string;
	/** Roles (`credit-officer`) and groups of the environment, the names that performers use. */
	readonly roles: readonly string[];
	readonly groups: readonly string[];
}

export interface Anonymous {
	readonly realm: "none";
}

export type Principal = Builder | EndUser | Anonymous;

/** A node of the tree together with the nodes above it, which is what a decision needs. */
export interface Resource {
	readonly level: Level;
	readonly companyId: CompanyId;
	readonly subscriptionId?: SubscriptionId;
	readonly workspaceId?: WorkspaceId;
	readonly environmentId?: EnvironmentId;
}

export type { GroupId };
