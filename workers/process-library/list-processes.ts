import { and, asc, eq } from "drizzle-orm";
import * as v from "valibot";
import type { CompanyId, WorkspaceId } from "../../domain/ids.ts";
import { act, type Actor } from "../tenancy/audit.ts";
import { database } from "../tenancy/database.ts";
import { entryOf, notDeleted } from "./read-process.ts";
import { libraryEntry } from "../tenancy/schema/library.ts";

export const publishedProcess = v.object({
	modelId: v.string(),
	name: v.string(),
	description: v.string(),
	/** The folder; empty for none. */
	category: v.string(),
	number: v.number(),
	steps: v.number(),
	roles: v.array(v.string()),
	publishedAt: v.number(),
	publishedBy: v.string(),
	/** Changes with the picture: part of its address, so that a browser keeps it. */
	picture: v.string(),
});
export type PublishedProcess = v.InferOutput<typeof publishedProcess>;

export const listAnswer = v.object({ processes: v.array(publishedProcess) });

const LIMIT = 2000;

/** Every process that is published in the company, by folder and name. */
export async function listProcesses(env: Env, companyId: CompanyId): Promise<v.InferOutput<typeof listAnswer>> {
	const rows = await database(env)
		.select()
		.from(libraryEntry)
		.where(and(eq(libraryEntry.companyId, companyId), notDeleted))
		.orderBy(asc(libraryEntry.category), asc(libraryEntry.name))
		.limit(LIMIT);
	return {
		processes: rows.map((row) => ({
			modelId: row.modelId,
			name: row.name,
			description: row.description,
			category: row.category,
			number: row.number,
			steps: row.steps,
			roles: [...row.roles],
			publishedAt: row.publishedAt,
			publishedBy: row.publishedBy,
			picture: row.diagrams[0]?.svg ?? "",
		})),
	};
}

/** Puts a process into a folder of the library, or with an empty name into none. */
export async function moveProcess(env: Env, companyId: CompanyId, modelId: WorkspaceId, category: string, actor: Actor): Promise<void> {
	const entry = await entryOf(env, companyId, modelId);
	await act(
		env,
		companyId,
		[
			database(env)
				.update(libraryEntry)
				.set({ category })
				.where(and(eq(libraryEntry.companyId, companyId), eq(libraryEntry.modelId, modelId))),
		],
		{ actor, action: "library.move", scopeId: modelId, outcome: "done", detail: { before: entry.category, after: category } },
	);
}
