import type { CompanyId, EnvironmentId } from "../../domain/ids.ts";
import { SHARD } from "../../domain/case/shard.ts";
import { objects } from "../tenancy/objects.ts";

/** Environments looked after in one run of the cron; the next run takes the next ones. */
const PAGE = 100;
/** The cron's period in milliseconds (wrangler.toml). */
const PERIOD_MS = 5 * 60_000;

/**
 * The second line behind the objects' own alarms: environments in which something runs are asked, some in each run, to set
 * their alarm anew from what they have to do, and so are their cases that are overdue. An alarm is retried six times by the platform and then lost; this finds it again.
 */
export async function sweep(env: Env, now: number): Promise<number> {
	const total = await env.DB.prepare(
		"SELECT count(*) AS n FROM (SELECT DISTINCT company_id, environment_id FROM deployment WHERE state = 'done')",
	).first<{ n: number }>();
	const pages = Math.max(1, Math.ceil((total?.n ?? 0) / PAGE));
	const { results } = await env.DB.prepare(
		"SELECT DISTINCT company_id AS companyId, environment_id AS environmentId FROM deployment WHERE state = 'done' ORDER BY company_id, environment_id LIMIT ? OFFSET ?",
	)
		.bind(PAGE, (Math.floor(now / PERIOD_MS) % pages) * PAGE)
		.all<{ companyId: CompanyId; environmentId: EnvironmentId }>();
	await Promise.all(
		results.map(async (scope) => {
			try {
				await objects.environment(env, scope).rearm(scope);
				await objects.worklist(env, scope, SHARD).wakeOverdue(scope, now);
			} catch (error) {
				console.error(JSON.stringify({ at: "sweep", environment: scope.environmentId, error: String(error) }));
			}
		}),
	);
	return results.length;
}
