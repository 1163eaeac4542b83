import { describe, it } from "vitest";
import { Trial, automation, flows, model, refusals } from "../../../test/engine/trial.ts";

const ROOTS =
	'<message id="M" name="note"/><message id="N" name="other"/><signal id="Sig" name="fire"/><error id="Err" errorCode="e"/><escalation id="Esc" escalationCode="late"/><signalEventDefinition id="Shared" signalRef="Sig"/>';
const MESSAGE = '<messageEventDefinition messageRef="M"/>';
const SIGNAL = '<signalEventDefinition signalRef="Sig"/>';
const TIMER = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>";
const CONDITION = "<conditionalEventDefinition><condition>go</condition></conditionalEventDefinition>";
const ERROR = '<errorEventDefinition errorRef="Err"/>';

describe("a multiple event", () => {
	const catching = (definitions: string, more = ""): string =>
		model(
			`<startEvent id="S"/><intermediateCatchEvent id="E"${more}>${definitions}</intermediateCatchEvent><userTask id="A"/>${flows("S>E", "E>A")}`,
			ROOTS,
		);

	it("comes with any of its triggers, and waits no longer for the others", async ({ expect }) => {
		const all = MESSAGE + SIGNAL + TIMER + CONDITION;
		for (const come of [
			(trial: Trial) => trial.deliver("E"),
			(trial: Trial) => trial.signal("E"),
			(trial: Trial) => trial.fire("E"),
			(trial: Trial) => trial.set({ go: true }),
		]) {
			const trial = (await Trial.of(catching(all))).start({ go: false });
			expect(trial.open).toEqual(["E", "E", "E", "E"]);
			come(trial);
			expect(trial.open).toEqual(["A"]);
		}
	});

	it("brings what came by the name of its kind, which its definitions may be named for elsewhere", async ({ expect }) => {
		const xml = catching(`${MESSAGE}<eventDefinitionRef>Shared</eventDefinitionRef>`);
		const settings = automation({ E: { outputs: [{ from: "signal", to: "heard" }] } });
		const trial = (await Trial.of(xml, settings)).start();
		trial.signal("E", "smoke");
		expect(trial.variables.heard).toBe("smoke");
	});

	it("on a boundary comes by an error or from outside, and without interrupting each may come again", async ({ expect }) => {
		const on = (definitions: string, more: string): string =>
			model(
				`<serviceTask id="A"/><boundaryEvent id="E" attachedToRef="A"${more}>${definitions}</boundaryEvent><userTask id="B"/>${flows("E>B")}`,
				ROOTS,
			);
		const settings = automation({ A: { connector: { kind: "http", method: "GET", url: "https://example.test/" } } });
		const failed = (await Trial.of(on(ERROR + MESSAGE, ""), settings)).start().failJob("A", "e");
		expect(failed.open).toEqual(["B"]);
		const told = (await Trial.of(on(ERROR + MESSAGE, ""), settings)).start().deliver("E");
		expect(told.open).toEqual(["B"]);
		const beside = (await Trial.of(on(SIGNAL + MESSAGE, ' cancelActivity="false"'), settings)).start();
		beside.deliver("E").signal("E").deliver("E");
		expect(beside.open.toSorted()).toEqual(["A", "B", "B", "B", "E", "E"]);
	});

	it("starts an event sub-process and stands behind an event-based gateway", async ({ expect }) => {
		const event = `<subProcess id="Ev" triggeredByEvent="true"><startEvent id="E">${MESSAGE}${ERROR}${TIMER}</startEvent><userTask id="A"/>${flows("E>A")}</subProcess>`;
		const trial = (await Trial.of(model(`<startEvent id="S"/><userTask id="X"/>${flows("S>X")}${event}`, ROOTS))).start();
		expect(trial.fire("E").open).toEqual(["A"]);
		const gateway = model(
			`<eventBasedGateway id="G"/><intermediateCatchEvent id="E">${MESSAGE}${SIGNAL}</intermediateCatchEvent><intermediateCatchEvent id="T">${TIMER}</intermediateCatchEvent><userTask id="A"/><userTask id="B"/>${flows("G>E", "G>T", "E>A", "T>B")}`,
			ROOTS,
		);
		const chosen = (await Trial.of(gateway)).start();
		expect(chosen.open).toEqual(["E", "E", "T"]);
		expect(chosen.signal("E").open).toEqual(["A"]);
	});

	it("that cannot wait for one of them waits for none twice when that is mended", async ({ expect }) => {
		const later = "<timerEventDefinition><timeDuration>delay</timeDuration></timerEventDefinition>";
		const trial = (await Trial.of(catching(SIGNAL + later))).start();
		expect(trial.incidents).toEqual(["engine.not_a_time@E"]);
		trial.set({ delay: "PT1H" }).retry();
		expect(trial.open).toEqual(["E", "E"]);
		expect(trial.effect("open-signal").length - trial.effect("close-subscription").length).toBe(1);
		const on = model(
			`<userTask id="A"/><boundaryEvent id="E" attachedToRef="A" cancelActivity="false">${SIGNAL}${later}</boundaryEvent><userTask id="B"/>${flows("E>B")}`,
			ROOTS,
		);
		const activity = (await Trial.of(on)).start();
		expect(activity.incidents).toEqual(["engine.not_a_time@A"]);
		activity.set({ delay: "PT1H" }).retry();
		expect(activity.open.toSorted()).toEqual(["A", "E", "E"]);
		expect(activity.incidents).toEqual([]);
	});

	it("throws all that it is for, and what ends its scope last", async ({ expect }) => {
		const throwing = model(
			`<subProcess id="Sub"><startEvent id="s"/><endEvent id="E">${ERROR}${SIGNAL}${MESSAGE}</endEvent>${flows("s>E")}</subProcess><boundaryEvent id="B" attachedToRef="Sub">${ERROR}</boundaryEvent><userTask id="A"/>${flows("B>A")}`,
			ROOTS,
		);
		const trial = (await Trial.of(throwing)).start();
		expect(trial.effects.flatMap(({ type }) => (type.startsWith("throw") ? [type] : []))).toEqual(["throw-signal", "throw-message"]);
		expect(trial.open).toEqual(["A"]);
	});

	it("throws nothing twice when one of them cannot be thrown at first", async ({ expect }) => {
		const xml = model(
			`<startEvent id="S"/><intermediateThrowEvent id="E">${SIGNAL}${MESSAGE}</intermediateThrowEvent><userTask id="A"/>${flows("S>E", "E>A")}`,
			ROOTS,
		);
		const trial = (await Trial.of(xml, automation({ E: { message: { key: "order" } } }))).start();
		expect(trial.incidents).toEqual(["engine.no_correlation_key@E"]);
		expect(trial.effect("throw-signal")).toEqual([]);
		trial.set({ order: "o-1" }).retry();
		expect(trial.effect("throw-signal")).toHaveLength(1);
		expect(trial.effect("throw-message")).toHaveLength(1);
		expect(trial.open).toEqual(["A"]);
	});

	it("at the end of a process compensates and then terminates", async ({ expect }) => {
		const xml = model(
			`<task id="A"/><boundaryEvent id="C" attachedToRef="A"><compensateEventDefinition/></boundaryEvent><userTask id="U" isForCompensation="true"/><association id="as" sourceRef="C" targetRef="U"/><userTask id="Other"/><endEvent id="E"><terminateEventDefinition/><compensateEventDefinition/></endEvent>${flows("A>E")}`,
			ROOTS,
		);
		const trial = (await Trial.of(xml)).start();
		expect(trial.open.toSorted()).toEqual(["Other", "U"]);
		trial.complete("U");
		expect(trial.status).toBe("terminated");
	});

	it("starts a process by each of its triggers", async ({ expect }) => {
		const xml = model(
			`<startEvent id="E">${MESSAGE}${SIGNAL}<timerEventDefinition><timeCycle>R/P1D</timeCycle></timerEventDefinition></startEvent><userTask id="A"/>${flows("E>A")}`,
			ROOTS,
		);
		const trial = await Trial.of(xml, automation({ E: { outputs: [{ from: "message", to: "text" }] } }));
		expect(trial.linked.program.starts).toMatchObject([
			{ elementId: "E", event: 0, kind: "message", message: "note" },
			{ elementId: "E", event: 1, kind: "signal", signal: "fire" },
			{ elementId: "E", event: 2, kind: "timer", timer: { kind: "cycle", value: "R/P1D" } },
		]);
		expect(trial.start({}, "E", "hello").open).toEqual(["A"]);
		expect(trial.variables.text).toBe("hello");
	});

	it("may not have what only stands alone, nor two timers where it starts a process", async ({ expect }) => {
		expect(await refusals(catching(`${MESSAGE}<linkEventDefinition name="L"/>`))).toContain("engine.event_alone@E");
		expect(await refusals(model(`<startEvent id="E">${TIMER}${TIMER}</startEvent>`, ROOTS))).toEqual(["engine.not_supported@E"]);
	});
});

describe("a parallel multiple event", () => {
	const waits = (definitions: string): string =>
		model(
			`<startEvent id="S"/><intermediateCatchEvent id="E" parallelMultiple="true">${definitions}</intermediateCatchEvent><userTask id="A"/>${flows("S>E", "E>A")}`,
			ROOTS,
		);

	it("comes when all of its triggers came, in any order, and brings what each brought", async ({ expect }) => {
		const settings = automation({
			E: {
				outputs: [
					{ from: "message", to: "told" },
					{ from: "signal", to: "heard" },
				],
			},
		});
		const trial = (await Trial.of(waits(MESSAGE + SIGNAL + CONDITION), settings)).start({ go: false });
		trial.signal("E", "smoke").set({ go: true }).set({ go: false });
		expect(trial.open).toEqual(["E"]);
		trial.deliver("E", "note");
		expect(trial.open).toEqual(["A"]);
		expect(trial.variables).toMatchObject({ told: "note", heard: "smoke" });
	});

	it("on a boundary interrupts with the last of them, or comes again when all came again", async ({ expect }) => {
		const on = (more: string): string =>
			model(
				`<userTask id="A"/><boundaryEvent id="E" attachedToRef="A" parallelMultiple="true"${more}>${MESSAGE}${SIGNAL}</boundaryEvent><userTask id="B"/>${flows("E>B")}`,
				ROOTS,
			);
		const trial = (await Trial.of(on(""))).start().deliver("E");
		expect(trial.open).toEqual(["E", "A"]);
		expect(trial.signal("E").open).toEqual(["B"]);
		const again = (await Trial.of(on(' cancelActivity="false"'))).start().deliver("E").signal("E");
		expect(again.open.toSorted()).toEqual(["A", "B", "E", "E"]);
		again.signal("E");
		expect(again.open.filter((each) => each === "B")).toHaveLength(1);
		again.deliver("E");
		expect(again.open.filter((each) => each === "B")).toHaveLength(2);
	});

	it("starts an event sub-process", async ({ expect }) => {
		const event = `<subProcess id="Ev" triggeredByEvent="true"><startEvent id="E" parallelMultiple="true">${MESSAGE}${TIMER}</startEvent><userTask id="A"/>${flows("E>A")}</subProcess>`;
		const trial = (await Trial.of(model(`<startEvent id="S"/><userTask id="X"/>${flows("S>X")}${event}`, ROOTS))).start();
		expect(trial.fire("E").open).toEqual(["E", "X"]);
		expect(trial.deliver("E").open).toEqual(["A"]);
	});

	it("starts a process when all came, which its environment waits for", async ({ expect }) => {
		const trial = await Trial.of(model(`<startEvent id="E" parallelMultiple="true">${MESSAGE}${SIGNAL}</startEvent>`, ROOTS));
		expect(trial.linked.program.starts.map(({ event, kind, together }) => [event, kind, together])).toEqual([
			[0, "message", 2],
			[1, "signal", 2],
		]);
	});

	it("has nothing that is thrown, and does not stand behind a gateway", async ({ expect }) => {
		const on = `<userTask id="A"/><boundaryEvent id="E" attachedToRef="A" parallelMultiple="true">${MESSAGE}${ERROR}</boundaryEvent>`;
		expect(await refusals(model(on, ROOTS))).toEqual(["engine.not_parallel@E"]);
		const behind = `<eventBasedGateway id="G"/><intermediateCatchEvent id="E" parallelMultiple="true">${MESSAGE}${SIGNAL}</intermediateCatchEvent>${flows("G>E")}`;
		expect(await refusals(model(behind, ROOTS))).toEqual(["engine.event_gateway_target@G"]);
	});
});
