import { describe, it } from "vitest";
import { automation, flows, model, Trial } from "../../test/engine/trial.ts";
import type { Performer } from "../allocation/performer.ts";
import type { Calendar, Calendars, Interval } from "../calendar/calendar.ts";
import type { ElementAutomation } from "../deployment/automation.ts";
import { compile } from "./compile.ts";

const DAY: Interval[] = [{ from: "09:00", to: "17:00" }];
const office: Calendar = { zone: "UTC", week: [DAY, DAY, DAY, DAY, DAY, [], []], holidays: [{ date: "2026-11-25", name: "Closed" }] };
const weekend: Calendar = { zone: "UTC", week: [[], [], [], [], [], DAY, DAY], holidays: [] };
const CALENDARS: Calendars = { organisation: { id: "office", calendar: office }, starter: { id: "weekend", calendar: weekend } };

const LATE =
	'<boundaryEvent id="Late" attachedToRef="A" cancelActivity="false"><timerEventDefinition><timeCycle>R3/PT4H</timeCycle></timerEventDefinition></boundaryEvent>';
const TASK = model(`<startEvent id="S"/><userTask id="A"/><endEvent id="E"/>${LATE}${flows("S>A", "A>E")}`);
const POOL: Performer = { assign: "pool", from: [{ kind: "role", role: "clerk" }] };

async function begun(elements: Readonly<Record<string, ElementAutomation>>, bpmn = TASK): Promise<Trial> {
	const trial = await Trial.of(bpmn, automation(elements));
	trial.calendars = CALENDARS;
	// Friday 27 November 2026, 15:00.
	trial.now = Date.UTC(2026, 10, 27, 15);
	return trial.start();
}

const iso = (moment: number | null | undefined): string => new Date(moment ?? Number.NaN).toISOString().slice(0, 16);

describe("a due date in working time", () => {
	it("goes by the organisation's calendar for a pool, and says what it was reckoned from", async ({ expect }) => {
		const trial = await begun({ A: { dueIn: "P1D", dueInWorkingTime: true, performer: POOL } });
		const [task] = trial.effect("create-task");
		expect(iso(task?.dueAt)).toBe("2026-11-30T15:00");
		expect(task?.due).toBe("P1D");
		expect(trial.journal).toContainEqual(expect.objectContaining({ kind: "wait-opened", wait: trial.wait("A", "task") }));
		expect(trial.wait("A", "task").dueAt).toBe(task?.dueAt);
	});

	it("goes by the starter's calendar for a task that is theirs alone, and so do the timers on it", async ({ expect }) => {
		const trial = await begun({ A: { dueIn: "PT10H", dueInWorkingTime: true }, Late: { timerInWorkingTime: true } });
		expect(iso(trial.effect("create-task")[0]?.dueAt)).toBe("2026-11-29T11:00");
		expect(iso(trial.wait("Late", "timer").dueAt)).toBe("2026-11-28T13:00");
	});

	it("may come from an expression; one that is no amount of work is an incident", async ({ expect }) => {
		const settings = { A: { dueIn: "time", dueInWorkingTime: true, performer: POOL } };
		const trial = await Trial.of(TASK, automation(settings));
		trial.calendars = CALENDARS;
		trial.start({ time: "PT1H" });
		expect(iso(trial.effect("create-task")[0]?.dueAt)).toBe("2026-11-24T10:00");
		const wrong = (await Trial.of(TASK, automation(settings))).start({ time: "P1M" });
		expect(wrong.incidents).toEqual(["engine.not_a_time@A"]);
	});

	it("is the clock's without the setting, whatever the calendars", async ({ expect }) => {
		const trial = await begun({ A: { dueIn: "PT10H" } });
		expect(iso(trial.effect("create-task")[0]?.dueAt)).toBe("2026-11-28T01:00");
		expect(trial.effect("create-task")[0]).not.toHaveProperty("due");
	});
});

describe("a timer in working time", () => {
	it("repeats in working time over a weekend, and not over a holiday", async ({ expect }) => {
		const trial = await Trial.of(TASK, automation({ A: { performer: POOL }, Late: { timerInWorkingTime: true } }));
		trial.calendars = CALENDARS;
		// Tuesday 14:00; Wednesday is a holiday.
		trial.now = Date.UTC(2026, 10, 24, 14);
		trial.start().fire("Late").fire("Late").fire("Late");
		expect(trial.effect("set-timer").map((each) => iso(each.dueAt))).toEqual(["2026-11-26T10:00", "2026-11-26T14:00", "2026-11-27T10:00"]);
	});

	it("waits between two activities by the organisation's calendar", async ({ expect }) => {
		const between = model(
			`<startEvent id="S"/><intermediateCatchEvent id="T"><timerEventDefinition><timeDuration>PT3H</timeDuration></timerEventDefinition></intermediateCatchEvent><endEvent id="E"/>${flows("S>T", "T>E")}`,
		);
		const trial = await begun({ T: { timerInWorkingTime: true } }, between);
		expect(iso(trial.wait("T", "timer").dueAt)).toBe("2026-11-30T10:00");
		expect(trial.linked.program.workingTime).toBe(true);
		expect((await begun({}, between)).linked.program).not.toHaveProperty("workingTime");
	});

	it("counts by the standard calendar where nobody gives one", async ({ expect }) => {
		const trial = (await Trial.of(TASK, automation({ Late: { timerInWorkingTime: true } }))).start();
		expect(iso(trial.wait("Late", "timer").dueAt)).toBe("2026-11-24T14:00");
	});

	it("starts cases by the organisation's working time", async ({ expect }) => {
		const clock = model(
			`<startEvent id="S"><timerEventDefinition><timeCycle>R/P1D</timeCycle></timerEventDefinition></startEvent><endEvent id="E"/>${flows("S>E")}`,
		);
		const compiled = await compile({ bpmn: clock, automation: automation({ S: { timerInWorkingTime: true } }) });
		expect(compiled.ok && compiled.value.starts[0]?.timer).toEqual({ kind: "cycle", value: "R/P1D", working: true });
	});

	it("is refused for a date, and for months and years", async ({ expect }) => {
		const refused = async (value: { kind: "date" | "duration" | "cycle"; value: string }) => {
			const compiled = await compile({ bpmn: TASK, automation: automation({ Late: { timer: value, timerInWorkingTime: true } }) });
			return compiled.ok ? [] : compiled.error.map((each) => `${each.code}@${each.at}`);
		};
		expect(await refused({ kind: "date", value: "2026-12-24" })).toEqual(["engine.not_working_time@Late"]);
		expect(await refused({ kind: "duration", value: "P1M" })).toEqual(["engine.not_working_time@Late"]);
		expect(await refused({ kind: "cycle", value: "R/P1Y" })).toEqual(["engine.not_working_time@Late"]);
		expect(await refused({ kind: "cycle", value: "R2/2026-12-01T00:00Z/PT90M" })).toEqual([]);
	});
});
