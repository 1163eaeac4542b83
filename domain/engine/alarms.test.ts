import { describe, it } from "vitest";
import { automation, flows, model, NOW, Trial } from "../../test/engine/trial.ts";
import type { AlarmRule } from "../calendar/alarm.ts";
import { compile } from "./compile.ts";

const HOUR = 3_600_000;
const ROW = model(`<startEvent id="S"/><userTask id="A"/><userTask id="B"/><endEvent id="E"/>${flows("S>A", "A>B", "B>E")}`);
const BEFORE: AlarmRule = { when: "before", by: "PT1H", to: [{ kind: "supervisor" }] };

async function problems(settings: Parameters<typeof automation>[0], more?: Parameters<typeof automation>[1]) {
	const compiled = await compile({ bpmn: ROW, automation: automation(settings, more) });
	return compiled.ok ? [] : compiled.error.map((each) => `${each.code}@${each.at}`);
}

describe("alarms of a task", () => {
	it("are set with its due date, those that still have a moment to ring at", async ({ expect }) => {
		const late: AlarmRule = { when: "before", by: "P9D", to: [{ kind: "performer" }] };
		const trial = (await Trial.of(ROW, automation({ A: { dueIn: "PT4H", alarms: [BEFORE, late] } }))).start();
		expect(trial.effect("create-task")[0]?.alarms).toEqual([{ rule: BEFORE, at: [NOW + 3 * HOUR] }]);
		expect(trial.complete("A").effect("create-task")[1]).not.toHaveProperty("alarms");
	});

	it("are refused without a due date, and where they count months in working time", async ({ expect }) => {
		expect(await problems({ A: { alarms: [BEFORE] } })).toEqual(["engine.alarm_without_due@A"]);
		expect(await problems({ A: { dueIn: "P1D", alarms: [{ ...BEFORE, by: "P1M", inWorkingTime: true }] } })).toEqual([
			"engine.not_working_time@A",
		]);
	});
});

describe("a service level", () => {
	it("sets when the case is due as it begins, in the journal and the state", async ({ expect }) => {
		const serviceLevel = { dueIn: "P1D", inWorkingTime: true, alarms: [{ ...BEFORE, inWorkingTime: true }] };
		const trial = (await Trial.of(ROW, automation({}, { serviceLevel }))).start();
		// Tuesday 09:00 by the standard calendar.
		const dueAt = Date.UTC(2026, 10, 25, 9);
		expect(trial.state?.dueAt).toBe(dueAt);
		expect(trial.journal).toContainEqual({ kind: "case-due", dueAt, at: NOW });
		expect(trial.effect("set-due")).toMatchObject([{ dueAt, alarms: [{ at: [dueAt - HOUR] }] }]);
		expect(trial.complete("A").state?.dueAt).toBe(dueAt);
	});

	it("is refused for what is no duration", async ({ expect }) => {
		expect(await problems({}, { serviceLevel: { dueIn: "soon" } })).toContain("engine.not_a_time@P");
		expect(await problems({}, { serviceLevel: { dueIn: "P1Y", inWorkingTime: true } })).toEqual(["engine.not_working_time@P"]);
	});
});
