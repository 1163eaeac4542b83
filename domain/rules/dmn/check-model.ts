import { checkCycles } from "./check/cycles.ts";
import { checkDuplicates } from "./check/duplicates.ts";
import { checkReferences } from "./check/references.ts";
import { checkLanguage } from "./around.ts";
import type { DmnFinding } from "./finding.ts";
import { Library } from "./library.ts";
import { graphOf } from "./model.ts";
import type { Element } from "./xml.ts";

/** Findings of one file that are told; a file of nothing but mistakes needs no more. */
const MOST = 200;

/**
 * What is wrong in a DMN file, with the files that it may import: every text of it is compiled. An error gives null, whatever the data,
 * where it stands; a warning may. Codes: those of FEEL's texts, and `dmn.*` for what the file itself says.
 */
export function checkModel(xml: string, imported: readonly string[] = []): readonly DmnFinding[] {
	const library = Library.read(xml, imported);
	if (!library.ok) return [{ severity: "error", ...library.error, element: "", place: "", position: null }];
	const { main } = library.value;
	const findings: DmnFinding[] = [];
	const graph = graphOf(
		library.value,
		() => {},
		(finding) => {
			if (findings.length < MOST) findings.push(finding);
		},
	);
	const reporting = (element: Element): ReturnType<typeof graph.reporting> => graph.reporting(element);
	checkLanguage(main, reporting(main));
	checkReferences(main, library.value, graph, reporting);
	checkDuplicates(main, reporting);
	checkCycles(main, reporting);
	graph.checkAll();
	return findings;
}
