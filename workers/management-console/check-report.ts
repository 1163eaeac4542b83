import { and, count, eq } from "drizzle-orm";
import * as v from "valibot";
import { describeProcess, type ProcessDescription } from "../../domain/bpmn/describe.ts";
import { parseBpmn } from "../../domain/bpmn/parse.ts";
import { checkPackage, isBlocked } from "../../domain/deployment/check-package.ts";
import { AREAS, comparePackages, type PackageParts } from "../../domain/deployment/compare-packages.ts";
import type { OpenedPackage, PackageContent } from "../../domain/deployment/package.ts";
import type { PackageId } from "../../domain/ids.ts";
import type { Problem } from "../../domain/problem.ts";
import { database } from "../tenancy/database.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";
import { endUser, endUserMembership } from "../tenancy/schema/tenancy.ts";
import { openStored, packageOf, type PackageRow } from "./add-package.ts";
import { compilePackage } from "./compile-package.ts";
import { stageOf } from "./packages.ts";
import { parametersSet } from "./parameters.ts";
import { readRunning } from "./running.ts";

export const finding = v.object({
	severity: v.picklist(["error", "warning"]),
	code: v.string(),
	detail: v.string(),
	at: v.optional(v.string()),
});

export const checkReport = v.object({
	/** Errors: the package cannot be activated. */
	blocked: v.boolean(),
	findings: v.array(finding),
	/** Against what runs; empty when nothing does. */
	differences: v.array(
		v.object({
			area: v.picklist(AREAS),
			change: v.picklist(["added", "removed", "changed"]),
			name: v.string(),
			detail: v.string(),
		}),
	),
	running: v.nullable(
		v.object({
			packageId: v.string(),
			name: v.string(),
			version: v.number(),
			/** Cases that are not finished; they keep the package they started on. */
			openCases: v.number(),
		}),
	),
});
export type CheckReport = v.InferOutput<typeof checkReport>;

/** Checks a package of the environment against it, and says what activating it would change. */
export async function reportOf(env: Env, scope: EnvironmentScope, packageId: PackageId, now: number): Promise<CheckReport> {
	const row = await packageOf(env, scope, packageId);
	return checkOpened(env, scope, await openStored(env, scope, row), now);
}

export async function checkOpened(env: Env, scope: EnvironmentScope, opened: OpenedPackage, now: number): Promise<CheckReport> {
	const [next, compiled, stage, parameters, holders, running] = await Promise.all([
		partsOf(opened.content),
		compilePackage(opened.content),
		stageOf(env, scope),
		parametersSet(env, scope),
		holdersOf(env, scope),
		readRunning(env, scope, now),
	]);
	const before = running === undefined ? undefined : await runningParts(env, scope, running.row);
	const problems: readonly Problem[] = compiled.ok ? [] : compiled.error;
	const findings = checkPackage({
		package: next.parts,
		// A model that cannot be read has its own errors; that its process is missing is no news then.
		processIds: compiled.ok || next.processes.length > 0 ? next.processes.map((each) => each.id) : [opened.content.automation.processId],
		compileProblems: problems,
		parameters,
		roles: holders.role,
		groups: holders.group,
		stage,
		running: before === undefined || running === undefined ? undefined : { package: before, openCases: running.openCases },
	});
	return {
		blocked: isBlocked(findings),
		findings: findings.map(({ severity, code, detail, at }) => ({ severity, code, detail, ...(at === undefined ? {} : { at }) })),
		differences: comparePackages(before, next.parts).map((each) => ({ ...each })),
		running:
			running === undefined
				? null
				: { packageId: running.row.packageId, name: running.row.name, version: running.row.version, openCases: running.openCases },
	};
}

/** What a package is compared by: the elements of all its processes, and its automation. */
export async function partsOf(content: PackageContent): Promise<{ parts: PackageParts; processes: readonly ProcessDescription[] }> {
	const parsed = await parseBpmn(content.bpmn);
	const processes = parsed.ok ? describeProcess(parsed.value.definitions) : [];
	const elements = processes.flatMap((process) => process.elements.map(({ id, type, name }) => ({ id, type, name })));
	return { parts: { elements, automation: content.automation }, processes };
}

/** A running package that the store lost is no reason to refuse its successor: it is then compared with nothing. */
async function runningParts(env: Env, scope: EnvironmentScope, row: PackageRow): Promise<PackageParts | undefined> {
	try {
		const opened = await openStored(env, scope, row);
		return (await partsOf(opened.content)).parts;
	} catch (error) {
		console.error(JSON.stringify({ at: "console.running-package", hash: row.hash, error: String(error) }));
		return undefined;
	}
}

/** How many active people hold each role and are in each group of the environment. */
async function holdersOf(env: Env, scope: EnvironmentScope): Promise<Record<"role" | "group", ReadonlyMap<string, number>>> {
	const rows = await database(env)
		.select({ kind: endUserMembership.kind, name: endUserMembership.name, people: count() })
		.from(endUserMembership)
		.innerJoin(
			endUser,
			and(
				eq(endUser.companyId, endUserMembership.companyId),
				eq(endUser.environmentId, endUserMembership.environmentId),
				eq(endUser.id, endUserMembership.endUserId),
			),
		)
		.where(
			and(
				eq(endUserMembership.companyId, scope.companyId),
				eq(endUserMembership.environmentId, scope.environmentId),
				eq(endUser.state, "active"),
			),
		)
		.groupBy(endUserMembership.kind, endUserMembership.name);
	const of = (kind: "role" | "group") => new Map(rows.filter((row) => row.kind === kind).map((row) => [row.name, row.people]));
	return { role: of("role"), group: of("group") };
}
