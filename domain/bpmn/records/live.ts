import { ANCHORS, placeOf, targetsOf, typeOf, type Records } from "./record.ts";

/**
 * Keys of the records that are part of the model. A record is live while its parent and everything it hangs on is: a flow
 * drawn to a task that somebody deleted at the same time stays stored but is not shown, and comes back when the deletion is
 * undone. Parents that ended in a circle (two people moved two sub-processes into each other) hang on nothing and rest too.
 */
export function liveKeys(records: Records): Set<string> {
	const live = new Set<string>();
	const root = rootKey(records);
	if (root === undefined) return live;
	const children = new Map<string, string[]>();
	for (const [key, record] of records) {
		const place = placeOf(record);
		if (place === undefined) continue;
		const siblings = children.get(place.parent);
		if (siblings === undefined) children.set(place.parent, [key]);
		else siblings.push(key);
	}
	const pending = [root];
	for (let key = pending.pop(); key !== undefined; key = pending.pop()) {
		if (live.has(key)) continue;
		live.add(key);
		pending.push(...(children.get(key) ?? []));
	}
	const remove = (key: string): void => {
		if (!live.delete(key)) return;
		for (const child of children.get(key) ?? []) remove(child);
	};
	// Each round removes at least one, and what hangs on a removed record goes in the next.
	for (let removed = true; removed;) {
		removed = false;
		for (const key of live) {
			if (hangs(key, records, live)) continue;
			remove(key);
			removed = true;
		}
	}
	return live;
}

/** The key of the definitions: the one record without a place. */
export function rootKey(records: Records): string | undefined {
	let root: string | undefined;
	for (const [key, record] of records) {
		if (placeOf(record) === undefined && typeOf(record) === "bpmn:Definitions" && (root === undefined || key < root)) root = key;
	}
	return root;
}

function hangs(key: string, records: Records, live: ReadonlySet<string>): boolean {
	const record = records.get(key);
	if (record === undefined) return false;
	return ANCHORS.every((field) => {
		const targets = targetsOf(record[field]);
		return targets.length === 0 || targets.some((target) => live.has(target));
	});
}
