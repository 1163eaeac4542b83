import { describe, it } from "vitest";
import { backoff } from "./backoff.ts";

describe("the wait before a socket comes back", () => {
	it("doubles from half a second", ({ expect }) => {
		expect([0, 1, 2].map((attempt) => backoff(attempt, 1))).toEqual([500, 1000, 2000]);
	});

	it("is half a minute at the most", ({ expect }) => {
		expect(backoff(40, 1)).toBe(30_000);
	});

	it("is spread over its second half, so that a crowd does not come back at once", ({ expect }) => {
		expect(backoff(2, 0)).toBe(1000);
		expect(backoff(2, 0.5)).toBe(1500);
	});
});
