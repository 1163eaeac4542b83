import { describe, it } from "vitest";
import { Trial, automation, flows, model } from "../../../test/engine/trial.ts";

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

describe("conditional flows of an activity", () => {
	it("are taken when they hold, beside the flows without condition; else the default", async ({ expect }) => {
		const xml = model(
			`<startEvent id="S"/><task id="T" default="T-D"/><userTask id="A"/><userTask id="B"/><userTask id="D"/>${flows("S>T", "T>A?n > 1", "T>B?n > 2", "T>D")}`,
		);
		expect((await Trial.of(xml)).start({ n: 3 }).open).toEqual(["A", "B"]);
		expect((await Trial.of(xml)).start({ n: 0 }).open).toEqual(["D"]);
	});
});

describe("limits", () => {
	const limits = { stepElements: 100, tokens: 50, variableBytes: 1000 };

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
