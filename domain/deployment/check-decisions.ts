import type { Finding } from "../problem.ts";
import { checkModel } from "../rules/dmn/check-model.ts";
import { importedNamespaces } from "../rules/dmn/imports.ts";
import type { Automation } from "./automation.ts";

/** A finding in a DMN file; `at` is the task that decides by it, where there is one. */
export interface DecisionFinding extends Finding {
	readonly dmn: {
		readonly file: string;
		/** Id, or name, of the element in the file; empty for the file as a whole. */
		readonly element: string;
		/** Where in the element: `rule 3, input 2`. */
		readonly place: string;
		/** Character of the text, from one. */
		readonly position: number | null;
	};
}

/**
 * What is wrong in the DMN files of a project. In a file that no task decides by, and none of those imports, it is a warning at most.
 * Codes: `decision.file_twice` and those of `checkModel`.
 */
export function checkDecisions(automation: Automation): readonly DecisionFinding[] {
	const files = automation.decisions ?? [];
	const users = new Map<string, string>();
	for (const [id, own] of Object.entries(automation.elements))
		if (own.decisionRef !== undefined && !users.has(own.decisionRef.file)) users.set(own.decisionRef.file, id);
	const used = usedFiles(files, new Set(users.keys()));
	return files.flatMap((file, index) => {
		const at = users.get(file.name);
		const twice = files.findIndex((each) => each.name === file.name) < index;
		const found: DecisionFinding[] = twice
			? [
					{
						severity: "error",
						code: "decision.file_twice",
						detail: `Two DMN files are called "${file.name}". Rename one.`,
						dmn: { file: file.name, element: "", place: "", position: null },
					},
				]
			: [];
		const others = files.filter((each) => each !== file).map((each) => each.dmn);
		for (const { severity, code, detail, at: element, place, position } of checkModel(file.dmn, others))
			found.push({
				severity: used.has(file.name) ? severity : "warning",
				code,
				detail: `${file.name}: ${detail}`,
				...(at !== undefined && { at }),
				dmn: { file: file.name, element: element ?? "", place, position },
			});
		return found;
	});
}

/** Names of the files that are decided by, with those that they import. */
function usedFiles(files: NonNullable<Automation["decisions"]>, asked: ReadonlySet<string>): ReadonlySet<string> {
	const known = files.map((file) => ({ name: file.name, ...importedNamespaces(file.dmn) }));
	const used = new Set(asked);
	for (let before = -1; before !== used.size;) {
		before = used.size;
		const wanted = new Set(known.filter((each) => used.has(each.name)).flatMap((each) => each.imports));
		for (const each of known) if (each.namespace !== null && wanted.has(each.namespace)) used.add(each.name);
	}
	return used;
}
