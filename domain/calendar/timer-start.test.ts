import { describe, it } from "vitest";
import { timerStartAt } from "./timer-start.ts";

const noon = Date.parse("2026-01-31T12:00:00Z");
const iso = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());

describe("when a timer start fires", () => {
	it("fires once at a date", ({ expect }) => {
		const timer = { kind: "date", value: "2026-03-01T08:00:00Z" } as const;
		expect(iso(timerStartAt(timer, noon, 0))).toBe("2026-03-01T08:00:00.000Z");
		expect(timerStartAt(timer, noon, 1)).toBe(undefined);
	});

	it("fires once after a duration", ({ expect }) => {
		const timer = { kind: "duration", value: "P1M" } as const;
		expect(iso(timerStartAt(timer, noon, 0))).toBe("2026-02-28T12:00:00.000Z");
		expect(timerStartAt(timer, noon, 1)).toBe(undefined);
	});

	it("repeats from the activation, without drift", ({ expect }) => {
		const timer = { kind: "cycle", value: "R/PT1H" } as const;
		expect([0, 1, 2].map((fired) => iso(timerStartAt(timer, noon, fired)))).toEqual([
			"2026-01-31T13:00:00.000Z",
			"2026-01-31T14:00:00.000Z",
			"2026-01-31T15:00:00.000Z",
		]);
	});

	it("stops after its repetitions and begins at its start", ({ expect }) => {
		const timer = { kind: "cycle", value: "R2/2026-02-01T00:00:00Z/P1D" } as const;
		expect([0, 1, 2].map((fired) => iso(timerStartAt(timer, noon, fired)))).toEqual([
			"2026-02-01T00:00:00.000Z",
			"2026-02-02T00:00:00.000Z",
			undefined,
		]);
	});

	it("never fires for what it can not read", ({ expect }) => {
		for (const value of ["R/", "PT1H", "R/PT0S", "R-1/PT1H", ""]) expect(timerStartAt({ kind: "cycle", value }, noon, 0)).toBe(undefined);
	});
});
