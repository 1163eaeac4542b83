import fc from "fast-check";
import { describe, it } from "vitest";
import { type AlarmRule, alarmRule, alarmTimes } from "./alarm.ts";
import { type Calendar, STANDARD_CALENDAR } from "./calendar.ts";
import * as v from "valibot";

const DAY = [{ from: "09:00", to: "17:00" }];
const office: Calendar = { zone: "Europe/Copenhagen", week: [DAY, DAY, DAY, DAY, DAY, [], []], holidays: [] };
/** Monday 10:00 in Copenhagen, the day after its clock went forward. */
const due = Date.UTC(2027, 2, 29, 8);
const long = Date.UTC(2027, 0, 1);
const rule = (more: Partial<AlarmRule>): AlarmRule => ({ when: "before", by: "PT4H", to: [{ kind: "performer" }], ...more });
const iso = (times: readonly number[]) => times.map((each) => new Date(each).toISOString().slice(0, 16));

describe("an alarm", () => {
	it("rings before the due date by the clock, or in working time over the weekend and the change of the clock", ({ expect }) => {
		expect(iso(alarmTimes(rule({}), due, office, long))).toEqual(["2027-03-29T04:00"]);
		expect(iso(alarmTimes(rule({ inWorkingTime: true }), due, office, long))).toEqual(["2027-03-26T13:00"]);
	});

	it("rings again up to its number of times, after the due date too", ({ expect }) => {
		const again = rule({ when: "after", by: "PT0S", inWorkingTime: true, repeat: { every: "P1D", times: 3 } });
		expect(iso(alarmTimes(again, due, office, long))).toEqual(["2027-03-29T08:00", "2027-03-30T08:00", "2027-03-31T08:00"]);
		expect(alarmTimes(rule({ repeat: { every: "PT0S", times: 5 } }), due, office, long)).toHaveLength(1);
	});

	it("leaves out what had passed when it was set", ({ expect }) => {
		expect(alarmTimes(rule({}), due, office, due - 3_600_000)).toEqual([]);
		const again = rule({ repeat: { every: "PT2H", times: 3 } });
		expect(iso(alarmTimes(again, due, office, due - 3_600_000))).toEqual(["2027-03-29T08:00"]);
	});

	it("has a maximum, a recipient and no negative time", ({ expect }) => {
		for (const wrong of [
			{ by: "-PT1H" },
			{ by: "soon" },
			{ to: [] },
			{ repeat: { every: "P1D", times: 51 } },
			{ repeat: { every: "P1D" } },
		])
			expect(v.safeParse(alarmRule, { ...rule({}), ...wrong }).success, JSON.stringify(wrong)).toBe(false);
	});

	it("rings in order, never in the past and never more often than it may, whatever its rule", ({ expect }) => {
		const spans = fc.constantFrom("PT0S", "PT30M", "PT5H", "P1D", "P2DT3H", "P1W");
		fc.assert(
			fc.property(
				fc.constantFrom("before" as const, "after" as const),
				spans,
				spans,
				fc.integer({ min: 2, max: 50 }),
				fc.boolean(),
				fc.integer({ min: -2_000_000_000, max: 2_000_000_000 }),
				(when, by, every, times, inWorkingTime, ahead) => {
					const rings = alarmTimes(rule({ when, by, inWorkingTime, repeat: { every, times } }), due, STANDARD_CALENDAR, due + ahead);
					expect(rings.length).toBeLessThanOrEqual(times);
					expect(rings.every((each, index) => each > (rings[index - 1] ?? due + ahead))).toBe(true);
				},
			),
		);
	});
});
