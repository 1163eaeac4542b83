import { child, type Element, readXml } from "../../../domain/rules/dmn/xml.ts";

/** What of a DMN file can be opened by itself. */
export interface Entry {
	/** Its id; its name where the file gives it none. */
	readonly id: string;
	readonly name: string;
	readonly kind: "decision" | "businessKnowledgeModel" | "decisionService";
	/** The expression that decides; a service has none, and a decision may be without. */
	readonly logic: Element | undefined;
	/** Parameters of a function. */
	readonly parameters: readonly string[];
	readonly element: Element;
}

const KINDS: readonly string[] = ["decision", "businessKnowledgeModel", "decisionService"];
/** Expressions by their elements. */
const LOGIC_WORDS: Readonly<Record<string, string>> = {
	decisionTable: "Decision table",
	literalExpression: "Expression",
	context: "Context",
	list: "List",
	relation: "Relation",
	invocation: "Invocation",
	conditional: "Conditional",
	filter: "Filter",
	for: "Loop",
	some: "“Some”",
	every: "“Every”",
	functionDefinition: "Function",
};

/** The decisions, functions and services of a file, in its order; nothing where it is no DMN file. */
export function outlineOf(dmn: string): readonly Entry[] {
	return (readXml(dmn)?.children ?? [])
		.filter((each) => KINDS.includes(each.name))
		.map((element) => {
			const name = element.attributes["name"] ?? "";
			const body = element.name === "businessKnowledgeModel" ? child(element, "encapsulatedLogic") : element;
			return {
				id: element.attributes["id"] ?? name,
				name,
				kind: element.name as Entry["kind"],
				logic: element.name === "decisionService" ? undefined : body?.children.find((each) => Object.hasOwn(LOGIC_WORDS, each.name)),
				parameters: (body?.children ?? []).filter((each) => each.name === "formalParameter").map((each) => each.attributes["name"] ?? ""),
				element,
			};
		});
}

/** Names of all elements of a file: no two may have one. */
export function namesIn(dmn: string): ReadonlySet<string> {
	return new Set((readXml(dmn)?.children ?? []).map((each) => each.attributes["name"] ?? ""));
}

/** What kind of thing an entry is, in DMN's words. */
export function kindWords(entry: Entry): string {
	if (entry.kind === "decisionService") return "Decision service";
	if (entry.kind === "businessKnowledgeModel") return "Function";
	return entry.logic === undefined ? "No logic yet" : (LOGIC_WORDS[entry.logic.name] ?? entry.logic.name);
}
