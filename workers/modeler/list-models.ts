import { and, desc, eq, isNull, max } from "drizzle-orm";
import { may } from "../../domain/grants/may.ts";
import type { Builder } from "../../domain/grants/principal.ts";
import { database } from "../tenancy/database.ts";
import { deletedModel, modelSummary, revision } from "../tenancy/schema/models.ts";
import { subscription, workspace } from "../tenancy/schema/tenancy.ts";

/** The models that a builder may read, last changed first, and the subscriptions in which the builder may make one. */
export async function listModels(env: Env, builder: Builder, now: number) {
	const { companyId } = builder;
	const db = database(env);
	const [rows, subscriptions, published] = await Promise.all([
		db
			.select({
				id: workspace.id,
				subscriptionId: workspace.subscriptionId,
				name: workspace.name,
				description: workspace.description,
				createdAt: workspace.createdAt,
				changedAt: modelSummary.changedAt,
				changedByName: modelSummary.changedByName,
				elements: modelSummary.elements,
				picture: modelSummary.picture,
			})
			.from(workspace)
			.leftJoin(modelSummary, and(eq(modelSummary.companyId, workspace.companyId), eq(modelSummary.modelId, workspace.id)))
			.leftJoin(deletedModel, and(eq(deletedModel.companyId, workspace.companyId), eq(deletedModel.modelId, workspace.id)))
			.where(and(eq(workspace.companyId, companyId), eq(workspace.kind, "model"), isNull(deletedModel.modelId)))
			.orderBy(desc(modelSummary.changedAt), desc(workspace.createdAt)),
		db
			.select({ id: subscription.id, name: subscription.name })
			.from(subscription)
			.where(and(eq(subscription.companyId, companyId), eq(subscription.service, "modeler"))),
		db
			.select({ modelId: revision.modelId, number: max(revision.number) })
			.from(revision)
			.where(eq(revision.companyId, companyId))
			.groupBy(revision.modelId),
	]);
	const numbers = new Map(published.map((row) => [row.modelId, row.number]));
	const models = rows.flatMap((row) => {
		const resource = { level: "model", companyId, subscriptionId: row.subscriptionId, workspaceId: row.id } as const;
		if (!may(builder, "model.read", resource, now)) return [];
		return [
			{
				...row,
				changedAt: row.changedAt ?? row.createdAt,
				revision: numbers.get(row.id) ?? null,
				mayEdit: may(builder, "model.edit", resource, now),
				mayDelete: may(builder, "model.delete", resource, now),
			},
		];
	});
	return {
		models,
		subscriptions: subscriptions.map((each) => ({
			...each,
			mayCreate: may(builder, "subscription.create-model", { level: "subscription", companyId, subscriptionId: each.id }, now),
		})),
	};
}
