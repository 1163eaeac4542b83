import { sql } from "drizzle-orm";
import * as v from "valibot";
import type { CompanyId } from "../../domain/ids.ts";
import { database } from "../tenancy/database.ts";
import { matchQuery } from "./match-query.ts";
import { notDeleted } from "./read-process.ts";

export const searchAnswer = v.object({
	results: v.array(
		v.object({
			modelId: v.string(),
			process: v.string(),
			elementId: v.string(),
			/** What it is, in words: `User task`. */
			type: v.string(),
			name: v.string(),
			lane: v.string(),
			/** Documentation around the word, 160 characters at most; empty when it was not found there. */
			excerpt: v.string(),
		}),
	),
});

const LIMIT = 60;

interface Row {
	readonly model_id: string;
	readonly process: string;
	readonly element_id: string;
	readonly type: string;
	readonly name: string;
	readonly lane: string;
	readonly documentation: string;
}

/**
 * Finds steps, roles and documentation by the words that they begin with, the best first; names of processes come before
 * all. Every word must occur. Answers nothing for text without letters or digits.
 */
export async function searchLibrary(env: Env, companyId: CompanyId, text: string): Promise<v.InferOutput<typeof searchAnswer>> {
	const match = matchQuery(companyId, text);
	if (match === undefined) return { results: [] };
	const db = database(env);
	const like = `%${text.trim().replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
	const [processes, elements] = await Promise.all([
		db.all<Row>(sql`SELECT model_id, name AS process, '' AS element_id, 'Process' AS type, name, '' AS lane, description AS documentation
			FROM library_entry WHERE company_id = ${companyId} AND ${notDeleted} AND (name LIKE ${like} ESCAPE '\\' OR description LIKE ${like} ESCAPE '\\') ORDER BY name LIMIT 20`),
		db.all<Row>(sql`SELECT e.model_id, library_entry.name AS process, e.element_id, e.type, e.name, e.lane, e.documentation
			FROM library_search s JOIN library_element e ON e.row = s.rowid
			JOIN library_entry ON library_entry.company_id = e.company_id AND library_entry.model_id = e.model_id
			WHERE library_search MATCH ${match} AND e.company_id = ${companyId} AND ${notDeleted}
			ORDER BY bm25(library_search, 0, 8, 3, 1), e.row LIMIT ${LIMIT}`),
	]);
	return {
		results: [...processes, ...elements].slice(0, LIMIT).map((row) => ({
			modelId: row.model_id,
			process: row.process,
			elementId: row.element_id,
			type: row.type,
			name: row.name,
			lane: row.lane,
			excerpt: excerptOf(row.documentation, text),
		})),
	};
}

function excerptOf(documentation: string, text: string): string {
	const word = text.trim().split(/\s+/)[0]?.toLowerCase() ?? "";
	const at = documentation.toLowerCase().indexOf(word);
	if (word === "" || at < 0) return "";
	const start = Math.max(0, at - 60);
	const end = Math.min(documentation.length, at + 100);
	return `${start > 0 ? "…" : ""}${documentation.slice(start, end).replaceAll(/\s+/g, " ").trim()}${end < documentation.length ? "…" : ""}`;
}
