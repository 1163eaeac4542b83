import { describe, it } from "vitest";
import { durationProblem, readCycle, readSimple, UNITS, writeSimple } from "./duration-text.ts";

describe("a length of time", () => {
	it("is one number and one unit where that says it all", ({ expect }) => {
		expect(readSimple("PT90M")).toEqual({ count: "90", unit: "minutes" });
		expect(readSimple("P3M")).toEqual({ count: "3", unit: "months" });
		for (const unit of UNITS) expect(readSimple(writeSimple({ count: "12", unit }))).toEqual({ count: "12", unit });
		for (const more of ["P1DT2H", "amount * 2", "", "-P1D", "P1.5D"]) expect(readSimple(more), more).toBe(null);
	});

	it("says what is wrong with it", ({ expect }) => {
		expect(durationProblem("PT4H", true)).toBe(undefined);
		expect(durationProblem("PD", false)).toBe("Type how many days.");
		expect(durationProblem("P1M", false)).toBe(undefined);
		expect(durationProblem("P1M", true)).toMatch(/no amount of work/);
		expect(durationProblem("P999999W", false)).toMatch(/too long/);
	});

	it("comes again after an interval, so many times or without end", ({ expect }) => {
		expect(readCycle("R3/PT1H")).toEqual({ times: "3", every: "PT1H" });
		expect(readCycle("R/P1D")).toEqual({ times: "", every: "P1D" });
		for (const more of ["R/2027-01-01T00:00Z/P1D", "every day", "P1D"]) expect(readCycle(more), more).toBe(null);
	});
});
