import type { PackageContentSummary } from "../../domain/deployment/summarize-package.ts";
import { objects, type EnvironmentScope } from "../tenancy/objects.ts";
import { effectiveParameters } from "./parameters.ts";

/** Tells the environment what new cases get of these parameters. Secrets are not among them: who calls out opens them then. */
export async function tellParameters(env: Env, scope: EnvironmentScope, declared: PackageContentSummary["parameters"]): Promise<void> {
	await objects.environment(env, scope).setParameters(scope, await effectiveParameters(env, scope, declared));
}
