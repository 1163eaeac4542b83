import type { FeelType } from "../feel/type.ts";
import { wrong, type Reporting } from "./finding.ts";
import type { Element } from "./xml.ts";

/** What types there are, and who hears of one that there is not. */
export interface Types extends Reporting {
	readonly type: (name: string) => FeelType | undefined;
}

/** The type that an element asks of its value (`typeRef`). */
export function typeOf(element: Element | undefined, types: Types): FeelType | null {
	return typeNamed(element?.attributes["typeRef"], types);
}

/** Null without a name, and for one that is unknown. */
export function typeNamed(name: string | undefined, types: Types): FeelType | null {
	if (name === undefined || name === "") return null;
	const type = types.type(plain(name)) ?? types.type(name);
	if (type === undefined) wrong(types, "dmn.type_unknown", `There is no type "${name}".`);
	return type ?? null;
}

/** A type's name without the prefix that older files write (`feel:string`). */
function plain(name: string): string {
	return name.replace(/^(?:feel|kie|sample|[a-z]+\d*):/, "");
}
