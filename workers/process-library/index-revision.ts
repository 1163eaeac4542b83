import { lt } from "drizzle-orm";
import { readDiagram } from "../../domain/bpmn/read-diagram.ts";
import { diagramsOf, renderSvg } from "../../domain/bpmn/render-svg.ts";
import type { CompanyId, WorkspaceId } from "../../domain/ids.ts";
import { database } from "../tenancy/database.ts";
import { sha256Hex } from "../tenancy/content-hash.ts";
import { keys } from "../tenancy/objects.ts";
import { libraryEntry } from "../tenancy/schema/library.ts";

/** A published revision, as the Modeler hands it over. */
export interface PublishedRevision {
	readonly companyId: CompanyId;
	readonly modelId: WorkspaceId;
	/** Of the revision. */
	readonly id: string;
	/** 1, 2, 3 … in the model. */
	readonly number: number;
	readonly name: string;
	readonly description: string;
	/** Where the BPMN lies in R2. */
	readonly bpmnHash: string;
	/** The definitions of its parse. */
	readonly definitions: unknown;
	/** Epoch milliseconds. */
	readonly publishedAt: number;
	/** Name of the person. */
	readonly publishedBy: string;
}

/** Elements a statement: its JSON stays far below D1's 2 MB for a value. */
const CHUNK = 100;

/** Every statement after the first asks whether the entry is now this revision: an older one leaves all as it was. */
const IS_SHOWN = "EXISTS (SELECT 1 FROM library_entry WHERE company_id = ? AND model_id = ? AND revision_id = ?)";

const INSERT_ELEMENTS = `INSERT INTO library_element
	(company_id, model_id, diagram, position, element_id, kind, type, name, lane, documentation, step, next, previous)
	SELECT ?, ?, value ->> 'diagram', value ->> 'position', value ->> 'id', value ->> 'kind', value ->> 'type', value ->> 'name', value ->> 'lane',
		value ->> 'documentation', value ->> 'step', value -> 'next', value -> 'previous'
	FROM json_each(?) WHERE ${IS_SHOWN}`;

/**
 * Puts a revision into the Process Library: draws its diagrams, and replaces what the library showed and found of the model,
 * in one batch. A revision older than the one shown changes nothing, so that two publications may arrive in either order.
 */
export async function indexRevision(env: Env, revision: PublishedRevision): Promise<void> {
	const { companyId, modelId, definitions } = revision;
	const named = diagramsOf(definitions);
	const diagrams = await Promise.all(
		(named.length === 0 ? [{ id: "", name: "" }] : named).map(async ({ id, name }) => {
			const svg = renderSvg(definitions, { diagram: id, title: name || revision.name });
			return { id, name, svg: await keepPicture(env, companyId, svg), elements: readDiagram(definitions, id) };
		}),
	);
	const rows = diagrams.flatMap((diagram, index) =>
		diagram.elements.map((element, position) => ({ diagram: index, position, ...element })),
	);
	const roles = [...new Set(rows.filter((row) => row.kind === "Lane").map((row) => row.name))].filter((name) => name !== "");
	const entry = {
		companyId,
		modelId,
		revisionId: revision.id,
		number: revision.number,
		name: revision.name,
		description: revision.description,
		// A new process lies in no folder; one that was put into a folder stays there.
		category: "",
		bpmnSha256: revision.bpmnHash,
		diagrams: diagrams.map(({ id, name, svg }) => ({ id, name, svg })),
		steps: rows.filter((row) => row.step).length,
		roles,
		publishedAt: revision.publishedAt,
		publishedBy: revision.publishedBy,
	};
	const chunks: (typeof rows)[] = [];
	for (let start = 0; start < rows.length; start += CHUNK) chunks.push(rows.slice(start, start + CHUNK));
	const { companyId: _company, modelId: _model, category: _category, ...changed } = entry;
	const upsert = database(env)
		.insert(libraryEntry)
		.values(entry)
		.onConflictDoUpdate({
			target: [libraryEntry.companyId, libraryEntry.modelId],
			set: changed,
			setWhere: lt(libraryEntry.number, revision.number),
		})
		.toSQL();
	const mine = [companyId, modelId];
	const ours = [companyId, modelId, revision.id];
	await env.DB.batch([
		env.DB.prepare(upsert.sql).bind(...upsert.params),
		env.DB.prepare(
			`DELETE FROM library_search WHERE rowid IN (SELECT row FROM library_element WHERE company_id = ? AND model_id = ?) AND ${IS_SHOWN}`,
		).bind(...mine, ...ours),
		env.DB.prepare(`DELETE FROM library_element WHERE company_id = ? AND model_id = ? AND ${IS_SHOWN}`).bind(...mine, ...ours),
		...chunks.map((chunk) => env.DB.prepare(INSERT_ELEMENTS).bind(...mine, JSON.stringify(chunk), ...ours)),
		env.DB.prepare(
			`INSERT INTO library_search (rowid, company, name, lane, documentation)
			SELECT row, company_id, name, lane, documentation FROM library_element WHERE company_id = ? AND model_id = ? AND ${IS_SHOWN}`,
		).bind(...mine, ...ours),
	]);
}

/** Keeps a picture in R2 under its hash and answers the hash. */
async function keepPicture(env: Env, companyId: CompanyId, svg: string): Promise<string> {
	const bytes = new TextEncoder().encode(svg);
	const hash = await sha256Hex(bytes);
	await env.FILES.put(keys.content(companyId, "svg", hash), bytes, { httpMetadata: { contentType: "image/svg+xml" } });
	return hash;
}
