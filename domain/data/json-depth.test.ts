import { describe, it } from "vitest";
import { nestsDeeper } from "./json-depth.ts";

describe("how deep a JSON text nests", () => {
	it("counts lists and objects within each other, not those beside each other or in texts", ({ expect }) => {
		expect(nestsDeeper('{"a":[{"b":1}]}', 3)).toBe(false);
		expect(nestsDeeper('{"a":[{"b":1}]}', 2)).toBe(true);
		expect(nestsDeeper("[[],[],[],{}]", 2)).toBe(false);
		expect(nestsDeeper(String.raw`["[[[\"[[["]`, 1)).toBe(false);
		expect(nestsDeeper(String.raw`["\\",[1]]`, 1)).toBe(true);
	});

	it("answers for ten million brackets", ({ expect }) => {
		expect(nestsDeeper("[".repeat(10_000_000), 64)).toBe(true);
		expect(nestsDeeper("[]".repeat(5_000_000), 64)).toBe(false);
	});
});
