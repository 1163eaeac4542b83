import { BpmnModdle } from "bpmn-moddle";
import { describe, it } from "vitest";
import { importBpmn } from "./records/import-bpmn.ts";
import { fromRecords } from "./records/write.ts";
import { writeXml } from "./write-xml.ts";

const file = (inside: string): string =>
	`<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:other="urn:other" xmlns:far="urn:far" id="D" targetNamespace="t">${inside}</definitions>`;

async function roundTrip(xml: string): Promise<string> {
	const imported = await importBpmn(xml);
	if (!imported.ok) throw new Error(JSON.stringify(imported.error));
	const moddle = new BpmnModdle();
	const written = fromRecords(imported.value.records, moddle);
	if (written === undefined) throw new Error("no root");
	return writeXml(written.definitions, moddle);
}

describe("what goes through the Modeler", () => {
	it("keeps two attributes of another tool that differ by their prefix only", async ({ expect }) => {
		const xml = await roundTrip(
			file('<process id="P"><extensionElements><other:a kind="1" other:kind="&quot; twin-0-of-kind=" /></extensionElements></process>'),
		);
		expect(xml).toContain('<other:a kind="1" other:kind="&#34; twin-0-of-kind=" />');
		expect(await roundTrip(xml)).toBe(xml);
	});

	it("keeps what a reference names outside the file, alone and in a list", async ({ expect }) => {
		const xml = await roundTrip(
			file(
				'<message id="M"/><interface id="I" name="i"><operation id="O" name="o"><inMessageRef>M</inMessageRef><outMessageRef>far:answer</outMessageRef><errorRef>far:e</errorRef></operation></interface><process id="P"><supportedInterfaceRef>I</supportedInterfaceRef><supportedInterfaceRef>far:I</supportedInterfaceRef><dataObject id="X" itemSubjectRef="far:item"/></process>',
			),
		);
		expect(xml).toContain("<outMessageRef>far:answer</outMessageRef>");
		expect(xml).toContain("<errorRef>far:e</errorRef>");
		expect(xml).toContain("<supportedInterfaceRef>I</supportedInterfaceRef>");
		expect(xml).toContain("<supportedInterfaceRef>far:I</supportedInterfaceRef>");
		expect(xml).toContain('itemSubjectRef="far:item"');
		expect(await roundTrip(xml)).toBe(xml);
	});

	it("leaves out a shape of nothing and says so", async ({ expect }) => {
		const xml = file(
			'<process id="P"><task id="A"/></process><bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" id="DI"><bpmndi:BPMNPlane id="PL" bpmnElement="P"><bpmndi:BPMNShape id="S1" bpmnElement="A"><dc:Bounds x="0" y="0" width="100" height="80"/></bpmndi:BPMNShape><bpmndi:BPMNShape id="S2" bpmnElement="gone"><dc:Bounds x="0" y="0" width="100" height="80"/></bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>',
		);
		const imported = await importBpmn(xml);
		expect(imported.ok && imported.value.report.map((each) => `${each.code} ${each.at}`)).toContain("bpmn.broken_reference S2");
		const written = await roundTrip(xml);
		expect(written).toContain('bpmnElement="A"');
		expect(written).not.toContain("S2");
	});
});
