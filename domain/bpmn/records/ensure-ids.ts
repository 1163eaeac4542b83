import type { ModdleElement } from "bpmn-moddle";
import { ownValue } from "./read.ts";
import { isElement, isEmbedded } from "./record.ts";

/** An XML NCName as files of real tools carry them; a record's key is one. */
export const NC_NAME = /^[\p{L}_][\p{L}\p{N}\p{M}._\-·]{0,199}$/u;

/**
 * Gives an id to everything that may carry one and gets a record. Done once, by the server, when a file is imported: two
 * clients that did it would name the same element differently. Also renames what is no NCName or used twice, and answers
 * what was renamed.
 */
export function ensureIds(definitions: ModdleElement): readonly string[] {
	const taken = new Set<string>();
	const renamed: string[] = [];
	const nameless: ModdleElement[] = [];
	const seen = new Set<ModdleElement>();
	const walk = (element: ModdleElement): void => {
		if (seen.has(element) || element.$descriptor.isGeneric === true) return;
		seen.add(element);
		const id = element.id;
		if (typeof id === "string" && NC_NAME.test(id) && !taken.has(id)) taken.add(id);
		else if (typeof id === "string") {
			renamed.push(id);
			nameless.push(element);
		} else if (wantsId(element)) nameless.push(element);
		for (const property of element.$descriptor.properties) {
			if (property.isReference === true) continue;
			const value = ownValue(element, property);
			for (const child of Array.isArray(value) ? value : [value]) if (isElement(child)) walk(child);
		}
	};
	walk(definitions);
	let next = 1;
	for (const element of nameless) {
		const kind = element.$type.split(":")[1] ?? "Element";
		while (taken.has(`${kind}_${next}`)) next++;
		taken.add(`${kind}_${next}`);
		element.set("id", `${kind}_${next}`);
	}
	return renamed;
}

function wantsId(element: ModdleElement): boolean {
	if (element.$descriptor.propertiesByName["id"] === undefined) return false;
	// Asked as if it had an id already: embedded kinds never need one.
	element.set("id", "x");
	const embedded = isEmbedded(element);
	element.set("id", undefined);
	return !embedded;
}
