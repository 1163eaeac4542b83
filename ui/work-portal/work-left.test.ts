import { describe, it } from "vitest";
import type { Calendar } from "../../domain/calendar/calendar.ts";
import { workLeft } from "./work-left.ts";

const DAY = [{ from: "09:00", to: "17:00" }];
const office: Calendar = {
	zone: "Europe/Copenhagen",
	week: [DAY, DAY, DAY, DAY, DAY, [], []],
	holidays: [{ date: "12-24", name: "Christmas Eve" }],
};
const at = (text: string): number => Date.parse(text);

describe("working time left", () => {
	it("leaves out nights, weekends and holidays", ({ expect }) => {
		// Friday 15:30 in Copenhagen until Monday 10:00.
		expect(workLeft(office, at("2026-11-27T14:30Z"), at("2026-11-30T09:00Z"))).toBe("2 h 30 min of work left");
		expect(workLeft(office, at("2026-12-23T16:00Z"), at("2026-12-24T16:00Z"))).toBe("no working time left");
		expect(workLeft(office, at("2026-11-27T14:59:30Z"), at("2026-11-27T15:00Z"))).toBe("less than a minute of work left");
	});

	it("counts whole working days when there are several, and what is late", ({ expect }) => {
		expect(workLeft(office, at("2026-11-23T08:00Z"), at("2026-11-27T10:00Z"))).toBe("4 days of work left");
		expect(workLeft(office, at("2026-11-27T12:00Z"), at("2026-11-27T08:00Z"))).toBe("4 h of work late");
		expect(workLeft(office, at("2026-11-28T12:00Z"), at("2026-11-27T17:00Z"))).toBe(undefined);
	});

	it("says nothing of what is more than a year away", ({ expect }) => {
		expect(workLeft(office, at("2026-01-01"), at("2027-06-01"))).toBe(undefined);
	});
});
