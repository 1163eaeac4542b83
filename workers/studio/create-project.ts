import { and, eq } from "drizzle-orm";
import { proposeAutomation } from "../../domain/deployment/propose-automation.ts";
import { may } from "../../domain/grants/may.ts";
import type { Builder } from "../../domain/grants/principal.ts";
import type { CompanyId, Id, SubscriptionId, WorkspaceId } from "../../domain/ids.ts";
import type { Finding } from "../../domain/problem.ts";
import { HttpProblem, notFound } from "../http/problem.ts";
import { presentModel } from "../modeler/present-model.ts";
import { createProjectWorkspace, type MadeEnvironment } from "../tenancy/create-workspace.ts";
import { database } from "../tenancy/database.ts";
import { locate } from "../tenancy/locate.ts";
import { objects } from "../tenancy/objects.ts";
import { revision } from "../tenancy/schema/models.ts";
import { projectDraft, type SourceKind } from "../tenancy/schema/projects.ts";
import { parseOrRefuse, readBpmnOf, storeBpmn } from "./draft.ts";

/** What a project is made of: a model as it is now, a published revision of one, or a file. */
export type ProjectSource =
	| { readonly kind: "model"; readonly modelId: WorkspaceId }
	| { readonly kind: "revision"; readonly revisionId: Id<"revision"> }
	| { readonly kind: "file"; readonly bpmn: string; readonly fileName: string };

export interface ReadSource {
	readonly bpmn: string;
	readonly kind: SourceKind;
	readonly id: string;
	readonly name: string;
}

/** Reads a source that the builder may read; anything else is not found. */
export async function readSource(env: Env, builder: Builder, source: ProjectSource, now: number): Promise<ReadSource> {
	switch (source.kind) {
		case "file":
			return { bpmn: source.bpmn, kind: "file", id: "", name: source.fileName };
		case "model": {
			const model = await presentModelOf(env, builder, source.modelId, now);
			const bpmn = await objects.model(env, builder.companyId, source.modelId).exportBpmn();
			if (bpmn === undefined)
				throw new HttpProblem(409, "model.empty", "This model has no diagram yet. Draw the process first.", { field: "source" });
			return { bpmn, kind: "model", id: source.modelId, name: model.name };
		}
		case "revision": {
			const [row] = await database(env)
				.select({ modelId: revision.modelId, number: revision.number, name: revision.name, bpmnHash: revision.bpmnHash })
				.from(revision)
				.where(and(eq(revision.companyId, builder.companyId), eq(revision.id, source.revisionId)));
			if (row === undefined) throw notFound();
			await presentModelOf(env, builder, row.modelId, now);
			const bpmn = await readBpmnOf(env, builder, row.bpmnHash);
			return { bpmn, kind: "revision", id: source.revisionId, name: `${row.name}, revision ${row.number}` };
		}
	}
}

/** A model that the builder may read; any other is not found. */
export async function presentModelOf(env: Env, builder: Builder, modelId: WorkspaceId, now: number) {
	const resource = await locate(env, builder.companyId, "model", { modelId });
	if (resource === undefined || !may(builder, "model.read", resource, now)) throw notFound();
	return presentModel(env, resource);
}

/**
 * Makes a project with its environments and a draft that is proposed from the model: it can be run as it is. A model that can
 * not be read makes nothing.
 */
export async function createProject(
	env: Env,
	scope: { readonly companyId: CompanyId; readonly subscriptionId: SubscriptionId },
	given: { readonly name: string; readonly description: string; readonly source: ProjectSource },
	actor: Builder,
	now: number,
): Promise<{ projectId: WorkspaceId; environments: MadeEnvironment[]; findings: Finding[] }> {
	const source = await readSource(env, actor, given.source, now);
	const proposal = proposeAutomation(await parseOrRefuse(source.bpmn), given.name);
	const bpmnHash = await storeBpmn(env, scope.companyId, source.bpmn);
	const { projectId, environments } = await createProjectWorkspace(env, scope, given, actor, now);
	await database(env)
		.insert(projectDraft)
		.values({
			companyId: scope.companyId,
			projectId,
			version: 1,
			automation: JSON.stringify(proposal.automation),
			bpmnHash,
			sourceKind: source.kind,
			sourceId: source.id,
			sourceName: source.name,
			savedAt: now,
			savedBy: actor.personId,
			savedByName: actor.name,
		});
	return { projectId, environments, findings: [...proposal.findings] };
}
