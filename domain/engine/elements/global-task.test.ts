import { describe, it } from "vitest";
import { CALL, Trial, automation, flows, model, refusals } from "../../../test/engine/trial.ts";
import { describeProcess } from "../../bpmn/describe.ts";
import { parseBpmn } from "../../bpmn/parse.ts";
import { proposeAutomation } from "../../deployment/propose-automation.ts";

/** A process that calls the global task `G` and goes on to `Next`. */
const caller = (global: string, inside = "", more = ""): string =>
	model(
		`<startEvent id="S"/><callActivity id="C" calledElement="G">${inside}</callActivity><userTask id="Next"/>${flows("S>C", "C>Next")}${more}`,
		global,
	);

describe("a call of a global task", () => {
	for (const kind of ["globalTask", "globalManualTask"])
		it(`passes where that is a ${kind}`, async ({ expect }) => {
			expect((await Trial.of(caller(`<${kind} id="G"/>`))).start().open).toEqual(["Next"]);
		});

	it("waits for a person where that is a user task, by the settings of the call", async ({ expect }) => {
		const settings = automation({ C: { form: "f", title: '"Check " + x' } }, { forms: [{ id: "f", title: "F", items: [] }] });
		const trial = await Trial.of(caller('<globalUserTask id="G" name="Check"/>'), settings);
		trial.start({ x: "it" });
		expect(trial.open).toEqual(["C"]);
		expect(trial.effect("create-task")[0]).toMatchObject({ elementId: "C", name: "Check", title: "Check it", formId: "f" });
		expect(trial.complete("C").open).toEqual(["Next"]);
	});

	it("calculates and decides where that is a script or business rule task", async ({ expect }) => {
		const script = await Trial.of(
			caller('<globalScriptTask id="G"/>'),
			automation({ C: { script: { expression: "1 + 1", result: "n" } } }),
		);
		expect(script.start().variables).toEqual({ n: 2 });
		const table = {
			hitPolicy: "first" as const,
			inputs: [{ label: "n", expression: "n" }],
			outputs: [{ label: "size", name: "size" }],
			rules: [{ inputs: ["> 1"], outputs: ['"big"'] }],
		};
		const rule = await Trial.of(caller('<globalBusinessRuleTask id="G"/>'), automation({ C: { decision: { table, result: "is" } } }));
		expect(rule.start({ n: 2 }).variables).toEqual({ n: 2, is: { size: "big" } });
		expect(await refusals(caller('<globalScriptTask id="G" scriptLanguage="js"><script>1</script></globalScriptTask>'))).toEqual([
			"engine.foreign_script@C",
		]);
	});

	it("is interrupted, repeats, and is compensated like any activity", async ({ expect }) => {
		const timer = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>";
		const late = caller(
			'<globalUserTask id="G"/>',
			"",
			`<boundaryEvent id="B" attachedToRef="C">${timer}</boundaryEvent><userTask id="After"/>${flows("B>After")}`,
		);
		expect((await Trial.of(late)).start().fire("B").open).toEqual(["After"]);
		const twice = caller(
			'<globalUserTask id="G"/>',
			"<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>",
		);
		const trial = (await Trial.of(twice)).start();
		expect(trial.open).toEqual(["C", "C"]);
		expect(trial.complete("C").complete("C").open).toEqual(["Next"]);
		const compensated = model(
			`<startEvent id="S"/><callActivity id="C" calledElement="G"/><boundaryEvent id="B" attachedToRef="C"><compensateEventDefinition/></boundaryEvent><callActivity id="Undo" calledElement="U" isForCompensation="true"/><association id="A" sourceRef="B" targetRef="Undo"/><endEvent id="E"><compensateEventDefinition/></endEvent>${flows("S>C", "C>E")}`,
			'<globalTask id="G"/><globalUserTask id="U"/>',
		);
		expect((await Trial.of(compensated)).start().open).toEqual(["Undo"]);
	});

	it("is what it runs as for whoever looks at the model", async ({ expect }) => {
		const parsed = await parseBpmn(caller('<globalUserTask id="G" name="Check"/>'));
		if (!parsed.ok) throw new Error("not read");
		const { definitions } = parsed.value;
		expect(describeProcess(definitions)[0]?.elements.find((each) => each.id === "C")).toMatchObject({ type: "userTask", name: "Check" });
		const { elements } = proposeAutomation(definitions, "Order").automation;
		expect(elements["C"]).toMatchObject({ form: "check", performer: { assign: "pool" } });
	});

	it("keeps the script of a global script task, which is an element in the file", async ({ expect }) => {
		const parsed = await parseBpmn(caller('<globalScriptTask id="G" scriptLanguage="FEEL"><script>1 + 1</script></globalScriptTask>'));
		if (!parsed.ok) throw new Error("not read");
		expect(proposeAutomation(parsed.value.definitions, "Order").automation.elements["C"]?.script?.expression).toBe("1 + 1");
	});

	it("is refused what its kind cannot have", async ({ expect }) => {
		expect(await refusals(caller('<globalUserTask id="G"/>'), automation({ C: { form: "none" } }))).toEqual(["engine.no_form@C"]);
		expect(await refusals(caller('<globalTask id="Other"/>'), automation({ C: CALL }))).toEqual(["engine.no_called_process@C"]);
	});
});
