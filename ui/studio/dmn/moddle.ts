import { DmnModdle, type Parsed } from "dmn-moddle";
import di from "dmn-moddle/resources/dmn/json/di.json";
import dmn13 from "dmn-moddle/resources/dmn/json/dmn13.json";
import dmndi13 from "dmn-moddle/resources/dmn/json/dmndi13.json";
import { fromEdited, toEdited } from "./versions.ts";

const own = (name: string, type: string): object => ({ name, type, xml: { serialize: "property" } });
const attribute = (name: string, type = "String"): object => ({ name, type, isAttr: true });

/** Boxed expressions of DMN 1.4 and what DMN 1.5 adds to types, as dmn-moddle would say them (DMN 1.5 §10.2.2.7 to §10.2.2.9, §7.3.3). */
const LATER = [
	{ name: "ChildExpression", superClass: ["DMNElement"], properties: [attribute("typeRef"), { name: "value", type: "Expression" }] },
	{
		name: "Conditional",
		superClass: ["Expression"],
		properties: [own("if", "ChildExpression"), own("then", "ChildExpression"), own("else", "ChildExpression")],
	},
	{ name: "Filter", superClass: ["Expression"], properties: [own("in", "ChildExpression"), own("match", "ChildExpression")] },
	{
		name: "For",
		superClass: ["Expression"],
		properties: [attribute("iteratorVariable"), own("in", "ChildExpression"), own("return", "ChildExpression")],
	},
	...["Every", "Some"].map((name) => ({
		name,
		superClass: ["Expression"],
		properties: [attribute("iteratorVariable"), own("in", "ChildExpression"), own("satisfies", "ChildExpression")],
	})),
	{ name: "Group", superClass: ["Artifact"], properties: [attribute("name")] },
];

/** Properties that a later version gave to types that dmn-moddle knows. */
const ADDED: Readonly<Record<string, readonly object[]>> = { ItemDefinition: [own("typeConstraint", "UnaryTests")] };

/** dmn-moddle reads the style that shapes share, and does not write it. */
function withSharedStyle<Package extends { readonly types: readonly { readonly properties?: readonly { readonly name: string }[] }[] }>(
	language: Package,
): object {
	const types = language.types.map(({ properties = [], ...type }) => ({
		...type,
		properties: properties.map((each) => (each.name === "sharedStyle" ? { ...each, isVirtual: false, isAttr: true } : each)),
	}));
	return { ...language, types };
}

/** `moddleExtensions` of dmn-js: DMN with what dmn-moddle does not know of it, so that it is kept. */
export const LANGUAGE: Readonly<Record<string, object>> = {
	di: withSharedStyle(di),
	dmndi: withSharedStyle(dmndi13),
	dmn: {
		...dmn13,
		types: [...dmn13.types.map((type) => ({ ...type, properties: [...type.properties, ...(ADDED[type.name] ?? [])] })), ...LATER],
	},
};

/**
 * References to elements of other files, which dmn-moddle can not resolve and would leave out: `begin` puts them in for the time of
 * writing, `end` takes them out again.
 */
export function foreignReferences(parsed: Pick<Parsed, "references" | "elementsById">): { begin: () => void; end: () => void } {
	const foreign = parsed.references.filter(
		({ id, element, property }) => parsed.elementsById[id] === undefined && element.get(property) === undefined,
	);
	let put: typeof foreign = [];
	return {
		begin: () => {
			put = foreign.filter(({ element, property }) => element.get(property) === undefined);
			for (const { element, property, id } of put) element.set(property, { id });
		},
		end: () => {
			for (const { element, property } of put) element.set(property, undefined);
		},
	};
}

/** A file as the editor would write it that changed nothing. Rejects when it can not be read. */
export async function rewrite(dmn: string): Promise<string> {
	const moddle = new DmnModdle(LANGUAGE);
	const edited = toEdited(dmn);
	const parsed = await moddle.fromXML(edited.dmn, "dmn:Definitions");
	foreignReferences(parsed).begin();
	const { xml } = await moddle.toXML(parsed.rootElement, { format: true });
	return fromEdited(xml, edited.version);
}
