import { describe, it } from "vitest";
import { compileModel } from "../rules/dmn/model.ts";
import { tryDecision } from "../rules/dmn/try-decision.ts";
import { newDecisionFile } from "./new-decision-file.ts";

describe("a new decision file", () => {
	it("has one decision of its name, which decides at once", ({ expect }) => {
		const dmn = newDecisionFile('Who "approves" <what> & when', "k7");
		const model = compileModel(dmn);
		expect(model.ok && [model.value.offers, model.value.inputs, model.value.namespace]).toEqual([
			['Who "approves" <what> & when'],
			["amount"],
			"urn:portico:decisions:k7",
		]);
		for (const [amount, result] of [
			["1000", "small"],
			["1000.01", "large"],
		] as const) {
			const tried = tryDecision(dmn, [], 'Who "approves" <what> & when', { amount }, 0);
			expect(tried.ok && tried.value.value).toBe(result);
		}
	});
});
