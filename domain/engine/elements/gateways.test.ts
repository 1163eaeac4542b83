import { describe, it } from "vitest";
import { Trial, automation, flows, model, refusals } from "../../../test/engine/trial.ts";
import { DEFAULT_LIMITS } from "../types.ts";

describe("an exclusive gateway", () => {
	const choice = (more = ""): string =>
		model(
			`<startEvent id="S"/><exclusiveGateway id="X" ${more}/><userTask id="A"/><userTask id="B"/>${flows("S>X", "X>A?n > 1", more === "" ? "X>B?n > 5" : "X>B")}`,
		);

	it("takes the first flow whose condition holds", async ({ expect }) => {
		expect((await Trial.of(choice())).start({ n: 9 }).open).toEqual(["A"]);
	});

	it("takes its default flow when none holds", async ({ expect }) => {
		expect((await Trial.of(choice('default="X-B"'))).start({ n: 1 }).open).toEqual(["B"]);
	});

	it("stops with an incident when none holds and it has no default, or when a condition gives nothing", async ({ expect }) => {
		const trial = (await Trial.of(choice())).start({ n: 1 });
		expect(trial.incidents).toEqual(["engine.no_flow@X"]);
		expect(trial.set({ n: 2 }).retry().open).toEqual(["A"]);
		expect((await Trial.of(choice())).start().incidents).toEqual(["engine.condition_not_boolean@X"]);
	});

	it("asks the condition of its only flow", async ({ expect }) => {
		for (const kind of ["exclusiveGateway", "inclusiveGateway", "complexGateway"]) {
			const xml = model(`<startEvent id="S"/><${kind} id="X"/><userTask id="A"/>${flows("S>X", "X>A?n > 1")}`);
			expect((await Trial.of(xml)).start({ n: 2 }).open).toEqual(["A"]);
			const trial = (await Trial.of(xml)).start({ n: 1 });
			expect(trial.incidents).toEqual(["engine.no_flow@X"]);
			expect(trial.set({ n: 2 }).retry().open).toEqual(["A"]);
		}
	});

	it("takes conditions and the default flow of the automation over the model's own", async ({ expect }) => {
		const settings = automation({ X: { defaultFlow: "X-A" } }, { flows: { "X-B": { condition: "n = 1" } } });
		expect((await Trial.of(choice(), settings)).start({ n: 1 }).open).toEqual(["B"]);
		expect((await Trial.of(choice(), settings)).start({ n: 9 }).open).toEqual(["A"]);
	});

	it("lets every token pass that comes to it", async ({ expect }) => {
		const trial = (
			await Trial.of(
				model(
					`<startEvent id="S"/><parallelGateway id="F"/><exclusiveGateway id="X"/><userTask id="A"/>${flows("S>F", "F>X", "X>A")}<sequenceFlow id="two" sourceRef="F" targetRef="X"/>`,
				),
			)
		).start();
		expect(trial.open).toEqual(["A", "A"]);
	});
});

describe("a parallel gateway", () => {
	const fork = `<startEvent id="S"/><parallelGateway id="F"/><userTask id="A"/><userTask id="B"/><parallelGateway id="J"/><userTask id="C"/>${flows("S>F", "F>A", "F>B", "A>J", "B>J", "J>C")}`;

	it("goes on when a token came by every flow", async ({ expect }) => {
		const trial = (await Trial.of(model(fork))).start();
		trial.complete("B");
		expect(trial.open).toEqual(["A"]);
		trial.complete("A");
		expect(trial.open).toEqual(["C"]);
		expect(trial.state?.tokens).toHaveLength(1);
	});

	it("waits for ever for a branch that is never taken, and takes no second token of the same branch for it", async ({ expect }) => {
		const trial = (
			await Trial.of(
				model(
					`<startEvent id="S"/><exclusiveGateway id="X" default="X-A"/><userTask id="A"/><userTask id="B"/><parallelGateway id="J"/><userTask id="C"/>${flows("S>X", "X>A", "X>B?false", "A>J", "B>J", "J>C")}<startEvent id="S3"/>`,
				),
			)
		).start();
		trial.complete("A");
		expect(trial.open).toEqual([]);
		expect(trial.status).toBe("active");
		expect(trial.state?.tokens).toMatchObject([{ at: "J", via: "A-J" }]);
	});

	it("joins in each sub-process apart", async ({ expect }) => {
		const trial = (
			await Trial.of(
				model(
					`<startEvent id="Start"/><parallelGateway id="Two"/><subProcess id="Sub">${fork}</subProcess>${flows("Start>Two", "Two>Sub")}<sequenceFlow id="second" sourceRef="Two" targetRef="Sub"/>`,
				),
			)
		).start();
		expect(trial.open).toEqual(["A", "B", "A", "B"]);
		trial.complete("A");
		const last = trial.state?.waits.at(-1)?.id ?? 0;
		trial.step({ type: "complete-task", task: last, variables: {} });
		expect(trial.open).toEqual(["B", "A"]);
	});
});

describe("an event-based gateway", () => {
	const xml = model(
		`<startEvent id="S"/><eventBasedGateway id="G"/><intermediateCatchEvent id="T"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent><receiveTask id="R" messageRef="M"/><intermediateCatchEvent id="N"><messageEventDefinition messageRef="M"/></intermediateCatchEvent><userTask id="Late"/><userTask id="Got"/>${flows("S>G", "G>T", "G>R", "G>N", "T>Late", "R>Got", "N>Got")}`,
		'<message id="M" name="answer"/>',
	);

	it("goes on from the first event that comes, and stops waiting for the others", async ({ expect }) => {
		const trial = (await Trial.of(xml)).start();
		expect(trial.open).toEqual(["T", "R", "N"]);
		trial.fire("T");
		expect(trial.open).toEqual(["Late"]);
		expect(trial.effect("close-subscription")).toHaveLength(2);
		expect((await Trial.of(xml)).start().deliver("R").open).toEqual(["Got"]);
	});

	it("leads to events only", async ({ expect }) => {
		expect(await refusals(model(`<eventBasedGateway id="G"/><userTask id="A"/>${flows("G>A")}`))).toEqual([
			"engine.event_gateway_target@G",
		]);
	});
});

describe("an inclusive gateway", () => {
	const inclusive = model(
		`<startEvent id="S"/><inclusiveGateway id="F" default="F-C"/><userTask id="A"/><userTask id="B"/><userTask id="C"/><inclusiveGateway id="J"/><userTask id="D"/>${flows("S>F", "F>A?a", "F>B?b", "F>C", "A>J", "B>J", "C>J", "J>D")}`,
	);

	it("takes every flow whose condition holds, and joins exactly those", async ({ expect }) => {
		const trial = (await Trial.of(inclusive)).start({ a: true, b: true });
		expect(trial.open).toEqual(["A", "B"]);
		trial.complete("A");
		expect(trial.open).toEqual(["B"]);
		trial.complete("B");
		expect(trial.open).toEqual(["D"]);
		expect((await Trial.of(inclusive)).start({ a: true, b: false }).complete("A").open).toEqual(["D"]);
	});

	it("takes its default flow when no condition holds", async ({ expect }) => {
		expect((await Trial.of(inclusive)).start({ a: false, b: false }).open).toEqual(["C"]);
	});

	it("waits for a token that could still come, by a boundary event too, and no longer once it cannot", async ({ expect }) => {
		const xml = model(
			`<startEvent id="S"/><parallelGateway id="F"/><userTask id="A"/><subProcess id="B"><userTask id="Inner"/></subProcess><boundaryEvent id="T" attachedToRef="B"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent><userTask id="Else"/><inclusiveGateway id="J"/><userTask id="D"/>${flows("S>F", "F>A", "F>B", "A>J", "B>Else", "T>J", "J>D")}`,
		);
		const trial = (await Trial.of(xml)).start();
		trial.complete("A");
		expect(trial.open).not.toContain("D");
		trial.complete("Inner");
		expect(trial.open).toEqual(["Else", "D"]);
		const late = (await Trial.of(xml)).start().complete("A").fire("T");
		expect(late.open).toEqual(["D"]);
	});

	it("in a loop does not wait for its own outcome", async ({ expect }) => {
		const xml = model(
			`<startEvent id="S"/><inclusiveGateway id="J"/><userTask id="A"/><exclusiveGateway id="X" default="X-E"/><endEvent id="E"/>${flows("S>J", "J>A", "A>X", "X>J?again", "X>E")}`,
		);
		const trial = (await Trial.of(xml)).start({ again: true });
		expect(trial.open).toEqual(["A"]);
		expect(trial.complete("A").open).toEqual(["A"]);
		expect(trial.complete("A", { again: false }).status).toBe("completed");
	});

	it("joined by an exclusive gateway passes every token, and joins what a parallel gateway forked", async ({ expect }) => {
		const mixed = (fork: string, join: string): string =>
			model(
				`<startEvent id="S"/><${fork} id="F"/><userTask id="A"/><userTask id="B"/><${join} id="J"/><userTask id="D"/>${flows("S>F", fork === "parallelGateway" ? "F>A" : "F>A?true", fork === "parallelGateway" ? "F>B" : "F>B?true", "A>J", "B>J", "J>D")}`,
			);
		expect((await Trial.of(mixed("inclusiveGateway", "exclusiveGateway"))).start().complete("A").complete("B").open).toEqual(["D", "D"]);
		expect((await Trial.of(mixed("parallelGateway", "inclusiveGateway"))).start().complete("A").complete("B").open).toEqual(["D"]);
	});

	it("stops with an incident when no flow of its join can be taken, and retries there", async ({ expect }) => {
		const xml = model(
			`<startEvent id="S"/><parallelGateway id="F"/><task id="A"/><task id="B"/><inclusiveGateway id="J"/><userTask id="C"/><userTask id="D"/>${flows("S>F", "F>A", "F>B", "A>J", "B>J", "J>C?n = 1", "J>D?n = 2")}`,
		);
		const trial = (await Trial.of(xml)).start({ n: 3 });
		expect(trial.incidents).toEqual(["engine.no_flow@J"]);
		expect(trial.set({ n: 2 }).retry().open).toEqual(["D"]);
		expect(trial.state?.tokens).toHaveLength(1);
	});
});

describe("conditional flows of an activity", () => {
	it("are taken when they hold, beside the flows without condition; else the default", async ({ expect }) => {
		const xml = model(
			`<startEvent id="S"/><task id="T" default="T-D"/><userTask id="A"/><userTask id="B"/><userTask id="D"/>${flows("S>T", "T>A?n > 1", "T>B?n > 2", "T>D")}`,
		);
		expect((await Trial.of(xml)).start({ n: 3 }).open).toEqual(["A", "B"]);
		expect((await Trial.of(xml)).start({ n: 0 }).open).toEqual(["D"]);
		const beside = model(
			`<startEvent id="S"/><task id="T" default="T-D"/><userTask id="A"/><userTask id="B"/><userTask id="D"/>${flows("S>T", "T>A?n > 1", "T>B", "T>D")}`,
		);
		expect((await Trial.of(beside)).start({ n: 0 }).open).toEqual(["B", "D"]);
		expect((await Trial.of(beside)).start({ n: 3 }).open).toEqual(["A", "B"]);
	});
});

describe("limits", () => {
	const limits = { ...DEFAULT_LIMITS, stepElements: 100, tokens: 50, variableBytes: 1000 };

	it("stop a loop that never waits with an incident, and the case lives on when it is mended", async ({ expect }) => {
		const trial = (
			await Trial.of(
				model(
					`<startEvent id="S"/><exclusiveGateway id="X" default="X-T"/><task id="T"/><endEvent id="E"/>${flows("S>X", "X>T", "T>X", "X>E?done = true")}`,
				),
				automation(),
				limits,
			)
		).start({ done: false });
		expect(trial.incidents).toEqual([expect.stringMatching(/^engine\.endless_loop@/)]);
		expect(trial.status).toBe("active");
		expect(trial.set({ done: true }).retry().status).toBe("completed");
	});

	it("stop a loop that evaluates over large data long before it has gone its ten thousand rounds", async ({ expect }) => {
		const xml = model(
			`<startEvent id="S"/><exclusiveGateway id="X" default="X-T"/><scriptTask id="T"/><endEvent id="E"/>${flows("S>X", "X>T", "T>X", "X>E?done = true")}`,
		);
		const trial = (await Trial.of(xml, automation({ T: { script: { expression: "count(list[item = null]) + n", result: "n" } } }))).start({
			done: false,
			n: 0,
			list: Array.from({ length: 9000 }, (_, at) => `item ${at}`),
		});
		expect(trial.incidents).toEqual(["engine.too_much_work@T"]);
		expect(trial.set({ done: true, list: [] }).retry().status).toBe("completed");
	}, 30_000);

	it("stop tokens that multiply", async ({ expect }) => {
		const trial = (
			await Trial.of(
				model(`<startEvent id="S"/><parallelGateway id="F"/><task id="T"/><userTask id="U"/>${flows("S>T", "T>F", "F>T", "F>U")}`),
				automation(),
				{ ...limits, stepElements: 10_000 },
			)
		).start();
		expect(trial.incidents).toEqual(["engine.too_many_tokens@F"]);
		expect(trial.state?.tokens.length).toBeLessThanOrEqual(51);
	});

	it("refuse a variable that is too large, from outside and from a mapping", async ({ expect }) => {
		const trial = (
			await Trial.of(model('<userTask id="A"/>'), automation({ A: { outputs: [{ from: "concatenate(list, list)", to: "list" }] } }), limits)
		).start({ list: ["x".repeat(600)] });
		expect(trial.step({ type: "set-variables", variables: { big: "x".repeat(2000) } })?.code).toBe("engine.variable_too_large");
		trial.complete("A");
		expect(trial.incidents).toEqual(["engine.variable_too_large@A"]);
	});
});
