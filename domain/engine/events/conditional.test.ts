import { describe, it } from "vitest";
import { NOW, Trial, automation, flows, model, refusals } from "../../../test/engine/trial.ts";

const condition = (feel: string): string =>
	`<conditionalEventDefinition><condition>${feel.replaceAll("<", "&lt;").replaceAll(">", "&gt;")}</condition></conditionalEventDefinition>`;

describe("an intermediate conditional event", () => {
	const waits = (feel: string): string =>
		model(
			`<startEvent id="S"/><intermediateCatchEvent id="C">${condition(feel)}</intermediateCatchEvent><userTask id="A"/>${flows("S>C", "C>A")}`,
		);

	it("waits until the data make its condition true, whoever changes them", async ({ expect }) => {
		const trial = (await Trial.of(waits("n > 3"))).start({ n: 1 });
		expect(trial.open).toEqual(["C"]);
		trial.set({ other: 1 }).set({ n: 3 });
		expect(trial.open).toEqual(["C"]);
		trial.set({ n: 4 });
		expect(trial.open).toEqual(["A"]);
	});

	it("goes on at once when it holds already, and does not hold over data that are not there", async ({ expect }) => {
		expect((await Trial.of(waits("n > 3"))).start({ n: 4 }).open).toEqual(["A"]);
		expect((await Trial.of(waits("n > 3"))).start().incidents).toEqual([]);
	});

	it("that gives neither true nor false is an incident, and asked again when that is retried", async ({ expect }) => {
		const trial = (await Trial.of(waits("n"))).start({ n: 7 });
		expect(trial.incidents).toEqual(["engine.condition_not_boolean@C"]);
		trial.set({ n: true });
		expect(trial.open).toEqual(["C"]);
		trial.retry();
		expect(trial.open).toEqual(["A"]);
		expect(trial.incidents).toEqual([]);
	});

	it("is asked when a suspended case is resumed, not before", async ({ expect }) => {
		const trial = (await Trial.of(waits("n > 3"))).start({ n: 1 });
		trial.step({ type: "suspend", reason: "" });
		trial.set({ n: 4 });
		expect(trial.open).toEqual(["C"]);
		trial.step({ type: "resume" });
		expect(trial.open).toEqual(["A"]);
	});

	it("stands behind an event-based gateway", async ({ expect }) => {
		const trial = (
			await Trial.of(
				model(
					`<eventBasedGateway id="G"/><intermediateCatchEvent id="C">${condition("n > 3")}</intermediateCatchEvent><intermediateCatchEvent id="T"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent><userTask id="A"/><userTask id="B"/>${flows("G>C", "G>T", "C>A", "T>B")}`,
				),
			)
		).start({ n: 1 });
		expect(trial.open).toEqual(["C", "T"]);
		trial.set({ n: 4 });
		expect(trial.open).toEqual(["A"]);
		expect(trial.effect("cancel-timer")).toHaveLength(1);
	});

	it("needs a condition", async ({ expect }) => {
		expect(await refusals(waits(""))).toEqual(["engine.no_condition@C"]);
		expect(await refusals(waits("1 +"))).toEqual(["feel.syntax@C"]);
	});
});

describe("a conditional boundary event", () => {
	const on = (more: string): string =>
		model(
			`<startEvent id="S"/><userTask id="A"/><boundaryEvent id="C" attachedToRef="A" ${more}>${condition("n > 3")}</boundaryEvent><userTask id="B"/>${flows("S>A", "C>B")}`,
		);

	it("that interrupts cancels the activity", async ({ expect }) => {
		const trial = (await Trial.of(on(""))).start({ n: 1 }).set({ n: 5 });
		expect(trial.open).toEqual(["B"]);
		expect(trial.effect("cancel-task")).toHaveLength(1);
	});

	it("that does not interrupt comes again once its condition was false in between", async ({ expect }) => {
		const trial = (await Trial.of(on('cancelActivity="false"'))).start({ n: 1 }).set({ n: 5 }).set({ n: 6 });
		expect(trial.open.filter((each) => each === "B")).toHaveLength(1);
		trial.set({ n: 1 }).set({ n: 5 });
		expect(trial.open.filter((each) => each === "B")).toHaveLength(2);
		trial.complete("A");
		expect(trial.open).toEqual(["B", "B"]);
	});

	it("does not come for an activity whose completion makes it true", async ({ expect }) => {
		const trial = (await Trial.of(on(""))).start({ n: 1 });
		trial.complete("A", { n: 9 });
		expect(trial.status).toBe("completed");
	});
});

describe("a conditional event sub-process", () => {
	const within = (more: string, task = "B"): string =>
		model(
			`<startEvent id="S"/><userTask id="A"/>${flows("S>A")}<subProcess id="E" triggeredByEvent="true"><startEvent id="C" ${more}>${condition("n > 3")}</startEvent><userTask id="${task}"/>${flows(`C>${task}`)}</subProcess>`,
		);

	it("runs instead of what goes on around it, or beside it", async ({ expect }) => {
		expect((await Trial.of(within(""))).start({ n: 1 }).set({ n: 5 }).open).toEqual(["B"]);
		const beside = (await Trial.of(within('isInterrupting="false"'))).start({ n: 1 }).set({ n: 5 });
		expect(beside.open).toEqual(["A", "C", "B"]);
		expect(
			beside
				.set({ n: 0 })
				.set({ n: 5 })
				.open.filter((each) => each === "B"),
		).toHaveLength(2);
	});

	it("whose conditions keep making each other true ends with an incident", async ({ expect }) => {
		const start = (id: string, feel: string): string =>
			`<subProcess id="E${id}" triggeredByEvent="true"><startEvent id="${id}" isInterrupting="false">${condition(feel)}</startEvent></subProcess>`;
		const trial = await Trial.of(
			model(`<startEvent id="S"/><userTask id="A"/>${flows("S>A")}${start("Odd", "odd")}${start("Even", "not(odd)")}`),
			automation({ Odd: { outputs: [{ from: "false", to: "odd" }] }, Even: { outputs: [{ from: "true", to: "odd" }] } }),
		);
		trial.start({ odd: true });
		expect(trial.incidents[0]).toMatch(/^engine\.endless_loop@(?:Odd|Even)$/);
		expect(trial.status).toBe("active");
	});

	it("can stand in one instance of what repeats and know its names", async ({ expect }) => {
		const trial = (
			await Trial.of(
				model(
					`<subProcess id="M"><multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics><userTask id="A"/><boundaryEvent id="C" attachedToRef="A">${condition("n = loopCounter")}</boundaryEvent><userTask id="B"/>${flows("C>B")}</subProcess>`,
				),
			)
		).start({ n: 0 });
		trial.set({ n: 2 });
		expect(trial.open.filter((each) => each === "A")).toHaveLength(2);
		expect(trial.open.filter((each) => each === "B")).toHaveLength(1);
		expect(trial.now).toBe(NOW);
	});
});

it("a process begins by a condition over parameters: there is no case yet whose data it could ask", async ({ expect }) => {
	expect(await refusals(model(`<startEvent id="S">${condition("n > 3")}</startEvent>`))).toEqual(["engine.condition_start@S"]);
	const trial = await Trial.of(model(`<startEvent id="S">${condition("parameters.open")}</startEvent><userTask id="A"/>${flows("S>A")}`));
	expect(trial.linked.program.starts).toEqual([
		{ elementId: "S", processId: "P", name: "", kind: "condition", condition: "parameters.open" },
	]);
	expect(trial.start({}, "S").open).toEqual(["A"]);
});
