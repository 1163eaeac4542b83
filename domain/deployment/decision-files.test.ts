import { describe, it } from "vitest";
import { automation as automate } from "../../test/engine/trial.ts";
import type { Automation, DecisionFile } from "./automation.ts";
import { importersOf, renameDecisionFile } from "./decision-files.ts";

function file(name: string, ...imports: readonly string[]): DecisionFile {
	return {
		name,
		dmn: `<definitions namespace="urn:${name}">${imports.map((each) => `<import name="${each}" namespace="urn:${each}"/>`).join("")}</definitions>`,
	};
}

function automation(decisions: readonly DecisionFile[]): Automation {
	const elements = {
		A: { decisionRef: { file: "Fees", decision: "Fee", result: "fee" } },
		B: { decisionRef: { file: "Limits", decision: "Limit", result: "limit" } },
		C: { title: '"Fees"' },
	};
	return { ...automate(elements), decisions: [...decisions] };
}

describe("a DMN file that is renamed", () => {
	it("is found by the tasks that decide by it, and by the files that import it", ({ expect }) => {
		const renamed = renameDecisionFile(automation([file("Fees"), file("Limits", "Fees")]), "Fees", "Prices");
		expect(renamed.decisions?.map((each) => each.name)).toEqual(["Prices", "Limits"]);
		expect(renamed.elements["A"]?.decisionRef).toEqual({ file: "Prices", decision: "Fee", result: "fee" });
		expect(renamed.elements["B"]?.decisionRef?.file).toBe("Limits");
		expect(renamed.elements["C"]).toEqual({ title: '"Fees"' });
		expect(importersOf(renamed.decisions ?? [], "Prices")).toEqual(["Limits"]);
	});
});

describe("the importers of a DMN file", () => {
	it("are the files that would miss it", ({ expect }) => {
		const files = [file("Fees"), file("Limits", "Fees"), file("All", "Fees", "Limits"), { name: "Page", dmn: "<html/>" }];
		expect(importersOf(files, "Fees")).toEqual(["Limits", "All"]);
		expect(importersOf(files, "All")).toEqual([]);
		expect(importersOf(files, "Page")).toEqual([]);
		expect(importersOf(files, "none")).toEqual([]);
	});
});
