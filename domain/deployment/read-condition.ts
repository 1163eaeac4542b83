import type { Attribute } from "../data/model.ts";

/** One comparison of a condition, in FEEL: what it says of the type of an attribute. */
export interface Compared {
	/** A dotted path of attribute names. */
	readonly path: string;
	readonly type: Attribute["type"];
	/** For a choice: the value compared with. */
	readonly value?: string;
}

const PATH = "([a-z][A-Za-z0-9]*(?:\\.[a-z][A-Za-z0-9]*)*)";
const COMPARISON = new RegExp(`^${PATH}\\s*(<=|>=|!=|=|<|>)\\s*(?:"([^"]*)"|(-?\\d+(?:\\.\\d+)?)|(true|false))$`);
const FLAG = new RegExp(`^(?:not\\(\\s*)?${PATH}\\s*\\)?$`);

/**
 * Reads a condition that compares attributes with plain values, joined by `and` and `or`. `undefined` for all else: an
 * expression of another language, a function, a calculation. Some tools write FEEL with a leading `=`; `source` is without it.
 */
export function readCondition(text: string): { readonly source: string; readonly compared: readonly Compared[] } | undefined {
	const source = text.trim().replace(/^=\s*/, "");
	const compared: Compared[] = [];
	for (const part of source.split(/\s+(?:and|or)\s+/)) {
		const term = part.trim();
		const comparison = COMPARISON.exec(term);
		const flag = comparison === null ? FLAG.exec(term) : null;
		const path = comparison?.[1] ?? flag?.[1];
		if (path === undefined || ["true", "false", "null"].includes(path) || path.split(".").length > 4) return undefined;
		if (term.startsWith("not(") !== term.endsWith(")")) return undefined;
		if (comparison?.[3] !== undefined) compared.push({ path, type: "choice", value: comparison[3] });
		else compared.push({ path, type: comparison?.[4] !== undefined ? "number" : "boolean" });
	}
	return { source, compared };
}
