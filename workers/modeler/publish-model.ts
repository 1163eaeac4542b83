import { bpmnModdle } from "../../domain/bpmn/moddle.ts";
import { and, desc, eq } from "drizzle-orm";
import { checkModel } from "../../domain/bpmn/check/check-model.ts";
import { documentedElements } from "../../domain/bpmn/documented-elements.ts";
import { renderSvg } from "../../domain/bpmn/render-svg.ts";
import type { Builder } from "../../domain/grants/principal.ts";
import { HttpProblem } from "../http/problem.ts";
import { act } from "../tenancy/audit.ts";
import { sha256Hex } from "../tenancy/content-hash.ts";
import { database } from "../tenancy/database.ts";
import { newId } from "../tenancy/new-id.ts";
import { keys, objects } from "../tenancy/objects.ts";
import { revision } from "../tenancy/schema/models.ts";
import { indexRevision } from "../process-library/index-revision.ts";
import type { PresentModel } from "./present-model.ts";

/**
 * Makes an immutable revision of a model as it is now: BPMN, picture and documentation under their hashes, then the row that
 * names them. A model with errors is refused with the list of them; publishing the same content again is refused too.
 */
export async function publishModel(env: Env, model: PresentModel, note: string, actor: Builder, now: number) {
	const bpmn = await objects.model(env, model.companyId, model.modelId).exportBpmn();
	if (bpmn === undefined) throw new HttpProblem(409, "model.empty", "There is nothing to publish yet. Draw the process first.");
	const { rootElement: definitions } = await bpmnModdle().fromXML(bpmn);
	const errors = checkModel(definitions).filter((finding) => finding.severity === "error");
	if (errors.length > 0)
		throw new HttpProblem(
			422,
			"model.has_errors",
			`The model has ${errors.length === 1 ? "an error" : `${errors.length} errors`}. Mend what the problem list shows, then publish.`,
			{ more: { problems: errors.slice(0, 50) } },
		);
	const svg = renderSvg(definitions, { title: model.name });
	const documentation = JSON.stringify(documentedElements(definitions));
	const [bpmnHash, svgHash, documentationHash] = await Promise.all([hashOf(bpmn), hashOf(svg), hashOf(documentation)]);
	const hash = await hashOf(`${bpmnHash} ${svgHash} ${documentationHash}`);
	const [last] = await lastRevisions(env, model, 1);
	if (last?.contentHash === hash) {
		// The library is told after the revision is made: where that was cut off, publishing again mends it.
		await indexRevision(env, { ...last, publishedBy: last.publishedByName, definitions });
		throw new HttpProblem(409, "model.unchanged", `Nothing changed since revision ${last.number}, so there is nothing to publish.`);
	}
	// Content first, then the row that names it: a row never points at nothing.
	await Promise.all([
		env.FILES.put(keys.content(model.companyId, "bpmn", bpmnHash), bpmn, { httpMetadata: { contentType: "application/xml" } }),
		env.FILES.put(keys.content(model.companyId, "svg", svgHash), svg, { httpMetadata: { contentType: "image/svg+xml" } }),
		env.FILES.put(keys.content(model.companyId, "file", documentationHash), documentation, {
			httpMetadata: { contentType: "application/json" },
		}),
	]);
	const row = {
		companyId: model.companyId,
		id: newId("revision"),
		modelId: model.modelId,
		number: (last?.number ?? 0) + 1,
		name: model.name,
		description: model.description,
		note,
		contentHash: hash,
		bpmnHash,
		svgHash,
		documentationHash,
		publishedBy: actor.personId,
		publishedByName: actor.name,
		publishedAt: now,
	};
	await act(
		env,
		model.companyId,
		[database(env).insert(revision).values(row)],
		{
			actor,
			action: "model.publish",
			scopeId: model.modelId,
			outcome: "done",
			detail: { name: model.name, number: row.number, contentHash: hash },
		},
		{
			conflict: new HttpProblem(409, "model.published_meanwhile", "Somebody published this model just now. Look at their revision first."),
		},
	);
	await indexRevision(env, { ...row, publishedBy: row.publishedByName, definitions });
	return row;
}

function hashOf(text: string): Promise<string> {
	return sha256Hex(new TextEncoder().encode(text));
}

/** The newest revisions of a model, newest first. */
export async function lastRevisions(env: Env, model: PresentModel, limit: number) {
	return database(env)
		.select()
		.from(revision)
		.where(and(eq(revision.companyId, model.companyId), eq(revision.modelId, model.modelId)))
		.orderBy(desc(revision.number))
		.limit(limit);
}
