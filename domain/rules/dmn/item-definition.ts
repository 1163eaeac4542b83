import { compileCell, type Surroundings } from "../feel/expression.ts";
import { ANY, builtInType, type FeelType } from "../feel/type.ts";
import type { Meter } from "../feel/meter.ts";
import { record } from "../feel/value.ts";
import { child, children, textIn, type Element } from "./xml.ts";

/** Item definitions (DMN 1.5 §7.3.3) as types of FEEL, by name. */
export function itemTypes(definitions: Element, around: Surroundings): (name: string) => FeelType | undefined {
	const elements = new Map(children(definitions, "itemDefinition").map((each) => [each.attributes["name"] ?? "", each]));
	const made = new Map<string, FeelType>();
	const find = (name: string): FeelType | undefined => {
		const known = made.get(name);
		if (known !== undefined) return known;
		const element = elements.get(name);
		if (element === undefined) return around.type(name) ?? builtInType(name);
		// A definition that names itself finds this and is looked up when a value is there.
		made.set(name, { kind: "named", find: () => made.get(name) ?? ANY });
		const type = itemType(element, find, around);
		made.set(name, type);
		return type;
	};
	return find;
}

function itemType(element: Element, find: (name: string) => FeelType | undefined, around: Surroundings): FeelType {
	const collection = element.attributes["isCollection"] === "true";
	const base = baseType(element, find, around);
	const inner = restricted(base, textIn(child(element, "allowedValues"), "text"), find, around, false);
	const type: FeelType = collection ? { kind: "list", item: inner } : inner;
	return restricted(type, textIn(child(element, "typeConstraint"), "text"), find, around, true);
}

function baseType(element: Element, find: (name: string) => FeelType | undefined, around: Surroundings): FeelType {
	const components = children(element, "itemComponent");
	if (components.length > 0)
		return { kind: "context", fields: new Map(components.map((each) => [each.attributes["name"] ?? "", itemType(each, find, around)])) };
	const item = child(element, "functionItem");
	if (item !== undefined) {
		const typeOf = (name: string | undefined): FeelType => (name === undefined ? ANY : (find(plain(name)) ?? ANY));
		return {
			kind: "function",
			parameters: children(item, "parameters").map((each) => typeOf(each.attributes["typeRef"])),
			result: typeOf(item.attributes["outputTypeRef"]),
		};
	}
	const name = textIn(element, "typeRef");
	return name === undefined ? ANY : (find(plain(name)) ?? ANY);
}

/** A type's name without the prefix that older files write (`feel:string`). */
export function plain(name: string): string {
	return name.replace(/^(?:feel|kie|sample|[a-z]+\d*):/, "");
}

function restricted(
	base: FeelType,
	source: string | undefined,
	find: (name: string) => FeelType | undefined,
	around: Surroundings,
	whole: boolean,
): FeelType {
	if (source === undefined || source === "") return base;
	const test = compileCell(source, { ...around, type: find });
	if (typeof test !== "function") return base;
	const allows = (value: Parameters<typeof test>[0], meter: Meter): boolean =>
		test(value, { names: record([]), outer: null, meter }) === true;
	return { kind: "restricted", base, allows, whole };
}
