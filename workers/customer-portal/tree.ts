import { and, eq, sql } from "drizzle-orm";
import { may } from "../../domain/grants/may.ts";
import type { Builder, Level, Resource } from "../../domain/grants/principal.ts";
import { database } from "../tenancy/database.ts";
import { stageName } from "../tenancy/path.ts";
import { company, environment, roleGrant, subscription, workspace } from "../tenancy/schema/tenancy.ts";

/** A node of the tree as a person sees it: `mine` when the person may look into it, else it only leads to one. */
export interface TreeNode {
	readonly id: string;
	readonly parentId: string | null;
	readonly level: Level;
	readonly name: string;
	/** What a subscription gives, or the stage of an environment. */
	readonly kind: string;
	readonly mine: boolean;
	/** Nobody owns this model or project: no grant of its owner's role lies on it. */
	readonly ownerless: boolean;
}

/** The company's tree as far as the person may see it, every node before what is below it. */
export async function readTree(env: Env, builder: Builder, now: number): Promise<TreeNode[]> {
	const db = database(env);
	const { companyId } = builder;
	const [homes, subscriptions, workspaces, environments, owned] = await db.batch([
		db.select().from(company).where(eq(company.id, companyId)),
		db.select().from(subscription).where(eq(subscription.companyId, companyId)).orderBy(subscription.service),
		db
			.select()
			.from(workspace)
			.where(eq(workspace.companyId, companyId))
			.orderBy(sql`${workspace.name} COLLATE NOCASE`),
		db
			.select()
			.from(environment)
			.where(eq(environment.companyId, companyId))
			.orderBy(sql`CASE ${environment.stage} WHEN 'development' THEN 0 WHEN 'test' THEN 1 WHEN 'staging' THEN 2 ELSE 3 END`),
		db
			.selectDistinct({ id: roleGrant.scopeId })
			.from(roleGrant)
			.where(and(eq(roleGrant.companyId, companyId), sql`${roleGrant.role} IN ('model-owner', 'project-owner')`)),
	]);
	const owners = new Set(owned.map((row) => row.id));
	const sees = (resource: Resource) => may(builder, `${resource.level}.read`, resource, now);
	const nodes: TreeNode[] = [];
	for (const home of homes) {
		nodes.push({
			id: home.id,
			parentId: null,
			level: "company",
			name: home.name,
			kind: "company",
			mine: sees({ level: "company", companyId }),
			ownerless: false,
		});
	}
	for (const sub of subscriptions) {
		const below: TreeNode[] = [];
		for (const work of workspaces.filter((each) => each.subscriptionId === sub.id)) {
			const inside = environments
				.filter((each) => each.workspaceId === work.id)
				.map((place) => ({
					id: place.id as string,
					parentId: work.id as string,
					level: "environment" as const,
					name: stageName(place.stage),
					kind: place.stage as string,
					mine: sees({ level: "environment", companyId, subscriptionId: sub.id, workspaceId: work.id, environmentId: place.id }),
					ownerless: false,
				}))
				.filter((each) => each.mine);
			const mine = sees({ level: work.kind, companyId, subscriptionId: sub.id, workspaceId: work.id });
			if (!mine && inside.length === 0) continue;
			const ownerless = mine && !owners.has(work.id);
			below.push({ id: work.id, parentId: sub.id, level: work.kind, name: work.name, kind: work.kind, mine, ownerless }, ...inside);
		}
		const mine = sees({ level: "subscription", companyId, subscriptionId: sub.id });
		if (!mine && below.length === 0) continue;
		nodes.push(
			{ id: sub.id, parentId: companyId, level: "subscription", name: sub.name, kind: sub.service, mine, ownerless: false },
			...below,
		);
	}
	return nodes;
}
