import type { Builder } from "../../domain/grants/principal.ts";
import type { Finding, Problem } from "../../domain/problem.ts";
import { XML_LIMITS } from "../../domain/bpmn/scan-xml.ts";
import { HttpProblem } from "../http/problem.ts";
import { readBytes } from "../http/route.ts";
import { audit } from "../tenancy/audit.ts";
import { objects } from "../tenancy/objects.ts";
import type { PresentModel } from "./present-model.ts";

/** Makes a model what a BPMN file says. Everyone in the room sees it as one change; the report says what could not be kept. */
export async function importIntoModel(
	env: Env,
	model: PresentModel,
	request: Request,
	actor: Builder,
): Promise<{ elements: number; report: Finding[] }> {
	const bpmn = decode(await readBytes(request, XML_LIMITS.bytes));
	const imported = await objects
		.model(env, model.companyId, model.modelId)
		.importBpmn(bpmn, { personId: actor.personId, name: actor.name });
	if (!imported.ok) throw refusedImport(imported.problems, "body");
	await audit(env, model.companyId, {
		actor,
		action: "model.import",
		scopeId: model.modelId,
		outcome: "done",
		detail: { elements: imported.elements, findings: imported.report.length },
	});
	return { elements: imported.elements, report: imported.report };
}

/** UTF-8, or UTF-16 when the file begins with its mark; other encodings are refused instead of read wrongly. */
function decode(bytes: Uint8Array): string {
	const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
	try {
		return new TextDecoder(encoding, { fatal: true }).decode(bytes);
	} catch {
		throw new HttpProblem(422, "bpmn.encoding", "The file is not UTF-8. Save it as UTF-8 and import it again.", { field: "body" });
	}
}

/** What is wrong with a file that came as `field` of a request; a problem that has an element names that. */
export function refusedImport(problems: readonly Problem[], field: string): HttpProblem {
	const [first] = problems;
	return new HttpProblem(422, first?.code ?? "bpmn.not_bpmn", first?.detail ?? "The file can not be read as BPMN 2.0.", {
		field: first?.at ?? field,
		more: { problems: problems.slice(0, 20) },
	});
}
