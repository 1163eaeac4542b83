import { describe, it } from "vitest";
import { automation as automate } from "../../test/engine/trial.ts";
import type { Automation } from "./automation.ts";
import { checkAutomation } from "./check-automation.ts";
import { checkDecisions } from "./check-decisions.ts";
import { checkPackage } from "./check-package.ts";

const MODEL = "https://www.omg.org/spec/DMN/20230324/MODEL/";

function file(namespace: string, source: string, imports = ""): string {
	return `<definitions xmlns="${MODEL}" namespace="${namespace}" name="m">${imports}<decision id="d" name="Fee"><variable name="Fee"/><literalExpression><text>${source}</text></literalExpression></decision></definitions>`;
}

function automation(decisions: Automation["decisions"], uses = ""): Automation {
	const elements = uses === "" ? {} : { Decide: { decisionRef: { file: uses, decision: "Fee", result: "fee" } } };
	return { ...automate(elements), decisions };
}

function told(decisions: Automation["decisions"], uses = ""): readonly string[] {
	return checkDecisions(automation(decisions, uses)).map(({ severity, code, at, dmn }) =>
		`${severity} ${code} ${dmn.file} ${at ?? ""}`.trim(),
	);
}

describe("the DMN files of a project", () => {
	const broken = { name: "Broken", dmn: file("urn:broken", "1 +") };
	const right = { name: "Right", dmn: file("urn:right", "1") };
	const importing = {
		name: "Importing",
		dmn: file("urn:importing", "1", `<import name="b" namespace="urn:broken" importType="${MODEL}"/>`),
	};

	it("are checked wholly where a task decides by them, also through others, and without blocking where none does", ({ expect }) => {
		expect(told([right, broken], "Right")).toEqual(["warning feel.syntax Broken"]);
		expect(told([right, broken], "Broken")).toEqual(["error feel.syntax Broken Decide"]);
		expect(told([importing, broken], "Importing")).toEqual(["error feel.syntax Broken"]);
		expect(told([right], "Right")).toEqual([]);
	});

	it("have names of their own, and one that is no DMN spoils no other", ({ expect }) => {
		expect(told([right, right], "Right")).toEqual(["error decision.file_twice Right"]);
		expect(told([right, { name: "Page", dmn: "<html/>" }], "Right")).toEqual(["warning dmn.xml Page"]);
	});

	it("say where: in Studio at the rules and in the file, and in the check of a package", ({ expect }) => {
		const project = automation([broken], "Broken");
		const { findings } = checkAutomation(project, [], 0);
		expect(findings.find((each) => each.code === "feel.syntax")).toEqual({
			step: "rules",
			severity: "error",
			code: "feel.syntax",
			detail: 'Broken: "Fee": The expression is not complete (character 4).',
			at: "Decide",
			dmn: { file: "Broken", element: "d", place: "", position: 4 },
		});
		const report = checkPackage({
			package: { elements: [], automation: project },
			processIds: ["P"],
			compileProblems: [],
			parameters: new Map(),
			roles: new Map(),
			groups: new Map(),
			stage: "production",
			running: undefined,
		});
		expect(report).toMatchObject([{ severity: "error", code: "feel.syntax", at: "Decide" }]);
	});
});
