import { describe, it } from "vitest";
import { Trial, flows, model, refusals } from "../../../test/engine/trial.ts";

const booked = (id: string): string =>
	`<userTask id="${id}"/><boundaryEvent id="c${id}" attachedToRef="${id}"><compensateEventDefinition/></boundaryEvent><userTask id="undo${id}" isForCompensation="true"/><association id="as${id}" sourceRef="c${id}" targetRef="undo${id}"/>`;
const CANCEL = "<cancelEventDefinition/>";
const inside = `<startEvent id="s"/><parallelGateway id="F"/>${booked("A")}${booked("B")}<userTask id="Decide"/><exclusiveGateway id="X" default="X-Good"/><endEvent id="Good"/><endEvent id="Bad">${CANCEL}</endEvent><userTask id="Beside"/>${flows("s>F", "F>A", "F>Beside", "A>B", "B>Decide", "Decide>X", "X>Bad?bad", "X>Good")}`;
const booking = (
	on = `<boundaryEvent id="C" attachedToRef="Tx">${CANCEL}</boundaryEvent><userTask id="Sorry"/>${flows("C>Sorry")}`,
): string => model(`<startEvent id="S"/><transaction id="Tx">${inside}</transaction>${on}<userTask id="Done"/>${flows("S>Tx", "Tx>Done")}`);

describe("a transaction", () => {
	it("is left by its flows when it completes", async ({ expect }) => {
		const trial = (await Trial.of(booking())).start().complete("A").complete("B").complete("Decide", { bad: false }).complete("Beside");
		expect(trial.open).toEqual(["Done"]);
	});

	it("that is cancelled ends what goes on in it, compensates what completed, and is left by its cancel event", async ({ expect }) => {
		const trial = (await Trial.of(booking())).start().complete("A").complete("B").complete("Decide", { bad: true });
		expect(trial.open).toEqual(["undoB"]);
		expect(trial.effect("cancel-task")).toHaveLength(1);
		trial.complete("undoB").complete("undoA");
		expect(trial.open).toEqual(["Sorry"]);
		expect(trial.state?.compensables).toBeUndefined();
		expect(trial.complete("Sorry").status).toBe("completed");
	});

	it("that is cancelled and has no cancel event goes no further", async ({ expect }) => {
		const trial = (await Trial.of(booking(""))).start().complete("A").complete("B").complete("Decide", { bad: true });
		expect(trial.complete("undoB").complete("undoA").status).toBe("completed");
		expect(trial.path).not.toContain("Done");
	});

	it("with nothing to compensate is left at once", async ({ expect }) => {
		const xml = model(
			`<transaction id="Tx"><endEvent id="Bad">${CANCEL}</endEvent></transaction><boundaryEvent id="C" attachedToRef="Tx">${CANCEL}</boundaryEvent><userTask id="Sorry"/>${flows("C>Sorry")}`,
		);
		expect((await Trial.of(xml)).start().open).toEqual(["Sorry"]);
	});

	it("lets nobody move the token of a handler, which belongs to its compensation", async ({ expect }) => {
		const trial = (await Trial.of(booking())).start().complete("A").complete("B").complete("Decide", { bad: true });
		expect(trial.step({ type: "move-token", token: trial.wait("undoB", "task").token, to: "A" })?.code).toBe("engine.inside_instance");
		expect(trial.open).toEqual(["undoB"]);
	});
});

it("only a transaction can be cancelled, by compensation", async ({ expect }) => {
	expect(await refusals(model(`<endEvent id="E">${CANCEL}</endEvent>`))).toEqual(["engine.no_transaction@E"]);
	expect(await refusals(model(`<task id="A"/><boundaryEvent id="C" attachedToRef="A">${CANCEL}</boundaryEvent>`))).toEqual([
		"engine.no_transaction@C",
	]);
	expect(await refusals(model('<transaction id="Tx" method="##Store"><task id="A"/></transaction>'))).toEqual([
		"engine.transaction_method@Tx",
	]);
	const many = "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>";
	expect(await refusals(model(`<transaction id="Tx">${many}<endEvent id="E">${CANCEL}</endEvent></transaction>`))).toEqual([
		"engine.not_supported@E",
	]);
});
