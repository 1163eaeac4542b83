import { describe, it } from "vitest";
import { parseBpmn } from "../parse.ts";
import { RULES, checkModel } from "./check-model.ts";

const file = (inside: string, roots = ""): string =>
	`<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="t">${roots}<process id="P">${inside}</process></definitions>`;
const flow = (id: string, source: string, target: string, condition?: string): string =>
	`<sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}">${condition === undefined ? "" : `<conditionExpression xsi:type="tFormalExpression">${condition}</conditionExpression>`}</sequenceFlow>`;
const S = '<startEvent id="S"/>';
const E = '<endEvent id="E"/>';
const A = '<task id="A" name="Do"/>';
const B = '<task id="B" name="Do more"/>';
const timer = "<timerEventDefinition/>";
const link = (name: string): string => `<linkEventDefinition name="${name}"/>`;

/** For every rule a model that it accepts and one that it refuses, with the element it must name. */
const PAIRS: Readonly<Record<string, { readonly passes: string; readonly fails: string; readonly at: string }>> = {
	start_required: { passes: file(S + A + flow("f", "S", "A")), fails: file(A), at: "P" },
	end_required: { passes: file(A + E + flow("f", "A", "E")), fails: file(A), at: "P" },
	flow_direction: { passes: file(S + E + flow("f", "S", "E")), fails: file(S + A + flow("f", "A", "S")), at: "S" },
	sub_process_start: {
		passes: file(
			`<subProcess id="X" triggeredByEvent="true"><startEvent id="XS">${timer}</startEvent></subProcess><subProcess id="Y"><startEvent id="YS"/></subProcess>`,
		),
		fails: file(`<subProcess id="X"><startEvent id="XS">${timer}</startEvent></subProcess>`),
		at: "X",
	},
	connected: { passes: file(S + A + E + flow("f", "S", "A") + flow("g", "A", "E")), fails: file(S + A + B + flow("f", "S", "A")), at: "B" },
	flow_within: {
		passes: file(`<subProcess id="X">${A}${B}${flow("f", "A", "B")}</subProcess>`),
		fails: file(`<subProcess id="X">${A}</subProcess>${B}${flow("f", "A", "B")}`),
		at: "f",
	},
	message_between_pools: {
		passes: file(
			A,
			'<collaboration id="C"><participant id="P1" name="Us" processRef="P"/><participant id="P2" name="Them"/><messageFlow id="m" sourceRef="A" targetRef="P2"/></collaboration>',
		),
		fails: file(
			A + B,
			'<collaboration id="C"><participant id="P1" name="Us" processRef="P"/><messageFlow id="m" sourceRef="A" targetRef="B"/></collaboration>',
		),
		at: "m",
	},
	duplicate_flow: { passes: file(A + B + flow("f", "A", "B")), fails: file(A + B + flow("f", "A", "B") + flow("g", "A", "B")), at: "g" },
	choice_labelled: {
		passes: file(`<exclusiveGateway id="X" default="g"/>${A}${B}${flow("f", "X", "A", "n > 1")}${flow("g", "X", "B")}`),
		fails: file(`<exclusiveGateway id="X"/>${A}${B}${flow("f", "X", "A", "n > 1")}${flow("g", "X", "B")}`),
		at: "g",
	},
	gateway_needed: {
		passes: file(`${S}<exclusiveGateway id="X"/>${A}${B}${flow("f", "S", "X")}${flow("g", "X", "A")}${flow("h", "X", "B")}`),
		fails: file(`${S}<exclusiveGateway id="X"/>${A}${flow("f", "S", "X")}${flow("g", "X", "A")}`),
		at: "X",
	},
	join_or_fork: {
		passes: file(`${A}${B}<parallelGateway id="X"/>${E}${flow("f", "A", "X")}${flow("g", "B", "X")}${flow("h", "X", "E")}`),
		fails: file(
			`${A}${B}<parallelGateway id="X"/>${E}${flow("f", "A", "X")}${flow("g", "B", "X")}${flow("h", "X", "E")}${flow("i", "X", "E")}`,
		),
		at: "X",
	},
	condition_place: {
		passes: file(`<exclusiveGateway id="X"/>${A}${B}${flow("f", "X", "A", "n")}${flow("g", "X", "B", "n")}`),
		fails: file(`<parallelGateway id="X"/>${A}${B}${flow("f", "X", "A", "n")}${flow("g", "X", "B")}`),
		at: "f",
	},
	event_gateway_targets: {
		passes: file(`<eventBasedGateway id="X"/><intermediateCatchEvent id="T">${timer}</intermediateCatchEvent>${flow("f", "X", "T")}`),
		fails: file(`<eventBasedGateway id="X"/>${A}${flow("f", "X", "A")}`),
		at: "f",
	},
	catches_something: {
		passes: file(`<intermediateCatchEvent id="T">${timer}</intermediateCatchEvent>`),
		fails: file('<intermediateCatchEvent id="T"/>'),
		at: "T",
	},
	interrupts: {
		passes: file(`${A}<boundaryEvent id="X" attachedToRef="A" cancelActivity="false">${timer}</boundaryEvent>`),
		fails: file(`${A}<boundaryEvent id="X" attachedToRef="A" cancelActivity="false"><errorEventDefinition/></boundaryEvent>`),
		at: "X",
	},
	link_pair: {
		passes: file(
			`<intermediateThrowEvent id="X">${link("a")}</intermediateThrowEvent><intermediateCatchEvent id="Y">${link("a")}</intermediateCatchEvent>`,
		),
		fails: file(
			`<intermediateThrowEvent id="X">${link("a")}</intermediateThrowEvent><intermediateCatchEvent id="Y">${link("b")}</intermediateCatchEvent>`,
		),
		at: "X",
	},
	named: { passes: file(A), fails: file('<task id="T"/>'), at: "T" },
};

async function findings(xml: string, rule: string): Promise<readonly (string | undefined)[]> {
	const parsed = await parseBpmn(xml);
	if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
	return checkModel(parsed.value.definitions)
		.filter((each) => each.code === `check.${rule}`)
		.map((each) => each.at);
}

describe("checkModel", () => {
	it("has for every rule a model that passes and one that fails", ({ expect }) => {
		expect(Object.keys(PAIRS).toSorted()).toEqual(RULES.map((rule) => rule.name).toSorted());
	});

	for (const [rule, { passes, fails, at }] of Object.entries(PAIRS)) {
		it(`${rule} finds what it is for and nothing else`, async ({ expect }) => {
			expect(await findings(passes, rule)).toEqual([]);
			expect((await findings(fails, rule))[0]).toBe(at);
		});
	}

	it("has nothing to say of an empty file", async ({ expect }) => {
		const parsed = await parseBpmn(file(""));
		expect(parsed.ok && checkModel(parsed.value.definitions)).toEqual([]);
	});
});
