import { isObject } from "../data/paths.ts";

/** Deeper documents are no package of ours, and would cost the stack. */
const MAX_DEPTH = 64;

/**
 * The one text of a JSON value (RFC 8785, JSON Canonicalization Scheme): names sorted by UTF-16 code units, no white space,
 * numbers and texts as ECMAScript writes them. Members that are `undefined` are left out. `undefined` for what is no JSON.
 */
export function canonicalJson(value: unknown, depth = 0): string | undefined {
	if (depth > MAX_DEPTH) return undefined;
	if (value === null || typeof value === "boolean") return String(value);
	if (typeof value === "string") return value.isWellFormed() ? JSON.stringify(value) : undefined;
	if (typeof value === "number") return Number.isFinite(value) ? JSON.stringify(value) : undefined;
	if (Array.isArray(value)) {
		const items = (value as readonly unknown[]).map((each) => canonicalJson(each, depth + 1));
		return items.includes(undefined) ? undefined : `[${items.join(",")}]`;
	}
	if (!isObject(value)) return undefined;
	const members: string[] = [];
	for (const name of Object.keys(value).toSorted(byCodeUnits)) {
		if (value[name] === undefined) continue;
		const text = canonicalJson(value[name], depth + 1);
		if (text === undefined || !name.isWellFormed()) return undefined;
		members.push(`${JSON.stringify(name)}:${text}`);
	}
	return `{${members.join(",")}}`;
}

function byCodeUnits(left: string, right: string): number {
	return left < right ? -1 : left > right ? 1 : 0;
}
