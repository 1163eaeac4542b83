import * as Y from "yjs";
import { sameJson, type ElementRecord, type Json, type Records } from "../records/record.ts";

/**
 * A model's records as a Yjs document: one map of maps. A field is one last-writer-wins value, so a rename and a move of the
 * same task both survive; a deleted record stays deleted whatever was written into it at the same time.
 */
export type ElementMap = Y.Map<Y.Map<Json>>;

export const ELEMENTS = "elements";

export function elementsOf(doc: Y.Doc): ElementMap {
	return doc.getMap<Y.Map<Json>>(ELEMENTS);
}

export function recordsOf(doc: Y.Doc): Map<string, ElementRecord> {
	const records = new Map<string, ElementRecord>();
	for (const [key, fields] of elementsOf(doc)) if (fields instanceof Y.Map) records.set(key, fields.toJSON() as ElementRecord);
	return records;
}

/**
 * Writes what differs between two sets of records into the document, field by field, in one transaction, so that a command
 * is one step of undo. Records that somebody else deleted meanwhile stay deleted. Returns the number of writes.
 */
export function writeDifference(doc: Y.Doc, before: Records, after: Records, origin: unknown): number {
	const elements = elementsOf(doc);
	let writes = 0;
	doc.transact(() => {
		for (const [key, record] of after) {
			const known = before.get(key);
			let fields = elements.get(key);
			if (known !== undefined && fields === undefined) continue;
			if (fields === undefined) {
				fields = new Y.Map<Json>();
				elements.set(key, fields);
			}
			for (const [name, value] of Object.entries(record)) {
				if (known !== undefined ? sameJson(known[name], value) : sameJson(fields.get(name), value)) continue;
				fields.set(name, value);
				writes++;
			}
			for (const name of Object.keys(known ?? {})) {
				if (name in record) continue;
				fields.delete(name);
				writes++;
			}
		}
		for (const key of before.keys()) {
			if (after.has(key) || !elements.has(key)) continue;
			elements.delete(key);
			writes++;
		}
	}, origin);
	return writes;
}
