import type { ModdleElement } from "bpmn-moddle";

/** What a field of a record holds. Everything is plain JSON, so that it travels in a Yjs map and is compared by text. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/**
 * One BPMN or diagram element, flat. Fields that begin with `$` belong to the codec, the others are the element's own
 * properties by their local name:
 * - `$type`: the moddle type (`bpmn:UserTask`).
 * - `$in`: `[key of the parent, property of the parent]`; the root has none.
 * - `$order`: the place among the children of that property; for a diagram element its place in the stack (z-order).
 * - `$lanes`: keys of the lanes a flow node lies in, so that two people who fill one lane do not overwrite each other.
 * - `$attrs`: attributes that BPMN does not know (other tools' extensions, namespace declarations).
 *
 * A reference is `{ r: key }` or `{ r: [key, …] }`, with `out` for what it names outside the file, as it is written there; an element
 * without a record of its own is `{ e: {…} }`.
 */
export type ElementRecord = Readonly<Record<string, Json>>;

export type Records = ReadonlyMap<string, ElementRecord>;

/** References that BPMN states twice; one side is stored, the other derived (BPMN 2.0.2 §8.4.13, §10.8.2). */
export const DERIVED: ReadonlySet<string> = new Set(["incoming", "outgoing", "flowNodeRef"]);

/** Fields whose target must live for the record itself to be shown. */
export const ANCHORS = ["sourceRef", "targetRef", "attachedToRef", "bpmnElement"] as const;

const EMBEDDED_TYPES = [
	"bpmn:Documentation",
	"bpmn:Expression",
	"bpmn:ExtensionElements",
	"bpmn:LoopCharacteristics",
	"bpmn:ResourceAssignmentExpression",
	"bpmn:ResourceParameterBinding",
	"bpmndi:BPMNLabel",
	"dc:Bounds",
	"dc:Point",
	"dc:Font",
];

export function isElement(value: unknown): value is ModdleElement {
	return typeof value === "object" && value !== null && "$type" in value && "$descriptor" in value;
}

/** Whether an element is stored within its parent's field instead of as a record: it is written and read as one value. */
export function isEmbedded(element: ModdleElement): boolean {
	return (
		element.$descriptor.isGeneric === true ||
		typeof element.id !== "string" ||
		EMBEDDED_TYPES.some((type) => element.$descriptor.allTypesByName[type] !== undefined)
	);
}

/** The parent's key and property, or `undefined` for the root and for a record that is not well-formed. */
export function placeOf(record: ElementRecord): { readonly parent: string; readonly property: string } | undefined {
	const place = record["$in"];
	if (!Array.isArray(place)) return undefined;
	const [parent, property] = place as readonly Json[];
	return typeof parent === "string" && typeof property === "string" ? { parent, property } : undefined;
}

/** Keys that a field refers to; empty for anything that is no reference. */
export function targetsOf(value: Json | undefined): readonly string[] {
	if (typeof value !== "object" || value === null || !("r" in value)) return [];
	const target = value["r"];
	if (typeof target === "string") return [target];
	return Array.isArray(target) ? target.filter((each): each is string => typeof each === "string") : [];
}

export function typeOf(record: ElementRecord): string {
	const type = record["$type"];
	return typeof type === "string" ? type : "";
}

export function orderOf(record: ElementRecord): string {
	const order = record["$order"];
	return typeof order === "string" ? order : "";
}

export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
	return a === b || JSON.stringify(a) === JSON.stringify(b);
}
