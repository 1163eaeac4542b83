import type { Action } from "./actions.ts";
import type { Level } from "./principal.ts";

/** A role of the company's realm: the level it is granted on, who it is for, and what its holder may do there and below. */
export interface RoleDefinition {
	readonly level: Level;
	readonly title: string;
	readonly summary: string;
	readonly may: readonly Action[];
}

const MODEL_VIEWER = ["model.read", "library.read"] as const;
const MODEL_EDITOR = [...MODEL_VIEWER, "model.edit", "model.comment"] as const;
const MODEL_OWNER = [...MODEL_EDITOR, "model.publish", "model.delete", "model.grants"] as const;
const PROJECT_VIEWER = ["project.read", "environment.read"] as const;
const PROJECT_CONTRIBUTOR = [...PROJECT_VIEWER, "project.edit", "project.run", "project.package"] as const;
const ENVIRONMENT_VIEWER = ["environment.read"] as const;
const ENVIRONMENT_OPERATOR = [...ENVIRONMENT_VIEWER, "environment.cases", "environment.operate", "environment.mail"] as const;
const ENVIRONMENT_ADMINISTRATOR = [
	...ENVIRONMENT_OPERATOR,
	"environment.packages",
	"environment.activate",
	"environment.parameters",
	"environment.calendars",
	"environment.triggers",
	"environment.people",
	"environment.grants",
] as const;
const PROJECT_OWNER = [...PROJECT_CONTRIBUTOR, ...ENVIRONMENT_ADMINISTRATOR, "project.grants"] as const;

/** Administration is not data: who runs the company or a subscription sees no case unless a grant on the environment says so. */
const SUBSCRIPTION_VIEWER = ["subscription.read"] as const;
const SUBSCRIPTION_OWNER = [
	...SUBSCRIPTION_VIEWER,
	"subscription.grants",
	"subscription.create-model",
	"subscription.create-project",
	"model.read",
	"model.grants",
	"project.read",
	"project.grants",
	"environment.read",
	"environment.grants",
] as const;

export const ROLES = {
	"company-administrator": {
		level: "company",
		title: "Company administrator",
		summary: "People, groups, grants and the audit trail of the whole company; may give any role, also to itself below the company",
		may: ["company.read", "company.audit", "company.people", "company.groups", "company.grants", "library.read", ...SUBSCRIPTION_OWNER],
	},
	member: { level: "company", title: "Member", summary: "Signs in and reads the Process Library", may: ["company.read", "library.read"] },
	"subscription-owner": {
		level: "subscription",
		title: "Subscription owner",
		summary: "Creates workspaces and gives access to them",
		may: SUBSCRIPTION_OWNER,
	},
	"subscription-viewer": {
		level: "subscription",
		title: "Subscription viewer",
		summary: "Sees the subscription and who is in it",
		may: SUBSCRIPTION_VIEWER,
	},
	"model-owner": { level: "model", title: "Model owner", summary: "Edits, publishes and shares the model", may: MODEL_OWNER },
	"model-editor": { level: "model", title: "Model editor", summary: "Draws with others", may: MODEL_EDITOR },
	"model-viewer": { level: "model", title: "Model viewer", summary: "Reads the model, live", may: MODEL_VIEWER },
	"project-owner": {
		level: "project",
		title: "Project owner",
		summary: "Builds, packages and runs the project in all its environments",
		may: PROJECT_OWNER,
	},
	"project-contributor": {
		level: "project",
		title: "Project contributor",
		summary: "Builds the project and runs it in development",
		may: PROJECT_CONTRIBUTOR,
	},
	"project-viewer": { level: "project", title: "Project viewer", summary: "Reads the project", may: PROJECT_VIEWER },
	"environment-administrator": {
		level: "environment",
		title: "Environment administrator",
		summary: "Deploys, sets parameters, people and mail",
		may: ENVIRONMENT_ADMINISTRATOR,
	},
	"environment-operator": {
		level: "environment",
		title: "Environment operator",
		summary: "Watches cases and clears incidents",
		may: ENVIRONMENT_OPERATOR,
	},
	"environment-viewer": { level: "environment", title: "Environment viewer", summary: "Sees what runs", may: ENVIRONMENT_VIEWER },
} as const satisfies Record<string, RoleDefinition>;

export type Role = keyof typeof ROLES;
