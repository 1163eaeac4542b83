import { and, eq, sql } from "drizzle-orm";
import * as v from "valibot";
import { may } from "../../domain/grants/may.ts";
import type { Builder } from "../../domain/grants/principal.ts";
import { database } from "../tenancy/database.ts";
import { environment, workspace } from "../tenancy/schema/tenancy.ts";

export const environmentView = v.object({
	environmentId: v.string(),
	stage: v.picklist(["development", "test", "staging", "production"]),
	projectId: v.string(),
	project: v.string(),
});
export type EnvironmentView = v.InferOutput<typeof environmentView>;

/** The environments that a person may look into, by project and stage. */
export async function listEnvironments(env: Env, builder: Builder, now: number): Promise<EnvironmentView[]> {
	const { companyId } = builder;
	const rows = await database(env)
		.select({
			environmentId: environment.id,
			stage: environment.stage,
			projectId: workspace.id,
			project: workspace.name,
			subscriptionId: workspace.subscriptionId,
		})
		.from(environment)
		.innerJoin(workspace, and(eq(workspace.companyId, environment.companyId), eq(workspace.id, environment.workspaceId)))
		.where(eq(environment.companyId, companyId))
		.orderBy(
			sql`${workspace.name} COLLATE NOCASE`,
			workspace.id,
			sql`CASE ${environment.stage} WHEN 'development' THEN 0 WHEN 'test' THEN 1 WHEN 'staging' THEN 2 ELSE 3 END`,
		);
	return rows
		.filter(({ environmentId, projectId, subscriptionId }) =>
			may(builder, "environment.read", { level: "environment", companyId, subscriptionId, workspaceId: projectId, environmentId }, now),
		)
		.map(({ subscriptionId: _subscription, ...view }) => view);
}
