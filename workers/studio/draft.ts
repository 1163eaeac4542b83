import { and, eq } from "drizzle-orm";
import * as v from "valibot";
import type { ModdleElement } from "bpmn-moddle";
import { parseBpmn } from "../../domain/bpmn/parse.ts";
import { automation, type Automation } from "../../domain/deployment/automation.ts";
import type { Resource } from "../../domain/grants/principal.ts";
import type { CompanyId, PersonId, SubscriptionId, WorkspaceId } from "../../domain/ids.ts";
import { HttpProblem, notFound } from "../http/problem.ts";
import { sha256Hex } from "../tenancy/content-hash.ts";
import { database } from "../tenancy/database.ts";
import { keys } from "../tenancy/objects.ts";
import { projectDraft, type SourceKind } from "../tenancy/schema/projects.ts";
import { workspace } from "../tenancy/schema/tenancy.ts";

export interface ProjectScope {
	readonly companyId: CompanyId;
	readonly subscriptionId: SubscriptionId;
	readonly projectId: WorkspaceId;
}

/** The project that a route was called on. */
export function projectScope(resource: Resource | undefined): ProjectScope {
	if (resource?.workspaceId === undefined || resource.subscriptionId === undefined) throw notFound();
	return { companyId: resource.companyId, subscriptionId: resource.subscriptionId, projectId: resource.workspaceId };
}

export interface Draft {
	readonly name: string;
	readonly description: string;
	readonly version: number;
	readonly automation: Automation;
	readonly bpmnHash: string;
	readonly source: { readonly kind: SourceKind; readonly id: string; readonly name: string };
	readonly savedAt: number;
	readonly savedBy: PersonId;
	readonly savedByName: string;
}

/** The draft of a project, or 404 when the workspace is no project of Studio. */
export async function readDraft(env: Env, scope: ProjectScope): Promise<Draft> {
	const [row] = await database(env)
		.select({ name: workspace.name, description: workspace.description, draft: projectDraft })
		.from(workspace)
		.innerJoin(projectDraft, and(eq(projectDraft.companyId, workspace.companyId), eq(projectDraft.projectId, workspace.id)))
		.where(and(eq(workspace.companyId, scope.companyId), eq(workspace.id, scope.projectId), eq(workspace.kind, "project")));
	if (row === undefined) throw notFound();
	const { draft } = row;
	return {
		name: row.name,
		description: row.description,
		version: draft.version,
		automation: v.parse(automation, JSON.parse(draft.automation)),
		bpmnHash: draft.bpmnHash,
		source: { kind: draft.sourceKind, id: draft.sourceId, name: draft.sourceName },
		savedAt: draft.savedAt,
		savedBy: draft.savedBy,
		savedByName: draft.savedByName,
	};
}

/** The BPMN of a draft, from R2. */
export async function readBpmnOf(env: Env, scope: Pick<ProjectScope, "companyId">, hash: string): Promise<string> {
	const object = await env.FILES.get(keys.content(scope.companyId, "bpmn", hash));
	if (object === null)
		throw new HttpProblem(
			409,
			"project.model_missing",
			"The model of this project is gone from the store. Take it from the Modeler again.",
		);
	return object.text();
}

/** Keeps a BPMN text under its hash. */
export async function storeBpmn(env: Env, companyId: CompanyId, bpmn: string): Promise<string> {
	const hash = await sha256Hex(new TextEncoder().encode(bpmn));
	await env.FILES.put(keys.content(companyId, "bpmn", hash), bpmn, { httpMetadata: { contentType: "application/xml" } });
	return hash;
}

/** Reads BPMN from outside: 422 with all problems when it can not be read. */
export async function parseOrRefuse(bpmn: string): Promise<ModdleElement> {
	const parsed = await parseBpmn(bpmn);
	if (parsed.ok) return parsed.value.definitions;
	const [first] = parsed.error;
	throw new HttpProblem(422, first?.code ?? "bpmn.not_bpmn", first?.detail ?? "The file can not be read as BPMN 2.0.", {
		field: first?.at ?? "bpmn",
		more: { problems: parsed.error.slice(0, 20) },
	});
}
