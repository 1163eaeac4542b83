import { describe, it } from "vitest";
import { Trial, flows, model } from "../../../test/engine/trial.ts";

describe("a complex gateway", () => {
	const join = (activation: string, more = ""): string =>
		model(
			`<startEvent id="S"/><parallelGateway id="F"/><userTask id="A"/><userTask id="B"/><userTask id="C"/><complexGateway id="J">${activation}</complexGateway><userTask id="D"/>${more}${flows("S>F", "F>A", "F>B", "F>C", "A>J", "B>J", "C>J", "J>D")}`,
		);
	const TWO = "<activationCondition>activationCount &gt;= 2</activationCondition>";

	it("starts when its condition holds, and takes in what comes late without starting again", async ({ expect }) => {
		const trial = (await Trial.of(join(TWO))).start();
		trial.complete("A");
		expect(trial.open).toEqual(["B", "C"]);
		trial.complete("C");
		expect(trial.open).toEqual(["B", "D"]);
		trial.complete("D");
		expect(trial.status).toBe("active");
		trial.complete("B");
		expect(trial.status).toBe("completed");
		expect(trial.path.filter((each) => each === "D")).toHaveLength(1);
	});

	it("waits for every flow when it has no condition", async ({ expect }) => {
		const trial = (await Trial.of(join(""))).start().complete("A").complete("B");
		expect(trial.open).toEqual(["C"]);
		expect(trial.complete("C").open).toEqual(["D"]);
	});

	it("takes the flows that are meant for the reset once nothing can come any more", async ({ expect }) => {
		const reset = `<userTask id="R"/>${flows("J>R?not(waitingForStart)")}`;
		const trial = (await Trial.of(join(TWO, reset))).start().complete("A").complete("B");
		expect(trial.open).toEqual(["C", "D"]);
		expect(trial.complete("C").open).toEqual(["D", "R"]);
	});

	it("starts again after its reset", async ({ expect }) => {
		const again = model(
			`<startEvent id="S"/><exclusiveGateway id="M"/><parallelGateway id="F"/><userTask id="A"/><userTask id="B"/><complexGateway id="J"><activationCondition>activationCount = 2</activationCondition></complexGateway><exclusiveGateway id="X" default="X-E"/><endEvent id="E"/>${flows("S>M", "M>F", "F>A", "F>B", "A>J", "B>J", "J>X", "X>M?again", "X>E")}`,
		);
		const trial = (await Trial.of(again)).start({ again: true }).complete("A").complete("B");
		expect(trial.open).toEqual(["A", "B"]);
		expect(trial.set({ again: false }).complete("A").complete("B").status).toBe("completed");
	});

	it("forks by every condition that holds, else by its default", async ({ expect }) => {
		const fork = model(
			`<startEvent id="S"/><complexGateway id="F" default="F-C"/><userTask id="A"/><userTask id="B"/><userTask id="C"/>${flows("S>F", "F>A?n > 1", "F>B?n > 2", "F>C")}`,
		);
		expect((await Trial.of(fork)).start({ n: 3 }).open).toEqual(["A", "B"]);
		expect((await Trial.of(fork)).start({ n: 0 }).open).toEqual(["C"]);
		expect((await Trial.of(fork.replace(' default="F-C"', ""))).start({ n: 0 }).open).toEqual(["C"]);
	});

	it("stops with an incident when its condition gives nothing, and a retry asks again", async ({ expect }) => {
		const trial = (await Trial.of(join("<activationCondition>activationCount &gt;= needed</activationCondition>"))).start().complete("A");
		expect(trial.incidents).toEqual(["engine.condition_not_boolean@J"]);
		expect(trial.set({ needed: 1 }).retry().open).toEqual(["B", "C", "D"]);
	});
});
