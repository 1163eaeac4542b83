import type { Builder } from "../../domain/grants/principal.ts";
import * as v from "valibot";
import { id } from "../../domain/ids.ts";
import type { Finding } from "../../domain/problem.ts";
import { HttpProblem } from "../http/problem.ts";
import { wholeModel } from "./called-models.ts";
import { readSource, type ProjectSource } from "./create-project.ts";
import { readDraft, storeBpmn, type ProjectScope } from "./draft.ts";
import { saveDraft } from "./save-draft.ts";
import { takeModel } from "./take-model.ts";

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
	// What it calls elsewhere comes as it is now, too.
	const whole = await wholeModel(env, scope.companyId, source.bpmn, draft.automation);
	const updated = await takeModel(whole.bpmn, draft.automation, draft.name);
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
	return { version, findings: updated.findings };
}

function sourceAgain(source: { readonly kind: string; readonly id: string }): ProjectSource {
	if (source.kind === "model") return { kind: "model", modelId: v.parse(id("workspace"), source.id) };
	throw new HttpProblem(409, "project.no_model", "This project was made from a file or a revision. Choose the model or file to take.", {
		field: "source",
	});
}
