import { and, eq } from "drizzle-orm";
import { SHARD } from "../../domain/case/shard.ts";
import { database } from "../tenancy/database.ts";
import { objects, type EnvironmentScope } from "../tenancy/objects.ts";
import { environmentPackage } from "../tenancy/schema/deployments.ts";
import type { PackageRow } from "./add-package.ts";

const DAY_MS = 86_400_000;
/** How far back an overview counts what was finished. */
export const RECENT_MS = 7 * DAY_MS;

/** What runs in an environment: its package, since when and by whom, and how its cases stand. */
export interface Running {
	readonly row: PackageRow;
	readonly since: number;
	readonly by: string;
	/** Cases that are not finished, of this package and of those before it. */
	readonly openCases: number;
	readonly incidents: number;
	/** Finished in the last week. */
	readonly finished: number;
}

/** What runs in an environment now, by the word of the environment itself; nothing before the first activation. */
export async function readRunning(env: Env, scope: EnvironmentScope, now: number): Promise<Running | undefined> {
	const [newest] = await objects.environment(env, scope).activations(scope);
	if (newest === undefined) return undefined;
	const [rows, counts] = await Promise.all([
		database(env)
			.select()
			.from(environmentPackage)
			.where(
				and(
					eq(environmentPackage.companyId, scope.companyId),
					eq(environmentPackage.environmentId, scope.environmentId),
					eq(environmentPackage.packageId, newest.packageId),
				),
			)
			.limit(1),
		objects.worklist(env, scope, SHARD).caseCounts(scope, now - RECENT_MS),
	]);
	const row = rows[0];
	if (row === undefined) return undefined;
	return { row, since: newest.at, by: newest.actorName, openCases: counts.running, incidents: counts.incidents, finished: counts.finished };
}
