import type { BpmnModdle, ModdleElement } from "bpmn-moddle";
import type { Keys } from "../../../domain/bpmn/records/keys.ts";
import { placeOf, typeOf, type ElementRecord, type Json, type Records } from "../../../domain/bpmn/records/record.ts";
import {
	attach,
	createElement,
	derive,
	detach,
	embeddedById,
	resolveReferences,
	sortChildren,
	writeFields,
	type PendingReference,
} from "../../../domain/bpmn/records/write.ts";
import type { Ids } from "./services.ts";

/** What the canvas has to look at after the model moved. */
export interface Touched {
	/** Elements that changed, also diagram elements; all of them are in the model. */
	readonly changed: ReadonlySet<ModdleElement>;
	/** Elements that are new objects, in place of others of the same name or altogether. */
	readonly fresh: ReadonlySet<ModdleElement>;
	/** Elements that are gone, and those that others took the place of. */
	readonly gone: ReadonlySet<ModdleElement>;
}

/** bpmn-js's moddle knows which ids are taken, so that new elements get free ones. */
type ClaimingModdle = BpmnModdle & { readonly ids?: Pick<Ids, "claim" | "unclaim"> };

/** Brings moddle objects to what the records say, in place: objects that the canvas holds stay the same objects. */
export class ModelConvergence {
	readonly #moddle: ClaimingModdle;
	readonly #records: Records;
	readonly #live: ReadonlySet<string>;
	readonly #keys: Keys;
	readonly #elements: Map<string, ModdleElement>;
	readonly #fresh = new Set<ModdleElement>();
	readonly #gone = new Set<ModdleElement>();

	constructor(moddle: ClaimingModdle, records: Records, live: ReadonlySet<string>, keys: Keys, elements: Map<string, ModdleElement>) {
		this.#moddle = moddle;
		this.#records = records;
		this.#live = live;
		this.#keys = keys;
		this.#elements = elements;
	}

	converge(changedKeys: ReadonlySet<string>): Touched {
		const touched = new Set([...changedKeys].filter((key) => this.#live.has(key)));
		const replaced = new Set<string>();
		for (const key of Array.from(this.#elements.keys())) {
			if (this.#live.has(key)) continue;
			this.#remove(key);
			replaced.add(key);
		}
		for (const key of this.#live) {
			const known = this.#elements.get(key);
			const record = this.#records.get(key);
			if (record === undefined || (known !== undefined && known.$type === typeOf(record))) continue;
			if (known !== undefined) this.#remove(key);
			if (!this.#create(key, record)) continue;
			touched.add(key);
			replaced.add(key);
		}
		// Who points at an object that is another one now, or lies in it, is written again.
		if (replaced.size > 0)
			for (const [key, record] of this.#records) if (this.#live.has(key) && mentions(record, replaced)) touched.add(key);
		this.#write(touched);
		return {
			changed: new Set([...touched].flatMap((key) => this.#elements.get(key) ?? [])),
			fresh: this.#fresh,
			gone: this.#gone,
		};
	}

	#create(key: string, record: ElementRecord): boolean {
		const element = createElement(key, record, this.#moddle);
		if (element === undefined) return false;
		this.#elements.set(key, element);
		this.#keys.name(element, key);
		this.#fresh.add(element);
		if (!key.includes(":")) this.#moddle.ids?.claim(key, element);
		return true;
	}

	#remove(key: string): void {
		const element = this.#elements.get(key);
		if (element === undefined) return;
		detach(element);
		this.#elements.delete(key);
		this.#gone.add(element);
		if (!key.includes(":")) this.#moddle.ids?.unclaim(key);
	}

	#write(touched: ReadonlySet<string>): void {
		const pending: PendingReference[] = [];
		const lists = new Map<ModdleElement, Set<string>>();
		for (const key of touched) {
			const element = this.#elements.get(key);
			const record = this.#records.get(key);
			if (element === undefined || record === undefined) continue;
			writeFields(element, record, this.#moddle, pending);
		}
		for (const key of touched) {
			const element = this.#elements.get(key);
			const place = placeOf(this.#records.get(key) ?? {});
			const parent = place === undefined ? undefined : this.#elements.get(place.parent);
			if (element === undefined || place === undefined || parent === undefined) continue;
			if (element.$parent !== parent || !holds(parent, place.property, element)) {
				detach(element);
				attach(parent, place.property, element);
			}
			lists.set(parent, (lists.get(parent) ?? new Set()).add(place.property));
		}
		for (const [parent, properties] of lists) for (const property of properties) sortChildren(parent, property, this.#records, this.#keys);
		let embedded: ReadonlyMap<string, ModdleElement> | undefined;
		resolveReferences(
			pending,
			{ get: (key) => this.#elements.get(key) ?? (embedded ??= embeddedById(this.#elements)).get(key) },
			this.#moddle,
		);
		derive(this.#elements, this.#records);
	}
}

function holds(parent: ModdleElement, property: string, element: ModdleElement): boolean {
	const value = parent[property];
	return value === element || (Array.isArray(value) && value.includes(element));
}

function mentions(value: Json | ElementRecord, keys: ReadonlySet<string>): boolean {
	if (typeof value === "string") return keys.has(value);
	if (typeof value !== "object" || value === null) return false;
	return (Array.isArray(value) ? value : Object.values(value)).some((each: Json) => mentions(each, keys));
}
