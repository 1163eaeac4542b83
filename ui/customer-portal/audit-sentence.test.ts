import { describe, it } from "vitest";
import { auditSentence } from "./audit-sentence.ts";

const row = (action: string, detail: object, outcome: "done" | "refused" = "done") => ({ action, outcome, detail: JSON.stringify(detail) });

describe("an act in words", () => {
	it("names role, place and person", ({ expect }) => {
		const detail = { role: "model-owner", to: "Bo", toKind: "person", on: ["Acme", "Modeler", "Hiring"], until: null };
		expect(auditSentence(row("grant.give", detail))).toBe("gave Model owner on Acme › Modeler › Hiring to Bo");
		expect(auditSentence(row("grant.give", detail, "refused"))).toBe(
			"tried and was refused: gave Model owner on Acme › Modeler › Hiring to Bo",
		);
	});

	it("tells of packages and parameters as of people", ({ expect }) => {
		expect(auditSentence(row("package.activate", { name: "Loan", version: 3, package: "pkg_1" }))).toBe("activated the package Loan 3");
		expect(auditSentence(row("parameter.set", { name: "limit", before: 1, after: 2 }))).toBe("set the parameter limit");
	});

	it("says what was refused by its action, and an unknown act by its name and facts", ({ expect }) => {
		expect(auditSentence(row("company.people", { level: "company" }, "refused"))).toBe(
			"tried to invite and deactivate people and was refused",
		);
		expect(auditSentence(row("something.new", { size: 3 }))).toBe("something.new: size 3");
		expect(auditSentence({ action: "something.new", outcome: "done", detail: '{"cut' })).toBe("something.new");
	});
});
