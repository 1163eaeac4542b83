import { and, desc, eq, isNull } from "drizzle-orm";
import type { Automation, CalledModel } from "../../domain/deployment/automation.ts";
import { bringIn, callables, type BroughtIn } from "../../domain/deployment/bring-in.ts";
import { may } from "../../domain/grants/may.ts";
import type { Builder } from "../../domain/grants/principal.ts";
import type { CompanyId, WorkspaceId } from "../../domain/ids.ts";
import { HttpProblem, notFound } from "../http/problem.ts";
import { database } from "../tenancy/database.ts";
import { locate } from "../tenancy/locate.ts";
import { deletedModel, revision } from "../tenancy/schema/models.ts";
import { workspace } from "../tenancy/schema/tenancy.ts";
import { parseOrRefuse, readBpmnOf, type Draft, type ProjectScope } from "./draft.ts";

export interface WholeModel extends BroughtIn {
	/** The automation with the revision of each called model that was taken. */
	readonly automation: Automation;
}

/** The model of a draft with everything that it calls in other models brought in. Models that are gone are findings. */
export async function readWholeModel(env: Env, scope: ProjectScope, draft: Draft): Promise<WholeModel> {
	return wholeModel(env, scope.companyId, await readBpmnOf(env, scope, draft.bpmnHash), draft.automation);
}

/** `readWholeModel` of a BPMN text that is at hand. */
export async function wholeModel(env: Env, companyId: CompanyId, bpmn: string, automation: Automation): Promise<WholeModel> {
	const files = new Map<string, string>();
	const models = await Promise.all(
		(automation.models ?? []).map(async (model): Promise<CalledModel> => {
			const row = await revisionOf(env, companyId, model);
			if (row === undefined) return model;
			files.set(model.as, await readBpmnOf(env, { companyId }, row.bpmnHash));
			return { ...model, version: row.number };
		}),
	);
	const brought = await bringIn(bpmn, automation, files);
	if (!brought.ok) {
		const [first] = brought.error;
		throw new HttpProblem(422, first?.code ?? "bpmn.not_bpmn", first?.detail ?? "The file can not be read as BPMN 2.0.", {
			more: { problems: brought.error.slice(0, 20) },
		});
	}
	return { ...brought.value, automation: automation.models === undefined ? automation : { ...automation, models } };
}

async function revisionOf(env: Env, companyId: CompanyId, { modelId, version }: Pick<CalledModel, "modelId" | "version">) {
	const [row] = await database(env)
		.select({ number: revision.number, bpmnHash: revision.bpmnHash })
		.from(revision)
		.where(
			and(
				eq(revision.companyId, companyId),
				eq(revision.modelId, modelId),
				version === "latest" ? undefined : eq(revision.number, version),
			),
		)
		.orderBy(desc(revision.number))
		.limit(1);
	return row;
}

/** A project names only models that whoever names them may read: 404 `not_found` for any other. What it named before stays. */
export async function refuseUnreadable(env: Env, builder: Builder, before: Automation, after: Automation, now: number): Promise<void> {
	const known = new Set((before.models ?? []).map((each) => each.modelId));
	const named = new Set((after.models ?? []).map((each) => each.modelId).filter((each) => !known.has(each)));
	await Promise.all([...named].map((modelId) => mustRead(env, builder, modelId, now)));
}

async function mustRead(env: Env, builder: Builder, modelId: WorkspaceId, now: number): Promise<void> {
	const resource = await locate(env, builder.companyId, "model", { modelId });
	if (resource === undefined || !may(builder, "model.read", resource, now)) throw notFound();
}

/** The published models that the builder may call, by name, each with its revisions, newest first. */
export async function listCallable(env: Env, builder: Builder, now: number) {
	const { companyId } = builder;
	const db = database(env);
	const rows = await db
		.select({ modelId: workspace.id, subscriptionId: workspace.subscriptionId, name: workspace.name })
		.from(workspace)
		.leftJoin(deletedModel, and(eq(deletedModel.companyId, workspace.companyId), eq(deletedModel.modelId, workspace.id)))
		.where(and(eq(workspace.companyId, companyId), eq(workspace.kind, "model"), isNull(deletedModel.modelId)))
		.orderBy(workspace.name);
	const readable = rows.filter(({ modelId, subscriptionId }) =>
		may(builder, "model.read", { level: "model", companyId, subscriptionId, workspaceId: modelId }, now),
	);
	const revisions = await db
		.select({ modelId: revision.modelId, number: revision.number })
		.from(revision)
		.where(eq(revision.companyId, companyId))
		.orderBy(desc(revision.number));
	const numbers = Map.groupBy(revisions, (each) => each.modelId);
	return {
		models: readable.flatMap(({ modelId, name }) => {
			const published = (numbers.get(modelId) ?? []).map((each) => each.number);
			return published.length === 0 ? [] : [{ modelId, name, revisions: published.slice(0, 200) }];
		}),
	};
}

/** What one revision of a model has to be called. */
export async function readCallable(env: Env, builder: Builder, model: Pick<CalledModel, "modelId" | "version">, now: number) {
	await mustRead(env, builder, model.modelId, now);
	const row = await revisionOf(env, builder.companyId, model);
	if (row === undefined) throw notFound();
	const definitions = await parseOrRefuse(await readBpmnOf(env, builder, row.bpmnHash));
	return { number: row.number, callables: callables(definitions).map((each) => ({ ...each })) };
}
