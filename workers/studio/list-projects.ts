import { and, count, desc, eq, inArray } from "drizzle-orm";
import { may } from "../../domain/grants/may.ts";
import type { Builder } from "../../domain/grants/principal.ts";
import { database } from "../tenancy/database.ts";
import { projectDraft, projectPackage } from "../tenancy/schema/projects.ts";
import { subscription, workspace } from "../tenancy/schema/tenancy.ts";

/** The projects that a builder may read, last saved first, and where the builder may make one. */
export async function listProjects(env: Env, builder: Builder, now: number) {
	const { companyId } = builder;
	const db = database(env);
	const [rows, subscriptions, packages] = await Promise.all([
		db
			.select({
				id: workspace.id,
				subscriptionId: workspace.subscriptionId,
				name: workspace.name,
				description: workspace.description,
				sourceName: projectDraft.sourceName,
				savedAt: projectDraft.savedAt,
				savedByName: projectDraft.savedByName,
			})
			.from(workspace)
			.innerJoin(projectDraft, and(eq(projectDraft.companyId, workspace.companyId), eq(projectDraft.projectId, workspace.id)))
			.where(and(eq(workspace.companyId, companyId), eq(workspace.kind, "project")))
			.orderBy(desc(projectDraft.savedAt)),
		db
			.select({ id: subscription.id, name: subscription.name })
			.from(subscription)
			.where(and(eq(subscription.companyId, companyId), inArray(subscription.service, ["studio", "automation"])))
			// Studio first: that is where projects are made unless somebody chooses otherwise.
			.orderBy(desc(subscription.service), subscription.name),
		db
			.select({ projectId: projectPackage.projectId, made: count() })
			.from(projectPackage)
			.where(and(eq(projectPackage.companyId, companyId), eq(projectPackage.kind, "package")))
			.groupBy(projectPackage.projectId),
	]);
	const made = new Map(packages.map((row) => [row.projectId, row.made]));
	return {
		projects: rows.flatMap(({ subscriptionId, ...row }) => {
			const resource = { level: "project", companyId, subscriptionId, workspaceId: row.id } as const;
			if (!may(builder, "project.read", resource, now)) return [];
			return [{ ...row, packages: made.get(row.id) ?? 0, mayEdit: may(builder, "project.edit", resource, now) }];
		}),
		subscriptions: subscriptions.filter((each) =>
			may(builder, "subscription.create-project", { level: "subscription", companyId, subscriptionId: each.id }, now),
		),
	};
}
