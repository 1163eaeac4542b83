import type { BpmnModdle, ModdleElement, ModdleProperty } from "bpmn-moddle";
import { Keys, isDiagramKey } from "./keys.ts";
import { liveKeys, rootKey } from "./live.ts";
import { compareSiblings } from "./order.ts";
import { outsideElement } from "./outside.ts";
import { keepOnPages } from "./pages.ts";
import { ownValue } from "./read.ts";
import { DERIVED, isElement, isEmbedded, orderOf, placeOf, typeOf, type ElementRecord, type Json, type Records } from "./record.ts";

export interface Written {
	readonly definitions: ModdleElement;
	readonly elements: ReadonlyMap<string, ModdleElement>;
	readonly keys: Keys;
}

/** Records as moddle definitions: what a joining client draws and what the server exports. `undefined` without a root. */
export function fromRecords(stored: Records, moddle: BpmnModdle): Written | undefined {
	const records = keepOnPages(stored);
	const live = liveKeys(records);
	const keys = new Keys();
	const elements = new Map<string, ModdleElement>();
	for (const key of live) {
		const record = records.get(key);
		if (record === undefined) continue;
		const element = createElement(key, record, moddle);
		if (element === undefined) continue;
		elements.set(key, element);
		keys.name(element, key);
	}
	const definitions = elements.get(rootKey(records) ?? "");
	if (definitions === undefined) return undefined;
	const pending: PendingReference[] = [];
	for (const [key, element] of elements) writeFields(element, records.get(key) ?? {}, moddle, pending);
	attachAll(elements, records, keys);
	resolveReferences(pending, embeddedById(elements), moddle);
	derive(elements, records);
	return { definitions, elements, keys };
}

/** A bare element for a record; `undefined` when its type is none of BPMN's. */
export function createElement(key: string, record: ElementRecord, moddle: BpmnModdle): ModdleElement | undefined {
	try {
		return moddle.create(typeOf(record), isDiagramKey(key) ? {} : { id: key });
	} catch {
		return undefined;
	}
}

/** A reference that is set once everything it may point to exists. */
export interface PendingReference {
	readonly element: ModdleElement;
	readonly property: ModdleProperty;
	readonly targets: Json;
}

/**
 * Writes a record's own fields into an element; children with records of their own are left where they are. References are
 * added to `pending`.
 */
export function writeFields(element: ModdleElement, record: ElementRecord, moddle: BpmnModdle, pending: PendingReference[]): void {
	for (const property of element.$descriptor.properties) {
		const name = property.ns.localName;
		if (DERIVED.has(name) || property.isVirtual === true || property.name.endsWith(":$type")) continue;
		if (name === "id" && typeof record["id"] !== "string") continue;
		const field = record[name];
		if (property.isReference === true) {
			if (field !== undefined) pending.push({ element, property, targets: field });
			else if (ownValue(element, property) !== undefined) element.set(property.name, property.isMany === true ? [] : undefined);
			continue;
		}
		writeContent(element, property, field, moddle, pending);
	}
	writeAttributes(element, record["$attrs"]);
}

function writeContent(
	element: ModdleElement,
	property: ModdleProperty,
	field: Json | undefined,
	moddle: BpmnModdle,
	pending: PendingReference[],
): void {
	const present = ownValue(element, property);
	const decode = (value: Json): unknown => decodeValue(value, element, moddle, pending);
	if (property.isMany === true) {
		const own = Array.isArray(field) ? field.map(decode).filter((value) => value !== undefined) : [];
		const children = Array.isArray(present) ? present.filter(isChild) : [];
		if (own.length > 0 || present !== undefined) element.set(property.name, [...own, ...children]);
	} else if (field !== undefined) {
		element.set(property.name, decode(field));
	} else if (present !== undefined && !isChild(present)) {
		element.set(property.name, undefined);
	}
}

function isChild(value: unknown): boolean {
	return isElement(value) && !isEmbedded(value);
}

function decodeValue(value: Json, parent: ModdleElement, moddle: BpmnModdle, pending: PendingReference[]): unknown {
	if (typeof value !== "object" || value === null) return value ?? undefined;
	if (!("e" in value)) return undefined;
	return decodeEmbedded(value["e"], parent, moddle, pending);
}

function decodeEmbedded(
	value: Json | undefined,
	parent: ModdleElement,
	moddle: BpmnModdle,
	pending: PendingReference[],
): ModdleElement | undefined {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
	const fields = value as ElementRecord;
	if (typeof fields["$uri"] === "string") return decodeGeneric(fields, parent, moddle);
	let element: ModdleElement;
	try {
		element = moddle.create(typeOf(fields));
	} catch {
		return undefined;
	}
	element.$parent = parent;
	for (const property of element.$descriptor.properties) {
		const field = fields[property.ns.localName];
		if (field === undefined || property.isVirtual === true) continue;
		if (property.isReference === true) {
			pending.push({ element, property, targets: field });
			continue;
		}
		const decode = (each: Json): unknown => decodeValue(each, element, moddle, pending);
		element.set(property.name, Array.isArray(field) ? field.map(decode).filter((each) => each !== undefined) : decode(field));
	}
	writeAttributes(element, fields["$attrs"]);
	return element;
}

function decodeGeneric(fields: ElementRecord, parent: ModdleElement, moddle: BpmnModdle): ModdleElement {
	const { $type, $uri, $children, ...rest } = fields;
	const properties = Object.fromEntries(Object.entries(rest).filter(([, value]) => typeof value !== "object"));
	const element = moddle.createAny(
		typeof $type === "string" ? $type : "any:any",
		typeof $uri === "string" && $uri !== "" ? $uri : undefined,
		properties,
	);
	element.$parent = parent;
	if (Array.isArray($children)) {
		element["$children"] = $children.map((child: ElementRecord) => decodeGeneric(child, element, moddle));
	}
	return element;
}

function writeAttributes(element: ModdleElement, attributes: Json | undefined): void {
	const wanted = typeof attributes === "object" && attributes !== null && !Array.isArray(attributes) ? (attributes as ElementRecord) : {};
	for (const name of Object.keys(element.$attrs)) if (!(name in wanted)) delete element.$attrs[name];
	for (const [name, value] of Object.entries(wanted)) if (typeof value === "string") element.$attrs[name] = value;
}

/** Sets references to what is there; a target that is not live is left out, one that another file defines is kept by its name. */
export function resolveReferences(
	pending: readonly PendingReference[],
	elements: { get(key: string): ModdleElement | undefined },
	moddle: BpmnModdle,
): void {
	for (const { element, property, targets } of pending) {
		const { r: names, out } = typeof targets === "object" && targets !== null && !Array.isArray(targets) ? (targets as ElementRecord) : {};
		const inside = namesOf(names).flatMap((name) => elements.get(name) ?? []);
		const outside = namesOf(out).flatMap((name) => outsideElement(property, name, moddle) ?? []);
		const found = [...inside, ...outside];
		element.set(property.name, property.isMany === true ? found : found[0]);
	}
}

function namesOf(value: Json | undefined): readonly string[] {
	return (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === "string");
}

/** Elements by record key, and embedded ones by their id, for the few references that point at such. */
export function embeddedById(elements: ReadonlyMap<string, ModdleElement>): ReadonlyMap<string, ModdleElement> {
	const found = new Map<string, ModdleElement>();
	const walk = (element: ModdleElement): void => {
		for (const property of element.$descriptor.properties ?? []) {
			if (property.isReference === true) continue;
			const value = ownValue(element, property);
			for (const child of Array.isArray(value) ? value : [value]) {
				if (!isElement(child) || !isEmbedded(child) || child.$descriptor.isGeneric === true) continue;
				if (typeof child.id === "string") found.set(child.id, child);
				walk(child);
			}
		}
	};
	for (const element of elements.values()) walk(element);
	for (const [key, element] of elements) found.set(key, element);
	return found;
}

/** Puts every element into its parent's list, in the order of `$order`. */
export function attachAll(elements: ReadonlyMap<string, ModdleElement>, records: Records, keys: Keys): void {
	const lists = new Map<ModdleElement, Set<string>>();
	for (const [key, element] of elements) {
		const place = placeOf(records.get(key) ?? {});
		const parent = place === undefined ? undefined : elements.get(place.parent);
		if (place === undefined || parent === undefined) continue;
		attach(parent, place.property, element);
		lists.set(parent, (lists.get(parent) ?? new Set()).add(place.property));
	}
	for (const [parent, properties] of lists) for (const property of properties) sortChildren(parent, property, records, keys);
}

export function attach(parent: ModdleElement, property: string, element: ModdleElement): void {
	const known = parent.$descriptor.propertiesByName[property];
	if (known === undefined || known.isReference === true) return;
	element.$parent = parent;
	if (known.isMany !== true) {
		parent.set(known.name, element);
		return;
	}
	const list = parent.get(known.name);
	if (Array.isArray(list) && !list.includes(element)) list.push(element);
}

export function detach(element: ModdleElement): void {
	// bpmn-js writes null for the parent of what it removed.
	const parent: ModdleElement | null | undefined = element.$parent;
	element.$parent = undefined;
	if (!isElement(parent)) return;
	for (const property of parent.$descriptor.properties ?? []) {
		if (property.isReference === true) continue;
		const value = ownValue(parent, property);
		if (value === element) parent.set(property.name, undefined);
		else if (Array.isArray(value) && value.includes(element)) value.splice(value.indexOf(element), 1);
	}
}

export function sortChildren(parent: ModdleElement, property: string, records: Records, keys: Keys): void {
	const list = parent.get(property);
	if (!Array.isArray(list)) return;
	const placed = list.map((element: ModdleElement) => {
		const key = keys.of(element) ?? "";
		return { element, key, order: orderOf(records.get(key) ?? {}) };
	});
	placed.sort((a, b) => compareSiblings(a.order, a.key, b.order, b.key));
	list.splice(0, list.length, ...placed.map(({ element }) => element));
}

/** Fills in what BPMN states twice: `incoming` and `outgoing` of nodes, `flowNodeRef` of lanes. */
export function derive(elements: ReadonlyMap<string, ModdleElement>, records: Records): void {
	const sorted = [...elements].map(([key, element]) => ({ key, element, order: orderOf(records.get(key) ?? {}) }));
	sorted.sort((a, b) => compareSiblings(a.order, a.key, b.order, b.key));
	for (const { element } of sorted) for (const name of DERIVED) if (Array.isArray(element[name])) element.set(name, []);
	for (const { key, element } of sorted) {
		if (element.$type === "bpmn:SequenceFlow") {
			push(element["sourceRef"], "outgoing", element);
			push(element["targetRef"], "incoming", element);
		}
		const lanes = records.get(key)?.["$lanes"];
		for (const lane of Array.isArray(lanes) ? lanes : []) push(elements.get(String(lane)), "flowNodeRef", element);
	}
}

function push(target: unknown, property: string, element: ModdleElement): void {
	if (!isElement(target) || target.$descriptor.propertiesByName[property] === undefined) return;
	const list = target.get(property);
	if (Array.isArray(list) && !list.includes(element)) list.push(element);
}
