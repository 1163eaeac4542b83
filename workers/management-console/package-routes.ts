import { Hono } from "hono";
import * as v from "valibot";
import { MAX_PACKAGE_BYTES } from "../../domain/deployment/package.ts";
import { id, type EnvironmentId } from "../../domain/ids.ts";
import type { Builder } from "../../domain/grants/principal.ts";
import type { Edge } from "../http/edge.ts";
import { notFound } from "../http/problem.ts";
import { builderOf, readBytes, route } from "../http/route.ts";
import { attachment } from "../process-library/download.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";
import { activatePackage } from "./activate-package.ts";
import { addPackage, packageBytes, packageOf } from "./add-package.ts";
import { checkReport, reportOf } from "./check-report.ts";
import { packageContentView, readContent } from "./package-content.ts";
import { deploymentView, listDeployments, listPackages, listPromotable, packageView, promotePackage } from "./packages.ts";
import { readRunning } from "./running.ts";

const inEnvironment = v.object({ environmentId: id("environment") });
const inPackage = v.object({ environmentId: id("environment"), packageId: id("package") });
const read = { action: "environment.read", level: "environment", realm: "company" } as const;
const change = { action: "environment.packages", level: "environment", realm: "company" } as const;
const added = v.object({ packageId: v.string(), hash: v.string(), added: v.boolean() });

function scopeOf(builder: Builder, environmentId: EnvironmentId): EnvironmentScope {
	return { companyId: builder.companyId, environmentId };
}

/** Packages of an environment: what it has, what each holds, and whether it can run here. */
export const packages = new Hono<Edge>()
	.get(
		"/:environmentId/packages",
		route(
			{
				...read,
				summary: "The packages of the environment and every switch of the active one",
				params: inEnvironment,
				returns: v.object({
					packages: v.array(packageView),
					activePackageId: v.nullable(v.string()),
					deployments: v.array(deploymentView),
				}),
			},
			async (call) => {
				const scope = scopeOf(builderOf(call), call.params.environmentId);
				const [list, running, deployments] = await Promise.all([
					listPackages(call.env, scope),
					readRunning(call.env, scope, call.now),
					listDeployments(call.env, scope),
				]);
				return { packages: list, activePackageId: running?.row.packageId ?? null, deployments };
			},
		),
	)
	.post(
		"/:environmentId/packages",
		route(
			{
				...change,
				summary: "Upload a package file (.portico)",
				params: inEnvironment,
				kind: "raw",
				maxBytes: MAX_PACKAGE_BYTES,
				returns: added,
			},
			async (call) => {
				const builder = builderOf(call);
				const bytes = await readBytes(call.request, MAX_PACKAGE_BYTES);
				return addPackage(call.env, scopeOf(builder, call.params.environmentId), bytes, { source: "upload" }, builder, call.now);
			},
		),
	)
	.get(
		"/:environmentId/promotable",
		route(
			{
				...change,
				summary: "Packages of the project's other environments that this one lacks",
				params: inEnvironment,
				returns: v.object({ packages: v.array(v.object({ environmentId: v.string(), stage: v.string(), package: packageView })) }),
			},
			async (call) => {
				const builder = builderOf(call);
				if (call.resource === undefined) throw notFound();
				const scope = scopeOf(builder, call.params.environmentId);
				return { packages: await listPromotable(call.env, scope, call.resource, builder, call.now) };
			},
		),
	)
	.post(
		"/:environmentId/packages/promote",
		route(
			{
				...change,
				summary: "Take a package over from another environment of the project",
				params: inEnvironment,
				body: v.object({ environmentId: id("environment"), packageId: id("package") }),
				returns: added,
			},
			async (call) => {
				const builder = builderOf(call);
				if (call.resource === undefined) throw notFound();
				return promotePackage(call.env, scopeOf(builder, call.params.environmentId), call.resource, call.body, builder, call.now);
			},
		),
	)
	.get(
		"/:environmentId/packages/:packageId",
		route(
			{
				...read,
				summary: "What a package holds: its diagram, forms, data, roles and parameters",
				params: inPackage,
				returns: packageContentView,
			},
			async (call) => readContent(call.env, scopeOf(builderOf(call), call.params.environmentId), call.params.packageId),
		),
	)
	.get(
		"/:environmentId/packages/:packageId/check",
		route(
			{
				...read,
				summary: "Whether the package can run here, and what would change",
				params: inPackage,
				returns: checkReport,
			},
			async (call) => reportOf(call.env, scopeOf(builderOf(call), call.params.environmentId), call.params.packageId, call.now),
		),
	)
	.post(
		"/:environmentId/packages/:packageId/activate",
		route(
			{
				action: "environment.activate",
				level: "environment",
				realm: "company",
				summary: "Make a package the one that new cases start on; going back to an older one is the same act",
				params: inPackage,
				returns: v.object({ deploymentId: v.string(), packageId: v.string(), name: v.string(), version: v.number(), report: checkReport }),
			},
			async (call) => {
				const builder = builderOf(call);
				return activatePackage(call.env, scopeOf(builder, call.params.environmentId), call.params.packageId, builder, call.now);
			},
		),
	)
	.get(
		"/:environmentId/packages/:packageId/file",
		route({ ...change, summary: "Download a package file", params: inPackage, returns: v.string() }, async (call) => {
			const scope = scopeOf(builderOf(call), call.params.environmentId);
			const row = await packageOf(call.env, scope, call.params.packageId);
			return new Response(await packageBytes(call.env, scope, row.hash), {
				headers: {
					"content-type": "application/octet-stream",
					"content-disposition": attachment(`${row.name} ${row.version}`, "portico"),
					"cache-control": "private, no-store",
				},
			});
		}),
	);
