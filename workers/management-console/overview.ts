import { and, desc, eq, notLike } from "drizzle-orm";
import * as v from "valibot";
import { may } from "../../domain/grants/may.ts";
import type { Builder, Resource } from "../../domain/grants/principal.ts";
import type { Action } from "../../domain/grants/actions.ts";
import { database } from "../tenancy/database.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";
import { audit, environment, workspace } from "../tenancy/schema/tenancy.ts";
import { notFound } from "../http/problem.ts";
import { environmentView } from "./list-environments.ts";
import { packageView, viewOf } from "./packages.ts";
import { readRunning } from "./running.ts";

export const overview = v.object({
	environment: environmentView,
	/** The project's environments that the person may look into, this one among them, in the order of the stages. */
	siblings: v.array(environmentView),
	running: v.nullable(v.object({ package: packageView, since: v.number(), by: v.string() })),
	cases: v.object({ open: v.number(), incidents: v.number(), finished: v.number() }),
	/** What happened here, the latest first. */
	trail: v.array(
		v.object({ seq: v.number(), at: v.number(), actor: v.string(), action: v.string(), outcome: v.string(), detail: v.string() }),
	),
	/** What the person may do here, so that the screens offer nothing that would be refused. */
	may: v.object({
		packages: v.boolean(),
		activate: v.boolean(),
		parameters: v.boolean(),
		calendars: v.boolean(),
		cases: v.boolean(),
		operate: v.boolean(),
		people: v.boolean(),
		mail: v.boolean(),
	}),
});
export type Overview = v.InferOutput<typeof overview>;

const TRAIL = 30;

/** What runs in an environment, whether it is well, and what changed. */
export async function readOverview(
	env: Env,
	scope: EnvironmentScope,
	resource: Resource,
	builder: Builder,
	now: number,
): Promise<Overview> {
	const db = database(env);
	const [places, running, trail] = await Promise.all([
		db
			.select({ environmentId: environment.id, stage: environment.stage, projectId: workspace.id, project: workspace.name })
			.from(environment)
			.innerJoin(workspace, and(eq(workspace.companyId, environment.companyId), eq(workspace.id, environment.workspaceId)))
			.where(and(eq(environment.companyId, scope.companyId), eq(environment.workspaceId, resource.workspaceId ?? ("" as never)))),
		readRunning(env, scope, now),
		db
			.select({ seq: audit.seq, at: audit.at, actor: audit.actorName, action: audit.action, outcome: audit.outcome, detail: audit.detail })
			.from(audit)
			// Who signed in is in the audit trail of the Customer Portal; here is what changed.
			.where(and(eq(audit.companyId, scope.companyId), eq(audit.scopeId, scope.environmentId), notLike(audit.action, "session.%")))
			.orderBy(desc(audit.seq))
			.limit(TRAIL),
	]);
	const here = places.find((each) => each.environmentId === scope.environmentId);
	if (here === undefined) throw notFound();
	const allowed = (action: Action): boolean => may(builder, action, resource, now);
	const order = ["development", "test", "staging", "production"];
	return {
		environment: here,
		siblings: places
			.filter((each) => may(builder, "environment.read", { ...resource, environmentId: each.environmentId }, now))
			.toSorted((a, b) => order.indexOf(a.stage) - order.indexOf(b.stage)),
		running: running === undefined ? null : { package: viewOf(running.row), since: running.since, by: running.by },
		cases: { open: running?.openCases ?? 0, incidents: running?.incidents ?? 0, finished: running?.finished ?? 0 },
		trail,
		may: {
			packages: allowed("environment.packages"),
			activate: allowed("environment.activate"),
			parameters: allowed("environment.parameters"),
			calendars: allowed("environment.calendars"),
			cases: allowed("environment.cases"),
			operate: allowed("environment.operate"),
			people: allowed("environment.people"),
			mail: allowed("environment.mail"),
		},
	};
}
