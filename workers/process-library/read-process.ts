import { and, asc, eq } from "drizzle-orm";
import * as v from "valibot";
import type { CompanyId, WorkspaceId } from "../../domain/ids.ts";
import { notFound } from "../http/problem.ts";
import { database } from "../tenancy/database.ts";
import { keys } from "../tenancy/objects.ts";
import { libraryElement, libraryEntry } from "../tenancy/schema/library.ts";

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

/** The entry of a model in this company's library, or 404. */
export async function entryOf(env: Env, companyId: CompanyId, modelId: WorkspaceId): Promise<typeof libraryEntry.$inferSelect> {
	const [entry] = await database(env)
		.select()
		.from(libraryEntry)
		.where(and(eq(libraryEntry.companyId, companyId), eq(libraryEntry.modelId, modelId)))
		.limit(1);
	if (entry === undefined) throw notFound();
	return entry;
}

/** A picture that was kept when its revision was published. */
export async function pictureOf(env: Env, companyId: CompanyId, hash: string): Promise<string> {
	const object = await env.FILES.get(keys.content(companyId, "svg", hash));
	if (object === null) throw notFound();
	return object.text();
}

/** What the reading room shows of a process: its pictures and, in reading order, the text of every element. */
export async function readProcess(env: Env, companyId: CompanyId, modelId: WorkspaceId): Promise<ProcessAnswer> {
	const entry = await entryOf(env, companyId, modelId);
	const [elements, pictures] = await Promise.all([
		database(env)
			.select()
			.from(libraryElement)
			.where(and(eq(libraryElement.companyId, companyId), eq(libraryElement.modelId, modelId)))
			.orderBy(asc(libraryElement.diagram), asc(libraryElement.position)),
		Promise.all(entry.diagrams.map((diagram) => pictureOf(env, companyId, diagram.svg))),
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
