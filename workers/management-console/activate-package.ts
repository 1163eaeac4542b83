import { and, eq } from "drizzle-orm";
import type { Release } from "../../domain/deployment/release.ts";
import type { PackageId } from "../../domain/ids.ts";
import { HttpProblem } from "../http/problem.ts";
import { act, type Actor } from "../tenancy/audit.ts";
import { sha256Hex } from "../tenancy/content-hash.ts";
import { database } from "../tenancy/database.ts";
import { writeExecutable } from "../tenancy/executables.ts";
import { newId } from "../tenancy/new-id.ts";
import { keys, objects, type EnvironmentScope } from "../tenancy/objects.ts";
import { deployment } from "../tenancy/schema/deployments.ts";
import { openStored, packageOf } from "./add-package.ts";
import { checkOpened, type CheckReport } from "./check-report.ts";
import { compilePackage } from "./compile-package.ts";
import { tellParameters } from "./tell-parameters.ts";

export interface Activated {
	readonly deploymentId: string;
	readonly packageId: PackageId;
	readonly name: string;
	readonly version: number;
	readonly report: CheckReport;
}

/**
 * Makes a package of the environment the one that new cases start on; going back to an older one is the same act. The stored
 * file is checked anew, compiled once, its program kept in R2, and then the environment's pointer is switched, last: whatever
 * fails before leaves what runs as it was. Running cases keep the package they started on.
 *
 * @throws HttpProblem 404 for a package that the environment does not have; 409 `package.altered` for a file that is no longer
 * what was signed; 422 `package.blocked` with the findings that stand against it.
 */
export async function activatePackage(
	env: Env,
	scope: EnvironmentScope,
	packageId: PackageId,
	actor: Actor,
	now: number,
): Promise<Activated> {
	const row = await packageOf(env, scope, packageId);
	const refused = async (problem: HttpProblem): Promise<never> => {
		await act(env, scope.companyId, [], {
			actor,
			action: "package.activate",
			scopeId: scope.environmentId,
			outcome: "refused",
			detail: { package: packageId, name: row.name, version: row.version, code: problem.code },
		});
		throw problem;
	};
	const opened = await openStored(env, scope, row).catch((error: unknown) => {
		if (error instanceof HttpProblem) return refused(error);
		throw error;
	});
	const report = await checkOpened(env, scope, opened, now);
	if (report.blocked) {
		const errors = report.findings.filter((finding) => finding.severity === "error");
		await refused(
			new HttpProblem(
				422,
				"package.blocked",
				`${errors.length === 1 ? "One thing stands" : `${errors.length} things stand`} against it: ${errors[0]?.detail ?? ""}`,
				{ more: { findings: report.findings } },
			),
		);
	}
	const compiled = await compilePackage(opened.content);
	if (!compiled.ok) return refused(new HttpProblem(422, "package.blocked", compiled.error[0]?.detail ?? "It does not compile."));
	const { program, process } = compiled.value;
	const bpmn = new TextEncoder().encode(opened.content.bpmn);
	const bpmnHash = await sha256Hex(bpmn);
	await Promise.all([
		env.FILES.put(keys.content(scope.companyId, "bpmn", bpmnHash), bpmn, { httpMetadata: { contentType: "application/xml" } }),
		writeExecutable(env, scope.companyId, row.hash, {
			format: 1,
			program,
			automation: opened.content.automation,
			processName: process.name,
			bpmnHash,
		}),
	]);

	const deploymentId = newId("audit");
	const db = database(env);
	await act(
		env,
		scope.companyId,
		[
			db.insert(deployment).values({
				...scope,
				id: deploymentId,
				packageId,
				hash: row.hash,
				name: row.name,
				version: row.version,
				state: "started",
				at: now,
				actorId: actor.personId,
				actorName: actor.name,
			}),
		],
		{
			actor,
			action: "package.activate",
			scopeId: scope.environmentId,
			outcome: "done",
			detail: { package: packageId, name: row.name, version: row.version, hash: row.hash, before: report.running?.packageId ?? null },
		},
	);
	const release: Release = {
		packageId,
		packageHash: row.hash,
		name: row.name,
		version: String(row.version),
		process: { id: process.id, name: process.name, category: opened.content.automation.category },
		starts: program.starts,
	};
	// Parameters first: a case that starts right after the switch must find the values its package needs.
	await tellParameters(env, scope, row.content.parameters);
	await objects.environment(env, scope).activate(scope, release, { id: actor.personId, name: actor.name });
	await db
		.update(deployment)
		.set({ state: "done" })
		.where(
			and(eq(deployment.companyId, scope.companyId), eq(deployment.environmentId, scope.environmentId), eq(deployment.id, deploymentId)),
		);
	return { deploymentId, packageId, name: row.name, version: row.version, report };
}
