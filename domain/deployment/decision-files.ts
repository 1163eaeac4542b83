import { importedNamespaces } from "../rules/dmn/imports.ts";
import type { Automation, DecisionFile } from "./automation.ts";

/** The same with a DMN file renamed: the tasks that decide by it go along. Files import each other by namespace, so imports stay. */
export function renameDecisionFile(automation: Automation, before: string, after: string): Automation {
	const { decisions } = automation;
	if (decisions === undefined) return automation;
	return {
		...automation,
		decisions: decisions.map((each) => (each.name === before ? { ...each, name: after } : each)),
		elements: Object.fromEntries(
			Object.entries(automation.elements).map(([id, own]) => [
				id,
				own.decisionRef?.file === before ? { ...own, decisionRef: { ...own.decisionRef, file: after } } : own,
			]),
		),
	};
}

/** Names of the files that import a file, and would miss it. */
export function importersOf(files: readonly DecisionFile[], name: string): readonly string[] {
	const file = files.find((each) => each.name === name);
	const namespace = file === undefined ? null : importedNamespaces(file.dmn).namespace;
	if (namespace === null) return [];
	return files.filter((each) => each.name !== name && importedNamespaces(each.dmn).imports.includes(namespace)).map((each) => each.name);
}
