import { and, eq, isNull } from "drizzle-orm";
import type { Resource } from "../../domain/grants/principal.ts";
import type { CompanyId, SubscriptionId, WorkspaceId } from "../../domain/ids.ts";
import { notFound } from "../http/problem.ts";
import { database } from "../tenancy/database.ts";
import { deletedModel } from "../tenancy/schema/models.ts";
import { workspace } from "../tenancy/schema/tenancy.ts";

export interface PresentModel {
	readonly companyId: CompanyId;
	readonly subscriptionId: SubscriptionId;
	readonly modelId: WorkspaceId;
	readonly name: string;
	readonly description: string;
}

/** The model that a route was called on; not found when it was deleted. */
export async function presentModel(env: Env, resource: Resource | undefined): Promise<PresentModel> {
	if (resource?.workspaceId === undefined || resource.subscriptionId === undefined) throw notFound();
	const { companyId, subscriptionId, workspaceId: modelId } = resource;
	const [row] = await database(env)
		.select({ name: workspace.name, description: workspace.description })
		.from(workspace)
		.leftJoin(deletedModel, and(eq(deletedModel.companyId, workspace.companyId), eq(deletedModel.modelId, workspace.id)))
		.where(and(eq(workspace.companyId, companyId), eq(workspace.id, modelId), eq(workspace.kind, "model"), isNull(deletedModel.modelId)));
	if (row === undefined) throw notFound();
	return { companyId, subscriptionId, modelId, ...row };
}
