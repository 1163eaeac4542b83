import { describe, it } from "vitest";
import { automation, flows, model, Trial } from "../../../test/engine/trial.ts";

/** An ad-hoc sub-process with the activities A, then A2, and B; after it C. */
async function trial(attributes = "", condition = "", more = "", boundary = ""): Promise<Trial> {
	const inside =
		`<userTask id="A"/><userTask id="A2"/><userTask id="B"/>${more}${flows("A>A2")}` +
		(condition === "" ? "" : `<completionCondition xsi:type="tFormalExpression">${condition}</completionCondition>`);
	const started = await Trial.of(
		model(
			`<startEvent id="S"/><adHocSubProcess id="Ad" ${attributes}>${inside}</adHocSubProcess>${boundary}<userTask id="C"/>${flows("S>Ad", "Ad>C")}`,
			'<message id="M" name="M"/>',
		),
		automation(),
	);
	return started.start();
}

const tasks = (of: Trial): string[] => (of.state?.waits ?? []).filter(({ what }) => what === "task").map(({ at }) => at);
const offered = (of: Trial): string[] => (of.state?.waits ?? []).filter(({ what }) => what === "choice").map(({ at }) => at);
const begin = (of: Trial, at: string): string | undefined => of.step({ type: "start-activity", choice: of.wait(at, "choice").id })?.code;

describe("an ad-hoc sub-process", () => {
	it("offers the activities that no flow leads to, and begins what is chosen, as often as it is chosen", async ({ expect }) => {
		const ad = await trial();
		expect([tasks(ad), offered(ad)]).toEqual([[], ["A", "B"]]);
		begin(ad, "B");
		begin(ad, "B");
		expect(tasks(ad)).toEqual(["B", "B"]);
		expect(offered(ad)).toEqual(["A", "B"]);
	});

	it("goes on by the flows inside, and ends without a condition once each was done and nothing is under way", async ({ expect }) => {
		const ad = await trial();
		begin(ad, "B");
		ad.complete("B");
		begin(ad, "A");
		ad.complete("A");
		expect(tasks(ad)).toEqual(["A2"]);
		ad.complete("A2");
		expect([tasks(ad), offered(ad)]).toEqual([["C"], []]);
	});

	it("does one thing at a time where it is sequential", async ({ expect }) => {
		const ad = await trial('ordering="Sequential"');
		begin(ad, "A");
		expect(begin(ad, "B")).toBe("engine.ad_hoc_busy");
		ad.complete("A");
		expect(begin(ad, "B")).toBe("engine.ad_hoc_busy");
		ad.complete("A2");
		expect(begin(ad, "B")).toBeUndefined();
	});

	it("ends as soon as its condition holds when something in it ended, and cancels what goes on", async ({ expect }) => {
		const ad = await trial("", "done = true");
		ad.set({ done: false });
		begin(ad, "A");
		begin(ad, "B");
		ad.complete("A");
		expect(tasks(ad)).toEqual(["B", "A2"]);
		// Data alone ends nothing: the condition is asked when an activity ends.
		ad.set({ done: true });
		expect(tasks(ad)).toEqual(["B", "A2"]);
		ad.complete("A2");
		expect([tasks(ad), offered(ad)]).toEqual([["C"], []]);
	});

	it("waits for what goes on, and offers nothing more, where the rest is not to be cancelled", async ({ expect }) => {
		const ad = await trial('cancelRemainingInstances="false"', "true");
		begin(ad, "A");
		begin(ad, "B");
		ad.complete("B");
		expect([tasks(ad), offered(ad)]).toEqual([["A"], []]);
		ad.complete("A");
		ad.complete("A2");
		expect(tasks(ad)).toEqual(["C"]);
	});

	it("stays open while its condition does not hold, also when all was done", async ({ expect }) => {
		const ad = await trial("", "false");
		begin(ad, "B");
		ad.complete("B");
		expect([tasks(ad), offered(ad)]).toEqual([[], ["A", "B"]]);
	});

	it("rests with an incident when its condition cannot be asked, and asks again when that is retried", async ({ expect }) => {
		const ad = await trial("", "if go = true then true else count(for i in 1..1000000000 return i) > 0");
		begin(ad, "B");
		ad.complete("B");
		expect(ad.state?.incidents.map(({ at }) => at)).toEqual(["Ad"]);
		ad.set({ go: true });
		ad.retry();
		expect(tasks(ad)).toEqual(["C"]);
	});

	it("is left by an event on its boundary with all that it offers", async ({ expect }) => {
		const ad = await trial(
			"",
			"",
			"",
			`<boundaryEvent id="Bd" attachedToRef="Ad"><messageEventDefinition messageRef="M"/></boundaryEvent><userTask id="D"/>${flows("Bd>D")}`,
		);
		begin(ad, "A");
		ad.deliver("Bd");
		expect([tasks(ad), offered(ad)]).toEqual([["D"], []]);
		expect(ad.step({ type: "start-activity", choice: 4 })?.code).toBe("engine.unknown_choice");
	});

	it.for([
		["a start event", '<startEvent id="X"/>', "engine.ad_hoc_event"],
		["an end event", '<endEvent id="X"/>', "engine.ad_hoc_event"],
	])("is refused with %s", async ([, more, code], { expect }) => {
		await expect(trial("", "", more)).rejects.toThrow(code ?? "");
	});
});
