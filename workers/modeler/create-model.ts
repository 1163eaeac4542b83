import { newModel } from "../../domain/bpmn/records/new-model.ts";
import type { Builder } from "../../domain/grants/principal.ts";
import type { CompanyId, SubscriptionId, WorkspaceId } from "../../domain/ids.ts";
import type { Finding } from "../../domain/problem.ts";
import { HttpProblem } from "../http/problem.ts";
import { createModelWorkspace } from "../tenancy/create-workspace.ts";
import { objects } from "../tenancy/objects.ts";
import { refusedImport } from "./import-bpmn.ts";
import { readBpmn } from "./read-bpmn.ts";

export interface NewModel {
	readonly name: string;
	readonly description?: string | undefined;
	/** A BPMN file to begin with. */
	readonly bpmn?: string | undefined;
}

/** Makes a model, empty or from a file. A file that can not be read makes nothing. */
export async function createModel(
	env: Env,
	scope: { readonly companyId: CompanyId; readonly subscriptionId: SubscriptionId },
	given: NewModel,
	actor: Builder,
	now: number,
): Promise<{ modelId: WorkspaceId; report: Finding[] }> {
	const bpmn = given.bpmn ?? newModel(given.name);
	if (given.bpmn !== undefined) await readBpmn(given.bpmn);
	const { modelId } = await createModelWorkspace(env, scope, { name: given.name, description: given.description ?? "" }, actor, now);
	const imported = await objects.model(env, scope.companyId, modelId).importBpmn(bpmn, { personId: actor.personId, name: actor.name });
	if (imported.ok) return { modelId, report: imported.report };
	if (given.bpmn !== undefined) throw refusedImport(imported.problems, "bpmn");
	throw new HttpProblem(500, "internal", "The model was made, but could not be opened. Try again.");
}
