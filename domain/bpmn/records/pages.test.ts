import { BpmnModdle } from "bpmn-moddle";
import { describe, it } from "vitest";
import { liveKeys } from "./live.ts";
import { keepOnPages, settlePages } from "./pages.ts";
import { toRecords } from "./read.ts";
import { placeOf, type ElementRecord, type Records } from "./record.ts";
import { fromRecords } from "./write.ts";

const BOX = `<dc:Bounds x="100" y="100" width="100" height="80"/>`;
const LINE = `<di:waypoint x="1" y="1"/><di:waypoint x="9" y="9"/>`;

/** Task A before sub-process S, in which B leads to C. `pages` are the planes: what each shows and the shapes on it. */
async function model(isExpanded: boolean, pages: Readonly<Record<string, readonly string[]>>): Promise<Map<string, ElementRecord>> {
	const shape = (id: string, page: string): string =>
		id.startsWith("f")
			? `<bpmndi:BPMNEdge id="${id}_on_${page}" bpmnElement="${id}">${LINE}</bpmndi:BPMNEdge>`
			: `<bpmndi:BPMNShape id="${id}_on_${page}" bpmnElement="${id}" ${id === "S" ? `isExpanded="${isExpanded}"` : ""}>${BOX}</bpmndi:BPMNShape>`;
	const diagrams = Object.entries(pages).map(
		([shown, shapes]) =>
			`<bpmndi:BPMNDiagram id="D_${shown}"><bpmndi:BPMNPlane id="P_${shown}" bpmnElement="${shown}">${shapes.map((id) => shape(id, shown)).join("")}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>`,
	);
	const { rootElement } = await new BpmnModdle().fromXML(`<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
		xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
		xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="d" targetNamespace="t"><process id="p">
		<task id="A"/><sequenceFlow id="f1" sourceRef="A" targetRef="S"/>
		<subProcess id="S"><task id="B"/><task id="C"/><sequenceFlow id="f2" sourceRef="B" targetRef="C"/></subProcess>
		<textAnnotation id="N"><text>note</text></textAnnotation></process>${diagrams.join("")}</definitions>`);
	return toRecords(rootElement);
}

const pageOf = (records: Records, element: string): string | undefined => placeOf(records.get(`di:${element}`) ?? {})?.parent;

function change(records: Map<string, ElementRecord>, key: string, fields: ElementRecord): void {
	records.set(key, { ...records.get(key), ...fields });
}

describe("the page of a shape", () => {
	it("is left as it is where all is in place: the very same records come back", async ({ expect }) => {
		for (const [isExpanded, pages] of [
			[true, { p: ["A", "S", "B", "C", "f1", "f2"] }],
			[false, { p: ["A", "S", "f1"], S: ["B", "C", "f2"] }],
		] as const) {
			const records = await model(isExpanded, pages);
			expect(settlePages(records)).toBe(records);
			expect(keepOnPages(records)).toBe(records);
		}
	});

	it("is the collapsed sub-process's own when somebody drew in it while it was collapsed", async ({ expect }) => {
		const records = await model(false, { p: ["A", "S", "C", "f1", "f2"], S: ["B"] });
		const settled = settlePages(records);
		expect(["A", "S", "B", "C"].map((id) => pageOf(settled, id))).toEqual(["plane:p", "plane:p", "plane:S", "plane:S"]);
		expect(pageOf(settled, "f2")).toBe("plane:S");
		expect(pageOf(records, "C")).toBe("plane:p");
	});

	it("is made up for a collapsed sub-process that has none, the same for everybody", async ({ expect }) => {
		const records = await model(false, { p: ["A", "S", "f1", "B"] });
		const settled = settlePages(records);
		expect(pageOf(settled, "B")).toBe("plane:S");
		expect(liveKeys(settled)).toContain("plane:S");
		expect(settlePages(new Map([...records].reverse())).get("plane:S")).toEqual(settled.get("plane:S"));
		expect(settlePages(settled)).toBe(settled);
	});

	it("is that of the container again when the sub-process was expanded and its page is gone", async ({ expect }) => {
		const records = await model(false, { p: ["A", "S", "f1"], S: ["B", "C", "f2"] });
		change(records, "di:S", { isExpanded: true });
		records.delete("plane:S");
		records.delete("diagram:S");
		expect(["B", "C", "f2"].map((id) => pageOf(settlePages(records), id))).toEqual(["plane:p", "plane:p", "plane:p"]);
	});

	it("is that of the container when a shape was moved out of the sub-process while another collapsed it", async ({ expect }) => {
		const records = await model(false, { p: ["A", "S", "f1"], S: ["B", "C"] });
		change(records, "B", { $in: ["p", "flowElements"] });
		expect(pageOf(settlePages(records), "B")).toBe("plane:p");
		expect(pageOf(keepOnPages(records), "B")).toBe("plane:p");
	});

	it("stays for a note that lies outside of the sub-process and is drawn on its page", async ({ expect }) => {
		const records = await model(false, { p: ["A", "S", "f1"], S: ["B", "N"] });
		expect(pageOf(settlePages(records), "N")).toBe("plane:S");
	});

	it("lets a flow rest whose ends lie on two pages, and keeps it in the model and in the file", async ({ expect }) => {
		const records = await model(false, { p: ["A", "S", "f1"], S: ["B", "C", "f2"] });
		change(records, "f1", { targetRef: { r: "B" } });
		const settled = settlePages(records);
		expect(settled.has("di:f1")).toBe(false);
		expect(settled.has("f1")).toBe(true);
		expect(keepOnPages(records).has("di:f1")).toBe(true);
	});

	it("is not touched where a file draws an element several times, nor made up in a file that draws the content inline", async ({
		expect,
	}) => {
		const twice = await model(false, { p: ["A", "S", "B"], S: ["B", "C"] });
		expect(settlePages(twice).get("di:B")).toEqual(twice.get("di:B"));
		const inline = await model(false, { p: ["A", "S", "B", "C", "f2"] });
		expect(keepOnPages(inline)).toBe(inline);
	});

	it("is made up in a file rather than losing a shape", async ({ expect }) => {
		const records = await model(false, { p: ["A", "S", "f1"], S: ["B"] });
		records.delete("plane:S");
		records.delete("diagram:S");
		const moddle = new BpmnModdle();
		const written = fromRecords(records, moddle);
		if (written === undefined) throw new Error("no definitions");
		const { xml } = await moddle.toXML(written.definitions);
		expect(xml).toMatch(/<bpmndi:BPMNPlane[^>]* bpmnElement="S"><bpmndi:BPMNShape[^>]* bpmnElement="B"/);
	});

	it("ends for two sub-processes that lie in each other", async ({ expect }) => {
		const records = await model(false, { p: ["A", "S", "B"] });
		change(records, "B", { $type: "bpmn:SubProcess" });
		change(records, "S", { $in: ["B", "flowElements"] });
		expect(() => settlePages(records)).not.toThrow();
	});
});
