import type { StepAnswer } from "../../domain/case/answers.ts";
import { acceptValue } from "../../domain/data/accept-value.ts";
import type { Attribute, Value } from "../../domain/data/model.ts";
import { isObject } from "../../domain/data/paths.ts";
import type { CaseId } from "../../domain/ids.ts";
import type { Problem } from "../../domain/problem.ts";
import { HttpProblem } from "../http/problem.ts";
import { orRefuse } from "../http/refusal.ts";
import { type EnvironmentScope, objects } from "../tenancy/objects.ts";
import { readCase } from "../work-portal/read-case.ts";

/**
 * Corrects a case's data by an operator. Each value is held to the process data of the package that the case runs on, as a form
 * would be: forms, conditions and mappings rely on it. What the process data does not name can be corrected only where the case
 * has it already (a script made it), and then has no type to be held to.
 * @throws HttpProblem 422 `form.value_invalid`, `form.value_too_large`, `form.field_unknown`, `form.file_unknown`
 */
export async function changeCaseData(
	env: Env,
	scope: EnvironmentScope,
	caseId: CaseId,
	given: Readonly<Record<string, Value>>,
	actor: { readonly personId: null; readonly name: string },
): Promise<StepAnswer> {
	const view = await readCase(env, scope, caseId);
	const files = new Set(view.attachments.map((file) => file.fileId));
	const problems: Problem[] = [];
	const taken: Record<string, Value> = {};
	for (const [name, value] of Object.entries(given)) {
		const at = `variables.${name}`;
		const attribute = view.dataModel.attributes.find((each) => each.name === name);
		if (attribute === undefined) {
			if (Object.hasOwn(view.data, name)) taken[name] = value;
			else problems.push({ code: "form.field_unknown", detail: `The process data has no field "${name}".`, at });
			continue;
		}
		const accepted = acceptValue(attribute, value, at);
		if (!accepted.ok) problems.push(...accepted.error);
		else if (!filesOf(attribute, accepted.value).every((fileId) => files.has(fileId)))
			problems.push({ code: "form.file_unknown", detail: `${attribute.label}: this file is not of this case.`, at });
		else taken[name] = accepted.value;
	}
	const [first] = problems;
	if (first !== undefined)
		throw new HttpProblem(422, first.code, first.detail, {
			...(first.at === undefined ? {} : { field: first.at }),
			more: { issues: problems.slice(0, 20).map(({ code, detail, at }) => ({ code, detail, field: at ?? "variables" })) },
		});
	return orRefuse(await objects.case(env, scope, caseId).setVariables(scope, caseId, JSON.stringify(taken), actor));
}

/** Ids of the documents that an accepted value refers to. */
function filesOf(attribute: Attribute, value: Value): string[] {
	if (Array.isArray(value)) {
		const { of, attributes } = attribute;
		const item: Attribute = { ...attribute, type: attributes === undefined ? (of ?? "text") : "object" };
		return (value as readonly Value[]).flatMap((each) => filesOf(item, each));
	}
	if (!isObject(value)) return [];
	const fields = value as Readonly<Record<string, Value>>;
	if (attribute.type === "file") return typeof fields["fileId"] === "string" ? [fields["fileId"]] : [];
	return (attribute.attributes ?? []).flatMap((each) => filesOf(each, fields[each.name] ?? null));
}
