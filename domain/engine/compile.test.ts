import { describe, it } from "vitest";
import { CALL, Trial, automation, flows, model, refusals } from "../../test/engine/trial.ts";
import { compile } from "./compile.ts";

const around = (element: string): string => model(`<startEvent id="S"/>${element}${flows("S>A")}`);

describe("compile", () => {
	it("refuses by name every element that cannot be executed, all at once", async ({ expect }) => {
		const xml = model(
			`<startEvent id="S"/><callActivity id="Call" calledElement="Q"/><adHocSubProcess id="AdHoc"><startEvent id="AdHocStart"/><task id="AdHocTask"/></adHocSubProcess><userTask id="Comp" isForCompensation="true"/><userTask id="Quantity" startQuantity="2"/>`,
		);
		expect(await refusals(xml)).toEqual([
			"engine.no_called_process@Call",
			"engine.ad_hoc_event@AdHoc",
			"engine.quantity@Quantity",
			"engine.loose_handler@Comp",
		]);
	});

	it("refuses a process that the file does not have", async ({ expect }) => {
		expect(await refusals(model(""), automation({}, { processId: "Q" }))).toEqual(["engine.no_process@Q"]);
	});

	it("refuses expressions, paths and times that are none, with the element", async ({ expect }) => {
		expect(await refusals(around('<scriptTask id="A"/>'), automation({ A: { script: { expression: "1 +", result: "x" } } }))).toEqual([
			"feel.syntax@A",
		]);
		expect(
			await refusals(around('<scriptTask id="A"/>'), automation({ A: { script: { expression: "1", result: "x.constructor" } } })),
		).toEqual(["engine.not_a_path@A"]);
		expect(await refusals(around('<scriptTask id="A" scriptFormat="groovy"><script>x++</script></scriptTask>'))).toEqual([
			"engine.foreign_script@A",
		]);
		expect(
			await refusals(
				around(
					'<intermediateCatchEvent id="A"><timerEventDefinition><timeCycle>R/PT0S</timeCycle></timerEventDefinition></intermediateCatchEvent>',
				),
			),
		).toEqual(["engine.not_a_time@A"]);
		expect(await refusals(around('<intermediateCatchEvent id="A"><timerEventDefinition/></intermediateCatchEvent>'))).toEqual([
			"engine.no_timer@A",
		]);
		expect(await refusals(around('<intermediateCatchEvent id="A"/>'))).toEqual(["engine.no_event@A"]);
		expect(await refusals(around('<receiveTask id="A"/>'))).toEqual(["engine.no_message@A"]);
		expect(await refusals(around('<userTask id="A"/>'), automation({ A: { form: "nowhere" } }))).toEqual(["engine.no_form@A"]);
	});

	it("refuses a choice whose flows have no condition, and conditions where all flows are taken", async ({ expect }) => {
		expect(await refusals(model(`<exclusiveGateway id="X"/><task id="A"/><task id="B"/>${flows("X>A?true", "X>B")}`))).toEqual([
			"engine.no_condition@X",
		]);
		expect(await refusals(model(`<parallelGateway id="F"/><task id="A"/><task id="B"/>${flows("F>A?true", "F>B")}`))).toEqual([
			"engine.condition_on_parallel@F",
		]);
	});

	it("refuses flows out of a sub-process and after an end event", async ({ expect }) => {
		expect(await refusals(model(`<subProcess id="Sub"><task id="A"/></subProcess><task id="B"/>${flows("A>B")}`))).toEqual([
			"engine.loose_flow@A-B",
		]);
		expect(await refusals(model(`<endEvent id="E"/><task id="B"/>${flows("E>B")}`))).toEqual(["engine.flow_after_end@E"]);
	});

	it("keeps secrets out of expressions", async ({ expect }) => {
		const settings = automation(
			{ A: { script: { expression: "parameters.token", result: "stolen" } } },
			{ parameters: [{ name: "token", label: "Token", type: "secret" }] },
		);
		expect(await refusals(around('<scriptTask id="A"/>'), settings)).toEqual(["engine.secret_in_expression@A"]);
	});

	it("warns of what is kept but does nothing", async ({ expect }) => {
		const xml = model('<serviceTask id="A"/><scriptTask id="B"/>').replace(
			"</definitions>",
			'<process id="Q"><task id="QT"/></process></definitions>',
		);
		const trial = await Trial.of(xml, automation({ Gone: {} }));
		expect(trial.linked.program.warnings.map((each) => `${each.code}@${each.at}`)).toEqual([
			"engine.process_not_run@Q",
			"engine.no_connector@A",
			"engine.no_script@B",
			"engine.stale_automation@Gone",
		]);
	});

	it("gives the same program for the same input, as plain JSON", async ({ expect }) => {
		const xml = model(`<startEvent id="S"/><userTask id="A"/>${flows("S>A")}`);
		const first = await compile({ bpmn: xml, automation: automation() });
		const second = await compile({ bpmn: xml, automation: automation() });
		expect(first.ok && JSON.parse(JSON.stringify(first.value))).toEqual(second.ok && second.value);
	});

	it("is not misled by ids that a prototype knows", async ({ expect }) => {
		const trial = (await Trial.of(model(`<userTask id="__proto__"/><userTask id="constructor"/><userTask id="toString"/>`))).start();
		expect(trial.open).toEqual(["__proto__", "constructor", "toString"]);
		trial.complete("__proto__").complete("constructor").complete("toString");
		expect(trial.status).toBe("completed");
	});

	it("warns of mappings in that nothing takes", async ({ expect }) => {
		const bpmn = model(`<startEvent id="S"/><userTask id="U"/><serviceTask id="J"/>${flows("S>U", "U>J")}`);
		const mapped = { inputs: [{ from: "1", to: "n" }] };
		const compiled = await compile({ bpmn, automation: automation({ U: mapped, J: { ...mapped, ...CALL } }) });
		const warned = compiled.ok ? compiled.value.warnings.filter((each) => each.code === "engine.inputs_unused") : [];
		expect(warned.map((each) => each.at)).toEqual(["U"]);
	});
});
