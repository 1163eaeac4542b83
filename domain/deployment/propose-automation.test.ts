import * as v from "valibot";
import { describe, it } from "vitest";
import { parseBpmn } from "../bpmn/parse.ts";
import { automation } from "./automation.ts";
import { proposeAutomation, type Proposal } from "./propose-automation.ts";

async function propose(process: string, before = ""): Promise<Proposal> {
	const parsed = await parseBpmn(
		`<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="t">${before}${process}</definitions>`,
	);
	if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
	return proposeAutomation(parsed.value.definitions, "Leave");
}

const flow = (id: string, from: string, to: string, more = "", inner = ""): string =>
	`<sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}" ${more}>${inner}</sequenceFlow>`;
const condition = (text: string): string => `<conditionExpression xsi:type="tFormalExpression">${text}</conditionExpression>`;

const SPLIT = (conditions: readonly [string, string]): string => `
	<process id="p" isExecutable="true">
		<laneSet id="ls"><lane id="l1" name="Credit&#10;officer"><flowNodeRef>ask</flowNodeRef></lane></laneSet>
		<startEvent id="s"/><userTask id="ask" name="Look at it"/><exclusiveGateway id="g" name="Good?"/>
		<endEvent id="yes" name="Paid"/><endEvent id="no"/>
		${flow("f1", "s", "ask")}${flow("f2", "ask", "g")}
		${flow("f3", "g", "yes", 'name="Yes"', conditions[0])}${flow("f4", "g", "no", 'name="No"', conditions[1])}
	</process>`;

describe("proposeAutomation", () => {
	it("lets people choose the way by its name on the form before a split that decides nothing", async ({ expect }) => {
		const { automation: made, findings } = await propose(SPLIT(["", ""]));
		expect(v.is(automation, made)).toBe(true);
		expect(made.data.attributes.find((each) => each.name === "good")).toEqual({
			name: "good",
			label: "Good?",
			type: "choice",
			options: [
				{ value: "yes", label: "Yes" },
				{ value: "no", label: "No" },
			],
		});
		expect(made.flows).toEqual({ f3: { condition: 'good = "yes"' } });
		expect(made.elements["g"]).toEqual({ defaultFlow: "f4" });
		const asked = made.forms.find((form) => form.id === "look-at-it")?.items.filter((item) => item.kind === "field" && item.required);
		expect(asked).toMatchObject([{ path: "good" }]);
		expect(findings).toEqual([]);
	});

	it("names the notes of a task by whole words of its name", async ({ expect }) => {
		const long = "Ask once more whether everyone agreed together";
		const { automation: made } = await propose(`<process id="p" isExecutable="true"><userTask id="t" name="${long}"/></process>`);
		expect(made.data.attributes.map((each) => each.label)).toContain("Ask once more whether everyone agreed notes");
	});

	it("gives each task of a person to the role of its lane", async ({ expect }) => {
		const { automation: made } = await propose(SPLIT(["", ""]));
		expect(made.roles).toEqual([{ name: "credit-officer", title: "Credit officer" }]);
		expect(made.elements["ask"]?.performer).toEqual({ assign: "pool", from: [{ kind: "role", role: "credit-officer" }] });
	});

	it("keeps conditions in FEEL and asks for what they name, typed by what it is compared with", async ({ expect }) => {
		const { automation: made } = await propose(SPLIT([condition('= loan.amount > 1000 and loan.kind = "car"'), condition("not(urgent)")]));
		expect(made.flows).toEqual({ f3: { condition: 'loan.amount > 1000 and loan.kind = "car"' } });
		expect(made.data.attributes.find((each) => each.name === "loan")?.attributes).toEqual([
			{ name: "amount", label: "Amount", type: "number" },
			{ name: "kind", label: "Kind", type: "choice", options: [{ value: "car", label: "Car" }] },
		]);
	});

	it("replaces a condition of another language by a choice, and says so", async ({ expect }) => {
		const { automation: made, findings } = await propose(SPLIT([condition("${approved}"), condition("${!approved}")]));
		expect(made.flows).toEqual({ f3: { condition: 'good = "yes"' }, f4: { condition: 'good = "no"' } });
		expect(findings).toMatchObject([{ severity: "warning", code: "routing.condition_replaced", at: "f3" }]);
	});

	it("asks on the start form what no task before a split can ask", async ({ expect }) => {
		const { automation: made } = await propose(`
			<process id="p"><startEvent id="s"/><exclusiveGateway id="g"/><endEvent id="a" name="Left"/><endEvent id="b" name="Right"/>
			${flow("f1", "s", "g")}${flow("f2", "g", "a")}${flow("f3", "g", "b")}</process>`);
		expect(made.forms[0]?.items).toMatchObject([{ path: "subject" }, { path: "details" }, { path: "choiceBeforeLeft", required: true }]);
	});

	it("looks back through a sub-process and a boundary event for the form to ask on", async ({ expect }) => {
		const { automation: made } = await propose(`
			<process id="p"><startEvent id="s"/><subProcess id="sub"><startEvent id="s2"/><userTask id="in" name="Inside"/><endEvent id="e2"/>
			${flow("i1", "s2", "in")}${flow("i2", "in", "e2")}</subProcess>
			<exclusiveGateway id="g" name="Which"/><endEvent id="a" name="A"/><endEvent id="b" name="B"/>
			${flow("f1", "s", "sub")}${flow("f2", "sub", "g")}${flow("f3", "g", "a")}${flow("f4", "g", "b")}</process>`);
		expect(made.forms.find((form) => form.id === "inside")?.items.some((item) => item.kind === "field" && item.path === "which")).toBe(
			true,
		);
		expect(made.forms[0]?.items.some((item) => item.kind === "field" && item.path === "which")).toBe(false);
	});

	it("puts a time to timers without one and names messages by their flow", async ({ expect }) => {
		const { automation: made, findings } = await propose(
			`<process id="p"><startEvent id="s"/>
			<intermediateCatchEvent id="t" name="Wait"><timerEventDefinition id="td"/></intermediateCatchEvent>
			<intermediateCatchEvent id="ok" name="Week"><timerEventDefinition id="td2"><timeDuration xsi:type="tFormalExpression">P7D</timeDuration></timerEventDefinition></intermediateCatchEvent>
			<intermediateCatchEvent id="m" name="Answer"><messageEventDefinition id="md"/></intermediateCatchEvent>
			${flow("f1", "s", "t")}${flow("f2", "t", "ok")}${flow("f3", "ok", "m")}</process>`,
			`<collaboration id="c"><participant id="pa" processRef="p"/><participant id="pb" name="Bank"/><messageFlow id="mf" name="Bank answer" sourceRef="pb" targetRef="m"/></collaboration>`,
		);
		expect(made.elements["t"]).toEqual({ timer: { kind: "duration", value: "P1D" } });
		expect(made.elements["ok"]).toBeUndefined();
		expect(made.elements["m"]).toEqual({ message: { name: "Bank answer", key: "case.number" } });
		expect(findings).toMatchObject([{ code: "event.timer_proposed", at: "t" }]);
	});

	it("proposes no key for a message whose key the model gives", async ({ expect }) => {
		const { automation: made } = await propose(
			`<process id="p"><startEvent id="s"/><intermediateCatchEvent id="m" name="Answer"><messageEventDefinition id="md" messageRef="M"/></intermediateCatchEvent>
			<intermediateCatchEvent id="o" name="Other"><messageEventDefinition id="od" messageRef="O"/></intermediateCatchEvent>${flow("f1", "s", "m")}${flow("f2", "m", "o")}</process>`,
			`<message id="M" name="Answer"/><message id="O" name="Other"/><correlationProperty id="cp"><correlationPropertyRetrievalExpression id="re" messageRef="M"><messagePath>order</messagePath></correlationPropertyRetrievalExpression></correlationProperty><collaboration id="c"><participant id="pa" processRef="p"/><correlationKey id="k"><correlationPropertyRef>cp</correlationPropertyRef></correlationKey></collaboration>`,
		);
		expect(made.elements["m"]).toBeUndefined();
		expect(made.elements["o"]).toEqual({ message: { key: "case.number" } });
	});

	it("survives names in another script, repeated names and words that FEEL owns", async ({ expect }) => {
		const { automation: made } = await propose(`
			<process id="p"><startEvent id="s"/><userTask id="a" name="承認"/><userTask id="b" name="承認"/><exclusiveGateway id="g" name="for"/>
			<endEvent id="x" name="はい"/><endEvent id="y" name="いいえ"/>
			${flow("f1", "s", "a")}${flow("f2", "a", "b")}${flow("f3", "b", "g")}${flow("f4", "g", "x")}${flow("f5", "g", "y")}</process>`);
		expect(v.is(automation, made)).toBe(true);
		expect(made.forms.map((form) => form.id)).toEqual(["start", "task", "task-2"]);
		expect(made.flows).toEqual({ f4: { condition: 'forValue = "way-1"' } });
	});

	it("starts the process of the pool whose people do the work", async ({ expect }) => {
		const { automation: made } = await propose(`<process id="outside"><startEvent id="o"/></process>${SPLIT(["", ""])}`);
		expect(made.processId).toBe("p");
	});
});
