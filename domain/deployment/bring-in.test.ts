import { describe, it } from "vitest";
import { describeProcess } from "../bpmn/describe.ts";
import { parseBpmn } from "../bpmn/parse.ts";
import { renderSvg } from "../bpmn/render-svg.ts";
import { compileDefinitions } from "../engine/compile.ts";
import type { Automation } from "./automation.ts";
import { bringIn } from "./bring-in.ts";
import { proposeAutomation } from "./propose-automation.ts";

const file = (roots: string): string =>
	`<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="t">${roots}</definitions>`;

const ORDER =
	file(`<process id="p" isExecutable="true"><startEvent id="s"/><callActivity id="c" name="Check credit" calledElement="other:Credit"/>
	<sequenceFlow id="f" sourceRef="s" targetRef="c"/></process>`);

const CREDIT = file(`<message id="m" name="Score"/>
	<globalUserTask id="g" name="Look"/>
	<collaboration id="col"><participant id="pool" processRef="Credit"/><participant id="other" processRef="Bank"/>
		<messageFlow id="mf" sourceRef="c" targetRef="bs"/></collaboration>
	<process id="Credit" isExecutable="true"><startEvent id="s"><messageEventDefinition id="md" messageRef="m"/></startEvent><startEvent id="s2"/>
		<userTask id="c" name="Score"><extensionElements><camunda:x/></extensionElements></userTask><callActivity id="in" name="Look again" calledElement="Inner"/>
		<sequenceFlow id="f" sourceRef="s2" targetRef="c" camunda:y="1"/><sequenceFlow id="f2" sourceRef="c" targetRef="in"/></process>
	<process id="Inner"><startEvent id="s3"/></process>
	<process id="Bank" isExecutable="true"><startEvent id="bs"/></process>
	<bpmndi:BPMNDiagram id="dia"><bpmndi:BPMNPlane id="plane" bpmnElement="col">
		<bpmndi:BPMNShape id="sh1" bpmnElement="pool"><dc:Bounds x="0" y="0" width="400" height="200"/></bpmndi:BPMNShape>
		<bpmndi:BPMNShape id="sh2" bpmnElement="other"><dc:Bounds x="0" y="300" width="400" height="200"/></bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>`);

const MODEL = "wsp_00000000000000000000000001";
type Calls = Pick<Automation, "models" | "calls">;
const called = (calls: Automation["calls"], ...names: string[]): Calls =>
	({ calls, models: names.map((as) => ({ as, modelId: MODEL, version: 1 })) }) as Calls;

async function merged(bpmn: string, calls: Calls, files: Record<string, string>) {
	const brought = await bringIn(bpmn, calls, new Map(Object.entries(files)));
	if (!brought.ok) throw new Error(JSON.stringify(brought.error));
	const parsed = await parseBpmn(brought.value.bpmn);
	if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
	return { ...brought.value, definitions: parsed.value.definitions };
}

describe("bringIn", () => {
	it("leaves a file that calls nothing elsewhere as it is, to the letter", async ({ expect }) => {
		expect(await bringIn(ORDER, {}, new Map())).toEqual({ ok: true, value: { bpmn: ORDER, findings: [] } });
	});

	it("brings in what is called with what it calls in turn, under ids of its own, and nothing else of the file", async ({ expect }) => {
		const { bpmn, definitions, findings } = await merged(ORDER, called({ c: { model: "credit", processId: "Credit" } }, "credit"), {
			credit: CREDIT,
		});
		expect(findings).toEqual([]);
		const processes = describeProcess(definitions);
		expect(processes.map((each) => [each.id, each.executable, each.elements.map((element) => element.id)])).toEqual([
			["p", true, ["s", "c"]],
			["credit.Credit", false, ["credit.s", "credit.s2", "credit.c", "credit.in"]],
			["credit.Inner", false, ["credit.s3"]],
		]);
		expect(processes[1]?.participant).toEqual({ id: "credit.pool", name: "" });
		expect(bpmn).toContain('calledElement="credit.Credit"');
		expect(bpmn).toContain('calledElement="credit.Inner"');
		expect(bpmn).toContain('messageRef="credit.m"');
		expect(bpmn).toContain('bpmnElement="credit.pool"');
		for (const gone of ["Bank", "mf", "sh2", "camunda:x", "camunda:y"]) expect(bpmn).not.toContain(gone);
		expect(renderSvg(definitions, { title: "x" })).toContain("<svg");
	});

	it("gives a file that compiles, whose called process is no start of its own", async ({ expect }) => {
		const { definitions } = await merged(ORDER, called({ c: { model: "credit", processId: "Credit" } }, "credit"), { credit: CREDIT });
		const compiled = compileDefinitions(definitions, { ...proposeAutomation(definitions, "Order").automation, processId: "p" });
		expect(compiled.ok ? compiled.value.starts.map((each) => each.elementId) : compiled.error).toEqual(["s"]);
	});

	it("makes a call of another file's global task that task", async ({ expect }) => {
		const { definitions } = await merged(ORDER, called({ c: { model: "credit", processId: "g" } }, "credit"), { credit: CREDIT });
		expect(describeProcess(definitions).flatMap((each) => each.elements.map((element) => [element.id, element.type]))).toEqual([
			["s", "startEvent"],
			["c", "userTask"],
		]);
	});

	it("brings the same in as often as it is asked to the same letters", async ({ expect }) => {
		const calls = called({ c: { model: "credit", processId: "Credit" } }, "credit");
		expect((await merged(ORDER, calls, { credit: CREDIT })).bpmn).toBe((await merged(ORDER, calls, { credit: CREDIT })).bpmn);
	});

	it("ends where models call each other", async ({ expect }) => {
		const calls = called(
			{ c: { model: "b", processId: "p" }, "b.c": { model: "a", processId: "p" }, "a.c": { model: "b", processId: "p" } },
			"a",
			"b",
		);
		const { definitions, findings } = await merged(ORDER, calls, { a: ORDER, b: ORDER });
		expect(findings).toEqual([]);
		expect(describeProcess(definitions).map((each) => each.id)).toEqual(["p", "b.p", "a.p"]);
		expect(compileDefinitions(definitions, proposeAutomation(definitions, "Order").automation).ok).toBe(true);
	});

	it("says of each call that leads nowhere what is missing", async ({ expect }) => {
		const taken = ORDER.replace('id="f"', 'id="credit.s"');
		const cases: [string, Calls, Record<string, string>, string, string][] = [
			[ORDER, called({ c: { model: "credit", processId: "Credit" } }), { b: CREDIT }, "call.model_missing", "c"],
			[ORDER, called({ c: { model: "credit", processId: "Credit" } }, "credit"), {}, "call.model_missing", "c"],
			[ORDER, called({ c: { model: "credit", processId: "No" } }, "credit"), { credit: CREDIT }, "call.process_missing", "c"],
			[ORDER, called({ c: { model: "credit", processId: "m" } }, "credit"), { credit: CREDIT }, "call.process_missing", "c"],
			[ORDER, called({ c: { model: "credit", processId: "Credit" } }, "credit"), { credit: "<html/>" }, "call.model_unreadable", "c"],
			[taken, called({ c: { model: "credit", processId: "Credit" } }, "credit"), { credit: CREDIT }, "call.id_taken", "c"],
			[ORDER, called({ s: { model: "credit", processId: "Credit" } }, "credit"), { credit: CREDIT }, "call.element_gone", "s"],
			[ORDER, called({ no: { model: "credit", processId: "Credit" } }, "credit"), { credit: CREDIT }, "call.element_gone", "no"],
			[
				ORDER,
				called({ c: { model: "credit", processId: "Credit" } }, "credit"),
				{ credit: CREDIT.replace('"s3"', `"${"x".repeat(195)}"`) },
				"call.model_unreadable",
				"c",
			],
		];
		for (const [bpmn, calls, files, code, at] of cases)
			expect((await merged(bpmn, calls, files)).findings).toMatchObject([{ step: "process", code, at }]);
	});

	it("goes on with the model alone where both together are more than one file may be", async ({ expect }) => {
		const tasks = (prefix: string): string => Array.from({ length: 2600 }, (_, index) => `<task id="${prefix}${index}"/>`).join("");
		const order = ORDER.replace("</process>", `${tasks("o")}</process>`);
		const credit = CREDIT.replace('<startEvent id="s3"/>', tasks("i"));
		const { bpmn, findings } = await merged(order, called({ c: { model: "credit", processId: "Credit" } }, "credit"), { credit });
		expect(bpmn).toBe(order);
		expect(findings).toMatchObject([{ code: "call.not_one_file", at: "c" }]);
	});
});
