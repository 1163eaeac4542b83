import { and, desc, eq } from "drizzle-orm";
import { database } from "../tenancy/database.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";
import { deployment, environmentPackage } from "../tenancy/schema/deployments.ts";
import type { PackageRow } from "./add-package.ts";

/** What runs in an environment: its package, since when and by whom, and how many of its cases are not finished. */
export interface Running {
	readonly row: PackageRow;
	readonly since: number;
	readonly by: string;
	readonly openCases: number;
}

/** What runs in an environment now; nothing before the first activation. */
export async function readRunning(env: Env, scope: EnvironmentScope): Promise<Running | undefined> {
	const [found] = await database(env)
		.select({ row: environmentPackage, since: deployment.at, by: deployment.actorName })
		.from(deployment)
		.innerJoin(
			environmentPackage,
			and(
				eq(environmentPackage.companyId, deployment.companyId),
				eq(environmentPackage.environmentId, deployment.environmentId),
				eq(environmentPackage.packageId, deployment.packageId),
			),
		)
		.where(and(eq(deployment.companyId, scope.companyId), eq(deployment.environmentId, scope.environmentId), eq(deployment.state, "done")))
		.orderBy(desc(deployment.at))
		.limit(1);
	return found === undefined ? undefined : { ...found, openCases: 0 };
}
