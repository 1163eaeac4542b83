import type { Meter } from "./meter.ts";
import { isRecord, type FeelRecord, type FeelValue } from "./value.ts";

/** Names and their values, inside others that it hides. */
export interface Scope {
	readonly names: FeelRecord;
	readonly outer: Scope | null;
	readonly meter: Meter;
}

export function inside(scope: Scope, names: FeelRecord): Scope {
	return { names, outer: scope, meter: scope.meter };
}

/** The value of a name; undefined when nothing is called that. */
export function lookUp(scope: Scope, name: string): FeelValue | undefined {
	for (let at: Scope | null = scope; at !== null; at = at.outer) {
		if (Object.hasOwn(at.names, name)) return at.names[name] ?? null;
	}
	if (PLAIN.test(name)) return undefined;
	const wanted = normal(name);
	for (let at: Scope | null = scope; at !== null; at = at.outer) {
		const found = loosely(at.names, wanted, scope.meter);
		if (found !== undefined) return found;
	}
	return undefined;
}

/** The entry of a context; null when it has none of that name. */
export function entryOf(value: FeelValue, name: string, meter: Meter): FeelValue {
	if (!isRecord(value)) return null;
	if (Object.hasOwn(value, name)) return value[name] ?? null;
	return PLAIN.test(name) ? null : (loosely(value, normal(name), meter) ?? null);
}

const PLAIN = /^\w+$/;

/** Names are the same whatever space is around their signs (DMN 1.5 §10.3.1.2, rule 27). */
export function normal(name: string): string {
	return name
		.replace(/\s+/g, " ")
		.replace(/ ?([^\p{L}\p{N}_ ]) ?/gu, "$1")
		.trim();
}

function loosely(names: FeelRecord, wanted: string, meter: Meter): FeelValue | undefined {
	meter.burn(Object.keys(names).length);
	for (const name of Object.keys(names)) if (normal(name) === wanted) return names[name] ?? null;
	return undefined;
}
