import { describe, it } from "vitest";
import { follow, revealed, zoomed, type Stop } from "./diagram-keys.ts";

const STOPS: readonly Stop[] = [
	{ id: "start", next: ["check"], previous: [] },
	{ id: "check", next: ["yes", "no"], previous: ["start", "no"] },
	{ id: "yes", next: ["elsewhere"], previous: ["check"] },
	{ id: "no", next: ["check"], previous: ["check"] },
];

describe("the keyboard on a diagram", () => {
	it("follows the flow to the right and takes a branch by its number", ({ expect }) => {
		expect(follow(STOPS, "start", "ArrowRight", undefined)).toBe("check");
		expect(follow(STOPS, "check", "ArrowRight", "start")).toBe("yes");
		expect(follow(STOPS, "check", "2", "start")).toBe("no");
		expect(follow(STOPS, "check", "3", "start")).toBeUndefined();
	});

	it("goes back the way that was come", ({ expect }) => {
		expect(follow(STOPS, "check", "ArrowLeft", "no")).toBe("no");
		expect(follow(STOPS, "check", "ArrowLeft", undefined)).toBe("start");
	});

	it("never leaves the picture, and begins at its first element", ({ expect }) => {
		expect(follow(STOPS, "yes", "ArrowRight", "check")).toBeUndefined();
		expect(follow(STOPS, undefined, "ArrowRight", undefined)).toBe("start");
		expect(follow(STOPS, "gone", "Enter", undefined)).toBeUndefined();
		expect(follow([], undefined, "ArrowDown", undefined)).toBeUndefined();
	});

	it("reads on and back through every element", ({ expect }) => {
		expect(follow(STOPS, "yes", "ArrowDown", undefined)).toBe("no");
		expect(follow(STOPS, "yes", "ArrowUp", undefined)).toBe("check");
		expect(follow(STOPS, "yes", "End", undefined)).toBe("no");
	});
});

describe("the view of a diagram", () => {
	const whole = { x: 0, y: 0, width: 1000, height: 500 };

	it("keeps the point under the pointer when it comes nearer", ({ expect }) => {
		expect(zoomed(whole, whole, 0.5, { x: 0.5, y: 0.5 })).toEqual({ x: 250, y: 125, width: 500, height: 250 });
		expect(zoomed(whole, whole, 0.001, { x: 0, y: 0 }).width).toBe(160);
		expect(zoomed(whole, whole, 100, { x: 0, y: 0 }).width).toBe(2000);
	});

	it("moves only when an element is out of sight", ({ expect }) => {
		const near = { x: 0, y: 0, width: 200, height: 100 };
		expect(revealed(near, { x: 10, y: 10, width: 50, height: 50 })).toBe(near);
		expect(revealed(near, { x: 500, y: 300, width: 100, height: 80 })).toEqual({ x: 450, y: 290, width: 200, height: 100 });
	});
});
