import { compileCell } from "../feel/expression.ts";
import { refusalText } from "../feel/refusal.ts";
import { ANY, builtInType, type FeelType } from "../feel/type.ts";
import type { Meter } from "../feel/meter.ts";
import { record } from "../feel/value.ts";
import { inPlace, UNHEARD, wrong, type Report } from "./finding.ts";
import { typeNamed, typeOf, type Types } from "./type-ref.ts";
import { child, children, textIn, type Element } from "./xml.ts";

/**
 * Item definitions (DMN 1.5 §7.3.3) as types of FEEL, by name. `others` has types of other files; `report` says who hears what is wrong
 * with a definition.
 */
export function itemTypes(
	definitions: Element,
	others: (name: string) => FeelType | undefined,
	report: ((element: Element) => Report) | null,
): (name: string) => FeelType | undefined {
	const elements = new Map(children(definitions, "itemDefinition").map((each) => [each.attributes["name"] ?? "", each]));
	const made = new Map<string, FeelType>();
	const find = (name: string): FeelType | undefined => {
		const known = made.get(name);
		if (known !== undefined) return known;
		const element = elements.get(name);
		if (element === undefined) return others(name) ?? builtInType(name);
		// A definition that names itself finds this and is looked up when a value is there.
		made.set(name, { kind: "named", find: () => made.get(name) ?? ANY });
		const type = itemType(element, { ...UNHEARD, report: report?.(element) ?? null, type: find });
		made.set(name, type);
		return type;
	};
	return find;
}

function itemType(element: Element, types: Types): FeelType {
	const collection = element.attributes["isCollection"] === "true";
	const inner = restricted(
		baseType(element, types),
		textIn(child(element, "allowedValues"), "text"),
		inPlace(types, "allowed values"),
		false,
	);
	const type: FeelType = collection ? { kind: "list", item: inner } : inner;
	return restricted(type, textIn(child(element, "typeConstraint"), "text"), inPlace(types, "type constraint"), true);
}

function baseType(element: Element, types: Types): FeelType {
	const components = children(element, "itemComponent");
	if (components.length > 0) {
		const fields = new Map<string, FeelType>();
		for (const each of components) {
			const name = each.attributes["name"] ?? "";
			const within = inPlace(types, `component "${name}"`);
			if (fields.has(name)) wrong(within, "dmn.name_twice", "Two components have this name.");
			fields.set(name, itemType(each, within));
		}
		return { kind: "context", fields };
	}
	const item = child(element, "functionItem");
	if (item !== undefined)
		return {
			kind: "function",
			parameters: children(item, "parameters").map((each) => typeOf(each, types) ?? ANY),
			result: typeNamed(item.attributes["outputTypeRef"], types) ?? ANY,
		};
	return typeNamed(textIn(element, "typeRef"), types) ?? ANY;
}

function restricted(base: FeelType, source: string | undefined, types: Types, whole: boolean): FeelType {
	if (source === undefined || source === "") return base;
	const test = compileCell(source, { names: {}, type: types.type });
	if (typeof test !== "function") {
		wrong(types, ...refusalText(test, source), test.reason === "syntax" ? test.at + 1 : null);
		return base;
	}
	const allows = (value: Parameters<typeof test>[0], meter: Meter): boolean =>
		test(value, { names: record([]), outer: null, meter }) === true;
	return { kind: "restricted", base, allows, whole };
}
