import { describe, it } from "vitest";
import { moveCursor, toggle } from "./list-keys.ts";

describe("the cursor of a list", () => {
	it("begins at the first row downward and at the last upward", ({ expect }) => {
		expect(moveCursor(-1, 1, 3)).toBe(0);
		expect(moveCursor(-1, -1, 3)).toBe(2);
	});

	it("stays in the list", ({ expect }) => {
		expect(moveCursor(2, 1, 3)).toBe(2);
		expect(moveCursor(0, -1, 3)).toBe(0);
	});

	it("is nowhere in an empty list", ({ expect }) => {
		expect(moveCursor(0, 1, 0)).toBe(-1);
	});
});

describe("marking a row", () => {
	it("adds it and takes it back, and leaves the set it was given alone", ({ expect }) => {
		const none: ReadonlySet<string> = new Set();
		const one = toggle(none, "a");
		expect([...one]).toEqual(["a"]);
		expect([...toggle(one, "a")]).toEqual([]);
		expect(none.size).toBe(0);
	});
});
