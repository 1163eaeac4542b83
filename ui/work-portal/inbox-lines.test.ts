import { describe, it } from "vitest";
import { nextAfter, takeChange, taskIdOf } from "./inbox-lines.ts";
import type { InboxTask } from "./work-api.ts";

function line(caseId: string, title = caseId): InboxTask {
	return {
		caseId,
		task: 1,
		elementId: "review",
		name: "Review",
		title,
		createdAt: 0,
		dueAt: null,
		atRiskAt: null,
		assigneeId: null,
		assigneeName: null,
		number: caseId,
		caseTitle: caseId,
		process: "Loan",
		incidents: 0,
	};
}

describe("a live change of the inbox", () => {
	it("updates a known line where it stands", ({ expect }) => {
		const { lines, arrived } = takeChange([line("a"), line("b")], { changed: [line("b", "B!")], removed: [] }, undefined);
		expect(lines.map((each) => each.title)).toEqual(["a", "B!"]);
		expect(arrived).toEqual([]);
	});

	it("does not insert a new line, but says that it arrived", ({ expect }) => {
		const { lines, arrived } = takeChange([line("a")], { changed: [line("c")], removed: [] }, undefined);
		expect(lines.map(taskIdOf)).toEqual(["a.1"]);
		expect(arrived).toEqual(["c.1"]);
	});

	it("takes a removed line away", ({ expect }) => {
		expect(takeChange([line("a"), line("b")], { changed: [], removed: ["a.1"] }, undefined).lines.map(taskIdOf)).toEqual(["b.1"]);
	});

	it("keeps the open task in sight when someone else finished it", ({ expect }) => {
		expect(takeChange([line("a")], { changed: [], removed: ["a.1"] }, "a.1").lines.map(taskIdOf)).toEqual(["a.1"]);
	});
});

describe("the task that opens next", () => {
	it("is the one below", ({ expect }) => {
		expect(nextAfter([line("a"), line("b"), line("c")], "b.1")).toBe("c.1");
	});

	it("is the one above at the end of the list", ({ expect }) => {
		expect(nextAfter([line("a"), line("b")], "b.1")).toBe("a.1");
	});

	it("is none when the inbox is done", ({ expect }) => {
		expect(nextAfter([line("a")], "a.1")).toBeUndefined();
	});
});
