import { and, eq } from "drizzle-orm";
import { proposeMapping, type Proposal } from "../../domain/engine/migration-plan.ts";
import { link } from "../../domain/engine/link.ts";
import type { MigrationTarget } from "../../domain/case/answers.ts";
import type { CaseId, PackageId } from "../../domain/ids.ts";
import type { Finding } from "../../domain/problem.ts";
import type { Linked } from "../../domain/engine/linked.ts";
import { HttpProblem, notFound } from "../http/problem.ts";
import { database } from "../tenancy/database.ts";
import { readExecutable } from "../tenancy/executables.ts";
import { deployment } from "../tenancy/schema/deployments.ts";
import { objects, type EnvironmentScope } from "../tenancy/objects.ts";
import { packageOf, type PackageRow } from "./add-package.ts";
import { eachOf } from "./many-cases.ts";
import { effectiveParameters } from "./parameters.ts";

/** What each element of one package of the environment is proposed to become in another, and what there is to choose from. */
export async function proposeMigration(
	env: Env,
	scope: EnvironmentScope,
	from: PackageId,
	to: PackageId,
): Promise<{ elements: Proposal[]; targets: { id: string; name: string; type: string }[] }> {
	const [source, target] = await Promise.all([programOf(env, scope, from), programOf(env, scope, to)]);
	const targets = [...target.byId.values()].map(({ id, name, type }) => ({ id, name: name || id, type }));
	return { elements: proposeMapping(source, target), targets };
}

async function programOf(env: Env, scope: EnvironmentScope, packageId: PackageId): Promise<Linked> {
	const { hash } = await packageThatRan(env, scope, packageId);
	const executable = await readExecutable(env, scope.companyId, hash);
	if (executable === undefined) throw notFound();
	return link(executable.program);
}

/** The package that cases are to be moved to, with the environment's parameters for it. */
export async function targetOf(
	env: Env,
	scope: EnvironmentScope,
	packageId: PackageId,
	mapping: MigrationTarget["mapping"],
): Promise<MigrationTarget> {
	const { hash, content } = await packageThatRan(env, scope, packageId);
	return { packageId, packageHash: hash, parameters: await effectiveParameters(env, scope, content.parameters), mapping };
}

/** A package that was active here once: it was checked then, compiled, and its parameters are set. */
async function packageThatRan(env: Env, scope: EnvironmentScope, packageId: PackageId): Promise<PackageRow> {
	const row = await packageOf(env, scope, packageId);
	const [ran] = await database(env)
		.select({ id: deployment.id })
		.from(deployment)
		.where(
			and(
				eq(deployment.companyId, scope.companyId),
				eq(deployment.environmentId, scope.environmentId),
				eq(deployment.packageId, packageId),
				eq(deployment.state, "done"),
			),
		)
		.limit(1);
	if (ran === undefined)
		throw new HttpProblem(
			409,
			"migration.never_active",
			"This package was never active here. Activate it first: that checks whether it can run.",
		);
	return row;
}

/** What keeps each case from being moved; nothing is changed. */
export function checkCases(
	env: Env,
	scope: EnvironmentScope,
	cases: readonly CaseId[],
	target: MigrationTarget,
): Promise<{ caseId: CaseId; findings: Finding[] }[]> {
	return eachOf(cases, async (caseId) => {
		const findings = await objects.case(env, scope, caseId).checkMigration(scope, caseId, target);
		const { code, message: detail } = notFound();
		return { caseId, findings: findings === null ? [{ severity: "error", code, detail }] : [...findings] };
	});
}
