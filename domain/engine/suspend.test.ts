import { describe, it } from "vitest";
import { automation, CALL, flows, model, Trial } from "../../test/engine/trial.ts";
import type { Command } from "./types.ts";

const inside =
	'<startEvent id="S"/><userTask id="A"/><boundaryEvent id="L" attachedToRef="A" cancelActivity="false"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent><serviceTask id="J"/><endEvent id="E"/>' +
	flows("S>A", "A>E", "S>J", "J>E");

describe("a suspended case", () => {
	it("moves no token until it is resumed, and then goes on as if nothing had been", async ({ expect }) => {
		const trial = await Trial.of(model(inside), automation({ J: CALL }));
		trial.start();
		const wait = (what: string) => trial.state?.waits.find((each) => each.what === what)?.id ?? 0;
		const before = { tokens: trial.state?.tokens, waits: trial.state?.waits };
		expect(trial.step({ type: "suspend", reason: "audit" })).toBeUndefined();
		const moving: Command[] = [
			{ type: "complete-task", task: wait("task"), variables: {} },
			{ type: "complete-job", job: wait("job"), result: null },
			{ type: "fail-job", job: wait("job"), message: "no" },
			{ type: "fire-timer", timer: wait("timer") },
			{ type: "move-token", token: before.tokens?.[0]?.id ?? 0, to: "E" },
		];
		for (const command of moving) expect(trial.step(command)).toMatchObject({ code: "engine.case_suspended" });
		expect(trial.step({ type: "suspend", reason: "again" })).toMatchObject({ code: "engine.already_suspended" });
		expect(trial.step({ type: "set-variables", variables: { n: 1 } })).toBeUndefined();
		expect(trial.state).toMatchObject({ suspended: true, variables: { n: 1 }, ...before });
		expect(trial.step({ type: "resume" })).toBeUndefined();
		expect(trial.step({ type: "resume" })).toMatchObject({ code: "engine.not_suspended" });
		for (const command of moving.slice(0, 2)) expect(trial.step(command)).toBeUndefined();
		expect(trial.status).toBe("completed");
	});

	it("can be cancelled", async ({ expect }) => {
		const trial = await Trial.of(model(inside), automation({ J: CALL }));
		trial.start();
		trial.step({ type: "suspend", reason: "audit" });
		expect(trial.step({ type: "cancel", reason: "no" })).toBeUndefined();
		expect(trial.status).toBe("cancelled");
	});
});
