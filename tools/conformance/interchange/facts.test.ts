import { describe, it } from "vitest";
import { factsOf, idsOf, missing } from "./facts.ts";

const MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL";
const file = (body: string, prefix = "bpmn"): string =>
	`<${prefix}:definitions xmlns:${prefix}="${MODEL}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d">${body}</${prefix}:definitions>`;

function lost(before: string, after: string): string[] {
	const ids = idsOf(before);
	return missing(factsOf(before, ids).model, factsOf(after, ids).model);
}

describe("what two files state", () => {
	it("is the same whatever prefix, white space and order they are written in", ({ expect }) => {
		const before = file('<bpmn:process id="p"><bpmn:task id="a" name="One  two"/><bpmn:task id="b"/></bpmn:process>');
		const after = file('<x:process id="p">\n <x:task id="b"/><x:task name="One two" id="a"/></x:process>', "x");
		expect(lost(before, after)).toEqual([]);
		expect(lost(after, before)).toEqual([]);
	});

	it("is less by an attribute, an element or a text that is gone", ({ expect }) => {
		const before = file(
			'<bpmn:process id="p"><bpmn:task id="a" name="One"><bpmn:documentation>Why</bpmn:documentation></bpmn:task></bpmn:process>',
		);
		expect(
			lost(before, file('<bpmn:process id="p"><bpmn:task id="a"><bpmn:documentation>Why</bpmn:documentation></bpmn:task></bpmn:process>')),
		).toHaveLength(1);
		expect(
			lost(before, file('<bpmn:process id="p"><bpmn:task id="a" name="One"><bpmn:documentation /></bpmn:task></bpmn:process>')),
		).toHaveLength(1);
		expect(lost(before, file('<bpmn:process id="p"/>'))).toHaveLength(5); // the task, its id and name, its documentation and what that says
	});

	it("is not less by a value that the schema gives anyway, nor by an id given to what had none", ({ expect }) => {
		const before = file(
			'<bpmn:process id="p"><bpmn:task id="a" startQuantity="1" isForCompensation="false"/><bpmn:laneSet/></bpmn:process>',
		);
		expect(lost(before, file('<bpmn:process id="p"><bpmn:task id="a"/><bpmn:laneSet id="made"/></bpmn:process>'))).toEqual([]);
		expect(
			lost(
				file('<bpmn:process id="p"><bpmn:task id="a" startQuantity="2"/></bpmn:process>'),
				file('<bpmn:process id="p"><bpmn:task id="a"/></bpmn:process>'),
			),
		).toHaveLength(1);
	});
});
