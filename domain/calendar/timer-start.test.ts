import { describe, it } from "vitest";
import type { Calendar } from "./calendar.ts";
import { timerStartAt, workingTimerStartAt } from "./timer-start.ts";

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

describe("a timer start in working time", () => {
	const DAY = [{ from: "09:00", to: "17:00" }];
	const office: Calendar = { zone: "Europe/Copenhagen", week: [DAY, DAY, DAY, DAY, DAY, [], []], holidays: [] };
	// Friday 16:00 in Copenhagen, the weekend in which the clock goes forward.
	const friday = Date.UTC(2027, 2, 26, 15);

	it("is reckoned from the firing before it, by the calendar as it is then", ({ expect }) => {
		const timer = { kind: "cycle", value: "R3/PT4H", working: true } as const;
		const first = workingTimerStartAt(timer, friday, 0, office) ?? 0;
		expect(iso(first)).toBe("2027-03-29T10:00:00.000Z");
		const closed = { ...office, holidays: [{ date: "2027-03-30", name: "Closed" }] };
		const second = workingTimerStartAt(timer, first, 1, closed) ?? 0;
		expect(iso(second)).toBe("2027-03-29T14:00:00.000Z");
		expect(iso(workingTimerStartAt(timer, second, 2, closed))).toBe("2027-03-31T10:00:00.000Z");
		expect(workingTimerStartAt(timer, second, 3, closed)).toBe(undefined);
	});

	it("comes first when its cycle begins, and once for a duration", ({ expect }) => {
		const timer = { kind: "cycle", value: "R/2027-04-01T00:00Z/P1D", working: true } as const;
		expect(iso(workingTimerStartAt(timer, friday, 0, office))).toBe("2027-04-01T00:00:00.000Z");
		expect(iso(workingTimerStartAt(timer, Date.UTC(2027, 3, 1), 1, office))).toBe("2027-04-01T15:00:00.000Z");
		const once = { kind: "duration", value: "PT1H", working: true } as const;
		expect(iso(workingTimerStartAt(once, friday, 0, office))).toBe("2027-03-26T16:00:00.000Z");
		expect(workingTimerStartAt(once, friday, 1, office)).toBe(undefined);
		expect(workingTimerStartAt({ kind: "date", value: "2027-04-01", working: true }, friday, 0, office)).toBe(undefined);
	});
});
