import { describe, it } from "vitest";
import { parseBpmn } from "../bpmn/parse.ts";
import { describeProcess } from "../bpmn/describe.ts";
import type { Automation } from "./automation.ts";
import { checkAutomation } from "./check-automation.ts";
import { proposeAutomation } from "./propose-automation.ts";
import { updateAutomation } from "./update-automation.ts";

const one = `<startEvent id="s"/><userTask id="a" name="Look"/><endEvent id="e"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><sequenceFlow id="f2" sourceRef="a" targetRef="e"/>`;
const two = `<startEvent id="s"/><userTask id="a" name="Look"/><userTask id="b" name="Pay"/><exclusiveGateway id="g" name="Good?"/><endEvent id="e"/>
	<sequenceFlow id="f1" sourceRef="s" targetRef="a"/><sequenceFlow id="f2" sourceRef="a" targetRef="g"/>
	<sequenceFlow id="f3" name="yes" sourceRef="g" targetRef="b"/><sequenceFlow id="f4" name="no" sourceRef="g" targetRef="e"/><sequenceFlow id="f5" sourceRef="b" targetRef="e"/>`;

async function read(process: string) {
	const parsed = await parseBpmn(
		`<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t"><process id="p" isExecutable="true">${process}</process></definitions>`,
	);
	if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
	const processes = describeProcess(parsed.value.definitions);
	const present = new Set(
		processes.flatMap((each) => [each.id, ...each.elements.map((element) => element.id), ...each.flows.map((flow) => flow.id)]),
	);
	return { processes, present, automation: proposeAutomation(parsed.value.definitions, "P").automation };
}

describe("updateAutomation", () => {
	it("keeps what a person set, adds what is new, and asks a new question on the form before it", async ({ expect }) => {
		const before = await read(one);
		const mine: Automation = {
			...before.automation,
			elements: { ...before.automation.elements, a: { ...before.automation.elements["a"], dueIn: "P2D" } },
		};
		const after = await read(two);
		const { automation, findings } = updateAutomation(mine, after.automation, after.present);
		expect(automation.elements["a"]?.dueIn).toBe("P2D");
		expect(automation.elements["b"]?.form).toBe("pay");
		expect(automation.forms.find((form) => form.id === "look")?.items.some((item) => item.kind === "field" && item.path === "good")).toBe(
			true,
		);
		expect(findings.map((finding) => `${finding.code} ${finding.at}`)).toEqual(["update.element_new g", "update.element_new b"]);
		expect(checkAutomation(automation, after.processes, 0).findings).toEqual([]);
	});

	it("takes away the settings of elements that are gone, and says which", async ({ expect }) => {
		const before = await read(two);
		const after = await read(one);
		const { automation, findings } = updateAutomation(before.automation, after.automation, after.present);
		expect(Object.keys(automation.elements)).toEqual(["a"]);
		expect(automation.flows).toEqual({});
		expect(findings.map((finding) => finding.at)).toEqual(["g", "b"]);
	});
});

describe("checkAutomation", () => {
	it("names each thing that is wrong with its step, and counts what is done", async ({ expect }) => {
		const { automation, processes } = await read(two);
		const { performer: _, ...pay } = automation.elements["b"] ?? {};
		const broken: Automation = {
			...automation,
			elements: { ...automation.elements, b: pay, a: { ...automation.elements["a"], form: "none" } },
			flows: { f3: { condition: "good = (" } },
			data: { attributes: [...automation.data.attributes, { name: "kind", label: "Kind", type: "choice" }] },
		};
		const report = checkAutomation(broken, processes, 0);
		expect(report.findings.map((finding) => `${finding.step} ${finding.code} ${finding.at}`)).toEqual([
			"process condition.invalid f3",
			"data data.no_options kind",
			"forms form.unknown a",
			"performers performer.missing b",
		]);
		expect(report.completeness.map((each) => `${each.step} ${each.done}/${each.total}`)).toEqual([
			"process 0/1",
			"data 0/1",
			"forms 1/2",
			"rules 0/0",
			"performers 1/2",
			"integrations 0/0",
			"run 0/1",
		]);
	});
});
