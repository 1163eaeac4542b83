import { describe, it } from "vitest";
import { caseMarks } from "./case-marks.ts";

describe("the marks of a case's diagram", () => {
	it("shows an element that is done and active again as active", ({ expect }) => {
		expect(caseMarks({ done: ["review", "flow1"], active: ["review"], incident: [] })).toEqual({
			review: { state: "active" },
			flow1: { state: "done" },
		});
	});

	it("counts tokens in one element", ({ expect }) => {
		expect(caseMarks({ done: [], active: ["review", "review"], incident: [] })["review"]).toEqual({ state: "active", count: 2 });
	});

	it("shows an incident before all else", ({ expect }) => {
		expect(caseMarks({ done: ["call"], active: ["call"], incident: ["call"] })["call"]).toEqual({ state: "incident" });
	});
});
