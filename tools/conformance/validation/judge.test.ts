import { describe, it } from "vitest";
import { expectation, judge } from "./judge.ts";

const named = { code: "check.x", detail: "wrong", at: "A" };

describe("the judge of validation", () => {
	it("counts a constraint only when every model that breaks it is refused and every other accepted", ({ expect }) => {
		const judgement = judge([
			{ name: "1/fail.bpmn", constraint: "1", problems: [named] },
			{ name: "1/success.bpmn", constraint: "1", problems: [] },
			{ name: "2/fail.bpmn", constraint: "2", problems: [named] },
			{ name: "2/success.bpmn", constraint: "2", problems: [named] },
			{ name: "3/Fail_1.bpmn", constraint: "3", problems: [named] },
			{ name: "3/Fail_2.bpmn", constraint: "3", problems: [] },
		]);
		expect(judgement).toMatchObject({ constraints: 3, separated: 1, falseAlarms: 1 });
		expect(judgement.failures.map((each) => each.file)).toEqual(["success.bpmn", "Fail_2.bpmn"]);
	});

	it("does not take a refusal that names no element", ({ expect }) => {
		expect(judge([{ name: "1/fail.bpmn", constraint: "1", problems: [{ code: "bpmn.not_bpmn", detail: "no" }] }]).separated).toBe(0);
	});

	it("takes every model outside a constraint for one that is to be accepted", ({ expect }) => {
		expect(judge([{ name: "failing.bpmn", constraint: undefined, problems: [named] }])).toMatchObject({ constraints: 0, falseAlarms: 1 });
	});

	it("takes a model that its authors mended for one that keeps the constraint", ({ expect }) => {
		expect(["X_failure.bpmn", "X_failure_manualFix.bpmn", "success.bpmn"].map(expectation)).toEqual(["refused", "accepted", "accepted"]);
	});
});
