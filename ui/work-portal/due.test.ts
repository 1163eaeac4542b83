import { describe, it } from "vitest";
import { dueState } from "./due.ts";

const HOUR = 3_600_000;

describe("the state of a task against its due date", () => {
	it("is none without a due date", ({ expect }) => {
		expect(dueState(0, null, 5 * HOUR)).toBe("none");
	});

	it("is on time while more than a quarter of the time is left", ({ expect }) => {
		expect(dueState(0, 40 * HOUR, 29 * HOUR)).toBe("on-time");
	});

	it("is at risk in the last quarter", ({ expect }) => {
		expect(dueState(0, 40 * HOUR, 30 * HOUR)).toBe("at-risk");
	});

	it("is at risk in the last day at the most, however long the task has", ({ expect }) => {
		expect(dueState(0, 1000 * HOUR, 975 * HOUR)).toBe("on-time");
		expect(dueState(0, 1000 * HOUR, 976 * HOUR)).toBe("at-risk");
	});

	it("is at risk from its first alarm on, where an alarm says so", ({ expect }) => {
		expect(dueState(0, 40 * HOUR, 9 * HOUR, 10 * HOUR)).toBe("on-time");
		expect(dueState(0, 40 * HOUR, 10 * HOUR, 10 * HOUR)).toBe("at-risk");
		expect(dueState(0, 40 * HOUR, 39 * HOUR, 39.5 * HOUR)).toBe("on-time");
		expect(dueState(0, 40 * HOUR, 40 * HOUR, 10 * HOUR)).toBe("overdue");
	});

	it("is overdue from the due moment on", ({ expect }) => {
		expect(dueState(0, 40 * HOUR, 40 * HOUR)).toBe("overdue");
	});
});
