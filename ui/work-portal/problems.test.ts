import { describe, it } from "vitest";
import { problemsOf } from "./problems.ts";

const REFUSED = { code: "form.required", message: "Amount is needed.", field: "amount", more: {} };

describe("what is wrong with a submitted form", () => {
	it("is said at each field", ({ expect }) => {
		const issues = [
			{ field: "amount", code: "form.required", detail: "Amount is needed." },
			{ field: "months", code: "form.type", detail: "Months is a whole number." },
		];
		expect(problemsOf({ ...REFUSED, more: { issues } }).map((each) => [each.at, each.detail])).toEqual([
			["amount", "Amount is needed."],
			["months", "Months is a whole number."],
		]);
	});

	it("is said at the one field where no list came", ({ expect }) => {
		expect(problemsOf(REFUSED)).toEqual([{ code: "form.required", detail: "Amount is needed.", at: "amount" }]);
	});

	it("is nothing of the form where no field is at fault", ({ expect }) => {
		expect(problemsOf({ ...REFUSED, field: undefined })).toEqual([]);
	});
});
