import type { Meter } from "./meter.ts";
import { FeelFunction, Range, isList, isRecord, kindOf, type FeelValue, type Kind } from "./value.ts";

/** A type of FEEL (DMN 1.5 §10.3.2.1), with what an item definition adds to it. */
export type FeelType =
	| { readonly kind: "any" | Exclude<Kind, "list" | "context" | "function" | "range"> }
	| { readonly kind: "list"; readonly item: FeelType }
	| { readonly kind: "range"; readonly item: FeelType }
	| { readonly kind: "context"; readonly fields: ReadonlyMap<string, FeelType> }
	| { readonly kind: "function"; readonly parameters: readonly FeelType[] | null; readonly result: FeelType }
	/** An item definition's allowed values; `instance of` does not look at them. */
	| {
			readonly kind: "restricted";
			readonly base: FeelType;
			readonly allows: (value: FeelValue, meter: Meter) => boolean;
			readonly whole: boolean;
	  }
	/** A named type that is looked up when it is needed: item definitions may refer to each other in any order. */
	| { readonly kind: "named"; readonly find: () => FeelType };

export const ANY: FeelType = { kind: "any" };

const SIMPLE: Readonly<Record<string, FeelType>> = {
	Any: ANY,
	any: ANY,
	string: { kind: "string" },
	number: { kind: "number" },
	boolean: { kind: "boolean" },
	date: { kind: "date" },
	time: { kind: "time" },
	dateTime: { kind: "date and time" },
	"date and time": { kind: "date and time" },
	dayTimeDuration: { kind: "days and time duration" },
	"days and time duration": { kind: "days and time duration" },
	yearMonthDuration: { kind: "years and months duration" },
	"years and months duration": { kind: "years and months duration" },
	Null: { kind: "null" },
	list: { kind: "list", item: ANY },
	context: { kind: "context", fields: new Map() },
	function: { kind: "function", parameters: null, result: ANY },
	range: { kind: "range", item: ANY },
};

/** A type of the language by its name, undefined when it is not one. */
export function builtInType(name: string): FeelType | undefined {
	return Object.hasOwn(SIMPLE, name) ? SIMPLE[name] : undefined;
}

/** `instance of` (§10.3.2.9.2): null is an instance of the null type only. */
export function isInstance(value: FeelValue, type: FeelType, meter: Meter): boolean {
	if (type.kind === "named") return isInstance(value, type.find(), meter);
	if (type.kind === "restricted") return isInstance(value, type.base, meter);
	if (value === null) return type.kind === "null";
	return conforms(value, type, meter);
}

/** Whether a value may stand where the type is asked: null always may. */
export function conforms(value: FeelValue, type: FeelType, meter: Meter): boolean {
	if (value === null) return true;
	switch (type.kind) {
		case "any":
			return true;
		case "named":
			return conforms(value, type.find(), meter);
		case "restricted":
			if (!conforms(value, type.base, meter)) return false;
			return isList(value) && !type.whole ? value.every((item) => type.allows(item, meter)) : type.allows(value, meter);
		case "list":
			if (!isList(value)) return false;
			meter.burn(value.length);
			return value.every((item) => conforms(item, type.item, meter));
		case "range":
			return value instanceof Range && conforms(value.start ?? null, type.item, meter) && conforms(value.end ?? null, type.item, meter);
		case "context":
			if (!isRecord(value)) return false;
			meter.burn(type.fields.size);
			for (const [name, field] of type.fields)
				if (!Object.hasOwn(value, name) || !conforms(value[name] ?? null, field, meter)) return false;
			return true;
		case "function":
			return value instanceof FeelFunction && fits(value, type);
		case "boolean":
		case "string":
		case "number":
		case "date":
		case "time":
		case "date and time":
		case "days and time duration":
		case "years and months duration":
		case "null":
			return kindOf(value) === type.kind;
	}
}

function fits(value: FeelFunction, type: FeelType & { kind: "function" }): boolean {
	if (type.parameters !== null) {
		const own = value.parameters;
		if (own !== null && own.length !== type.parameters.length) return false;
		if (own?.some((parameter, at) => !narrower(type.parameters?.[at] ?? ANY, parameter.type ?? ANY))) return false;
	}
	return value.result === null || narrower(value.result, type.result);
}

/** Whether every value of a type is one of another (§10.3.2.9.1). */
export function narrower(type: FeelType, other: FeelType): boolean {
	if (type.kind === "named") return narrower(type.find(), other);
	if (type.kind === "restricted") return narrower(type.base, other);
	if (other.kind === "named") return narrower(type, other.find());
	if (other.kind === "restricted") return narrower(type, other.base);
	if (other.kind === "any" || type.kind === "null") return true;
	if ((type.kind === "list" && other.kind === "list") || (type.kind === "range" && other.kind === "range"))
		return narrower(type.item, other.item);
	if (type.kind === "context" && other.kind === "context") {
		for (const [name, field] of other.fields) {
			const own = type.fields.get(name);
			if (own === undefined || !narrower(own, field)) return false;
		}
		return true;
	}
	if (type.kind === "function" && other.kind === "function") {
		if (other.parameters === null) return narrower(type.result, other.result);
		if (type.parameters?.length !== other.parameters.length) return false;
		return other.parameters.every((each, at) => narrower(each, type.parameters?.[at] ?? ANY)) && narrower(type.result, other.result);
	}
	return type.kind === other.kind;
}

/**
 * A value where a type is asked (§10.3.2.9.4): itself, a list of it, the only item of it, midnight of a date; undefined when it fits in no way.
 */
export function coerce(value: FeelValue, type: FeelType, meter: Meter): FeelValue | undefined {
	if (conforms(value, type, meter)) return value;
	const [only] = isList(value) && value.length === 1 ? value : [];
	if (only !== undefined && conforms(only, type, meter)) return only;
	if (!isList(value) && conforms([value], type, meter)) return [value];
	return undefined;
}
