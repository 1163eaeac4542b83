import { describe, it } from "vitest";
import { readHolidays } from "./read-holidays.ts";

const event = (...lines: readonly string[]): string => ["BEGIN:VEVENT", ...lines, "END:VEVENT"].join("\r\n");
const file = (...events: readonly string[]): string => ["BEGIN:VCALENDAR", "VERSION:2.0", ...events, "END:VCALENDAR", ""].join("\r\n");

describe("holidays from a text", () => {
	it("are lines of a date and a name", ({ expect }) => {
		expect(
			readHolidays("2027-01-01 New Year's Day\n\n25.12.2026; Christmas Day\n12-24, Christmas Eve\n6.4.2026\r\n2026-12-25 again"),
		).toEqual({
			holidays: [
				{ date: "12-24", name: "Christmas Eve" },
				{ date: "2026-04-06", name: "" },
				{ date: "2026-12-25", name: "Christmas Day" },
				{ date: "2027-01-01", name: "New Year's Day" },
			],
			unread: [],
		});
	});

	it("name the lines that are none", ({ expect }) => {
		expect(readHolidays("2026-02-30 No day\nChristmas\n2026-12-25 Yes").unread).toEqual([
			{ line: 1, text: "2026-02-30 No day", why: "is not a day of the calendar" },
			{ line: 2, text: "Christmas", why: "does not begin with a date" },
		]);
	});

	it("are the whole-day events of an iCalendar file", ({ expect }) => {
		const text = file(
			event("DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261227", "SUMMARY:Christmas\\, both ", " days"),
			event("DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=YEARLY", "SUMMARY:New Year"),
			event("DTSTART;VALUE=DATE:20260605", "SUMMARY;LANGUAGE=da:Grundlovsdag"),
		);
		expect(readHolidays(text)).toEqual({
			holidays: [
				{ date: "01-01", name: "New Year" },
				{ date: "2026-06-05", name: "Grundlovsdag" },
				{ date: "2026-12-25", name: "Christmas, both days" },
				{ date: "2026-12-26", name: "Christmas, both days" },
			],
			unread: [],
		});
	});

	it("leave out events that are no fixed whole day, and say why", ({ expect }) => {
		const text = file(
			event("DTSTART:20261225T100000Z", "SUMMARY:Lunch"),
			event("DTSTART;VALUE=DATE:20261126", "RRULE:FREQ=YEARLY;BYDAY=4TH;BYMONTH=11", "SUMMARY:Thanksgiving"),
			event("DTSTART;VALUE=DATE:20260101", "DTEND;VALUE=DATE:20261231", "SUMMARY:Year"),
			event("DTSTART;VALUE=DATE:20260102", "STATUS:CANCELLED", "SUMMARY:Off"),
			event("SUMMARY:Nothing"),
		);
		const { holidays, unread } = readHolidays(text);
		expect(holidays).toEqual([]);
		expect(unread.map(({ text: name, why }) => `${name} ${why}`)).toEqual([
			"Lunch is not for a whole day",
			"Thanksgiving repeats in a way that is no fixed day of every year",
			"Year lasts 364 days",
			"Off is cancelled",
			"Nothing has no date",
		]);
	});

	it("come to an end for a hostile text", ({ expect }) => {
		for (const text of [
			`BEGIN:VCALENDAR\nBEGIN:VEVENT\nX${";a".repeat(200_000)}`,
			`BEGIN:VCALENDAR\nX;${'"'.repeat(300_000)}`,
			"1".repeat(400_000),
		])
			expect(readHolidays(text).holidays).toEqual([]);
	});
});
