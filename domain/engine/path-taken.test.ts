import { describe, it } from "vitest";
import { CALL, NOW, Trial, automation, flows, model } from "../../test/engine/trial.ts";
import { pathTaken } from "./path-taken.ts";

describe("pathTaken", () => {
	it("says what is done, active or stopped, when and how often, for elements and flows", async ({ expect }) => {
		const trial = (
			await Trial.of(
				model(
					`<startEvent id="S"/><exclusiveGateway id="X" default="X-B"/><serviceTask id="A"/><userTask id="B"/>${flows("S>A", "A>X", "X>A?again", "X>B")}`,
				),
				automation({ A: CALL }),
			)
		).start({ again: true });
		trial.now = NOW + 1000;
		trial.job("A").set({ again: false });
		trial.now = NOW + 2000;
		trial.job("A");
		const path = pathTaken(trial.journal, trial.state);
		expect(path.A).toEqual({ state: "done", times: 2, active: 0, firstAt: NOW, lastAt: NOW + 2000, cancelled: 0 });
		expect(path.B).toMatchObject({ state: "active", active: 1 });
		expect(path["X-A"]).toMatchObject({ state: "done", times: 1 });
		expect(path["X-B"]).toMatchObject({ state: "done", times: 1 });
		expect(path.P).toMatchObject({ state: "active" });
	});

	it("shows an incident before that it is active, and a cancelled element as done", async ({ expect }) => {
		const trial = (await Trial.of(model('<serviceTask id="A"/><userTask id="B"/>'), automation({ A: CALL }))).start();
		trial.failJob("A");
		expect(pathTaken(trial.journal, trial.state).A?.state).toBe("incident");
		trial.cancel();
		expect(pathTaken(trial.journal, trial.state).B).toMatchObject({ state: "done", cancelled: 1 });
	});

	it("counts a join once", async ({ expect }) => {
		const trial = (
			await Trial.of(
				model(
					`<startEvent id="S"/><parallelGateway id="F"/><userTask id="A"/><userTask id="B"/><parallelGateway id="J"/>${flows("S>F", "F>A", "F>B", "A>J", "B>J")}`,
				),
			)
		).start();
		trial.complete("A").complete("B");
		expect(pathTaken(trial.journal, trial.state).J).toMatchObject({ state: "done", times: 1 });
	});
});
