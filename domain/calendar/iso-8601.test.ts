import { describe, it } from "vitest";
import { addDuration, parseDate, parseDuration, parseRepeating } from "./iso-8601.ts";

describe("ISO 8601", () => {
	it("reads durations and nothing that only looks like one", ({ expect }) => {
		expect(parseDuration("P1Y2M3DT4H5M6.5S")).toEqual({ months: 14, milliseconds: 3 * 86_400_000 + 4 * 3_600_000 + 5 * 60_000 + 6500 });
		expect(parseDuration("P2W")).toEqual({ months: 0, milliseconds: 14 * 86_400_000 });
		for (const no of ["", "P", "PT", "P1H", "1D", "P1DT", "PT1X", `P${"9".repeat(20)}D`]) expect(parseDuration(no), no).toBe(null);
	});

	it("adds months by the calendar", ({ expect }) => {
		const month = parseDuration("P1M") ?? { months: 0, milliseconds: 0 };
		expect(new Date(addDuration(Date.UTC(2027, 0, 31), month)).toISOString()).toBe("2027-02-28T00:00:00.000Z");
		expect(new Date(addDuration(Date.UTC(2026, 11, 31, 5), month)).toISOString()).toBe("2027-01-31T05:00:00.000Z");
	});

	it("reads dates, in UTC where they name no zone", ({ expect }) => {
		expect(parseDate("2026-11-24")).toBe(Date.UTC(2026, 10, 24));
		expect(parseDate("2026-11-24T10:00")).toBe(Date.UTC(2026, 10, 24, 10));
		expect(parseDate("2026-11-24T10:00:00+02:00")).toBe(Date.UTC(2026, 10, 24, 8));
		for (const no of ["2026-02-31", "2026-13-01", "24.11.2026", "soon", "2026-11-24T25:00"]) expect(parseDate(no), no).toBe(null);
	});

	it("reads cycles that come no more often than every second", ({ expect }) => {
		expect(parseRepeating("R3/PT1H")).toMatchObject({ times: 3, start: null });
		expect(parseRepeating("R/2026-11-24T10:00Z/P1D")).toMatchObject({ times: Infinity, start: Date.UTC(2026, 10, 24, 10) });
		for (const no of ["R3", "R/PT0S", "R/PT0.5S", "PT1H", "R/x/PT1H", "R-1/PT1H"]) expect(parseRepeating(no), no).toBe(null);
	});
});
