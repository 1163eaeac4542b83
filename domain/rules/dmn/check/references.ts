import { ELEMENTS } from "../elements.ts";
import { wrong, type Reporting } from "../finding.ts";
import type { RequirementGraph } from "../requirement-graph.ts";
import { namespaceOf, type Library } from "../library.ts";
import { children, type Element } from "../xml.ts";

const SERVICE_PARTS = new Set(["outputDecision", "encapsulatedDecision", "inputDecision", "inputData"]);
const REQUIREMENTS = new Set(["informationRequirement", "knowledgeRequirement"]);

/** Imports of files that are not there, and references to elements that are not. */
export function checkReferences(
	file: Element,
	library: Library,
	graph: RequirementGraph,
	reporting: (element: Element) => Reporting,
): void {
	for (const each of children(file, "import")) {
		const namespace = each.attributes["namespace"] ?? "";
		if (!/dmn/i.test(each.attributes["importType"] ?? "dmn")) {
			wrong(
				reporting(each),
				"dmn.import_kind",
				`The import is of the kind "${each.attributes["importType"] ?? ""}", and only DMN is imported.`,
			);
			continue;
		}
		if (!library.files.some((other) => other !== file && namespaceOf(other) === namespace))
			wrong(reporting(each), "dmn.import_missing", `The file imports "${namespace}", and no other file has that namespace.`);
	}
	for (const element of file.children)
		if (ELEMENTS.has(element.name))
			for (const href of referencesOf(element))
				if (graph.reference(href) === undefined)
					wrong(reporting(element), "dmn.reference_unknown", `It requires "${href}", and there is no such element.`);
}

function referencesOf(element: Element): readonly string[] {
	return element.children.flatMap((each) => {
		const found = SERVICE_PARTS.has(each.name)
			? [each]
			: REQUIREMENTS.has(each.name)
				? each.children.filter((inner) => "href" in inner.attributes)
				: [];
		return found.map((inner) => inner.attributes["href"] ?? "");
	});
}
