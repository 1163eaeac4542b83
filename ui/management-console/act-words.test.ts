import { describe, it } from "vitest";
import { actWords } from "./act-words.ts";

describe("the trail in words", () => {
	it("says what was done", ({ expect }) => {
		const row = { actor: "Ann", outcome: "done" };
		expect(actWords({ ...row, action: "package.activate", detail: '{"name":"Loan request","version":3}' })).toBe(
			"activated Loan request 3",
		);
		expect(actWords({ ...row, action: "package.add", detail: '{"name":"Loan","version":1,"source":"promotion"}' })).toBe("promoted Loan 1");
		expect(actWords({ ...row, action: "parameter.set", detail: '{"name":"token","secret":true}' })).toBe("set the parameter token");
	});

	it("says what was refused, and why", ({ expect }) => {
		expect(actWords({ actor: "Ann", outcome: "refused", action: "package.activate", detail: '{"code":"package.altered"}' })).toBe(
			"was refused: package activate (package.altered)",
		);
	});

	it("reads an act that it does not know, and a detail that was cut off", ({ expect }) => {
		expect(actWords({ actor: "Ann", outcome: "done", action: "something.new", detail: '{"name":"Ev' })).toBe("something new");
	});
});
