import { describe, it } from "vitest";
import { Trial, automation, flows, model, refusals } from "../../../test/engine/trial.ts";

const ROOTS = '<message id="M" name="order"/><message id="N" name="payment"/>';
const catches = (id: string, message: string): string =>
	`<intermediateCatchEvent id="${id}"><messageEventDefinition messageRef="${message}"/></intermediateCatchEvent>`;

describe("a receive task that begins its process", () => {
	const begins = `<receiveTask id="R" instantiate="true" messageRef="M"/><userTask id="A"/>${flows("R>A")}`;

	it("is a start by its message, and is done with it", async ({ expect }) => {
		const trial = await Trial.of(model(begins, ROOTS), automation({ R: { outputs: [{ from: "message.id", to: "order" }] } }));
		expect(trial.linked.program.starts).toEqual([{ elementId: "R", processId: "P", name: "", kind: "message", message: "order" }]);
		expect(trial.start({}, "R", { id: 7 }).open).toEqual(["A"]);
		expect(trial.variables.order).toBe(7);
		expect(trial.path).toContain("R");
	});

	it("is no start for what stands behind it", async ({ expect }) => {
		const trial = await Trial.of(
			model(
				`<receiveTask id="R" instantiate="true" messageRef="M"/>${catches("E", "N")}<receiveTask id="Q" messageRef="N"/>${flows("R>E", "E>Q")}`,
				ROOTS,
			),
		);
		expect(trial.linked.program.starts.map(({ elementId }) => elementId)).toEqual(["R"]);
		expect(trial.start({}, "R").open).toEqual(["E"]);
	});

	it("stands in no flow and no sub-process, and does not repeat", async ({ expect }) => {
		expect(await refusals(model(`<task id="B"/>${begins}${flows("B>R")}`, ROOTS))).toEqual(["engine.instantiate_in_flow@R"]);
		expect(await refusals(model(`<subProcess id="Sub">${begins}</subProcess>`, ROOTS))).toEqual(["engine.instantiate_in_flow@R"]);
		const many = `<receiveTask id="R" instantiate="true" messageRef="M"><standardLoopCharacteristics loopMaximum="2"/></receiveTask>`;
		expect(await refusals(model(many, ROOTS))).toEqual(["engine.instantiate_repeats@R"]);
	});
});

describe("an event-based gateway that begins its process", () => {
	const gateway = (more: string, target = catches("E", "M")): string =>
		model(
			`<eventBasedGateway id="G" instantiate="true"${more}/>${target}<receiveTask id="R" messageRef="N"/><userTask id="A"/><userTask id="B"/>${flows("G>E", "G>R", "E>A", "R>B")}`,
			ROOTS,
		);

	it("lets the first of the events behind it begin a case, which waits for no other", async ({ expect }) => {
		const trial = await Trial.of(gateway(""));
		expect(trial.linked.program.starts.map(({ elementId, kind, message }) => [elementId, kind, message])).toEqual([
			["E", "message", "order"],
			["R", "message", "payment"],
		]);
		expect(trial.start({}, "E").open).toEqual(["A"]);
		const other = (await Trial.of(gateway(""))).start({}, "R");
		expect(other.open).toEqual(["B"]);
		expect(other.complete("B").status).toBe("completed");
	});

	it("that is parallel has the case wait for the others, by their keys", async ({ expect }) => {
		const settings = automation({ E: { outputs: [{ from: "message.id", to: "id" }] }, R: { message: { key: "id" } } });
		const trial = (await Trial.of(gateway(' eventGatewayType="Parallel"'), settings)).start({}, "E", { id: "o-1" });
		expect(trial.open).toEqual(["A", "R"]);
		expect(trial.effect("open-subscription")).toMatchObject([{ elementId: "R", message: "payment", key: "o-1" }]);
		trial.complete("A");
		expect(trial.status).toBe("active");
		expect(trial.deliver("R").complete("B").status).toBe("completed");
	});

	it("is not started by hand, stands in no flow, and has nothing behind it that needs the data of a case", async ({ expect }) => {
		const trial = await Trial.of(gateway(""));
		const starter = { personId: null, name: "", email: null };
		expect(trial.step({ type: "start", variables: {}, starter })?.code).toBe("engine.no_start");
		const condition = `<intermediateCatchEvent id="E"><conditionalEventDefinition><condition>go</condition></conditionalEventDefinition></intermediateCatchEvent>`;
		expect(await refusals(gateway("", condition))).toEqual(["engine.condition_start@E"]);
		expect(await refusals(gateway("").replace("</process>", `<task id="T"/>${flows("T>G")}</process>`))).toEqual([
			"engine.instantiate_in_flow@G",
		]);
		expect(await refusals(gateway(' eventGatewayType="Parallel"').replace(' instantiate="true"', ""))).toEqual([
			"engine.parallel_in_flow@G",
		]);
	});
});
