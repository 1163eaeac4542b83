import { describeProcess } from "../../domain/bpmn/describe.ts";
import { proposeAutomation } from "../../domain/deployment/propose-automation.ts";
import { updateAutomation } from "../../domain/deployment/update-automation.ts";
import type { Builder } from "../../domain/grants/principal.ts";
import * as v from "valibot";
import { id } from "../../domain/ids.ts";
import type { Finding } from "../../domain/problem.ts";
import { HttpProblem } from "../http/problem.ts";
import { readSource, type ProjectSource } from "./create-project.ts";
import { parseOrRefuse, readDraft, storeBpmn, type ProjectScope } from "./draft.ts";
import { saveDraft } from "./save-draft.ts";

/** Brings a project to its model as it is now, or to another source; what was set is kept by the element's id. */
export async function updateFromModel(
	env: Env,
	scope: ProjectScope,
	given: { readonly version: number; readonly source?: ProjectSource | undefined },
	actor: Builder,
	now: number,
): Promise<{ version: number; findings: Finding[] }> {
	const draft = await readDraft(env, scope);
	const source = await readSource(env, actor, given.source ?? sourceAgain(draft.source), now);
	const definitions = await parseOrRefuse(source.bpmn);
	const present = new Set(
		describeProcess(definitions).flatMap((process) => [
			process.id,
			...process.elements.map((element) => element.id),
			...process.flows.map((flow) => flow.id),
		]),
	);
	const proposal = proposeAutomation(definitions, draft.name);
	const updated = updateAutomation(draft.automation, proposal.automation, present);
	const bpmnHash = await storeBpmn(env, scope.companyId, source.bpmn);
	const { version } = await saveDraft(
		env,
		scope,
		{
			version: given.version,
			automation: updated.automation,
			model: { bpmnHash, kind: source.kind, id: source.id, name: source.name },
		},
		actor,
		now,
	);
	return { version, findings: [...updated.findings] };
}

function sourceAgain(source: { readonly kind: string; readonly id: string }): ProjectSource {
	if (source.kind === "model") return { kind: "model", modelId: v.parse(id("workspace"), source.id) };
	throw new HttpProblem(409, "project.no_model", "This project was made from a file or a revision. Choose the model or file to take.", {
		field: "source",
	});
}
