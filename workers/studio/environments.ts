import { and, eq } from "drizzle-orm";
import type { EnvironmentId } from "../../domain/ids.ts";
import { HttpProblem } from "../http/problem.ts";
import { database } from "../tenancy/database.ts";
import { environment, type Stage } from "../tenancy/schema/tenancy.ts";
import type { ProjectScope } from "./draft.ts";

const ORDER: readonly Stage[] = ["development", "test", "staging", "production"];

/** The environments of a project, in the order in which work moves through them. */
export async function environmentsOf(env: Env, scope: ProjectScope): Promise<{ id: EnvironmentId; stage: Stage }[]> {
	const rows = await database(env)
		.select({ id: environment.id, stage: environment.stage })
		.from(environment)
		.where(and(eq(environment.companyId, scope.companyId), eq(environment.workspaceId, scope.projectId)));
	return rows.toSorted((left, right) => ORDER.indexOf(left.stage) - ORDER.indexOf(right.stage));
}

/** Where Run runs. */
export async function developmentOf(env: Env, scope: ProjectScope): Promise<EnvironmentId> {
	const found = (await environmentsOf(env, scope)).find((each) => each.stage === "development");
	if (found === undefined)
		throw new HttpProblem(409, "project.no_development", "This deployment serves no development environment, so nothing can be run here.");
	return found.id;
}
