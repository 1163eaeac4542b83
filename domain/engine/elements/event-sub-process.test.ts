import { describe, it } from "vitest";
import { CALL, Trial, automation, flows, model, refusals } from "../../../test/engine/trial.ts";

const ROOTS =
	'<message id="M" name="note"/><signal id="Sig" name="Fire"/><error id="Err" errorCode="no-stock"/><escalation id="Esc" escalationCode="late"/>';
const MESSAGE = '<messageEventDefinition messageRef="M"/>';
const TIMER = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>";
const ERROR = '<errorEventDefinition errorRef="Err"/>';
const ESCALATION = '<escalationEventDefinition escalationRef="Esc"/>';

const sub = (definition: string, more = "", inside = '<userTask id="H"/>', to = "H"): string =>
	`<subProcess id="Event" triggeredByEvent="true"><startEvent id="When" ${more}>${definition}</startEvent>${inside}${flows(`When>${to}`)}</subProcess>`;
const around = (event: string, more = ""): string => model(`<startEvent id="S"/><userTask id="A"/>${flows("S>A")}${event}${more}`, ROOTS);

describe("an event sub-process", () => {
	it("that interrupts goes on instead of everything in its process, which ends with it", async ({ expect }) => {
		const trial = (await Trial.of(around(sub(MESSAGE)))).start();
		expect(trial.open).toEqual(["When", "A"]);
		trial.deliver("When");
		expect(trial.open).toEqual(["H"]);
		expect(trial.effect("cancel-task")).toHaveLength(1);
		expect(trial.complete("H").status).toBe("completed");
	});

	it("that does not interrupt goes on beside, as often as its event comes, and keeps nothing alive by waiting", async ({ expect }) => {
		const trial = (await Trial.of(around(sub(MESSAGE, 'isInterrupting="false"')))).start().deliver("When").deliver("When");
		expect(trial.open.toSorted()).toEqual(["A", "H", "H", "When"]);
		trial.complete("A").complete("H");
		expect(trial.status).toBe("active");
		expect(trial.complete("H").status).toBe("completed");
		expect(trial.effect("close-subscription")).toHaveLength(1);
	});

	it("starts by a timer, which is gone when the process ends first, and by a signal with what it brings", async ({ expect }) => {
		expect((await Trial.of(around(sub(TIMER)))).start().fire("When").open).toEqual(["H"]);
		const early = (await Trial.of(around(sub(TIMER)))).start().complete("A");
		expect(early.status).toBe("completed");
		expect(early.effect("cancel-timer")).toHaveLength(1);
		const settings = automation({ When: { outputs: [{ from: "signal.n", to: "n" }] } });
		const trial = await Trial.of(around(sub('<signalEventDefinition signalRef="Sig"/>')), settings);
		expect(trial.start().signal("When", { n: 4 }).variables.n).toBe(4);
	});

	it("catches an error of its scope before a boundary event does, and not its own", async ({ expect }) => {
		const thrower = `<subProcess id="Sub"><serviceTask id="J"/>${sub(ERROR, "", `<endEvent id="Again">${ERROR}</endEvent><userTask id="H"/>${flows("H>Again")}`)}</subProcess><boundaryEvent id="B" attachedToRef="Sub">${ERROR}</boundaryEvent><userTask id="After"/>${flows("B>After")}`;
		const trial = (await Trial.of(model(thrower, ROOTS), automation({ J: CALL }))).start();
		trial.failJob("J", "no-stock");
		expect(trial.open).toEqual(["H"]);
		expect(trial.complete("H").open).toEqual(["After"]);
	});

	it("catches an error of an end event, with its code", async ({ expect }) => {
		const xml = model(
			`<startEvent id="S"/><parallelGateway id="F"/><userTask id="A"/><endEvent id="E">${ERROR}</endEvent>${flows("S>F", "F>A", "F>E")}${sub(ERROR)}`,
			ROOTS,
		);
		const trial = (await Trial.of(xml, automation({ When: { outputs: [{ from: "error.code", to: "why" }] } }))).start();
		expect(trial.open).toEqual(["H"]);
		expect(trial.variables.why).toBe("no-stock");
	});

	it("hears an escalation and lets the rest go on, or interrupts it", async ({ expect }) => {
		const xml = (more: string): string =>
			model(
				`<startEvent id="S"/><intermediateThrowEvent id="T">${ESCALATION}</intermediateThrowEvent><userTask id="A"/>${flows("S>T", "T>A")}${sub(ESCALATION, more)}`,
				ROOTS,
			);
		expect((await Trial.of(xml('isInterrupting="false"'))).start().open.toSorted()).toEqual(["A", "H"]);
		expect((await Trial.of(xml(""))).start().open).toEqual(["H"]);
	});

	it("waits again after an incident is retried", async ({ expect }) => {
		const settings = automation({ When: { timer: { kind: "date", value: "deadline" } } });
		const trial = (await Trial.of(around(sub(TIMER)), settings)).start({ deadline: "soon" });
		expect(trial.incidents).toEqual(["engine.not_a_time@When"]);
		trial.set({ deadline: "2026-12-24" }).retry();
		expect(trial.fire("When").open).toEqual(["H"]);
	});

	it("has one start event that waits, no flow to it, and no error that does not interrupt", async ({ expect }) => {
		expect(await refusals(around(sub("")))).toEqual(["engine.no_event@When"]);
		expect(await refusals(around(sub(MESSAGE), flows("A>Event")))).toEqual(["engine.event_sub_process_flow@Event"]);
		expect(await refusals(around(sub(ERROR, 'isInterrupting="false"')))).toEqual(["engine.error_interrupts@When"]);
		expect(await refusals(around('<subProcess id="Event" triggeredByEvent="true"/>'))).toEqual(["engine.event_sub_process_start@Event"]);
	});
});
