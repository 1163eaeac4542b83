import { and, eq } from "drizzle-orm";
import type { Level, Resource } from "../../domain/grants/principal.ts";
import { database } from "./database.ts";
import { company, environment, subscription, workspace } from "./schema/tenancy.ts";

/** A node of the tree as people know it. */
export interface NamedNode {
	readonly id: string;
	readonly level: Level;
	readonly name: string;
}

/** The nodes from the company down to this one, with their names. */
export async function pathOf(env: Env, resource: Resource): Promise<NamedNode[]> {
	const db = database(env);
	const { companyId, subscriptionId, workspaceId, environmentId } = resource;
	const [home, sub, work, place] = await db.batch([
		db.select({ id: company.id, name: company.name }).from(company).where(eq(company.id, companyId)),
		db
			.select({ id: subscription.id, name: subscription.name })
			.from(subscription)
			.where(and(eq(subscription.companyId, companyId), eq(subscription.id, subscriptionId ?? NONE))),
		db
			.select({ id: workspace.id, name: workspace.name, kind: workspace.kind })
			.from(workspace)
			.where(and(eq(workspace.companyId, companyId), eq(workspace.id, workspaceId ?? NONE))),
		db
			.select({ id: environment.id, stage: environment.stage })
			.from(environment)
			.where(and(eq(environment.companyId, companyId), eq(environment.id, environmentId ?? NONE))),
	]);
	return [
		...home.map((row) => ({ id: row.id, level: "company" as const, name: row.name })),
		...sub.map((row) => ({ id: row.id, level: "subscription" as const, name: row.name })),
		...work.map((row) => ({ id: row.id, level: row.kind, name: row.name })),
		...place.map((row) => ({ id: row.id, level: "environment" as const, name: stageName(row.stage) })),
	];
}

/** `production` → `Production`. */
export function stageName(stage: string): string {
	return `${stage.charAt(0).toUpperCase()}${stage.slice(1)}`;
}

/** The ids on the way from the company to the node: where a grant must lie to hold there. */
export function pathIds(resource: Resource): string[] {
	return [resource.companyId, resource.subscriptionId, resource.workspaceId, resource.environmentId].filter((each) => each !== undefined);
}

/** An id that no row has, for a level that the path does not reach. */
const NONE = "" as never;
