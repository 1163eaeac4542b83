import { describe, it } from "vitest";
import { CALL, NOW, Trial, automation, flows, model, refusals } from "../../../test/engine/trial.ts";

const timer = (kind: string, value: string): string => `<timerEventDefinition><${kind}>${value}</${kind}></timerEventDefinition>`;
const boundary = (id: string, definition: string, more = ""): string =>
	`<boundaryEvent id="${id}" attachedToRef="A" ${more}>${definition}</boundaryEvent>`;
const HOUR = 3_600_000;

describe("a boundary timer", () => {
	const withTimer = (definition: string, more: string): string =>
		model(
			`<startEvent id="S"/><userTask id="A"/>${boundary("T", definition, more)}<userTask id="Late"/><userTask id="Next"/>${flows("S>A", "A>Next", "T>Late")}`,
		);

	it("that interrupts cancels the activity and goes on in its place", async ({ expect }) => {
		const trial = (await Trial.of(withTimer(timer("timeDuration", "PT1H"), ""))).start();
		expect(trial.effect("set-timer")).toMatchObject([{ elementId: "T", dueAt: NOW + HOUR }]);
		trial.fire("T");
		expect(trial.open).toEqual(["Late"]);
		expect(trial.effect("cancel-task")).toHaveLength(1);
	});

	it("goes with the activity when that is completed", async ({ expect }) => {
		const trial = (await Trial.of(withTimer(timer("timeDuration", "PT1H"), ""))).start();
		const { id } = trial.wait("T", "timer");
		trial.complete("A");
		expect(trial.open).toEqual(["Next"]);
		expect(trial.effect("cancel-timer")).toEqual([{ type: "cancel-timer", timer: id }]);
		expect(trial.step({ type: "fire-timer", timer: id })?.code).toBe("engine.unknown_timer");
	});

	it("that does not interrupt goes on beside the activity, and a cycle comes again as often as it says", async ({ expect }) => {
		const trial = (await Trial.of(withTimer(timer("timeCycle", "R3/PT1H"), 'cancelActivity="false"'))).start();
		trial.fire("T").fire("T").fire("T");
		expect(trial.open).toEqual(["A", "Late", "Late", "Late"]);
		expect(trial.effect("set-timer").map((each) => (each.dueAt - NOW) / HOUR)).toEqual([1, 2, 3]);
	});

	it("whose repetitions were missed comes once for all of them", async ({ expect }) => {
		const trial = (await Trial.of(withTimer(timer("timeCycle", "R/PT1H"), 'cancelActivity="false"'))).start();
		trial.now = NOW + 100 * HOUR;
		trial.fire("T");
		expect(trial.wait("T", "timer").dueAt).toBe(NOW + 100 * HOUR);
	});

	it("may take its time from the data; a value that is no time is an incident beside the open task", async ({ expect }) => {
		const settings = automation({ T: { timer: { kind: "date", value: "deadline" } } });
		const xml = withTimer(timer("timeDuration", "PT1H"), "");
		expect((await Trial.of(xml, settings)).start({ deadline: "2026-12-24" }).wait("T", "timer").dueAt).toBe(Date.UTC(2026, 11, 24));
		const trial = (await Trial.of(xml, settings)).start({ deadline: "soon" });
		expect(trial.incidents).toEqual(["engine.not_a_time@A"]);
		expect(trial.open).toEqual(["A"]);
	});
});

describe("a boundary message", () => {
	it("brings its payload, and without interrupting can come again", async ({ expect }) => {
		const trial = (
			await Trial.of(
				model(
					`<startEvent id="S"/><userTask id="A"/>${boundary("M", '<messageEventDefinition messageRef="Msg"/>', 'cancelActivity="false"')}<task id="N"/>${flows("S>A", "M>N")}`,
					'<message id="Msg" name="note"/>',
				),
				automation({ M: { outputs: [{ from: "message", to: "note" }] } }),
			)
		).start();
		trial.deliver("M", "first").deliver("M", "second");
		expect(trial.variables.note).toBe("second");
		expect(trial.path.filter((each) => each === "N")).toHaveLength(2);
		expect(trial.open).toEqual(["A", "M"]);
	});
});

describe("an error", () => {
	const roots = '<error id="Err" errorCode="no-stock"/>';
	const error = (id = "Err"): string => `<errorEventDefinition errorRef="${id}"/>`;

	it("of a job is caught by the event that names its code, before the one that catches all", async ({ expect }) => {
		const trial = (
			await Trial.of(
				model(
					`<startEvent id="S"/><serviceTask id="A"/>${boundary("Any", "<errorEventDefinition/>")}${boundary("Stock", error())}<userTask id="Order"/><userTask id="Call"/>${flows("S>A", "Stock>Order", "Any>Call")}`,
					roots,
				),
				automation({ A: CALL, Stock: { outputs: [{ from: "error.code", to: "why" }] } }),
			)
		).start();
		trial.failJob("A", "no-stock");
		expect(trial.open).toEqual(["Order"]);
		expect(trial.variables.why).toBe("no-stock");
	});

	it("thrown in a sub-process ends it and goes on at its boundary, whatever else goes on inside", async ({ expect }) => {
		const trial = (
			await Trial.of(
				model(
					`<startEvent id="S"/><subProcess id="A"><startEvent id="S2"/><parallelGateway id="F"/><task id="Never"/><userTask id="U"/><endEvent id="Bad">${error()}</endEvent><userTask id="After"/>${flows("S2>F", "F>U", "F>Bad", "F>Never", "Never>After")}</subProcess>${boundary("B", error())}<userTask id="Mend"/>${flows("S>A", "B>Mend")}`,
					roots,
				),
			)
		).start();
		expect(trial.open).toEqual(["Mend"]);
		expect(trial.effect("create-task").map((each) => each.elementId)).not.toContain("After");
		expect(trial.state?.scopes).toHaveLength(1);
	});

	it("that nothing catches stops with an incident at the end event", async ({ expect }) => {
		const trial = (await Trial.of(model(`<startEvent id="S"/><endEvent id="Bad">${error()}</endEvent>${flows("S>Bad")}`, roots))).start();
		expect(trial.incidents).toEqual(["engine.error_uncaught@Bad"]);
		expect(trial.status).toBe("active");
	});
});

describe("a terminate end event", () => {
	const terminate = '<endEvent id="X"><terminateEventDefinition/></endEvent>';

	it("ends the whole process", async ({ expect }) => {
		const trial = (
			await Trial.of(
				model(
					`<startEvent id="S"/><parallelGateway id="F"/><userTask id="A"/><userTask id="B"/>${terminate}${flows("S>F", "F>A", "F>B", "B>X")}`,
				),
			)
		).start();
		trial.complete("B");
		expect(trial.status).toBe("terminated");
		expect(trial.effect("cancel-task")).toHaveLength(1);
	});

	it("ends only its own sub-process, with the tokens that are on their way in it", async ({ expect }) => {
		const trial = (
			await Trial.of(
				model(
					`<startEvent id="S"/><subProcess id="A"><startEvent id="S2"/><parallelGateway id="F"/>${terminate}<task id="T1"/><userTask id="U"/>${flows("S2>F", "F>X", "F>T1", "T1>U")}</subProcess><userTask id="C"/>${flows("S>A", "A>C")}`,
				),
			)
		).start();
		expect(trial.open).toEqual(["C"]);
		expect(trial.path).not.toContain("T1");
	});
});

describe("intermediate events", () => {
	it("wait for a timer or a message, or throw one and go on", async ({ expect }) => {
		const trial = (
			await Trial.of(
				model(
					`<startEvent id="S"/><intermediateCatchEvent id="T">${timer("timeDuration", "P1M")}</intermediateCatchEvent><intermediateThrowEvent id="Mile"/><intermediateThrowEvent id="Out"><messageEventDefinition messageRef="M"/></intermediateThrowEvent><intermediateCatchEvent id="In"><messageEventDefinition messageRef="M"/></intermediateCatchEvent><endEvent id="E"><messageEventDefinition messageRef="M"/></endEvent>${flows("S>T", "T>Mile", "Mile>Out", "Out>In", "In>E")}`,
					'<message id="M" name="ping"/>',
				),
			)
		).start();
		expect(trial.wait("T", "timer").dueAt).toBe(Date.UTC(2026, 11, 24, 9));
		trial.fire("T");
		expect(trial.open).toEqual(["In"]);
		expect(trial.effect("throw-message")).toHaveLength(1);
		trial.deliver("In");
		expect(trial.effect("throw-message")).toHaveLength(2);
		expect(trial.status).toBe("completed");
	});
});

describe("an escalation", () => {
	const roots = '<escalation id="Esc" escalationCode="late"/>';
	const event = '<escalationEventDefinition escalationRef="Esc"/>';
	const inSub = (more: string, rest = ""): string =>
		model(
			`<startEvent id="S"/><subProcess id="A"><startEvent id="S2"/><intermediateThrowEvent id="Say">${event}</intermediateThrowEvent><userTask id="U"/>${flows("S2>Say", "Say>U")}</subProcess>${more}<userTask id="Boss"/>${flows("S>A", ...(rest === "" ? [] : [rest]))}`,
			roots,
		);

	it("caught without interrupting goes on at both", async ({ expect }) => {
		expect((await Trial.of(inSub(boundary("B", event, 'cancelActivity="false"'), "B>Boss"))).start().open).toEqual(["Boss", "U"]);
	});

	it("caught by an interrupting event ends the sub-process before the next task begins", async ({ expect }) => {
		const trial = (await Trial.of(inSub(boundary("B", event), "B>Boss"))).start();
		expect(trial.open).toEqual(["Boss"]);
		expect(trial.effect("create-task").map((each) => each.elementId)).toEqual(["Boss"]);
	});

	it("that nothing catches changes nothing", async ({ expect }) => {
		const trial = (await Trial.of(inSub("").replace('<userTask id="Boss"/>', ""))).start();
		expect(trial.open).toEqual(["U"]);
		expect(trial.incidents).toEqual([]);
	});
});

describe("link events", () => {
	const link = (name: string): string => `<linkEventDefinition name="${name}"/>`;

	it("lead from where they are thrown to where they are caught", async ({ expect }) => {
		const xml = model(
			`<startEvent id="S"/><intermediateThrowEvent id="To">${link("a")}</intermediateThrowEvent><intermediateCatchEvent id="From">${link("a")}</intermediateCatchEvent><userTask id="A"/>${flows("S>To", "From>A")}`,
		);
		const trial = (await Trial.of(xml)).start();
		expect(trial.path).toEqual(["S", "To", "From"]);
		expect(trial.open).toEqual(["A"]);
	});

	it("without a partner are refused", async ({ expect }) => {
		expect(
			await refusals(model(`<startEvent id="S"/><intermediateThrowEvent id="To">${link("a")}</intermediateThrowEvent>${flows("S>To")}`)),
		).toEqual(["engine.no_link@To"]);
	});
});

describe("start events", () => {
	const many = model(
		`<startEvent id="S"/><startEvent id="M"><messageEventDefinition messageRef="Msg"/></startEvent><startEvent id="T">${timer("timeCycle", "R/P1D")}</startEvent><userTask id="A"/>${flows("S>A", "M>A", "T>A")}`,
		'<message id="Msg" name="order"/>',
	);

	it("are listed in the program for those that wait in place of a case", async ({ expect }) => {
		expect((await Trial.of(many)).linked.program.starts).toEqual([
			{ elementId: "S", processId: "P", name: "", kind: "none" },
			{ elementId: "M", processId: "P", name: "", kind: "message", message: "order" },
			{ elementId: "T", processId: "P", name: "", kind: "timer", timer: { kind: "cycle", value: "R/P1D" } },
		]);
	});

	it("begin with one token, at the event that is named, with what its message brought", async ({ expect }) => {
		const trial = (await Trial.of(many, automation({ M: { outputs: [{ from: "message.id", to: "order" }] } }))).start({}, "M", { id: 5 });
		expect(trial.path).toEqual(["M"]);
		expect(trial.variables).toEqual({ order: 5 });
		expect(trial.open).toEqual(["A"]);
	});

	it("of another executable process of the file begin a case of that process", async ({ expect }) => {
		const xml = model('<userTask id="A"/>', '<message id="M" name="m"/>').replace(
			"</definitions>",
			`<process id="Q" isExecutable="true"><startEvent id="QS"><messageEventDefinition messageRef="M"/></startEvent><userTask id="QA"/>${flows("QS>QA")}</process></definitions>`,
		);
		expect((await Trial.of(xml)).start({}, "QS").open).toEqual(["QA"]);
		expect((await Trial.of(xml)).start().open).toEqual(["A"]);
	});

	it("that do not exist are refused", async ({ expect }) => {
		const trial = await Trial.of(many);
		const starter = { personId: null, name: "", email: null };
		expect(trial.step({ type: "start", startEvent: "A", variables: {}, starter })?.code).toBe("engine.no_start");
		expect(trial.step({ type: "set-variables", variables: {} })?.code).toBe("engine.not_started");
		trial.start();
		expect(trial.step({ type: "start", variables: {}, starter })?.code).toBe("engine.already_started");
	});
});
