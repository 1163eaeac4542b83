import { describe, it } from "vitest";
import { DEFAULT_LIMITS } from "./types.ts";
import { CALL, Trial, automation, flows, model, refusals } from "../../test/engine/trial.ts";

/** A task with a handler, each a user task: `A` is compensated by `undoA`. */
const booked = (id: string, kind = "userTask", more = ""): string =>
	`<${kind} id="${id}">${more}</${kind}><boundaryEvent id="c${id}" attachedToRef="${id}"><compensateEventDefinition/></boundaryEvent><userTask id="undo${id}" isForCompensation="true"/><association id="as${id}" associationDirection="One" sourceRef="c${id}" targetRef="undo${id}"/>`;
const THROW = "<compensateEventDefinition/>";

describe("a compensation event", () => {
	const twice = (definition: string): string =>
		model(
			`<startEvent id="S"/>${booked("A")}${booked("B")}<intermediateThrowEvent id="T">${definition}</intermediateThrowEvent><userTask id="N"/>${flows("S>A", "A>B", "B>T", "T>N")}`,
		);

	it("runs the handlers of what completed, the last first, one after the other, and goes on when they are done", async ({ expect }) => {
		const trial = (await Trial.of(twice(THROW))).start();
		expect(trial.open).toEqual(["A"]);
		trial.complete("A").complete("B");
		expect(trial.open).toEqual(["undoB"]);
		trial.complete("undoB");
		expect(trial.open).toEqual(["undoA"]);
		trial.complete("undoA");
		expect(trial.open).toEqual(["N"]);
		expect(trial.state?.compensables).toBeUndefined();
		expect(trial.complete("N").status).toBe("completed");
	});

	it("compensates one activity by its name, and goes on at once where it does not wait", async ({ expect }) => {
		const one = (await Trial.of(twice('<compensateEventDefinition activityRef="A"/>'))).start().complete("A").complete("B");
		expect(one.open).toEqual(["undoA"]);
		expect(one.complete("undoA").open).toEqual(["N"]);
		const beside = (await Trial.of(twice('<compensateEventDefinition waitForCompletion="false"/>'))).start().complete("A").complete("B");
		expect(beside.open.toSorted()).toEqual(["N", "undoB"]);
		beside.complete("N").complete("undoB");
		expect(beside.open).toEqual(["undoA"]);
		expect(beside.complete("undoA").status).toBe("completed");
	});

	it("passes where nothing completed, and compensates nothing twice", async ({ expect }) => {
		const again = (
			await Trial.of(
				model(
					`<startEvent id="S"/>${booked("A", "task")}<intermediateThrowEvent id="T">${THROW}</intermediateThrowEvent><endEvent id="E">${THROW}</endEvent>${flows("S>A", "A>T", "T>E")}`,
				),
			)
		).start();
		expect(again.open).toEqual(["undoA"]);
		expect(again.complete("undoA").status).toBe("completed");
		const none = await Trial.of(
			model(
				`<startEvent id="S"/><exclusiveGateway id="X" default="X-T"/>${booked("A")}<endEvent id="T">${THROW}</endEvent>${flows("S>X", "X>A?false", "X>T")}`,
			),
		);
		expect(none.start().status).toBe("completed");
	});

	it("does not compensate what was cancelled or goes on still", async ({ expect }) => {
		const trial = (
			await Trial.of(
				model(
					`<startEvent id="S"/><parallelGateway id="F"/>${booked("A")}${booked("B")}<boundaryEvent id="T" attachedToRef="B"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="E">${THROW}</endEvent>${flows("S>F", "F>A", "F>B", "T>E")}`,
				),
			)
		).start();
		trial.fire("T");
		expect(trial.open).toEqual(["A"]);
		expect(trial.complete("A").status).toBe("completed");
	});

	it("whose handler fails holds there, and goes on when that is retried", async ({ expect }) => {
		const trial = (
			await Trial.of(
				model(
					`<startEvent id="S"/><task id="A"/><boundaryEvent id="C" attachedToRef="A">${THROW}</boundaryEvent><serviceTask id="U" isForCompensation="true"/><association id="as" sourceRef="C" targetRef="U"/><endEvent id="E">${THROW}</endEvent>${flows("S>A", "A>E")}`,
				),
				automation({ U: CALL }),
			)
		).start();
		trial.failJob("U");
		expect(trial.incidents).toEqual(["engine.job_failed@U"]);
		trial.retry().job("U");
		expect(trial.status).toBe("completed");
	});

	it("is cancelled with its handlers, and so is the case", async ({ expect }) => {
		const trial = (await Trial.of(twice(THROW))).start().complete("A").complete("B").cancel();
		expect(trial.status).toBe("cancelled");
		expect(trial.state?.compensables).toBeUndefined();
	});
});

describe("compensation of a sub-process", () => {
	const around = (inside: string, on = ""): string =>
		model(
			`<startEvent id="S"/><subProcess id="Sub"><startEvent id="s"/>${inside}</subProcess>${on}<endEvent id="E">${THROW}</endEvent>${flows("S>Sub", "Sub>E")}`,
		);
	const inner = `${booked("A", "task")}${booked("B", "task")}${flows("s>A", "A>B")}`;

	it("without a handler is that of what completed in it", async ({ expect }) => {
		const trial = (await Trial.of(around(inner))).start();
		expect(trial.open).toEqual(["undoB"]);
		expect(trial.complete("undoB").open).toEqual(["undoA"]);
		expect(trial.complete("undoA").status).toBe("completed");
	});

	it("by a handler on its boundary is that alone", async ({ expect }) => {
		const on = `<boundaryEvent id="C" attachedToRef="Sub">${THROW}</boundaryEvent><userTask id="U" isForCompensation="true"/><association id="as" sourceRef="C" targetRef="U"/>`;
		const trial = (await Trial.of(around(inner, on))).start();
		expect(trial.open).toEqual(["U"]);
		expect(trial.complete("U").status).toBe("completed");
	});

	it("by an event sub-process is that, which may compensate what completed in it", async ({ expect }) => {
		const event = `<subProcess id="Ev" triggeredByEvent="true"><startEvent id="W">${THROW}</startEvent><userTask id="First"/><intermediateThrowEvent id="Rest"><compensateEventDefinition activityRef="A"/></intermediateThrowEvent><userTask id="Last"/>${flows("W>First", "First>Rest", "Rest>Last")}</subProcess>`;
		const trial = (await Trial.of(around(inner + event))).start();
		expect(trial.open).toEqual(["First"]);
		expect(trial.complete("First").open).toEqual(["undoA"]);
		expect(trial.complete("undoA").open).toEqual(["Last"]);
		trial.complete("Last");
		expect(trial.status).toBe("completed");
		expect(trial.state?.compensables).toBeUndefined();
	});

	it("that is called is that of what completed in the process called", async ({ expect }) => {
		const xml = model(
			`<startEvent id="S"/><callActivity id="Call" calledElement="Q"/><endEvent id="E">${THROW}</endEvent>${flows("S>Call", "Call>E")}`,
		).replace("</definitions>", `<process id="Q">${booked("A", "task")}</process></definitions>`);
		const trial = (await Trial.of(xml)).start();
		expect(trial.open).toEqual(["undoA"]);
		expect(trial.complete("undoA").status).toBe("completed");
	});

	it("that was terminated is none: it ended without compensation", async ({ expect }) => {
		const trial = await Trial.of(
			around(`${booked("A", "task")}<endEvent id="X"><terminateEventDefinition/></endEvent>${flows("s>A", "A>X")}`),
		);
		expect(trial.start().status).toBe("completed");
	});

	it("is thrown by an event sub-process for what goes on around it", async ({ expect }) => {
		const trial = (
			await Trial.of(
				model(
					`<startEvent id="S"/>${booked("A", "task")}<userTask id="B"/>${flows("S>A", "A>B")}<subProcess id="Ev" triggeredByEvent="true"><startEvent id="W"><messageEventDefinition messageRef="M"/></startEvent><endEvent id="E">${THROW}</endEvent>${flows("W>E")}</subProcess>`,
					'<message id="M" name="undo"/>',
				),
			)
		).start();
		trial.deliver("W");
		expect(trial.open).toEqual(["undoA"]);
		expect(trial.complete("undoA").status).toBe("completed");
	});
});

describe("compensation of an activity that repeats", () => {
	it("runs the handler for each instance that completed, and knows its names", async ({ expect }) => {
		const many =
			'<multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>';
		const trial = (
			await Trial.of(
				model(`<startEvent id="S"/>${booked("A", "userTask", many)}<endEvent id="E">${THROW}</endEvent>${flows("S>A", "A>E")}`),
				automation({ undoA: { outputs: [{ from: "append(undone, loopCounter)", to: "undone" }] } }),
			)
		).start({ undone: [] });
		trial.complete("A").complete("A").complete("A");
		for (let at = 0; at < 3; at++) trial.complete("undoA");
		expect(trial.variables.undone).toEqual([3, 2, 1]);
		expect(trial.status).toBe("completed");
	});

	it("that goes on still is not compensated, nor when it was cancelled", async ({ expect }) => {
		const many = "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>";
		const trial = (
			await Trial.of(
				model(
					`<startEvent id="S"/>${booked("A", "userTask", many)}<boundaryEvent id="T" attachedToRef="A"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="E">${THROW}</endEvent>${flows("S>A", "T>E")}`,
				),
			)
		)
			.start()
			.complete("A")
			.fire("T");
		expect(trial.status).toBe("completed");
	});
});

describe("compensation of very much", () => {
	it("is bounded as tokens are, and goes on from there", async ({ expect }) => {
		const counts = `<startEvent id="S"/><exclusiveGateway id="G"/>${booked("A", "scriptTask").replace("<userTask", "<task").replace("</userTask", "</task")}<exclusiveGateway id="X" default="X-E"/><endEvent id="E">${THROW}</endEvent>${flows("S>G", "G>A", "A>X", "X>G?n < 3000", "X>E")}`;
		const settings = automation({ A: { script: { expression: "n + 1", result: "n" } } });
		const done = (await Trial.of(model(counts), settings)).start({ n: 0 });
		expect(done.incidents).toEqual(["engine.endless_loop@undoA"]);
		expect(done.retry().status).toBe("completed");
		const most = (await Trial.of(model(counts), settings, { ...DEFAULT_LIMITS, tokens: 100 })).start({ n: 0 });
		expect(most.incidents[0]).toMatch(/^engine\.too_many_tokens@/);
		expect(most.cancel().status).toBe("cancelled");
	});
});

describe("compensation is refused", () => {
	it("without a handler, with flows to it, and for what is not in the same scope", async ({ expect }) => {
		const event = (more: string): string =>
			model(`<startEvent id="S"/><task id="A"/><boundaryEvent id="C" attachedToRef="A">${THROW}</boundaryEvent>${flows("S>A")}${more}`);
		expect(await refusals(event(""))).toEqual(["engine.no_handler@C"]);
		expect(await refusals(event('<task id="U"/><association id="as" sourceRef="C" targetRef="U"/>'))).toEqual(["engine.no_handler@C"]);
		expect(await refusals(event('<task id="U" isForCompensation="true"/>'))).toEqual(["engine.no_handler@C", "engine.loose_handler@U"]);
		const joined = '<task id="U" isForCompensation="true"/><association id="as" sourceRef="C" targetRef="U"/>';
		expect(await refusals(event(joined))).toEqual([]);
		expect(await refusals(event(`${joined}<task id="B"/>${flows("U>B")}`))).toEqual(["engine.flow_to_handler@U"]);
		expect(await refusals(event(`${joined}<task id="B"/>${flows("C>B")}`))).toEqual(["engine.flow_from_compensation@C"]);
		expect(
			await refusals(
				model(`<subProcess id="Sub"><endEvent id="E"><compensateEventDefinition activityRef="A"/></endEvent></subProcess><task id="A"/>`),
			),
		).toEqual(["engine.compensation_scope@E"]);
		expect(
			await refusals(
				model(`<task id="A"/><subProcess id="Ev" triggeredByEvent="true"><startEvent id="W">${THROW}</startEvent></subProcess>`),
			),
		).toEqual(["engine.nothing_to_compensate@W"]);
	});
});
