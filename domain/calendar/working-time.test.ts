import fc from "fast-check";
import { describe, it } from "vitest";
import type { Calendar, Interval } from "./calendar.ts";
import { minutesOf } from "./working-day.ts";
import { parseWorkingDuration } from "./working-duration.ts";
import { addWorkingTime, isWorking, nextWorkingMoment, workingTimeBetween } from "./working-time.ts";
import { isZone, offsetAt, segmentAt } from "./zone.ts";

const MINUTE = 60_000;
const HOUR = 3_600_000;
const at = (text: string): number => Date.parse(text);
const iso = (moment: number | null): string | null => (moment === null ? null : new Date(moment).toISOString().replace(".000Z", "Z"));

const DAYTIME: Interval[] = [{ from: "09:00", to: "17:00" }];
const office = (zone: string, holidays: Calendar["holidays"] = []): Calendar => ({
	zone,
	week: [DAYTIME, DAYTIME, DAYTIME, DAYTIME, DAYTIME, [], []],
	holidays,
});
const always = (zone: string): Calendar => {
	const day: Interval[] = [{ from: "00:00", to: "24:00" }];
	return { zone, week: [day, day, day, day, day, day, day], holidays: [] };
};
const nightly = (zone: string, from: string, to: string): Calendar => {
	const day = [{ from, to }];
	return { zone, week: [day, day, day, day, day, day, day], holidays: [] };
};

describe("working time", () => {
	it("goes over a weekend and a holiday", ({ expect }) => {
		const calendar = office("Europe/Copenhagen", [{ date: "2026-11-30", name: "Closed" }]);
		// Friday 16:00 in Copenhagen.
		expect(iso(addWorkingTime(calendar, at("2026-11-27T15:00Z"), 2 * HOUR))).toBe("2026-12-01T09:00:00Z");
		expect(workingTimeBetween(calendar, at("2026-11-27T15:00Z"), at("2026-12-01T09:00Z"))).toBe(2 * HOUR);
		expect(iso(nextWorkingMoment(calendar, at("2026-11-28T12:00Z")))).toBe("2026-12-01T08:00:00Z");
	});

	it("ends with the day's work, not with the next day's beginning", ({ expect }) => {
		expect(iso(addWorkingTime(office("UTC"), at("2026-11-26T16:00Z"), HOUR))).toBe("2026-11-26T17:00:00Z");
		expect(iso(addWorkingTime(office("UTC"), at("2026-11-26T16:00Z"), HOUR + 1))).toBe("2026-11-27T09:00:00.001Z");
	});

	it("goes back to the latest moment", ({ expect }) => {
		expect(iso(addWorkingTime(office("UTC"), at("2026-11-30T10:00Z"), -2 * HOUR))).toBe("2026-11-27T16:00:00Z");
		expect(iso(addWorkingTime(office("UTC"), at("2026-11-30T09:00Z"), -HOUR))).toBe("2026-11-27T16:00:00Z");
	});

	it("works half a day, and on every 24 December", ({ expect }) => {
		const calendar = office("UTC", [{ date: "12-24", name: "Christmas Eve", hours: [{ from: "09:00", to: "12:00" }] }]);
		for (const year of [2026, 2027, 2029])
			expect(workingTimeBetween(calendar, Date.UTC(year, 11, 24), Date.UTC(year, 11, 25)), String(year)).toBe(3 * HOUR);
	});

	it("takes a single day over what holds every year", ({ expect }) => {
		const calendar = office("UTC", [
			{ date: "12-24", name: "Christmas Eve" },
			{ date: "2026-12-24", name: "Stocktaking", hours: [{ from: "06:00", to: "22:00" }] },
		]);
		expect(workingTimeBetween(calendar, Date.UTC(2026, 11, 24), Date.UTC(2026, 11, 25))).toBe(16 * HOUR);
		expect(workingTimeBetween(calendar, Date.UTC(2027, 11, 24), Date.UTC(2027, 11, 25))).toBe(0);
	});

	it("works one hour less where the clock skips one", ({ expect }) => {
		// In Copenhagen 02:00 becomes 03:00 on 28 March 2027: a shift from 01:00 to 05:00 has three hours.
		const calendar = nightly("Europe/Copenhagen", "01:00", "05:00");
		expect(workingTimeBetween(calendar, at("2027-03-27T20:00Z"), at("2027-03-28T10:00Z"))).toBe(3 * HOUR);
		expect(iso(addWorkingTime(calendar, at("2027-03-28T00:00Z"), 2 * HOUR))).toBe("2027-03-28T02:00:00Z");
	});

	it("works one hour more where the clock repeats one", ({ expect }) => {
		// 03:00 becomes 02:00 on 31 October 2027.
		const calendar = nightly("Europe/Copenhagen", "01:00", "05:00");
		expect(workingTimeBetween(calendar, at("2027-10-30T20:00Z"), at("2027-10-31T10:00Z"))).toBe(5 * HOUR);
		// Two hours from 01:30 (summer time) pass at the second 02:30.
		expect(iso(addWorkingTime(calendar, at("2027-10-30T23:30Z"), 2 * HOUR))).toBe("2027-10-31T01:30:00Z");
	});

	it("never works in an hour that does not exist, and twice in one that comes twice", ({ expect }) => {
		const calendar = nightly("Europe/Copenhagen", "02:00", "03:00");
		expect(workingTimeBetween(calendar, at("2027-03-27T20:00Z"), at("2027-03-28T10:00Z"))).toBe(0);
		expect(workingTimeBetween(calendar, at("2027-10-30T20:00Z"), at("2027-10-31T10:00Z"))).toBe(2 * HOUR);
	});

	it("knows days that begin without midnight or do not exist at all", ({ expect }) => {
		// Beirut's 31 March 2024 begins at 01:00; Samoa had no 30 December 2011.
		expect(workingTimeBetween(always("Asia/Beirut"), at("2024-03-30T22:00Z"), at("2024-03-31T21:00Z"))).toBe(23 * HOUR);
		expect(workingTimeBetween(office("Pacific/Apia"), at("2011-12-30T03:00Z"), at("2011-12-31T10:00Z"))).toBe(0);
	});

	it("sees both changes of a zone that changes twice within a month", ({ expect }) => {
		// Morocco goes to UTC for Ramadan.
		expect(["2026-02-10", "2026-03-01", "2026-04-01"].map((day) => offsetAt("Africa/Casablanca", at(day)) / HOUR)).toEqual([1, 0, 1]);
	});

	it("gives up where no working time comes", ({ expect }) => {
		const never: Calendar = {
			zone: "UTC",
			week: [[], [], [], [], [], [], []],
			holidays: [{ date: "2026-12-01", name: "", hours: DAYTIME }],
		};
		expect(iso(nextWorkingMoment(never, at("2026-01-01")))).toBe("2026-12-01T09:00:00Z");
		expect(nextWorkingMoment(never, at("2027-01-01"))).toBe(null);
		expect(addWorkingTime(never, at("2026-01-01"), 9 * HOUR)).toBe(null);
		for (const moment of [-8.64e15, 8.64e15, Date.UTC(1, 0, 1)]) {
			expect(() => nextWorkingMoment(office("UTC"), moment)).not.toThrow();
			expect(() => addWorkingTime(office("UTC"), moment, -HOUR)).not.toThrow();
		}
	});

	it("has zones, and no offsets in their place", ({ expect }) => {
		for (const zone of ["Europe/Copenhagen", "UTC", "America/Argentina/Buenos_Aires", "Asia/Kolkata"])
			expect(isZone(zone), zone).toBe(true);
		for (const no of ["Europe/Atlantis", "", "+02:00", "Copenhagen", "a b", "__proto__"]) expect(isZone(no), no).toBe(false);
	});

	it("reads a day as a working day and a week as its week", ({ expect }) => {
		const short: Calendar = { ...office("UTC"), week: [DAYTIME, DAYTIME, DAYTIME, DAYTIME, [{ from: "09:00", to: "12:00" }], [], []] };
		expect(parseWorkingDuration("PT8H", short)).toBe(8 * HOUR);
		expect(parseWorkingDuration("P1D", short)).toBe(7 * HOUR);
		expect(parseWorkingDuration("P1WT30M", short)).toBe(35.5 * HOUR);
		for (const no of ["P1M", "P1Y", "-PT1H", "1D", ""]) expect(parseWorkingDuration(no, short), no).toBe(null);
	});
});

/** The slow way: ask Intl, minute by minute, what the wall clock shows. */
function oracle(calendar: Calendar, from: number, to: number): number {
	const clock = new Intl.DateTimeFormat("en-GB", {
		timeZone: calendar.zone,
		year: "numeric",
		month: "2-digit",
		day: "2-digit",
		weekday: "short",
		hour: "2-digit",
		minute: "2-digit",
		hourCycle: "h23",
	});
	let minutes = 0;
	for (let moment = from; moment < to; moment += MINUTE) {
		const shown = Object.fromEntries(clock.formatToParts(moment).map(({ type, value }) => [type, value]));
		const date = `${shown.year}-${shown.month}-${shown.day}`;
		const special = calendar.holidays.find((each) => each.date === date) ?? calendar.holidays.find((each) => each.date === date.slice(5));
		const weekday = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(shown.weekday ?? "");
		const work = special === undefined ? (calendar.week[weekday] ?? []) : (special.hours ?? []);
		const now = minutesOf(`${shown.hour}:${shown.minute}`);
		if (work.some((each) => minutesOf(each.from) <= now && now < minutesOf(each.to))) minutes++;
	}
	return minutes * MINUTE;
}

const time = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
const someIntervals = fc
	.uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 0, maxLength: 4 })
	.map((quarters) => quarters.toSorted((one, other) => one - other).map((quarter) => quarter * 15))
	.map((bounds): Interval[] => {
		const made: Interval[] = [];
		for (let index = 0; index + 1 < bounds.length; index += 2)
			made.push({ from: time(bounds[index] ?? 0), to: time(bounds[index + 1] ?? 0) });
		return made;
	});
const someZone = fc.constantFrom(
	"Europe/Copenhagen",
	"America/New_York",
	"Australia/Lord_Howe",
	"Asia/Kolkata",
	"Asia/Beirut",
	"Africa/Casablanca",
	"America/Santiago",
	"Pacific/Chatham",
	"UTC",
);
/** Days around which something happens: changes of the clock in most of the zones, ends of years, a leap day. */
const someDay = fc.constantFrom(
	"2026-03-08",
	"2026-03-29",
	"2026-04-05",
	"2026-10-04",
	"2026-10-25",
	"2026-11-01",
	"2026-12-31",
	"2028-02-29",
	"2026-02-15",
	"2026-09-05",
);
const someHoliday = fc.record({
	date: fc.oneof(
		someDay,
		someDay.map((day) => day.slice(5)),
	),
	name: fc.constant(""),
	hours: someIntervals,
});
const someCalendar: fc.Arbitrary<Calendar> = fc.record({
	zone: someZone,
	week: fc.tuple(someIntervals, someIntervals, someIntervals, someIntervals, someIntervals, someIntervals, someIntervals),
	holidays: fc.uniqueArray(someHoliday, { maxLength: 4, selector: (each) => each.date }),
});
const someMoment = fc
	.tuple(someDay, fc.integer({ min: -4 * 1440, max: 4 * 1440 }))
	.map(([day, minutes]) => Date.parse(`${day}T00:00Z`) + minutes * MINUTE);
const RUNS = { numRuns: 60, seed: 20261126 };
const MANY = { numRuns: 1500, seed: 20261126 };

describe("working time, for whatever calendar", () => {
	it("is what the clock on the wall shows, minute by minute", ({ expect }) => {
		fc.assert(
			fc.property(someCalendar, someMoment, fc.integer({ min: 0, max: 3 * 1440 }), (calendar, from, minutes) => {
				const to = from + minutes * MINUTE;
				expect(workingTimeBetween(calendar, from, to)).toBe(oracle(calendar, from, to));
			}),
			RUNS,
		);
	});

	it("adds as much as lies between, neither a millisecond sooner nor later", ({ expect }) => {
		fc.assert(
			fc.property(someCalendar, someMoment, fc.integer({ min: 1, max: 200 * HOUR }), (calendar, from, amount) => {
				const there = addWorkingTime(calendar, from, amount);
				if (there === null) {
					expect(workingTimeBetween(calendar, from, from + 100 * 366 * 24 * HOUR)).toBeLessThan(amount);
					return;
				}
				expect(workingTimeBetween(calendar, from, there)).toBe(amount);
				expect(workingTimeBetween(calendar, from, there - 1)).toBe(amount - 1);
				const back = addWorkingTime(calendar, there, -amount);
				expect(back).toBe(nextWorkingMoment(calendar, from));
			}),
			MANY,
		);
	});

	it("adds in parts as in one", ({ expect }) => {
		const amounts = fc.integer({ min: 0, max: 100 * HOUR });
		fc.assert(
			fc.property(someCalendar, someMoment, amounts, amounts, (calendar, from, first, second) => {
				const middle = addWorkingTime(calendar, from, first);
				const end = middle === null ? null : addWorkingTime(calendar, middle, second);
				expect(end).toBe(middle === null ? null : addWorkingTime(calendar, from, first + second));
			}),
			MANY,
		);
	});

	it("never runs backwards", ({ expect }) => {
		const amounts = fc.integer({ min: 0, max: 100 * HOUR });
		fc.assert(
			fc.property(someCalendar, someMoment, someMoment, amounts, amounts, (calendar, one, other, less, more) => {
				const [early, late] = [Math.min(one, other), Math.max(one, other)];
				const inOrder = (first: number | null, second: number | null) => expect(first ?? Infinity).toBeLessThanOrEqual(second ?? Infinity);
				inOrder(addWorkingTime(calendar, early, more), addWorkingTime(calendar, late, more));
				inOrder(addWorkingTime(calendar, early, Math.min(less, more)), addWorkingTime(calendar, early, Math.max(less, more)));
				expect(workingTimeBetween(calendar, early, late)).toBeGreaterThanOrEqual(0);
				expect(workingTimeBetween(calendar, late, early)).toBe(-workingTimeBetween(calendar, early, late) || 0);
			}),
			MANY,
		);
	});

	it("is worked at its next moment, and at none before", ({ expect }) => {
		fc.assert(
			fc.property(someCalendar, someMoment, (calendar, from) => {
				const next = nextWorkingMoment(calendar, from);
				if (next === null) return;
				expect(isWorking(calendar, next)).toBe(true);
				expect(workingTimeBetween(calendar, from, next)).toBe(0);
			}),
			MANY,
		);
	});

	it("is the same hour on the wall a working day or a week later, over every change of the clock", ({ expect }) => {
		const wall = (zone: string, moment: number): string =>
			new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(moment);
		const zones = ["Europe/Copenhagen", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca", "America/Santiago"];
		fc.assert(
			fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 366 * 24 * 4 }), (zone, quarters) => {
				const calendar = office(zone);
				// Within a day of work, so that the wall shows an hour that comes on every working day.
				const from = nextWorkingMoment(calendar, Date.UTC(2026, 5, 1) + quarters * 15 * MINUTE) ?? 0;
				fc.pre(!wall(zone, from).endsWith("09:00"));
				const day = addWorkingTime(calendar, from, parseWorkingDuration("P1D", calendar) ?? 0) ?? 0;
				const week = addWorkingTime(calendar, from, parseWorkingDuration("P1W", calendar) ?? 0) ?? 0;
				expect(wall(zone, day).slice(11)).toBe(wall(zone, from).slice(11));
				const [before, after] = [wall(zone, from), wall(zone, week)];
				expect(after.slice(11)).toBe(before.slice(11));
				expect(Date.parse(`${after.slice(0, 10)}T00:00Z`) - Date.parse(`${before.slice(0, 10)}T00:00Z`)).toBe(7 * 24 * HOUR);
			}),
			MANY,
		);
	});

	it("is a day of work for each working day between two midnights, whatever the clock does", ({ expect }) => {
		const zones = ["Europe/Copenhagen", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Tehran"];
		fc.assert(
			fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 8000 }), fc.integer({ min: 0, max: 60 }), (zone, first, days) => {
				const calendar = office(zone);
				const noon = Date.UTC(2012, 0, 2, 12) + first * 24 * HOUR;
				const midnight = (day: number): number => noon + day * 24 * HOUR - 12 * HOUR - offsetAt(zone, noon + day * 24 * HOUR);
				const weekdays = Array.from({ length: days }, (_, day) => new Date(noon + day * 24 * HOUR).getUTCDay()).filter(
					(day) => day % 6 !== 0,
				);
				expect(workingTimeBetween(calendar, midnight(0), midnight(days))).toBe(weekdays.length * 8 * HOUR);
			}),
			MANY,
		);
	});

	it("takes in the changes of the clock that Intl shows, whole", ({ expect }) => {
		fc.assert(
			fc.property(someZone, fc.integer({ min: 0, max: 60 * 366 * 24 }), (zone, hours) => {
				const moment = Date.UTC(1975, 0, 1) + hours * HOUR;
				const segment = segmentAt(zone, moment);
				expect(segment.from).toBeLessThanOrEqual(moment);
				expect(segment.to).toBeGreaterThan(moment);
				const shown = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" }).format(moment);
				expect(Date.parse(`${shown.replace(" ", "T")}Z`) - moment).toBe(segment.offset);
			}),
			MANY,
		);
	});
});
