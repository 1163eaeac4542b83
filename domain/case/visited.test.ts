import { describe, it } from "vitest";
import { visited } from "./visited.ts";

describe("the path a case took", () => {
	it("has what tokens came to and the flows they came by, once each", ({ expect }) => {
		const path = visited([
			{ kind: "element-passed", elementId: "start" },
			{ kind: "element-entered", elementId: "review", via: "flow1" },
			{ kind: "element-left", elementId: "review", how: "retried" },
			{ kind: "element-entered", elementId: "review", via: "flow1" },
		]);
		expect(path).toEqual(["start", "review", "flow1"]);
	});

	it("leaves out a boundary event that only waited", ({ expect }) => {
		expect(visited([{ kind: "wait-opened", elementId: "late" }])).toEqual([]);
	});
});
