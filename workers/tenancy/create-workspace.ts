import { and, eq } from "drizzle-orm";
import type { Builder } from "../../domain/grants/principal.ts";
import type { Role } from "../../domain/grants/roles.ts";
import type { CompanyId, EnvironmentId, SubscriptionId, WorkspaceId } from "../../domain/ids.ts";
import { HttpProblem, notFound } from "../http/problem.ts";
import { act } from "./audit.ts";
import { database } from "./database.ts";
import { newId } from "./new-id.ts";
import { environment, roleGrant, subscription, workspace, type Service, type Stage } from "./schema/tenancy.ts";

export interface NewWorkspace {
	readonly name: string;
	readonly description: string;
}

export interface MadeEnvironment {
	readonly id: EnvironmentId;
	readonly stage: Stage;
}

const STAGES: readonly Stage[] = ["development", "test", "staging", "production"];
const INBOX_KEY_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";

/** The stages that this deployment serves, in the order in which work moves through them. */
export function stagesOf(env: Env): Stage[] {
	const served = new Set((env.STAGES as string).split(",").map((stage) => stage.trim()));
	return STAGES.filter((stage) => served.has(stage));
}

/** Makes a model in a Modeler subscription; who makes it owns it. @throws HttpProblem 409 `subscription.other_service` */
export async function createModelWorkspace(
	env: Env,
	scope: { readonly companyId: CompanyId; readonly subscriptionId: SubscriptionId },
	given: NewWorkspace,
	actor: Builder,
	now: number,
): Promise<{ modelId: WorkspaceId }> {
	await requireService(env, scope, ["modeler"], "Models live in a Modeler subscription. Choose that one.");
	const modelId = newId("workspace");
	const db = database(env);
	await act(
		env,
		scope.companyId,
		[
			db.insert(workspace).values(workspaceRow(scope, modelId, "model", given, actor, now)),
			db.insert(roleGrant).values(ownerGrant(scope.companyId, modelId, "model-owner", actor, now)),
		],
		{ actor, action: "model.create", scopeId: modelId, outcome: "done", detail: { name: given.name } },
		{ affects: OWN_CACHE_ONLY },
	);
	return { modelId };
}

/**
 * Makes a project in a Studio or Automation subscription, with an environment for every stage this deployment serves; who makes it owns it.
 * @throws HttpProblem 409 `subscription.other_service`
 */
export async function createProjectWorkspace(
	env: Env,
	scope: { readonly companyId: CompanyId; readonly subscriptionId: SubscriptionId },
	given: NewWorkspace,
	actor: Builder,
	now: number,
): Promise<{ projectId: WorkspaceId; environments: MadeEnvironment[] }> {
	await requireService(env, scope, ["studio", "automation"], "Projects live in a Studio or Automation subscription. Choose one of those.");
	const projectId = newId("workspace");
	const environments = stagesOf(env).map((stage) => ({ id: newId("environment"), stage }));
	const db = database(env);
	await act(
		env,
		scope.companyId,
		[
			db.insert(workspace).values(workspaceRow(scope, projectId, "project", given, actor, now)),
			...environments.map((each) =>
				db.insert(environment).values({
					companyId: scope.companyId,
					id: each.id,
					workspaceId: projectId,
					stage: each.stage,
					inboxKey: inboxKey(),
					createdAt: now,
				}),
			),
			db.insert(roleGrant).values(ownerGrant(scope.companyId, projectId, "project-owner", actor, now)),
		],
		{
			actor,
			action: "project.create",
			scopeId: projectId,
			outcome: "done",
			detail: { name: given.name, stages: environments.map((each) => each.stage) },
		},
		{ affects: OWN_CACHE_ONLY },
	);
	return { projectId, environments };
}

async function requireService(
	env: Env,
	scope: { readonly companyId: CompanyId; readonly subscriptionId: SubscriptionId },
	services: readonly Service[],
	sentence: string,
): Promise<void> {
	const row = await database(env)
		.select({ service: subscription.service })
		.from(subscription)
		.where(and(eq(subscription.companyId, scope.companyId), eq(subscription.id, scope.subscriptionId)))
		.get();
	if (row === undefined) throw notFound();
	if (!services.includes(row.service)) throw new HttpProblem(409, "subscription.other_service", sentence);
}

/** A new node only adds rights, so nobody's sockets close; what is cached of people is read again. */
const OWN_CACHE_ONLY = { people: [], groups: [], endSessions: false } as const;

function workspaceRow(
	scope: { readonly companyId: CompanyId; readonly subscriptionId: SubscriptionId },
	id: WorkspaceId,
	kind: "model" | "project",
	given: NewWorkspace,
	actor: Builder,
	now: number,
) {
	return {
		companyId: scope.companyId,
		id,
		subscriptionId: scope.subscriptionId,
		kind,
		name: given.name,
		description: given.description,
		createdAt: now,
		createdBy: actor.personId,
		updatedAt: now,
	};
}

function ownerGrant(companyId: CompanyId, scopeId: WorkspaceId, role: Role, actor: Builder, now: number) {
	return {
		companyId,
		id: newId("grant"),
		personId: actor.personId,
		role,
		level: role === "model-owner" ? ("model" as const) : ("project" as const),
		scopeId,
		grantedBy: actor.personId,
		grantedAt: now,
	};
}

/** The unguessable part of an environment's mail address: 60 random bits. */
function inboxKey(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(12));
	return Array.from(bytes, (byte) => INBOX_KEY_LETTERS[byte % INBOX_KEY_LETTERS.length] ?? "0").join("");
}
