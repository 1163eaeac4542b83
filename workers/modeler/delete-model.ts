import { and, eq } from "drizzle-orm";
import type { Builder, Resource } from "../../domain/grants/principal.ts";
import { notFound } from "../http/problem.ts";
import { act } from "../tenancy/audit.ts";
import { database } from "../tenancy/database.ts";
import { objects } from "../tenancy/objects.ts";
import { deletedModel } from "../tenancy/schema/models.ts";
import type { PresentModel } from "./present-model.ts";

/** Hides a model and empties its room. What was drawn stays stored, and what was published stays published. */
export async function deleteModel(env: Env, model: PresentModel, actor: Builder, now: number): Promise<void> {
	const row = { companyId: model.companyId, modelId: model.modelId, deletedAt: now, deletedBy: actor.personId };
	await act(env, model.companyId, [database(env).insert(deletedModel).values(row)], {
		actor,
		action: "model.delete",
		scopeId: model.modelId,
		outcome: "done",
		detail: { name: model.name },
	});
	await objects.model(env, model.companyId, model.modelId).leaveAll();
}

/** Takes a deletion back. */
export async function restoreModel(env: Env, resource: Resource | undefined, actor: Builder): Promise<void> {
	if (resource?.workspaceId === undefined) throw notFound();
	const { companyId, workspaceId: modelId } = resource;
	await act(
		env,
		companyId,
		[
			database(env)
				.delete(deletedModel)
				.where(and(eq(deletedModel.companyId, companyId), eq(deletedModel.modelId, modelId))),
		],
		{ actor, action: "model.restore", scopeId: modelId, outcome: "done", detail: {} },
	);
}
