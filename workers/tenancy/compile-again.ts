import type { Executable } from "../../domain/deployment/executable.ts";
import { openPackage } from "../../domain/deployment/package.ts";
import type { CompanyId } from "../../domain/ids.ts";
import { compilePackage } from "../management-console/compile-package.ts";
import { sha256Hex } from "./content-hash.ts";
import { keys } from "./objects.ts";
import { packageVerifier } from "./package-keys.ts";

/**
 * Makes the executable of a stored package anew: a case keeps its package for life, and a newer compiler has not compiled it yet.
 * The file is checked against its hash and signature as at its activation. `undefined` when there is no such package.
 */
export async function compileAgain(env: Env, companyId: CompanyId, packageHash: string): Promise<Executable | undefined> {
	const file = await env.FILES.get(keys.content(companyId, "package", packageHash));
	if (file === null) return undefined;
	const opened = await openPackage(new Uint8Array(await file.arrayBuffer()), await packageVerifier(env));
	if (!opened.ok) throw new Error(`${opened.error.code}: ${opened.error.detail}`);
	if (opened.value.hash !== packageHash) throw new Error(`package.altered: ${packageHash} holds another package`);
	const { content } = opened.value;
	const compiled = await compilePackage(content);
	if (!compiled.ok) throw new Error(`package.not_compiled: ${compiled.error[0]?.detail ?? packageHash}`);
	const { program, process } = compiled.value;
	const bpmnHash = await sha256Hex(new TextEncoder().encode(content.bpmn));
	return { format: 1, program, automation: content.automation, processName: process.name, bpmnHash };
}
