import { beforeAll, describe, it } from "vitest";
import { crash, type Report } from "./crash/harness.ts";

/** A short run in every `npm test`; `npm test -- crash` kills sixteen times, over thousands of acts. */
describe("a runtime that is killed again and again", () => {
	let report: Report;

	beforeAll(async () => {
		report = await crash({ seed: 7, kills: 3, acknowledged: 500, people: 8 });
	}, 240_000);

	it("was doing everything that can be lost", ({ expect }) => {
		expect(report.kills).toBe(3);
		expect(report.acknowledged).toBeGreaterThanOrEqual(500);
		expect(Math.min(report.cases, report.timers, report.alarms, report.effects.keys, report.mails)).toBeGreaterThan(10);
	});

	it("loses nothing that it said yes to, and does nothing twice", ({ expect }) => {
		expect(report.failures).toEqual([]);
	});
});
