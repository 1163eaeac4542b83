import { parseBpmn } from "../../domain/bpmn/parse.ts";
import type { PackageContent } from "../../domain/deployment/package.ts";
import type { Problem } from "../../domain/problem.ts";
import { ok, type Result } from "../../domain/result.ts";

/** Whether a package compiles. */
export async function compilePackage(content: PackageContent): Promise<Result<null, readonly Problem[]>> {
	const parsed = await parseBpmn(content.bpmn);
	return parsed.ok ? ok(null) : parsed;
}
