import fc from "fast-check";
import { describe, it } from "vitest";
import { holidaysText, hoursText, readHolidayLines, readHours } from "./week-text.ts";

describe("the work of a day, as it is typed", () => {
	it("is read short and long, and is nothing when empty", ({ expect }) => {
		const day = [
			{ from: "08:00", to: "12:00" },
			{ from: "13:30", to: "24:00" },
		];
		for (const text of ["8-12, 13:30-24", "08:00–12:00; 13:30 – 24:00"]) expect(readHours(text), text).toEqual(day);
		expect(readHours("  ")).toEqual([]);
	});

	it("says what is wrong", ({ expect }) => {
		for (const wrong of ["nine to five", "25-26", "8:75-9", "24:30-24:45", "8-"]) expect(readHours(wrong), wrong).toMatch(/is no time/);
		expect(readHours("17-9")).toBe("17:00–09:00 ends before it starts.");
		expect(readHours("8-12, 11-13")).toBe("11:00–13:00 begins before 12:00.");
		expect(readHours(Array.from({ length: 9 }, (_, hour) => `${hour}-${hour + 1}`).join(","))).toMatch(/At most/);
	});

	it("comes back as it was written", ({ expect }) => {
		const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 1439 }), { maxLength: 16 });
		const time = (at: number): string => `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
		fc.assert(
			fc.property(minutes, (given) => {
				const sorted = given.toSorted((one, other) => one - other);
				const day = Array.from({ length: Math.floor(sorted.length / 2) }, (_, at) => ({
					from: time(sorted[at * 2] ?? 0),
					to: time(sorted[at * 2 + 1] ?? 0),
				}));
				expect(readHours(hoursText(day))).toEqual(day);
			}),
		);
	});
});

describe("holidays, as lines", () => {
	it("are days off, or days with hours of their own, and come back as they were", ({ expect }) => {
		const holidays = [
			{ date: "12-24", name: "Christmas Eve", hours: [{ from: "08:00", to: "12:00" }] },
			{ date: "12-25", name: "Christmas Day" },
			{ date: "2027-05-06", name: "" },
		];
		expect(readHolidayLines(holidaysText(holidays))).toEqual({ holidays, unread: [] });
		expect(readHolidayLines("12-24 8-12 Christmas Eve").holidays).toEqual([holidays[0]]);
	});

	it("that cannot be read are named", ({ expect }) => {
		expect(readHolidayLines("soon\n12-24 17-9 Late").unread.map((each) => each.why)).toEqual([
			"does not begin with a date",
			"has hours that are none",
		]);
	});
});
