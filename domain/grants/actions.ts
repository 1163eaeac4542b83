/**
 * Every act that a route can name. A route names an action, never a role; `roles.ts` says which roles may do which.
 * The first word is the level of resource on which the action is decided.
 */
export const ACTIONS = [
	// the company
	"company.read",
	"company.audit",
	"company.people",
	"company.groups",
	"company.grants",
	// a subscription: Modeler, Studio or Automation
	"subscription.read",
	"subscription.grants",
	"subscription.create-model",
	"subscription.create-project",
	// a workspace that is a model
	"model.read",
	"model.edit",
	"model.comment",
	"model.publish",
	"model.delete",
	"model.grants",
	// the Process Library of a company
	"library.read",
	// a workspace that is a project
	"project.read",
	"project.edit",
	"project.run",
	"project.package",
	"project.grants",
	// an environment, seen by a builder
	"environment.read",
	"environment.packages",
	"environment.activate",
	"environment.parameters",
	"environment.calendars",
	"environment.cases",
	"environment.operate",
	"environment.mail",
	"environment.triggers",
	"environment.people",
	"environment.grants",
	// an environment, seen by its end users
	"work.use",
	"work.start",
	"work.task",
	"work.case",
] as const;

export type Action = (typeof ACTIONS)[number];

/** What a route names when it asks nothing of the caller (sign-in, health) or only that there is a session (sign-out, who am I). */
export type OpenAction = "anyone" | "signed-in";
