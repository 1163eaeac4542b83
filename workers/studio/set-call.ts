import type { CallTarget } from "../../domain/deployment/set-call.ts";
import { setCall } from "../../domain/deployment/set-call.ts";
import { describeProcess } from "../../domain/bpmn/describe.ts";
import type { Builder } from "../../domain/grants/principal.ts";
import type { Finding } from "../../domain/problem.ts";
import { HttpProblem } from "../http/problem.ts";
import { wholeModel } from "./called-models.ts";
import { parseOrRefuse, readBpmnOf, readDraft, type ProjectScope } from "./draft.ts";
import { presentModelOf } from "./create-project.ts";
import { saveDraft } from "./save-draft.ts";
import { takeModel } from "./take-model.ts";

/**
 * Lets a call activity of a project call a process of another model (or, with `target` null, of its own file again), and proposes what the
 * elements need that come with it. 422 `call.no_call_activity` for another element, and the finding where the call leads nowhere.
 */
export async function setProjectCall(
	env: Env,
	scope: ProjectScope,
	given: { readonly version: number; readonly elementId: string; readonly target: Omit<CallTarget, "name"> | null },
	actor: Builder,
	now: number,
): Promise<{ version: number; findings: Finding[] }> {
	const draft = await readDraft(env, scope);
	const bpmn = await readBpmnOf(env, scope, draft.bpmnHash);
	const before = await wholeModel(env, scope.companyId, bpmn, draft.automation);
	const elements = describeProcess(await parseOrRefuse(before.bpmn)).flatMap((process) => process.elements);
	const element = elements.find((each) => each.id === given.elementId);
	// A call of a global task is described as that task.
	if (element === undefined || (element.type !== "callActivity" && draft.automation.calls?.[given.elementId] === undefined))
		throw new HttpProblem(422, "call.no_call_activity", "Only a call activity calls a process. Choose one.", { field: "elementId" });
	const target =
		given.target === null ? null : { ...given.target, name: (await presentModelOf(env, actor, given.target.modelId, now)).name };
	const wanted = setCall(draft.automation, given.elementId, target);
	const whole = await wholeModel(env, scope.companyId, bpmn, wanted);
	const wrong = whole.findings.find((each) => each.at === given.elementId && each.severity === "error");
	if (wrong !== undefined) throw new HttpProblem(422, wrong.code, wrong.detail, { field: "target" });
	const taken = await takeModel(whole.bpmn, wanted, draft.name);
	const { version } = await saveDraft(env, scope, { version: given.version, automation: taken.automation }, actor, now);
	return { version, findings: taken.findings };
}
