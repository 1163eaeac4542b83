import type * as Y from "yjs";
import { targetsOf, type Records } from "../records/record.ts";
import { elementsOf } from "./document.ts";

/** Fields that a record does not get without once it has them: what it is, where it stands, what it draws and connects. */
const NEEDED = [
	"$type",
	"$in",
	"$order",
	"id",
	"bpmnElement",
	"bounds",
	"waypoint",
	"plane",
	"sourceRef",
	"targetRef",
	"attachedToRef",
	"processRef",
] as const;

/**
 * Puts back what an undo took away altogether. When two people change one field at the same time and the one whose value
 * held takes it back, Yjs finds the former value covered by the other's and leaves the field empty: a shape would lose its
 * place for everybody. Such a field keeps the value it had. `before` are the records before the undo, and the last known
 * version of those that it brings back. Returns the number of fields.
 */
export function mendTakenBack(doc: Y.Doc, before: Records, changed: Iterable<string>, origin: unknown): number {
	const elements = elementsOf(doc);
	let mended = 0;
	doc.transact(() => {
		for (const key of changed) {
			const was = before.get(key);
			const fields = elements.get(key);
			if (was === undefined || fields === undefined) continue;
			for (const name of NEEDED) {
				const value = was[name];
				if (value === undefined || fields.has(name) || !targetsOf(value).every((target) => elements.has(target))) continue;
				fields.set(name, value);
				mended++;
			}
		}
	}, origin);
	return mended;
}
