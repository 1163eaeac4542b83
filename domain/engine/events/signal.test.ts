import { describe, it } from "vitest";
import { Trial, automation, flows, model, refusals } from "../../../test/engine/trial.ts";

const ROOTS = '<signal id="Sig" name="Fire"/>';
const SIGNAL = '<signalEventDefinition signalRef="Sig"/>';

describe("a signal", () => {
	it("is thrown with its payload to whoever waits", async ({ expect }) => {
		const trial = (
			await Trial.of(
				model(
					`<startEvent id="S"/><intermediateThrowEvent id="T">${SIGNAL}</intermediateThrowEvent><endEvent id="E">${SIGNAL}</endEvent>${flows("S>T", "T>E")}`,
					ROOTS,
				),
				automation({ T: { message: { name: "", payload: "n + 1" } } }),
			)
		).start({ n: 1 });
		expect(trial.effect("throw-signal")).toEqual([
			{ type: "throw-signal", elementId: "T", signal: "Fire", payload: 2 },
			{ type: "throw-signal", elementId: "E", signal: "Fire", payload: null },
		]);
		expect(trial.status).toBe("completed");
	});

	it("is waited for by a catching event, which takes its payload", async ({ expect }) => {
		const trial = (
			await Trial.of(
				model(`<startEvent id="S"/><intermediateCatchEvent id="C">${SIGNAL}</intermediateCatchEvent>${flows("S>C")}`, ROOTS),
				automation({ C: { outputs: [{ from: "signal.level", to: "level" }] } }),
			)
		).start();
		expect(trial.effect("open-signal")).toMatchObject([{ elementId: "C", signal: "Fire" }]);
		expect(trial.signal("C", { level: 3 }).variables.level).toBe(3);
		expect(trial.status).toBe("completed");
	});

	it("on a boundary interrupts, or comes again and again beside the activity", async ({ expect }) => {
		const at = (more: string): string =>
			model(
				`<startEvent id="S"/><userTask id="A"/><boundaryEvent id="B" attachedToRef="A" ${more}>${SIGNAL}</boundaryEvent><userTask id="N"/>${flows("S>A", "B>N")}`,
				ROOTS,
			);
		expect((await Trial.of(at(""))).start().signal("B").open).toEqual(["N"]);
		const trial = (await Trial.of(at('cancelActivity="false"'))).start().signal("B").signal("B");
		expect(trial.open.toSorted()).toEqual(["A", "B", "N", "N"]);
		expect(trial.path.filter((each) => each === "B")).toHaveLength(2);
		trial.complete("A");
		expect(trial.effect("close-subscription")).toHaveLength(1);
		expect(trial.step({ type: "deliver-signal", subscription: 999, payload: null })?.code).toBe("engine.unknown_subscription");
	});

	it("starts cases, and ends the waiting of an event-based gateway", async ({ expect }) => {
		const xml = model(
			`<startEvent id="S">${SIGNAL}</startEvent><eventBasedGateway id="G"/><intermediateCatchEvent id="C">${SIGNAL}</intermediateCatchEvent><intermediateCatchEvent id="T"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent><userTask id="U"/>${flows("S>G", "G>C", "G>T", "C>U")}`,
			ROOTS,
		);
		const trial = await Trial.of(xml);
		expect(trial.linked.program.starts).toEqual([{ elementId: "S", processId: "P", name: "", kind: "signal", signal: "Fire" }]);
		expect(trial.start({}, "S").signal("C").open).toEqual(["U"]);
		expect(trial.effect("cancel-timer")).toHaveLength(1);
	});

	it("has a name", async ({ expect }) => {
		expect(await refusals(model('<startEvent id="S"><signalEventDefinition/></startEvent>'))).toEqual(["engine.no_signal@S"]);
	});
});
