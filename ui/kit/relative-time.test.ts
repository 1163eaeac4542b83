import { describe, it } from "vitest";
import { relativeTime } from "./relative-time.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe("a moment, relative to now", () => {
	it("is just now below a minute, also where the other clock runs a little ahead", ({ expect }) => {
		expect(relativeTime(1_000_000, 1_000_000 + 59_000)).toBe("just now");
		expect(relativeTime(1_000_000 + 5_000, 1_000_000)).toBe("just now");
	});

	it("is in a moment when it comes within the minute", ({ expect }) => {
		expect(relativeTime(1_000_000 + 30_000, 1_000_000)).toBe("in a moment");
	});

	it("is told in the largest unit that fits, cut and not rounded", ({ expect }) => {
		expect(relativeTime(0, 119 * MINUTE)).toMatch(/^1\s?h/);
		expect(relativeTime(3 * HOUR, 0)).toMatch(/3\s?h/);
	});
});
