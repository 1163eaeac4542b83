import { describe, it } from "vitest";
import { findInOutline, outlineOf, type OutlineNode } from "./outline.ts";
import { parseBpmn } from "./parse.ts";

async function outline(inside: string): Promise<readonly OutlineNode[]> {
	const parsed = await parseBpmn(
		`<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">${inside}</definitions>`,
	);
	if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
	return outlineOf(parsed.value.definitions);
}

function lines(nodes: readonly OutlineNode[], depth = 0): string[] {
	return nodes.flatMap((node) => [`${"  ".repeat(depth)}${node.type} ${node.id}`, ...lines(node.children, depth + 1)]);
}

const flow = (id: string, from: string, to: string): string => `<sequenceFlow id="f${id}" sourceRef="${from}" targetRef="${to}"/>`;

describe("outlineOf", () => {
	it("lists elements along the flow whatever their order in the file, with border events after their activity", async ({ expect }) => {
		const nodes = await outline(
			`<process id="P"><endEvent id="E"/><task id="B"/><boundaryEvent id="T" attachedToRef="A"><timerEventDefinition/></boundaryEvent><task id="A"/><startEvent id="S"/><task id="Late"/>${flow("1", "S", "A")}${flow("2", "A", "B")}${flow("3", "B", "E")}${flow("4", "T", "Late")}</process>`,
		);
		expect(lines(nodes)).toEqual([
			"process P",
			"  startEvent S",
			"  task A",
			"  boundaryEvent T",
			"  task B",
			"  task Late",
			"  endEvent E",
		]);
	});

	it("holds lanes in their pool and the inside of a sub-process in it, and ends in a circle of flows", async ({ expect }) => {
		const nodes = await outline(
			`<collaboration id="C"><participant id="Us" name="Bank" processRef="P"/></collaboration><process id="P"><laneSet id="L"><lane id="Front"><flowNodeRef>A</flowNodeRef></lane><lane id="Back"><flowNodeRef>X</flowNodeRef></lane></laneSet><task id="A"/><subProcess id="X"><task id="I"/><task id="J"/>${flow("3", "I", "J")}${flow("4", "J", "I")}</subProcess>${flow("1", "A", "X")}${flow("2", "X", "A")}</process>`,
		);
		expect(lines(nodes)).toEqual([
			"pool Us",
			"  lane Front",
			"    task A",
			"  lane Back",
			"    subProcess X",
			"      task I",
			"      task J",
		]);
	});
});

describe("findInOutline", () => {
	it("keeps what answers and what leads there", async ({ expect }) => {
		const nodes = await outline(
			'<process id="P" name="Loan"><task id="A" name="Check"/><subProcess id="X"><userTask id="I" name="Sign the loan"/></subProcess></process>',
		);
		expect(lines(findInOutline(nodes, "SIGN"))).toEqual(["process P", "  subProcess X", "    userTask I"]);
		expect(lines(findInOutline(nodes, "nothing"))).toEqual([]);
		expect(findInOutline(nodes, " ")).toEqual(nodes);
	});
});
