import type { CaseView } from "../../domain/case/view.ts";
import { parseBpmn } from "../../domain/bpmn/parse.ts";
import { renderSvg } from "../../domain/bpmn/render-svg.ts";
import type { DataModel, Value } from "../../domain/data/model.ts";
import type { CaseId } from "../../domain/ids.ts";
import { notFound } from "../http/problem.ts";
import { readExecutable } from "../tenancy/executables.ts";
import { type EnvironmentScope, keys, objects } from "../tenancy/objects.ts";

type CasePage = Omit<CaseView, "choices"> & {
	readonly choices: (CaseView["choices"][number] & { readonly name: string })[];
	readonly dataModel: DataModel;
};

/** A case's page, with the data model by which its data is shown. */
export async function readCase(env: Env, scope: EnvironmentScope, caseId: CaseId): Promise<CasePage> {
	const text = await objects.case(env, scope, caseId).read(scope, caseId);
	if (text === null) throw notFound();
	const view = JSON.parse(text) as CaseView;
	const executable = await readExecutable(env, scope.companyId, view.packageHash);
	const { program } = executable ?? {};
	const names = new Map(program?.id.map((id, index) => [id, program.name[index] ?? ""]));
	const choices = view.choices.map((each) => ({ ...each, name: names.get(each.elementId) || each.elementId }));
	return { ...view, choices, dataModel: executable?.automation.data ?? { attributes: [] } };
}

/** Steps of a case, the newest first. */
export async function readLog(env: Env, scope: EnvironmentScope, caseId: CaseId, limit: number, before: number | undefined) {
	const entries = await objects.case(env, scope, caseId).log(scope, caseId, limit, before);
	if (entries === null) throw notFound();
	return { steps: entries.map((step) => ({ ...step, entries: JSON.parse(step.entries) as Record<string, Value>[] })) };
}

/** The diagram of the package that a case runs on, drawn for the page; marks come with the case. */
export async function readDiagram(env: Env, scope: EnvironmentScope, caseId: CaseId): Promise<{ svg: string }> {
	const projection = await objects.case(env, scope, caseId).package(scope, caseId);
	if (projection === null) throw notFound();
	const executable = await readExecutable(env, scope.companyId, projection.packageHash);
	const file = executable === undefined ? null : await env.FILES.get(keys.content(scope.companyId, "bpmn", executable.bpmnHash));
	if (executable === undefined || file === null) throw notFound();
	const parsed = await parseBpmn(await file.text());
	if (!parsed.ok) throw notFound();
	return { svg: renderSvg(parsed.value.definitions, { title: executable.processName }) };
}
