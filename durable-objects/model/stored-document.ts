import { bpmnModdle } from "../../domain/bpmn/moddle.ts";
import * as Y from "yjs";
import { checkRecord, isRecordKey, RECORD_LIMITS } from "../../domain/bpmn/records/check-record.ts";
import { ELEMENTS, elementsOf } from "../../domain/bpmn/room/document.ts";
import type { Problem } from "../../domain/problem.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { Migration } from "../migrate.ts";

/** Rows hold at most 2 MB on the platform, which the local runtime does not enforce; parts stay well below. */
const PART_BYTES = 1_000_000;
/** A load folds a longer log into a snapshot. */
const COMPACT_AFTER_ROWS = 500;
/** A model of 50,000 elements with its history; beyond it the isolate's memory is in danger. */
const MAX_STORED_BYTES = 48 * 1024 * 1024;

/** No refusal: the sender is asked for what is missing, and sends this again with it. */
export const OUT_OF_ORDER = "model.update_out_of_order";

export const MODEL_TABLES: Migration = {
	name: "updates and snapshot of the document",
	sql: `
		CREATE TABLE model_update (seq INTEGER PRIMARY KEY AUTOINCREMENT, more INTEGER NOT NULL, data BLOB NOT NULL) STRICT;
		CREATE TABLE model_snapshot (part INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;
	`,
};

/**
 * A Yjs document whose every update is a row before anyone sees it. An update that brings what is no BPMN is not taken: Yjs
 * can not undo an application, so the copy in memory is dropped and the next use reads the rows again.
 */
export class StoredDocument {
	readonly #storage: DurableObjectStorage;
	readonly #moddle = bpmnModdle();
	#doc: Y.Doc | undefined;
	#bytes = 0;

	constructor(storage: DurableObjectStorage) {
		this.#storage = storage;
	}

	/** The document as stored; read from the rows after an eviction. */
	open(): Y.Doc {
		if (this.#doc !== undefined) return this.#doc;
		const sql = this.#storage.sql;
		const doc = new Y.Doc();
		// Before the rows: a root that is named only later is another object than the one that changes are reported on.
		elementsOf(doc);
		let rows = 0;
		this.#bytes = 0;
		doc.transact(() => {
			const parts: Uint8Array[] = [];
			for (const row of sql.exec<{ data: ArrayBuffer }>("SELECT data FROM model_snapshot ORDER BY part"))
				parts.push(new Uint8Array(row.data));
			if (parts.length > 0) this.#load(doc, parts);
			parts.length = 0;
			for (const row of sql.exec<{ more: number; data: ArrayBuffer }>("SELECT more, data FROM model_update ORDER BY seq")) {
				rows++;
				parts.push(new Uint8Array(row.data));
				if (row.more === 1) continue;
				this.#load(doc, parts);
				parts.length = 0;
			}
		});
		// By applying and encoding again: merging 20,000 small updates takes seconds, this takes milliseconds.
		if (rows > COMPACT_AFTER_ROWS) this.#compact(doc);
		this.#doc = doc;
		return doc;
	}

	get isEmpty(): boolean {
		return elementsOf(this.open()).size === 0;
	}

	/**
	 * Takes an update: applies, checks and stores it in this turn. The value is what is to be broadcast, empty when the update
	 * brought nothing new.
	 */
	apply(update: Uint8Array): Result<readonly Uint8Array[], Problem> {
		const doc = this.open();
		const taken: Uint8Array[] = [];
		const changed = new Set<Y.AbstractType<unknown>>();
		const keys = new Set<string>();
		const onUpdate = (bytes: Uint8Array): void => {
			taken.push(bytes);
		};
		const onTransaction = (transaction: Y.Transaction): void => {
			for (const [type, names] of transaction.changed) {
				changed.add(type as Y.AbstractType<unknown>);
				if (type === (elementsOf(doc) as unknown)) for (const name of names) keys.add(name ?? "");
			}
		};
		doc.on("update", onUpdate);
		doc.on("afterTransaction", onTransaction);
		let problem: Problem | undefined;
		try {
			Y.applyUpdate(doc, update);
			problem = this.#whatIsWrong(doc, changed, keys);
		} catch {
			problem = { code: "model.update_malformed", detail: "The change could not be read." };
		}
		doc.off("update", onUpdate);
		doc.off("afterTransaction", onTransaction);
		if (problem?.code === OUT_OF_ORDER && taken.length === 0) {
			// Nothing of it was applied: it only waits for what came before, and is forgotten.
			doc.store.pendingStructs = null;
			doc.store.pendingDs = null;
			return fail(problem);
		}
		if (problem === undefined) {
			this.#store(taken);
			return ok(taken);
		}
		this.#doc = undefined;
		doc.destroy();
		return fail(problem);
	}

	/** A change that the server itself makes; `write` must not throw. */
	change(write: (doc: Y.Doc) => void): Uint8Array[] {
		const doc = this.open();
		const made: Uint8Array[] = [];
		const onUpdate = (bytes: Uint8Array): void => {
			made.push(bytes);
		};
		doc.on("update", onUpdate);
		write(doc);
		doc.off("update", onUpdate);
		this.#store(made);
		return made;
	}

	#whatIsWrong(doc: Y.Doc, changed: ReadonlySet<Y.AbstractType<unknown>>, keys: Set<string>): Problem | undefined {
		if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null)
			return { code: OUT_OF_ORDER, detail: "A change came before one that it builds on." };
		for (const name of doc.share.keys())
			if (name !== ELEMENTS) return { code: "model.update_malformed", detail: "The change does not belong to a model." };
		const elements = elementsOf(doc);
		for (const type of changed) {
			if (type === (elements as unknown)) continue;
			const key = type._item?.parentSub;
			if (type.parent !== (elements as unknown) || typeof key !== "string")
				return { code: "model.update_malformed", detail: "The change does not belong to a model." };
			keys.add(key);
		}
		for (const key of keys) {
			if (!isRecordKey(key)) return { code: "model.id_refused", detail: "An id must be an XML name.", at: key.slice(0, 200) };
			const fields: unknown = elements.get(key);
			if (fields === undefined) continue;
			const wrong = checkRecord(key, fields instanceof Y.Map ? fields.toJSON() : fields, this.#moddle);
			if (wrong !== undefined) return wrong;
		}
		if (elements.size > RECORD_LIMITS.records)
			return { code: "model.too_large", detail: `A model holds ${RECORD_LIMITS.records} elements at the most.` };
		if (this.#bytes > MAX_STORED_BYTES) return { code: "model.too_large", detail: "The model has become too large to be edited." };
		if (keys.size > 0 && !hasRoot(doc))
			return { code: "model.root_needed", detail: "The model itself can not be removed from its own room." };
		return undefined;
	}

	#load(doc: Y.Doc, parts: readonly Uint8Array[]): void {
		const whole = concatenate(parts);
		this.#bytes += whole.byteLength;
		Y.applyUpdate(doc, whole);
	}

	#store(updates: readonly Uint8Array[]): void {
		if (updates.length === 0) return;
		this.#storage.transactionSync(() => {
			for (const update of updates) {
				this.#bytes += update.byteLength;
				for (let at = 0; at < update.byteLength; at += PART_BYTES) {
					const part = update.subarray(at, at + PART_BYTES);
					this.#storage.sql.exec("INSERT INTO model_update (more, data) VALUES (?, ?)", at + PART_BYTES < update.byteLength ? 1 : 0, part);
				}
			}
		});
	}

	#compact(doc: Y.Doc): void {
		const state = Y.encodeStateAsUpdate(doc);
		this.#storage.transactionSync(() => {
			this.#storage.sql.exec("DELETE FROM model_snapshot");
			this.#storage.sql.exec("DELETE FROM model_update");
			for (let part = 0; part * PART_BYTES < state.byteLength; part++) {
				const bytes = state.subarray(part * PART_BYTES, (part + 1) * PART_BYTES);
				this.#storage.sql.exec("INSERT INTO model_snapshot (part, data) VALUES (?, ?)", part, bytes);
			}
		});
		this.#bytes = state.byteLength;
	}
}

/** Asked at every update, so without reading whole records. */
function hasRoot(doc: Y.Doc): boolean {
	for (const fields of elementsOf(doc).values())
		if (fields.get("$in") === undefined && fields.get("$type") === "bpmn:Definitions") return true;
	return false;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
	const [only] = parts;
	if (parts.length === 1 && only !== undefined) return only;
	const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.byteLength;
	}
	return whole;
}
