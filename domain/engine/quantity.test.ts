import { describe, it } from "vitest";
import { Trial, automation, flows, model, refusals } from "../../test/engine/trial.ts";

const split = '<startEvent id="S"/><parallelGateway id="G"/><userTask id="X"/><userTask id="Y"/>';
const pairs = (activity: string, more = ""): string =>
	model(`${split}${activity}<userTask id="Next"/>${flows("S>G", "G>X", "G>Y", "X>A", "Y>A", "A>Next")}${more}`);

describe("an activity with a start quantity", () => {
	it("begins once, when as many tokens have come, by whatever flow", async ({ expect }) => {
		const trial = (await Trial.of(pairs('<userTask id="A" startQuantity="2"/>'))).start().complete("X");
		expect(trial.open).toEqual(["Y"]);
		expect(trial.complete("Y").open).toEqual(["A"]);
		expect(trial.complete("A").open).toEqual(["Next"]);
		expect(trial.complete("Next").status).toBe("completed");
	});

	it("does not gather again when its beginning is retried", async ({ expect }) => {
		const trial = (await Trial.of(pairs('<userTask id="A" startQuantity="2"/>'), automation({ A: { dueIn: "days" } }))).start();
		expect(trial.complete("X").complete("Y").incidents).toEqual(["engine.not_a_time@A"]);
		expect(trial.set({ days: "P2D" }).retry().open).toEqual(["A"]);
		expect(trial.complete("A").open).toEqual(["Next"]);
	});

	it("gathers once for all its instances; what still gathers keeps the case open and is cancelled with it", async ({ expect }) => {
		const marker = "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>";
		const trial = (await Trial.of(pairs(`<userTask id="A" startQuantity="2">${marker}</userTask>`))).start().complete("X");
		expect(trial.complete("Y").open).toEqual(["A", "A"]);
		const left = (await Trial.of(pairs('<userTask id="A" startQuantity="3"/>'))).start().complete("X").complete("Y");
		expect([left.status, left.open, left.state?.tokens.length]).toEqual(["active", [], 2]);
		expect([left.cancel().status, left.state?.tokens]).toEqual(["cancelled", []]);
	});

	it("that it can never have is refused", async ({ expect }) => {
		expect(await refusals(model('<userTask id="A" startQuantity="2"/>'))).toEqual(["engine.quantity@A"]);
		expect(await refusals(pairs('<userTask id="A" startQuantity="0"/>'))).toEqual(["engine.quantity@A"]);
		expect(await refusals(pairs('<userTask id="A" completionQuantity="-1"/>'))).toEqual(["engine.quantity@A"]);
	});
});

describe("an activity with a completion quantity", () => {
	const one = (activity: string): string =>
		model(`<startEvent id="S"/>${activity}<userTask id="Next"/><userTask id="Also"/>${flows("S>A", "A>Next", "A>Also")}`);

	it("sends as many tokens down every flow, whether it waited or was passed", async ({ expect }) => {
		const waited = (await Trial.of(one('<userTask id="A" completionQuantity="2"/>'))).start().complete("A");
		expect(waited.open).toEqual(["Next", "Next", "Also", "Also"]);
		expect((await Trial.of(one('<task id="A" completionQuantity="2"/>'))).start().open).toEqual(["Next", "Next", "Also", "Also"]);
	});

	it("gives the next activity what it needs to begin", async ({ expect }) => {
		const xml = model(
			`<startEvent id="S"/><task id="A" completionQuantity="3"/><userTask id="B" startQuantity="3"/>${flows("S>A", "A>B")}`,
		);
		expect((await Trial.of(xml)).start().open).toEqual(["B"]);
	});

	it("beyond the tokens that a case may have is an incident", async ({ expect }) => {
		for (const kind of ["task", "userTask"]) {
			const trial = (await Trial.of(one(`<${kind} id="A" completionQuantity="1000000000"/>`))).start();
			if (kind === "userTask") trial.complete("A");
			expect(trial.incidents).toEqual(["engine.too_many_tokens@A"]);
		}
	});
});
