import type { BpmnModdle } from "bpmn-moddle";
import type { Problem } from "../../problem.ts";
import { NC_NAME } from "./ensure-ids.ts";

/** Bounds of what one person can put into a room; a file of 50,000 elements is refused before it gets here. */
export const RECORD_LIMITS = {
	/** Characters of a field as JSON: a long documentation fits, a picture in an attribute does not. */
	field: 64 * 1024,
	fields: 120,
	depth: 24,
	records: 50_000,
} as const;

const KEY = /^(?:(?:di|plane|diagram):)?[^:]{1,200}(?::[^:]{1,200})?$/u;
/** What a reference names outside the file: a name, with a prefix or not; no space, so that lists can be told apart. */
const QUALIFIED_NAME = /^[^\s<>"'&]{1,400}$/u;
const FIELD = /^(?:[A-Za-z][\w.-]{0,99}|\$(?:type|in|order|lanes|attrs))$/;
const PLACE = /^[0-9a-z]{1,64}$/;

/** Whether a key can name a record: an NCName, or such with the kind of diagram element before it. */
export function isRecordKey(key: string): boolean {
	return (
		KEY.test(key) &&
		key
			.replace(/^(?:di|plane|diagram):/, "")
			.split(":")
			.every((part) => NC_NAME.test(part))
	);
}

/**
 * What a record that came over the wire must be before anyone else sees it: a type of BPMN, ids that XML can carry, values
 * of bounded size and depth. Fields that its type does not know are let through: a concurrent change of the type leaves
 * them behind, and they are not read.
 */
export function checkRecord(key: string, record: unknown, moddle: BpmnModdle): Problem | undefined {
	const refuse = (code: string, detail: string): Problem => ({ code: `model.${code}`, detail, at: key.slice(0, 200) });
	if (!isRecordKey(key)) return refuse("id_refused", "An id must be an XML name of 200 characters at the most.");
	if (typeof record !== "object" || record === null || Array.isArray(record))
		return refuse("record_refused", "An element must be a record of fields.");
	const fields = Object.entries(record as Record<string, unknown>);
	if (fields.length > RECORD_LIMITS.fields) return refuse("record_refused", "An element has too many fields.");
	const type = (record as Record<string, unknown>)["$type"];
	if (typeof type !== "string" || !isKnownType(type, moddle))
		return refuse("type_unknown", `“${String(type).slice(0, 80)}” is no BPMN element.`);
	for (const [name, value] of fields) {
		if (!FIELD.test(name)) return refuse("field_refused", `“${name.slice(0, 80)}” can not be the name of a field.`);
		if (JSON.stringify(value)?.length > RECORD_LIMITS.field)
			return refuse("value_too_large", `“${name}” is larger than ${RECORD_LIMITS.field / 1024} KB.`);
		const wrong = checkField(name, value, moddle);
		if (wrong !== undefined) return refuse(wrong.code, wrong.detail);
	}
	return undefined;
}

function checkField(name: string, value: unknown, moddle: BpmnModdle): { readonly code: string; readonly detail: string } | undefined {
	const refuse = (detail: string) => ({ code: "field_refused", detail });
	switch (name) {
		case "$type":
			return undefined;
		case "id":
			return typeof value === "string" && NC_NAME.test(value) ? undefined : { code: "id_refused", detail: "An id must be an XML name." };
		case "$in":
			return Array.isArray(value) &&
				value.length === 2 &&
				typeof value[0] === "string" &&
				isRecordKey(value[0]) &&
				typeof value[1] === "string"
				? undefined
				: refuse("The place of an element must be its parent and a property.");
		case "$order":
			return typeof value === "string" && PLACE.test(value) ? undefined : refuse("The order of an element is malformed.");
		case "$lanes":
			return Array.isArray(value) && value.length <= 100 && value.every((lane) => typeof lane === "string" && isRecordKey(lane))
				? undefined
				: refuse("The lanes of an element must be ids.");
		case "$attrs":
			return isFlatText(value) ? undefined : refuse("Attributes must be text.");
		default:
			return checkValue(value, moddle, 0);
	}
}

function checkValue(value: unknown, moddle: BpmnModdle, depth: number): { readonly code: string; readonly detail: string } | undefined {
	if (depth > RECORD_LIMITS.depth) return { code: "field_refused", detail: "A value is nested too deeply." };
	if (typeof value === "string" || typeof value === "boolean") return undefined;
	if (typeof value === "number") return Number.isFinite(value) ? undefined : { code: "field_refused", detail: "A number must be finite." };
	if (Array.isArray(value)) return firstWrong(value, (each) => checkValue(each, moddle, depth + 1));
	if (typeof value !== "object" || value === null) return { code: "field_refused", detail: "A value is of no kind that BPMN has." };
	if ("r" in value || "out" in value) {
		const targets = "r" in value ? [value.r].flat() : [];
		const outside = "out" in value ? [value.out].flat() : [];
		return targets.every((target: unknown) => typeof target === "string" && isRecordKey(target)) &&
			outside.every((name: unknown) => typeof name === "string" && QUALIFIED_NAME.test(name))
			? undefined
			: { code: "id_refused", detail: "A reference must name an element." };
	}
	return "e" in value
		? checkEmbedded(value.e, moddle, depth + 1)
		: { code: "field_refused", detail: "A value is of no kind that BPMN has." };
}

function checkEmbedded(value: unknown, moddle: BpmnModdle, depth: number): { readonly code: string; readonly detail: string } | undefined {
	if (depth > RECORD_LIMITS.depth) return { code: "field_refused", detail: "A value is nested too deeply." };
	if (typeof value !== "object" || value === null || Array.isArray(value))
		return { code: "field_refused", detail: "An element must have fields." };
	const fields = value as Record<string, unknown>;
	const type = fields["$type"];
	if (typeof type !== "string") return { code: "type_unknown", detail: "An element must name its type." };
	if (typeof fields["$uri"] === "string") {
		if (!/^[\w.-]+(?::[\w.-]+)?$/u.test(type)) return { code: "type_unknown", detail: "An extension's name must be an XML name." };
		const children = fields["$children"];
		return Array.isArray(children) ? firstWrong(children, (child) => checkEmbedded(child, moddle, depth + 1)) : undefined;
	}
	if (!isKnownType(type, moddle)) return { code: "type_unknown", detail: `“${type.slice(0, 80)}” is no BPMN element.` };
	return firstWrong(Object.entries(fields), ([name, field]) => (name.startsWith("$") ? undefined : checkValue(field, moddle, depth + 1)));
}

function firstWrong<Item, Wrong>(items: readonly Item[], check: (item: Item) => Wrong | undefined): Wrong | undefined {
	for (const item of items) {
		const wrong = check(item);
		if (wrong !== undefined) return wrong;
	}
	return undefined;
}

function isFlatText(value: unknown): boolean {
	return (
		typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every((each) => typeof each === "string")
	);
}

const known = new WeakMap<BpmnModdle, Map<string, boolean>>();

function isKnownType(type: string, moddle: BpmnModdle): boolean {
	const types = known.get(moddle) ?? new Map<string, boolean>();
	known.set(moddle, types);
	let answer = types.get(type);
	if (answer === undefined) {
		try {
			answer = /^(?:bpmn|bpmndi|dc|di):\w+$/.test(type) && moddle.getType(type).$descriptor !== undefined;
		} catch {
			answer = false;
		}
		// Bounded, for the types come from outside.
		if (types.size < 500) types.set(type, answer);
	}
	return answer;
}
