import { and, desc, eq, ne, sql } from "drizzle-orm";
import * as v from "valibot";
import { may } from "../../domain/grants/may.ts";
import type { Builder, Resource } from "../../domain/grants/principal.ts";
import type { EnvironmentId, PackageId } from "../../domain/ids.ts";
import { notFound } from "../http/problem.ts";
import { database } from "../tenancy/database.ts";
import { locate } from "../tenancy/locate.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";
import { deployment, environmentPackage } from "../tenancy/schema/deployments.ts";
import { environment } from "../tenancy/schema/tenancy.ts";
import { addPackage, packageBytes, packageOf, type AddedPackage, type PackageRow } from "./add-package.ts";

export const packageView = v.object({
	packageId: v.string(),
	hash: v.string(),
	name: v.string(),
	version: v.number(),
	note: v.string(),
	madeAt: v.number(),
	madeBy: v.string(),
	source: v.picklist(["studio", "upload", "promotion"]),
	/** The stage it was promoted from; empty otherwise. */
	sourceStage: v.string(),
	addedAt: v.number(),
	addedBy: v.string(),
	category: v.string(),
	forms: v.number(),
	parameters: v.number(),
});
export type PackageView = v.InferOutput<typeof packageView>;

export function viewOf(row: PackageRow): PackageView {
	return {
		packageId: row.packageId,
		hash: row.hash,
		name: row.name,
		version: row.version,
		note: row.note,
		madeAt: row.madeAt,
		madeBy: row.madeBy,
		source: row.source,
		sourceStage: row.sourceStage,
		addedAt: row.addedAt,
		addedBy: row.addedByName,
		category: row.content.category,
		forms: row.content.forms.length,
		parameters: row.content.parameters.length,
	};
}

const LIMIT = 200;

/** The packages of an environment, the latest first. */
export async function listPackages(env: Env, scope: EnvironmentScope): Promise<PackageView[]> {
	return (await packageRows(env, scope)).map(viewOf);
}

export async function packageRows(env: Env, scope: EnvironmentScope): Promise<PackageRow[]> {
	return database(env)
		.select()
		.from(environmentPackage)
		.where(and(eq(environmentPackage.companyId, scope.companyId), eq(environmentPackage.environmentId, scope.environmentId)))
		.orderBy(desc(environmentPackage.addedAt))
		.limit(LIMIT);
}

export const deploymentView = v.object({
	id: v.string(),
	packageId: v.string(),
	name: v.string(),
	version: v.number(),
	/** `started`: the switch was ordered and never confirmed. */
	state: v.picklist(["started", "done"]),
	at: v.number(),
	actor: v.string(),
});

/** Every switch of the active package, the latest first. */
export async function listDeployments(env: Env, scope: EnvironmentScope, limit = 50): Promise<v.InferOutput<typeof deploymentView>[]> {
	const rows = await database(env)
		.select()
		.from(deployment)
		.where(and(eq(deployment.companyId, scope.companyId), eq(deployment.environmentId, scope.environmentId)))
		.orderBy(desc(deployment.at))
		.limit(limit);
	return rows.map(({ id, packageId, name, version, state, at, actorName }) => ({
		id,
		packageId,
		name,
		version,
		state,
		at,
		actor: actorName,
	}));
}

/** Packages of the project's other environments that this one lacks and the person may see, the latest first. */
export async function listPromotable(
	env: Env,
	scope: EnvironmentScope,
	resource: Resource,
	builder: Builder,
	now: number,
): Promise<{ environmentId: EnvironmentId; stage: string; package: PackageView }[]> {
	const db = database(env);
	const rows = await db
		.select({ stage: environment.stage, row: environmentPackage })
		.from(environmentPackage)
		.innerJoin(
			environment,
			and(eq(environment.companyId, environmentPackage.companyId), eq(environment.id, environmentPackage.environmentId)),
		)
		.where(
			and(
				eq(environmentPackage.companyId, scope.companyId),
				ne(environmentPackage.environmentId, scope.environmentId),
				sql`${environment.workspaceId} = ${resource.workspaceId ?? ""}`,
				sql`NOT EXISTS (SELECT 1 FROM environment_package mine WHERE mine.company_id = ${scope.companyId} AND mine.environment_id = ${scope.environmentId} AND mine.package_id = ${environmentPackage.packageId})`,
			),
		)
		.orderBy(desc(environmentPackage.addedAt))
		.limit(LIMIT);
	return rows
		.filter(({ row }) => may(builder, "environment.read", { ...resource, environmentId: row.environmentId }, now))
		.map(({ stage, row }) => ({ environmentId: row.environmentId, stage, package: viewOf(row) }));
}

/** Takes a package over from another environment of the same project. The source is 404 unless the person may see it. */
export async function promotePackage(
	env: Env,
	scope: EnvironmentScope,
	resource: Resource,
	from: { readonly environmentId: EnvironmentId; readonly packageId: PackageId },
	builder: Builder,
	now: number,
): Promise<AddedPackage> {
	const source = await locate(env, scope.companyId, "environment", { environmentId: from.environmentId });
	if (source === undefined || source.workspaceId !== resource.workspaceId || !may(builder, "environment.read", source, now))
		throw notFound();
	const sourceScope = { companyId: scope.companyId, environmentId: from.environmentId };
	const row = await packageOf(env, sourceScope, from.packageId);
	return addPackage(
		env,
		scope,
		await packageBytes(env, sourceScope, row.hash),
		{ source: "promotion", stage: await stageOf(env, sourceScope) },
		builder,
		now,
	);
}

/** The stage of an environment of this company, or 404. */
export async function stageOf(env: Env, scope: EnvironmentScope): Promise<(typeof environment.$inferSelect)["stage"]> {
	const [row] = await database(env)
		.select({ stage: environment.stage })
		.from(environment)
		.where(and(eq(environment.companyId, scope.companyId), eq(environment.id, scope.environmentId)))
		.limit(1);
	if (row === undefined) throw notFound();
	return row.stage;
}
