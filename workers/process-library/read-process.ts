import { and, asc, desc, eq, sql } from "drizzle-orm";
import * as v from "valibot";
import { parseBpmn } from "../../domain/bpmn/parse.ts";
import { readDiagram } from "../../domain/bpmn/read-diagram.ts";
import { diagramsOf, renderSvg } from "../../domain/bpmn/render-svg.ts";
import type { CompanyId, WorkspaceId } from "../../domain/ids.ts";
import { notFound } from "../http/problem.ts";
import { database } from "../tenancy/database.ts";
import { keys } from "../tenancy/objects.ts";
import { libraryElement, libraryEntry } from "../tenancy/schema/library.ts";
import { revision } from "../tenancy/schema/models.ts";

const stepLink = v.object({ id: v.string(), name: v.string(), by: v.string() });

export const readElement = v.object({
	id: v.string(),
	kind: v.string(),
	type: v.string(),
	name: v.string(),
	lane: v.string(),
	documentation: v.string(),
	step: v.boolean(),
	next: v.array(stepLink),
	previous: v.array(stepLink),
});

export const processAnswer = v.object({
	modelId: v.string(),
	name: v.string(),
	description: v.string(),
	category: v.string(),
	number: v.number(),
	publishedAt: v.number(),
	publishedBy: v.string(),
	roles: v.array(v.string()),
	/** Whether this is the newest revision. */
	newest: v.boolean(),
	/** The newest first. */
	revisions: v.array(v.object({ number: v.number(), note: v.string(), publishedAt: v.number(), publishedBy: v.string() })),
	diagrams: v.array(
		v.object({
			id: v.string(),
			name: v.string(),
			/** Our own picture, safe to put into a page as it is. */
			svg: v.string(),
			/** In reading order. */
			elements: v.array(readElement),
		}),
	),
});
export type ProcessAnswer = v.InferOutput<typeof processAnswer>;

/** The entry of a model in this company's library, or 404. A model that was deleted has none until it is brought back. */
export async function entryOf(env: Env, companyId: CompanyId, modelId: WorkspaceId): Promise<typeof libraryEntry.$inferSelect> {
	const [entry] = await database(env)
		.select()
		.from(libraryEntry)
		.where(and(eq(libraryEntry.companyId, companyId), eq(libraryEntry.modelId, modelId), notDeleted))
		.limit(1);
	if (entry === undefined) throw notFound();
	return entry;
}

/** The condition on `library_entry` that its model is not deleted. */
export const notDeleted = sql`NOT EXISTS (SELECT 1 FROM deleted_model d WHERE d.company_id = library_entry.company_id AND d.model_id = library_entry.model_id)`;

/** A picture that was kept when its revision was published. */
export async function pictureOf(env: Env, companyId: CompanyId, hash: string): Promise<string> {
	const object = await env.FILES.get(keys.content(companyId, "svg", hash));
	if (object === null) throw notFound();
	return object.text();
}

const REVISIONS = 100;

async function revisionsOf(env: Env, companyId: CompanyId, modelId: WorkspaceId) {
	return database(env)
		.select()
		.from(revision)
		.where(and(eq(revision.companyId, companyId), eq(revision.modelId, modelId)))
		.orderBy(desc(revision.number))
		.limit(REVISIONS);
}

/** What the reading room shows of a process: its pictures and, in reading order, the text of every element. */
export async function readProcess(env: Env, companyId: CompanyId, modelId: WorkspaceId): Promise<ProcessAnswer> {
	const entry = await entryOf(env, companyId, modelId);
	const [elements, pictures, revisions] = await Promise.all([
		database(env)
			.select()
			.from(libraryElement)
			.where(and(eq(libraryElement.companyId, companyId), eq(libraryElement.modelId, modelId)))
			.orderBy(asc(libraryElement.diagram), asc(libraryElement.position)),
		Promise.all(entry.diagrams.map((diagram) => pictureOf(env, companyId, diagram.svg))),
		revisionsOf(env, companyId, modelId),
	]);
	return {
		modelId: entry.modelId,
		name: entry.name,
		description: entry.description,
		category: entry.category,
		number: entry.number,
		publishedAt: entry.publishedAt,
		publishedBy: entry.publishedBy,
		roles: [...entry.roles],
		newest: true,
		revisions: revisions.map(asRevision),
		diagrams: entry.diagrams.map((diagram, index) => ({
			id: diagram.id,
			name: diagram.name,
			svg: pictures[index] ?? "",
			elements: elements
				.filter((element) => element.diagram === index)
				.map((element) => ({
					id: element.elementId,
					kind: element.kind,
					type: element.type,
					name: element.name,
					lane: element.lane,
					documentation: element.documentation,
					step: element.step,
					next: [...element.next],
					previous: [...element.previous],
				})),
		})),
	};
}

/** An older revision, drawn anew from its BPMN file. 404 for a number that the model never had. */
export async function readRevision(env: Env, companyId: CompanyId, modelId: WorkspaceId, number: number): Promise<ProcessAnswer> {
	const [entry, revisions] = await Promise.all([entryOf(env, companyId, modelId), revisionsOf(env, companyId, modelId)]);
	const row = revisions.find((each) => each.number === number);
	if (row === undefined) throw notFound();
	const file = await env.FILES.get(keys.content(companyId, "bpmn", row.bpmnHash));
	const parsed = await parseBpmn(file === null ? "" : await file.text());
	if (!parsed.ok) throw notFound();
	const { definitions } = parsed.value;
	const named = diagramsOf(definitions);
	const diagrams = (named.length === 0 ? [{ id: "", name: "" }] : named).map(({ id, name }) => ({
		id,
		name,
		svg: renderSvg(definitions, { diagram: id, title: name || row.name }),
		elements: readDiagram(definitions, id).map((element) => ({ ...element, next: [...element.next], previous: [...element.previous] })),
	}));
	const lanes = diagrams.flatMap((diagram) => diagram.elements.filter((element) => element.kind === "Lane" && element.name !== ""));
	return {
		modelId,
		name: row.name,
		description: row.description,
		category: entry.category,
		number: row.number,
		publishedAt: row.publishedAt,
		publishedBy: row.publishedByName,
		roles: [...new Set(lanes.map((lane) => lane.name))],
		newest: row.number === entry.number,
		revisions: revisions.map(asRevision),
		diagrams,
	};
}

function asRevision(row: typeof revision.$inferSelect) {
	return { number: row.number, note: row.note, publishedAt: row.publishedAt, publishedBy: row.publishedByName };
}
