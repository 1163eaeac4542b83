import { describe, it } from "vitest";
import { CALL, Trial, automation, flows, model, refusals } from "../../../test/engine/trial.ts";

const called = (inside: string): string => `<process id="Q" name="Called" isExecutable="false">${inside}</process>`;
const caller = (called: string, more = ""): string =>
	model(`<startEvent id="S"/><callActivity id="C" calledElement="Q"/><userTask id="Next"/>${flows("S>C", "C>Next")}${more}`, called);

describe("a call activity", () => {
	it("runs a process of its file inside the case, and goes on when that ends", async ({ expect }) => {
		const xml = caller(
			called(
				`<startEvent id="QS"/><startEvent id="QM"><messageEventDefinition messageRef="M"/></startEvent><userTask id="U"/>${flows("QS>U")}`,
			) + '<message id="M" name="m"/>',
		);
		const trial = await Trial.of(xml, automation({ C: { outputs: [{ from: "n + 1", to: "n" }] } }));
		expect(trial.linked.program.starts.map((each) => each.elementId)).toEqual(["S"]);
		expect(trial.start().open).toEqual(["U"]);
		expect(trial.complete("U", { n: 1 }).open).toEqual(["Next"]);
		expect(trial.variables).toEqual({ n: 2 });
		expect(trial.complete("Next").status).toBe("completed");
	});

	it("lets an error out to its boundary, and is cancelled with all that it runs", async ({ expect }) => {
		const error = '<errorEventDefinition errorRef="Err"/>';
		const xml = (definition: string, inside: string): string =>
			caller(
				`${called(inside)}<error id="Err" errorCode="bad"/>`,
				`<boundaryEvent id="B" attachedToRef="C">${definition}</boundaryEvent><userTask id="After"/>${flows("B>After")}`,
			);
		const thrown = xml(error, `<startEvent id="QS"/><endEvent id="E">${error}</endEvent>${flows("QS>E")}`);
		expect((await Trial.of(thrown)).start().open).toEqual(["After"]);
		const timer = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>";
		const late = (await Trial.of(xml(timer, '<serviceTask id="J"/>'), automation({ J: CALL }))).start();
		expect(late.fire("B").open).toEqual(["After"]);
		expect(late.effect("cancel-job")).toHaveLength(1);
		expect(late.state?.scopes).toHaveLength(1);
	});

	it("ends only what it called when that terminates", async ({ expect }) => {
		const xml = caller(called(`<startEvent id="QS"/><endEvent id="E"><terminateEventDefinition/></endEvent>${flows("QS>E")}`));
		expect((await Trial.of(xml)).start().open).toEqual(["Next"]);
	});

	it("may repeat, and may call on", async ({ expect }) => {
		const twice = caller(`${called('<callActivity id="D" calledElement="R"/>')}<process id="R"><userTask id="U"/></process>`).replace(
			'calledElement="Q"/>',
			'calledElement="Q"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></callActivity>',
		);
		const trial = (await Trial.of(twice)).start();
		expect(trial.open).toEqual(["U", "U"]);
		expect(trial.complete("U").complete("U").open).toEqual(["Next"]);
	});

	it("maps data in that only the called process knows, and out as it ends", async ({ expect }) => {
		const xml = caller(called(`<startEvent id="QS"/><scriptTask id="Sum"/><userTask id="U"/>${flows("QS>Sum", "Sum>U")}`));
		const given = automation({
			C: { inputs: [{ from: "order.price", to: "amount" }], outputs: [{ from: "amount", to: "order.total" }] },
			Sum: { script: { expression: "amount * 2", result: "amount" } },
		});
		const trial = (await Trial.of(xml, given)).start({ order: { price: 4 }, amount: "the caller's" });
		expect(trial.state?.scopes[1]?.data).toEqual({ amount: 8 });
		expect(trial.complete("U").variables).toEqual({ order: { price: 4, total: 8 }, amount: "the caller's" });
		const large = automation({ C: { inputs: [{ from: "[x, x, x, x, x]", to: "amount" }] } });
		const stopped = (await Trial.of(xml, large)).start({ x: "x".repeat(60_000) });
		expect(stopped.incidents).toEqual(["engine.variable_too_large@C"]);
		expect(stopped.set({ x: "" }).retry().open).toEqual(["U"]);
	});

	it("lets its output mapping fail and be retried over what the called process ended with", async ({ expect }) => {
		const xml = caller(called(`<startEvent id="QS"/><endEvent id="QE"/>${flows("QS>QE")}`));
		const given = automation({
			C: { inputs: [{ from: "1", to: "n" }], outputs: [{ from: "[x, x, x, x, x, n]", to: "all" }] },
		});
		const trial = (await Trial.of(xml, given)).start({ x: "x".repeat(60_000) });
		expect(trial.incidents).toEqual(["engine.variable_too_large@C"]);
		expect(trial.set({ x: "" }).retry().variables["all"]).toEqual(["", "", "", "", "", 1]);
	});

	it("that calls itself for ever is an incident, and the case can be cancelled", async ({ expect }) => {
		const trial = (await Trial.of(caller(called('<callActivity id="Again" calledElement="Q"/>')))).start();
		expect(trial.incidents).toEqual(["engine.too_many_calls@Again"]);
		expect(trial.cancel().state?.tokens).toEqual([]);
	});

	it("calls a process that there is and that can be started", async ({ expect }) => {
		expect(await refusals(caller(""))).toEqual(["engine.no_called_process@C"]);
		const message = '<startEvent id="QM"><messageEventDefinition messageRef="M"/></startEvent>';
		expect(await refusals(caller(`${called(message)}<message id="M" name="m"/>`))).toEqual(["engine.no_start@C"]);
	});
});
