import type { ModdleElement, ModdleProperty } from "bpmn-moddle";
import { Keys, isDiagramKey } from "./keys.ts";
import { compareSiblings, placesFor } from "./order.ts";
import { isOutside } from "./outside.ts";
import { DERIVED, isElement, isEmbedded, type ElementRecord, type Json } from "./record.ts";

export interface ReadOptions {
	/** The names given so far; the same object for every reading of the same definitions. */
	readonly keys?: Keys;
	/** The places known so far, by key: what has not moved keeps its place, and nothing is written for it. */
	readonly placeOf?: (key: string) => string | undefined;
	/** Diagram elements that lie over one another, lowest first: one list for each parent on the canvas. */
	readonly stacks?: readonly (readonly string[])[];
}

/** Moddle definitions as records. Pure: reads the definitions, changes nothing but `keys`. */
export function toRecords(definitions: ModdleElement, options: ReadOptions = {}): Map<string, ElementRecord> {
	const keys = options.keys ?? new Keys();
	const placeOf = options.placeOf ?? (() => undefined);
	const records = new Map<string, Record<string, Json>>();
	const lanes = new Map<string, string[]>();
	claimAll(definitions, keys);
	const planes = planesOf(definitions);

	const visit = (element: ModdleElement, key: string, place: readonly [string, string] | undefined, order: string | undefined): void => {
		if (records.has(key)) return;
		const record: Record<string, Json> = { $type: element.$type };
		records.set(key, record);
		if (place !== undefined) record["$in"] = place;
		if (order !== undefined) record["$order"] = order;
		for (const property of element.$descriptor.properties) {
			const name = property.ns.localName;
			if (name === "id" && !isDiagramKey(key)) continue;
			const value = ownValue(element, property);
			if (value === undefined) continue;
			if (DERIVED.has(name)) {
				if (name === "flowNodeRef") noteLanes(lanes, value, key, keys);
				continue;
			}
			if (property.isReference === true) {
				const reference = encodeReference(value, keys);
				if (reference !== undefined) record[name] = reference;
				continue;
			}
			const field = encodeContent(value, keys, (children) => visitChildren(element, children, key, name));
			if (field !== undefined) record[name] = field;
		}
		const attributes = encodeAttributes(element);
		if (attributes !== undefined) record["$attrs"] = attributes;
	};

	const visitChildren = (owner: ModdleElement, children: readonly ModdleElement[], parent: string, property: string): void => {
		const own = [...new Set(children)].filter((child) => !isLeftBehind(child, owner, planes));
		const named = own.map((child) => ({ child, key: keys.of(child) ?? "" })).filter((each) => each.key !== "");
		// The list of shapes says nothing: what lies over what is decided by `stacks`, so known places stay as they are.
		const listed = property === "planeElement" ? named.toSorted((a, b) => byPlace(a.key, b.key, placeOf)) : named;
		const places = placesFor(listed.map(({ key }) => ({ key, place: placeOf(key) })));
		for (const [index, { child, key }] of listed.entries()) visit(child, key, [parent, property], places[index]);
	};

	visit(definitions, keys.of(definitions) ?? "", undefined, undefined);
	for (const [node, names] of lanes) {
		const record = records.get(node);
		if (record !== undefined) record["$lanes"] = names.sort();
	}
	restack(records, options.stacks ?? []);
	return records;
}

/** Names everything first: a reference may point to what comes later, and known names have precedence over new ones. */
function claimAll(definitions: ModdleElement, keys: Keys): void {
	const elements = everyRecord(definitions);
	const taken = new Set<string>();
	for (const element of elements) {
		const known = keys.of(element);
		if (known === undefined) continue;
		// Another element was given this name meanwhile (a shape replaced and brought back): the first in the file keeps it.
		if (taken.has(known) || !keys.fits(element)) keys.forget(element);
		else taken.add(known);
	}
	for (const element of elements) taken.add(keys.claim(element, taken));
}

/** Planes of the definitions, each with what it lists. */
function planesOf(definitions: ModdleElement): ReadonlyMap<ModdleElement, ReadonlySet<unknown>> {
	const diagrams = definitions["diagrams"];
	const planes = (Array.isArray(diagrams) ? diagrams.filter(isElement) : []).flatMap((diagram) => diagram["plane"] ?? []);
	return new Map(planes.filter(isElement).map((plane) => [plane, new Set(listOf(plane["planeElement"]))]));
}

function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

/** Whether a plane still lists a shape that lies on another one by now, or nowhere: bpmn-js leaves such behind when it moves shapes. */
function isLeftBehind(child: ModdleElement, owner: ModdleElement, planes: ReadonlyMap<ModdleElement, ReadonlySet<unknown>>): boolean {
	const parent: ModdleElement | null | undefined = child.$parent;
	if (!planes.has(owner) || parent === owner) return false;
	return !isElement(parent) || planes.get(parent)?.has(child) === true;
}

/** Every element that has a record of its own, parents first. */
export function everyRecord(definitions: ModdleElement): ModdleElement[] {
	const found: ModdleElement[] = [];
	const seen = new Set<ModdleElement>();
	const planes = planesOf(definitions);
	const walk = (element: ModdleElement): void => {
		if (seen.has(element)) return;
		seen.add(element);
		found.push(element);
		for (const property of element.$descriptor.properties) {
			if (property.isReference === true) continue;
			const value = ownValue(element, property);
			for (const child of Array.isArray(value) ? value : [value])
				if (isElement(child) && !isEmbedded(child) && !isLeftBehind(child, element, planes)) walk(child);
		}
	};
	walk(definitions);
	return found;
}

/** A property's own value; `undefined` for defaults, for what BPMN only derives, and for empty lists. */
export function ownValue(element: ModdleElement, property: ModdleProperty): unknown {
	if (property.isVirtual === true || property.name.endsWith(":$type") || !Object.hasOwn(element, property.name)) return undefined;
	const value = element[property.name];
	if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return undefined;
	return value;
}

function byPlace(a: string, b: string, placeOf: (key: string) => string | undefined): number {
	const placeA = placeOf(a);
	const placeB = placeOf(b);
	if (placeA === undefined || placeB === undefined) return placeA === placeB ? 0 : placeA === undefined ? 1 : -1;
	return compareSiblings(placeA, a, placeB, b);
}

function restack(records: ReadonlyMap<string, Record<string, Json>>, stacks: readonly (readonly string[])[]): void {
	for (const stack of stacks) {
		const shapes = stack.flatMap((key) => {
			const record = records.get(key);
			return record === undefined ? [] : [{ key, record }];
		});
		const places = placesFor(
			shapes.map(({ key, record }) => ({ key, place: typeof record["$order"] === "string" ? record["$order"] : undefined })),
		);
		for (const [index, { record }] of shapes.entries()) {
			const place = places[index];
			if (place !== undefined) record["$order"] = place;
		}
	}
}

function noteLanes(lanes: Map<string, string[]>, nodes: unknown, lane: string, keys: Keys): void {
	for (const node of Array.isArray(nodes) ? nodes : []) {
		const key = isElement(node) ? keys.of(node) : undefined;
		if (key === undefined) continue;
		const names = lanes.get(key) ?? [];
		if (!names.includes(lane)) names.push(lane);
		lanes.set(key, names);
	}
}

function nameOf(element: unknown, keys: Keys): string | undefined {
	return isElement(element) ? (keys.of(element) ?? element.id) : undefined;
}

function encodeReference(value: unknown, keys: Keys): Json | undefined {
	if (!Array.isArray(value)) {
		if (isElement(value) && isOutside(value)) return { out: value.id ?? "" };
		const key = nameOf(value, keys);
		return key === undefined ? undefined : { r: key };
	}
	const outside = value.flatMap((each) => (isElement(each) && isOutside(each) ? (each.id ?? []) : []));
	const targets = value.flatMap((each) => (isElement(each) && isOutside(each) ? [] : (nameOf(each, keys) ?? [])));
	if (targets.length + outside.length === 0) return undefined;
	return { r: targets, ...(outside.length > 0 && { out: outside }) };
}

function encodeContent(value: unknown, keys: Keys, records: (children: readonly ModdleElement[]) => void): Json | undefined {
	const list = Array.isArray(value) ? value : [value];
	const children = list.filter((each): each is ModdleElement => isElement(each) && !isEmbedded(each));
	if (children.length > 0) records(children);
	if (!Array.isArray(value)) return children.length > 0 ? undefined : encodeValue(value, keys);
	const own = list.filter((each) => !(isElement(each) && !isEmbedded(each))).flatMap((each) => encodeValue(each, keys) ?? []);
	return own.length === 0 ? undefined : own;
}

function encodeValue(value: unknown, keys: Keys): Json | undefined {
	if (isElement(value)) return { e: encodeEmbedded(value, keys) };
	if (typeof value === "string" || typeof value === "boolean") return value;
	return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

function encodeEmbedded(element: ModdleElement, keys: Keys): Json {
	if (element.$descriptor.isGeneric === true) return encodeGeneric(element);
	const embedded: Record<string, Json> = { $type: element.$type };
	for (const property of element.$descriptor.properties) {
		const value = ownValue(element, property);
		if (value === undefined) continue;
		const field = property.isReference === true ? encodeReference(value, keys) : encodeAll(value, keys);
		if (field !== undefined) embedded[property.ns.localName] = field;
	}
	const attributes = encodeAttributes(element);
	if (attributes !== undefined) embedded["$attrs"] = attributes;
	return embedded;
}

function encodeAll(value: unknown, keys: Keys): Json | undefined {
	return Array.isArray(value) ? value.flatMap((each) => encodeValue(each, keys) ?? []) : encodeValue(value, keys);
}

/** An element of another tool's namespace, with everything in it. */
function encodeGeneric(element: ModdleElement): Json {
	const generic: Record<string, Json> = { $type: element.$type, $uri: element.$descriptor.ns.uri ?? "" };
	for (const [name, value] of Object.entries(element)) {
		if (name === "$type") continue;
		if (name === "$children" && Array.isArray(value)) generic["$children"] = value.filter(isElement).map(encodeGeneric);
		else if (typeof value === "string" || typeof value === "boolean" || typeof value === "number") generic[name] = value;
	}
	return generic;
}

function encodeAttributes(element: ModdleElement): Json | undefined {
	const entries = Object.entries(element.$attrs ?? {}).filter(([, value]) => typeof value === "string");
	return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
