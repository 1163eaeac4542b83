import { describe, it } from "vitest";
import * as v from "valibot";
import { calendar, STANDARD_CALENDAR, type Calendar, type Interval } from "./calendar.ts";
import { checkCalendar } from "./check-calendar.ts";

const DAY: Interval[] = [{ from: "09:00", to: "17:00" }];
const good: Calendar = {
	zone: "Europe/Copenhagen",
	week: [DAY, DAY, DAY, DAY, DAY, [], []],
	holidays: [{ date: "2026-12-25", name: "Christmas Day" }],
};
const monday = (...work: Interval[]): Calendar => ({ ...good, week: [work, DAY, DAY, DAY, DAY, [], []] });
const closed = (...dates: string[]): Calendar => ({ ...good, holidays: dates.map((date) => ({ date, name: "" })) });

describe("a calendar", () => {
	it("may be what it is", ({ expect }) => {
		expect(checkCalendar(good)).toBe(null);
		expect(checkCalendar(STANDARD_CALENDAR)).toBe(null);
		expect(checkCalendar(monday({ from: "13:00", to: "17:00" }, { from: "08:00", to: "12:00" }, { from: "12:00", to: "13:00" }))).toBe(
			null,
		);
		expect(checkCalendar(closed("02-29", "2028-02-29", "12-24"))).toBe(null);
	});

	it("is refused for what it can not be, with the field", ({ expect }) => {
		const cases: readonly [Calendar, string, string][] = [
			[{ ...good, zone: "Europe/Atlantis" }, "calendar.unknown_zone", "zone"],
			[monday({ from: "17:00", to: "09:00" }), "calendar.ends_before_start", "week.0.0"],
			[monday({ from: "09:00", to: "09:00" }), "calendar.ends_before_start", "week.0.0"],
			[monday({ from: "09:00", to: "13:00" }, { from: "12:30", to: "17:00" }), "calendar.overlap", "week.0.1"],
			[monday({ from: "12:30", to: "17:00" }, { from: "09:00", to: "13:00" }), "calendar.overlap", "week.0.0"],
			[{ ...good, week: [[], [], [], [], [], [], []] }, "calendar.no_working_time", "week"],
			[closed("2026-02-30"), "calendar.not_a_date", "holidays.0.date"],
			[closed("2027-02-29"), "calendar.not_a_date", "holidays.0.date"],
			[closed("13-01"), "calendar.not_a_date", "holidays.0.date"],
			[closed("12-24", "2026-12-24", "12-24"), "calendar.two_holidays", "holidays.2.date"],
			[
				{ ...good, holidays: [{ date: "12-24", name: "Eve", hours: [{ from: "12:00", to: "09:00" }] }] },
				"calendar.ends_before_start",
				"holidays.0.hours.0",
			],
		];
		for (const [given, code, at] of cases) expect(checkCalendar(given), JSON.stringify(given)).toMatchObject({ code, at });
	});

	it("has a bound", ({ expect }) => {
		const many = Array.from({ length: 10_000 }, (_, day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10));
		const read = v.safeParse(calendar, closed(...many));
		expect(read.success).toBe(false);
		expect(read.issues?.[0].message).toBe("at most 2,000 holidays");
		expect(v.safeParse(calendar, closed(...many.slice(0, 2000))).success).toBe(true);
		for (const no of [
			{ from: "9:00", to: "17:00" },
			{ from: "24:00", to: "24:00" },
			{ from: "09:00", to: "24:01" },
			{ from: "09:60", to: "17:00" },
		])
			expect(v.safeParse(calendar, monday(no)).success, JSON.stringify(no)).toBe(false);
	});
});
