import { describe, it } from "vitest";
import { fewestOpenTasks } from "./fewest-open-tasks.ts";

const ann = { personId: "per_a" };
const bo = { personId: "per_b" };
const cleo = { personId: "per_c" };

describe("giving a task to one person", () => {
	it("takes the person with the fewest open tasks", ({ expect }) => {
		const open = new Map([
			["per_a", 2],
			["per_b", 1],
			["per_c", 3],
		]);
		expect(fewestOpenTasks([ann, bo, cleo], open, "")).toBe(bo);
	});

	it("counts a person without tasks as zero", ({ expect }) => {
		expect(fewestOpenTasks([ann, cleo], new Map([["per_a", 1]]), "")).toBe(cleo);
	});

	it("lets equals take turns", ({ expect }) => {
		expect(fewestOpenTasks([cleo, ann, bo], new Map(), "")).toBe(ann);
		expect(fewestOpenTasks([cleo, ann, bo], new Map(), "per_a")).toBe(bo);
		expect(fewestOpenTasks([cleo, ann, bo], new Map(), "per_c")).toBe(ann);
	});

	it("finds nobody among nobody", ({ expect }) => {
		expect(fewestOpenTasks([], new Map(), "")).toBe(undefined);
	});
});
