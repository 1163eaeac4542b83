import type { Value } from "./model.ts";

export type Values = { readonly [name: string]: Value };

/** A JSON object, and not a list or null. */
export function isObject(value: unknown): value is { readonly [name: string]: unknown } {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a dotted path; `undefined` where there is none. Looks at own names alone, so no prototype answers. */
export function valueAt(values: Values, path: string): Value | undefined {
	let at: Value | undefined = values;
	for (const name of path.split(".")) {
		if (at === undefined || !isObject(at) || !Object.hasOwn(at, name)) return undefined;
		at = (at as Values)[name];
	}
	return at;
}

/** A copy of `values` with one path set; objects on the way are made where there are none. */
export function withValueAt(values: Values, path: string, value: Value): Values {
	const dot = path.indexOf(".");
	const name = dot === -1 ? path : path.slice(0, dot);
	if (dot === -1) return { ...values, [name]: value };
	const inner = Object.hasOwn(values, name) ? values[name] : undefined;
	const below: Values = inner !== undefined && isObject(inner) ? (inner as Values) : {};
	return { ...values, [name]: withValueAt(below, path.slice(dot + 1), value) };
}

/** `values` with every change made, in order of the paths' names: a group is set before what lies in it. */
export function withChanges(values: Values, changes: Values): Values {
	let result = values;
	for (const path of Object.keys(changes).toSorted()) {
		const change = changes[path];
		if (change !== undefined) result = withValueAt(result, path, change);
	}
	return result;
}

/** What changes by path make of the case's variables: each touched top-level variable, whole. */
export function changedVariables(values: Values, changes: Values): Values {
	const after = withChanges(values, changes);
	const touched: Record<string, Value> = {};
	for (const path of Object.keys(changes)) {
		const name = path.split(".")[0] ?? path;
		const now = after[name];
		if (now !== undefined) touched[name] = now;
	}
	return touched;
}
