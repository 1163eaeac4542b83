import { describe, it } from "vitest";
import { CALL, Trial, automation, flows, model, refusals } from "../../test/engine/trial.ts";

const multi = (inside: string, more = ""): string =>
	`<multiInstanceLoopCharacteristics ${more}>${inside}</multiInstanceLoopCharacteristics>`;
const three = "<loopCardinality>3</loopCardinality>";
const around = (activity: string, more = "", roots = ""): string =>
	model(`<startEvent id="S"/>${activity}<userTask id="Next"/>${flows("S>A", "A>Next")}${more}`, roots);

describe("a multi-instance activity", () => {
	it("in parallel goes on when all its instances are done, each with its own counter", async ({ expect }) => {
		const settings = automation({ A: { ...CALL, outputs: [{ from: "sum + loopCounter", to: "sum" }] } });
		const trial = (await Trial.of(around(`<serviceTask id="A">${multi(three)}</serviceTask>`), settings)).start({ sum: 0 });
		expect(trial.open).toEqual(["A", "A", "A"]);
		trial.job("A").job("A");
		expect(trial.open).toEqual(["A"]);
		expect(trial.job("A").open).toEqual(["Next"]);
		expect(trial.variables).toEqual({ sum: 6 });
	});

	it("gathers what its instances give at the place of each, in whatever order they end", async ({ expect }) => {
		const marker = multi(
			'<loopDataInputRef>lines</loopDataInputRef><loopDataOutputRef>answers</loopDataOutputRef><inputDataItem id="line"/><outputDataItem id="answer"/>',
		);
		const data = '<dataObject id="lines" name="lines"/><dataObject id="answers" name="answers"/>';
		const settings = automation({ A: { ...CALL, outputs: [{ from: 'line + "!"', to: "answer" }] } });
		const trial = (await Trial.of(around(`<serviceTask id="A">${marker}</serviceTask>${data}`), settings)).start({
			lines: ["a", "b", "c"],
		});
		const [first, second, third] = (trial.state?.waits ?? []).map(({ id }) => id);
		expect(trial.variables["answers"]).toEqual([null, null, null]);
		trial.step({ type: "complete-job", job: third ?? 0, result: null });
		trial.step({ type: "complete-job", job: first ?? 0, result: null });
		expect(trial.variables["answers"]).toEqual(["a!", null, "c!"]);
		trial.step({ type: "complete-job", job: second ?? 0, result: null });
		expect(trial.variables["answers"]).toEqual(["a!", "b!", "c!"]);
		expect(trial.open).toEqual(["Next"]);
	});

	it("is refused when it gathers results and does not say which", async ({ expect }) => {
		const marker = multi(`${three}<loopDataOutputRef>answers</loopDataOutputRef>`);
		expect(
			await refusals(around(`<serviceTask id="A">${marker}</serviceTask><dataObject id="answers"/>`), automation({ A: CALL })),
		).toEqual(["engine.no_output_item@A"]);
	});

	it("in sequence does one after the other, over a collection, in a sub-process too", async ({ expect }) => {
		const marker = multi('<loopDataInputRef>lines</loopDataInputRef><inputDataItem id="line"/>', 'isSequential="true"');
		const xml = around(
			`<subProcess id="A">${marker}<startEvent id="S2"/><userTask id="U"/><scriptTask id="T"/>${flows("S2>U", "U>T")}</subProcess><dataObject id="lines" name="lines"/>`,
		);
		const trial = (await Trial.of(xml, automation({ T: { script: { expression: "text + line", result: "text" } } }))).start({
			text: "",
			lines: ["a", "b"],
		});
		expect(trial.open).toEqual(["U"]);
		trial.complete("U");
		expect(trial.variables.text).toBe("a");
		expect(trial.open).toEqual(["U"]);
		expect(trial.complete("U").open).toEqual(["Next"]);
		expect(trial.variables.text).toBe("ab");
	});

	it("ends early when its completion condition holds, and cancels the rest", async ({ expect }) => {
		const marker = multi(`${three}<completionCondition>numberOfCompletedInstances &gt;= 2</completionCondition>`);
		const trial = (await Trial.of(around(`<userTask id="A">${marker}</userTask>`))).start().complete("A");
		expect(trial.open).toEqual(["A", "A"]);
		expect(trial.complete("A").open).toEqual(["Next"]);
		expect(trial.effect("cancel-task")).toHaveLength(1);
	});

	it("with no instance is passed; its boundary events belong to all its instances together", async ({ expect }) => {
		const none = around(`<userTask id="A">${multi("<loopCardinality>n</loopCardinality>")}</userTask>`);
		expect((await Trial.of(none)).start({ n: 0 }).open).toEqual(["Next"]);
		const trial = (await Trial.of(none)).start();
		expect(trial.incidents).toEqual(["engine.not_a_count@A"]);
		expect(trial.set({ n: 2 }).retry().open).toEqual(["A", "A"]);
		const error = '<boundaryEvent id="B" attachedToRef="A"><errorEventDefinition/></boundaryEvent><userTask id="Bad"/>';
		const failed = (
			await Trial.of(around(`<serviceTask id="A">${multi(three)}</serviceTask>`, error + flows("B>Bad")), automation({ A: CALL }))
		).start();
		failed.job("A").failJob("A", "e");
		expect(failed.open).toEqual(["Bad"]);
		expect(failed.state?.scopes).toHaveLength(1);
	});

	const escalation = '<escalation id="Esc" escalationCode="done"/><escalationEventDefinition id="Def" escalationRef="Esc"/>';
	const caught = (keep: boolean): string =>
		`<boundaryEvent id="B" attachedToRef="A"${keep ? ' cancelActivity="false"' : ""}><escalationEventDefinition escalationRef="Esc"/></boundaryEvent><userTask id="Told"/>${flows("B>Told")}`;
	const throwing = (marker: string, more: string): string =>
		around(`<userTask id="A">${multi(three, marker)}</userTask>`, more, escalation);

	it("with the behavior None throws its event at every instance, with One at the first only", async ({ expect }) => {
		const each = (await Trial.of(throwing('behavior="None" noneBehaviorEventRef="Def"', caught(true)))).start();
		expect(each.complete("A").open).toEqual(["A", "A", "Told"]);
		expect(each.complete("A").complete("A").open).toEqual(["Told", "Told", "Told", "Next"]);
		const first = (await Trial.of(throwing('behavior="One" oneBehaviorEventRef="Def"', caught(true)))).start();
		expect(first.complete("A").complete("A").complete("A").open).toEqual(["Told", "Next"]);
	});

	it("is ended by an interrupting event on its boundary that catches what it throws", async ({ expect }) => {
		const trial = (await Trial.of(throwing('behavior="One" oneBehaviorEventRef="Def"', caught(false)))).start().complete("A");
		expect(trial.open).toEqual(["Told"]);
		expect(trial.effect("cancel-task")).toHaveLength(2);
		expect(trial.complete("Told").status).toBe("completed");
	});

	it("that throws an escalation that nobody catches goes on; what can not be thrown is refused", async ({ expect }) => {
		const trial = (await Trial.of(throwing('behavior="None" noneBehaviorEventRef="Def"', ""))).start();
		expect(trial.complete("A").complete("A").complete("A").open).toEqual(["Next"]);
		const timer = '<timerEventDefinition id="Tim"><timeDuration>PT1H</timeDuration></timerEventDefinition>';
		const throws = around(`<userTask id="A">${multi(three, 'behavior="One" oneBehaviorEventRef="Tim"')}</userTask>`, "", timer);
		expect(await refusals(throws)).toEqual(["engine.not_supported@A"]);
		expect(await refusals(throwing('behavior="Complex"', ""))).toEqual(["engine.not_supported@A"]);
	});

	/** Throws `definition` at each instance; what stands on its boundary leads to `Told`. */
	const throwsEach = (definition: string, boundary: string, roots = ""): string =>
		around(
			`<userTask id="A">${multi(three, 'behavior="None" noneBehaviorEventRef="Def"')}</userTask>`,
			boundary === "" ? "" : `${boundary}<userTask id="Told"/>${flows("B>Told")}`,
			`<signal id="Sig" name="one less"/><message id="Mes" name="done"/><error id="Err" errorCode="bad"/>${definition}${roots}`,
		);
	const hears = (keep: boolean): string =>
		`<boundaryEvent id="B" attachedToRef="A"${keep ? ' cancelActivity="false"' : ""}><signalEventDefinition signalRef="Sig"/></boundaryEvent>`;

	it("throws a signal to all who wait for it, and to its own boundary before it is over", async ({ expect }) => {
		const model = throwsEach('<signalEventDefinition id="Def" signalRef="Sig"/>', hears(true));
		const trial = (await Trial.of(model)).start().complete("A").complete("A").complete("A");
		expect(trial.open).toEqual(["Told", "Told", "Told", "Next"]);
		expect(trial.effect("throw-signal").map(({ signal, payload }) => [signal, payload])).toMatchObject([
			["one less", { numberOfCompletedInstances: 1, numberOfActiveInstances: 2 }],
			["one less", { numberOfCompletedInstances: 2, numberOfActiveInstances: 1 }],
			["one less", { numberOfCompletedInstances: 3, numberOfActiveInstances: 0, numberOfInstances: 3 }],
		]);
		// Nobody outside waits for it any more.
		expect(trial.effect("open-signal").map(({ subscription }) => subscription)).toEqual(
			trial.effect("close-subscription").map(({ subscription }) => subscription),
		);
		const interrupted = (await Trial.of(throwsEach('<signalEventDefinition id="Def" signalRef="Sig"/>', hears(false)))).start();
		expect(interrupted.complete("A").open).toEqual(["Told"]);
	});

	it("throws a signal of its own where the model names no event, to its boundary alone", async ({ expect }) => {
		const model = throwsEach("", hears(true)).replace(' noneBehaviorEventRef="Def"', "");
		const trial = (await Trial.of(model)).start().complete("A");
		expect(trial.open.filter((at) => at === "Told")).toEqual(["Told"]);
		expect(trial.effect("throw-signal")).toEqual([]);
	});

	it("throws a message of the model, with what is known of the instances", async ({ expect }) => {
		const trial = (await Trial.of(throwsEach('<messageEventDefinition id="Def" messageRef="Mes"/>', ""))).start().complete("A");
		expect(trial.effect("throw-message")).toMatchObject([
			{ message: "done", key: null, payload: { numberOfCompletedInstances: 1, numberOfInstances: 3 } },
		]);
		expect(trial.open).toEqual(["A", "A"]);
	});

	it("throws an error, which interrupts it; one that nothing catches stops it until a retry throws it anew", async ({ expect }) => {
		const error = '<errorEventDefinition id="Def" errorRef="Err"/>';
		const boundary = '<boundaryEvent id="B" attachedToRef="A"><errorEventDefinition errorRef="Err"/></boundaryEvent>';
		expect((await Trial.of(throwsEach(error, boundary))).start().complete("A").open).toEqual(["Told"]);
		const trial = (await Trial.of(throwsEach(error, ""))).start().complete("A");
		expect(trial.incidents).toEqual(["engine.error_uncaught@A"]);
		expect(trial.open).toEqual(["A", "A"]);
		expect(trial.retry().incidents).toEqual(["engine.error_uncaught@A"]);
	});

	const complex = (condition: string): string =>
		`<userTask id="A"><multiInstanceLoopCharacteristics behavior="Complex">${three}<complexBehaviorDefinition><condition>${condition}</condition><event id="Ev"><escalationEventDefinition escalationRef="Esc"/></event></complexBehaviorDefinition></multiInstanceLoopCharacteristics></userTask>`;

	it("with complex behavior throws when a condition over its instances holds", async ({ expect }) => {
		const xml = around(complex("numberOfCompletedInstances = 2 and numberOfActiveInstances = 1"), caught(true), escalation);
		const trial = (await Trial.of(xml)).start().complete("A");
		expect(trial.open).toEqual(["A", "A"]);
		expect(trial.complete("A").open).toEqual(["A", "Told"]);
		expect(trial.complete("A").open).toEqual(["Told", "Next"]);
	});

	it("whose complex condition gives nothing can be retried, and throws then", async ({ expect }) => {
		const trial = (await Trial.of(around(complex("tell"), caught(false), escalation))).start().complete("A");
		expect(trial.incidents).toEqual(["engine.condition_not_boolean@A"]);
		expect(trial.set({ tell: true }).retry().open).toEqual(["Told"]);
	});

	it("of a hundred thousand instances is an incident, not an end", async ({ expect }) => {
		const trial = (await Trial.of(around(`<userTask id="A">${multi("<loopCardinality>100000</loopCardinality>")}</userTask>`))).start();
		expect(trial.incidents).toEqual(["engine.too_many_instances@A"]);
	});
});

describe("a standard loop", () => {
	const loop = (inside: string, more = ""): string =>
		around(`<scriptTask id="A"><standardLoopCharacteristics ${more}>${inside}</standardLoopCharacteristics></scriptTask>`);
	const count = automation({ A: { script: { expression: "n + 1", result: "n" } } });
	const below = (n: number): string => `<loopCondition>n &lt; ${n}</loopCondition>`;

	it("asks after each time, or before, and ends at its maximum", async ({ expect }) => {
		const after = async (xml: string, n: number) => (await Trial.of(xml, count)).start({ n }).variables.n;
		expect(await after(loop(below(3)), 0)).toBe(3);
		expect(await after(loop(below(3)), 9)).toBe(10);
		expect(await after(loop(below(3), 'testBefore="true"'), 9)).toBe(9);
		expect(await after(loop(below(99), 'loopMaximum="5"'), 0)).toBe(5);
		expect(await after(loop("", 'loopMaximum="2"'), 0)).toBe(2);
	});

	it("waits in every round, and a condition that gives nothing can be retried", async ({ expect }) => {
		const marker = "<standardLoopCharacteristics><loopCondition>more</loopCondition></standardLoopCharacteristics>";
		const trial = (await Trial.of(around(`<userTask id="A">${marker}</userTask>`))).start().complete("A");
		expect(trial.incidents).toEqual(["engine.condition_not_boolean@A"]);
		expect(trial.set({ more: true }).retry().open).toEqual(["A"]);
		expect(trial.complete("A", { more: false }).open).toEqual(["Next"]);
	});

	it("without a wait or an end is bounded", async ({ expect }) => {
		expect((await Trial.of(loop("<loopCondition>true</loopCondition>"), count)).start({ n: 0 }).incidents).toEqual([
			"engine.endless_loop@A",
		]);
		expect(await refusals(loop(""), count)).toEqual(["engine.no_loop_end@A"]);
	});
});
