import { describeProcess } from "../../domain/bpmn/describe.ts";
import { parseBpmn } from "../../domain/bpmn/parse.ts";
import type { PackageContent } from "../../domain/deployment/package.ts";
import { compileDefinitions } from "../../domain/engine/compile.ts";
import type { Program } from "../../domain/engine/types.ts";
import type { Problem } from "../../domain/problem.ts";
import { ok, type Result } from "../../domain/result.ts";

export interface CompiledPackage {
	readonly program: Program;
	/** The process that a new case starts. */
	readonly process: { readonly id: string; readonly name: string };
}

/** Compiles a package, or says everything that stands against it, by element. */
export async function compilePackage(content: PackageContent): Promise<Result<CompiledPackage, readonly Problem[]>> {
	const parsed = await parseBpmn(content.bpmn);
	if (!parsed.ok) return parsed;
	const compiled = compileDefinitions(parsed.value.definitions, content.automation);
	if (!compiled.ok) return compiled;
	const { processId } = content.automation;
	const process = describeProcess(parsed.value.definitions).find((each) => each.id === processId);
	const name = process?.name ?? "";
	return ok({ program: compiled.value, process: { id: processId, name: name === "" ? content.manifest.name : name } });
}
