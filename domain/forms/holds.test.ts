import { describe, it } from "vitest";
import { PATTERN_FUNCTIONS, mayUsePatterns } from "../rules/feel/built-ins/pattern-names.ts";
import { builtInNames } from "../rules/feel/built-ins/signature.ts";
import { holds } from "./simple-holds.ts";

describe("conditions without regular expressions", () => {
	it("hold with a part of FEEL that has all functions but those", async ({ expect }) => {
		expect(holds('upper case(name) = "ANN"', { name: "Ann" })).toBe(true);
		const without = builtInNames();
		expect(without).not.toContain("matches");
		const all = await import("./holds.ts");
		expect(
			builtInNames()
				.filter((name) => !without.includes(name))
				.toSorted(),
		).toEqual([...PATTERN_FUNCTIONS].toSorted());
		expect(all.holds('matches(name, "^A")', { name: "Ann" })).toBe(true);
	});

	it("are told from others by their text", ({ expect }) => {
		for (const source of ['matches(a, "b")', 'count(split(a, ","))=1', 'a=replace (b, "c", "")', "sort(a, matches)", "= matches(a, b)"])
			expect(mayUsePatterns(source), source).toBe(true);
		for (const source of ["amount > 1000", 'contains(a, "b")', "rematches = 1", "splitting"])
			expect(mayUsePatterns(source), source).toBe(false);
	});
});
