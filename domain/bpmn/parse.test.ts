import { describe, it } from "vitest";
import { describeProcess } from "./describe.ts";
import { parseBpmn } from "./parse.ts";

const file = (inside: string): string =>
	`<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><process id="P" isExecutable="true">${inside}</process></definitions>`;

async function codes(xml: string): Promise<readonly (string | undefined)[]> {
	const parsed = await parseBpmn(xml);
	return parsed.ok ? [] : parsed.error.flatMap((each) => [each.code, each.at]);
}

describe("parseBpmn", () => {
	it("refuses a document type, before anything is parsed", async ({ expect }) => {
		expect(await codes(`<!DOCTYPE x [<!ENTITY a "b">]>${file("")}`)).toContain("bpmn.document_type");
		expect((await parseBpmn(file("<!-- <!DOCTYPE x> --><task id='T'/>"))).ok).toBe(true);
	});

	it("refuses what is not BPMN", async ({ expect }) => {
		for (const xml of ["", "hello", "<html/>", file("<task>"), "<", '<a b="']) expect(await codes(xml), xml).toContain("bpmn.not_bpmn");
	});

	it("refuses more elements, depth, attributes or bytes than any model has", async ({ expect }) => {
		expect(await codes(file("<task/>".repeat(50_000)))).toContain("bpmn.too_many_elements");
		expect(await codes(file(`${"<subProcess>".repeat(10_000)}${"</subProcess>".repeat(10_000)}`))).not.toEqual([]);
		expect(await codes(file(`${"<subProcess>".repeat(80)}${"</subProcess>".repeat(80)}`))).toContain("bpmn.too_deep");
		expect(await codes(file(`<task ${Array.from({ length: 65 }, (_, at) => `a${at}="1"`).join(" ")}/>`))).toContain(
			"bpmn.too_many_attributes",
		);
		expect(await codes(file(`<documentation>${"ß".repeat(1_100_000)}</documentation>`))).toContain("bpmn.too_large");
	});

	it("names the element of a repeated id and of a broken reference", async ({ expect }) => {
		expect(await codes(file('<task id="T"/><userTask id="T"/>'))).toEqual(["bpmn.duplicate_id", "T"]);
		expect(await codes(file('<task id="T"/><sequenceFlow id="F" sourceRef="T" targetRef="nowhere"/>'))).toEqual([
			"bpmn.broken_reference",
			"F",
		]);
	});

	it("keeps a model whose types or services point outside the file, and says so", async ({ expect }) => {
		const parsed = await parseBpmn(
			'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><signal id="S" structureRef="String"/></definitions>',
		);
		expect(parsed.ok && parsed.value.warnings.map((each) => [each.code, each.at])).toEqual([["bpmn.broken_reference", "S"]]);
	});

	it("truncates what it has to say at a hundred findings", async ({ expect }) => {
		const many = Array.from({ length: 300 }, (_, at) => `<sequenceFlow id="F${at}" sourceRef="a" targetRef="b"/>`).join("");
		expect((await codes(file(many))).length / 2).toBe(100);
	});

	it("is not harmed by ids that a prototype knows", async ({ expect }) => {
		const parsed = await parseBpmn(file('<task id="__proto__"/><task id="constructor"/>'));
		expect(parsed.ok).toBe(true);
		expect(({} as Record<string, unknown>).id).toBe(undefined);
	});
});

describe("describeProcess", () => {
	it("lists elements with type, lane, documentation and flows, through sub-processes", async ({ expect }) => {
		const parsed = await parseBpmn(
			file(`<laneSet id="LS"><lane id="L" name="Desk"><flowNodeRef>T</flowNodeRef></lane></laneSet>
				<startEvent id="S"><outgoing>a</outgoing></startEvent><userTask id="T" name="Check"><documentation>How</documentation><incoming>a</incoming></userTask>
				<sequenceFlow id="a" sourceRef="S" targetRef="T"><conditionExpression>x &gt; 1</conditionExpression></sequenceFlow>
				<subProcess id="Sub"><task id="Inner"/></subProcess>
				<boundaryEvent id="B" attachedToRef="Sub" cancelActivity="false"><timerEventDefinition/></boundaryEvent>`),
		);
		const [process] = parsed.ok ? describeProcess(parsed.value.definitions) : [];
		expect(process?.elements.map((each) => [each.id, each.type, each.scopeId])).toEqual([
			["S", "startEvent", "P"],
			["T", "userTask", "P"],
			["Sub", "subProcess", "P"],
			["B", "boundaryEvent", "P"],
			["Inner", "task", "Sub"],
		]);
		expect(process?.elements[1]).toMatchObject({ name: "Check", documentation: "How", lane: { id: "L", name: "Desk" }, incoming: ["a"] });
		expect(process?.elements[3]).toMatchObject({ attachedTo: "Sub", interrupting: false, events: ["timer"] });
		expect(process?.flows).toEqual([{ id: "a", name: "", source: "S", target: "T", condition: "x > 1", isDefault: false }]);
	});

	it("finds an element's flows where it does not list them itself", async ({ expect }) => {
		const parsed = await parseBpmn(
			file(`<exclusiveGateway id="G"><outgoing>b</outgoing></exclusiveGateway><task id="A"/><task id="B"/>
				<sequenceFlow id="a" sourceRef="G" targetRef="A"/><sequenceFlow id="b" sourceRef="G" targetRef="B"/>`),
		);
		const [process] = parsed.ok ? describeProcess(parsed.value.definitions) : [];
		expect(process?.elements.map(({ id, incoming, outgoing }) => [id, incoming, outgoing])).toEqual([
			["G", [], ["b", "a"]],
			["A", ["a"], []],
			["B", ["b"], []],
		]);
	});
});
