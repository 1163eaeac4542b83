import { describe, it } from "vitest";
import { diagramsOf, renderSvg } from "./render-svg.ts";
import { fitText, textWidth, wrapText } from "./render-svg/lines.ts";

const moddle = "bpmn-moddle";
const { BpmnModdle } = (await import(moddle)) as { BpmnModdle: new () => { fromXML(xml: string): Promise<{ rootElement: unknown }> } };

/** A pool with two lanes; DI is made from `shapes` and `edges` so that a test reads as the drawing it draws. */
async function parse(process: string, di: string, collaboration = ""): Promise<unknown> {
	const plane = collaboration === "" ? "P" : "C";
	const xml = `<?xml version="1.0"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="D" targetNamespace="t">${collaboration}<process id="P" name="Order">${process}</process><bpmndi:BPMNDiagram id="G" name="Order desk"><bpmndi:BPMNPlane id="L" bpmnElement="${plane}">${di}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>`;
	const { rootElement } = await new BpmnModdle().fromXML(xml);
	return rootElement;
}

const shape = (id: string, x: number, y: number, width = 100, height = 80, more = ""): string =>
	`<bpmndi:BPMNShape id="${id}_s" bpmnElement="${id}" ${more}><dc:Bounds x="${x}" y="${y}" width="${width}" height="${height}"/></bpmndi:BPMNShape>`;
const edge = (id: string, ...points: readonly (readonly [number, number])[]): string =>
	`<bpmndi:BPMNEdge id="${id}_e" bpmnElement="${id}">${points.map(([x, y]) => `<di:waypoint x="${x}" y="${y}"/>`).join("")}</bpmndi:BPMNEdge>`;

const ORDER = `<laneSet id="LS"><lane id="Desk" name="Front desk"><flowNodeRef>Start</flowNodeRef><flowNodeRef>Check</flowNodeRef></lane></laneSet>
	<endEvent id="End" name="Done"><incoming>yes</incoming></endEvent>
	<userTask id="Check" name="Check order"><incoming>a</incoming><outgoing>yes</outgoing><outgoing>no</outgoing></userTask>
	<startEvent id="Start" name="Ordered"><outgoing>a</outgoing><messageEventDefinition id="m"/></startEvent>
	<userTask id="Reject" name="Reject"><incoming>no</incoming></userTask>
	<sequenceFlow id="a" sourceRef="Start" targetRef="Check"/>
	<sequenceFlow id="yes" name="in stock" sourceRef="Check" targetRef="End"/>
	<sequenceFlow id="no" sourceRef="Check" targetRef="Reject"/>`;
const ORDER_DI =
	shape("End", 400, 22, 36, 36) +
	shape("Reject", 400, 200) +
	shape("Check", 200, 0) +
	shape("Start", 100, 22, 36, 36) +
	edge("a", [136, 40], [200, 40]) +
	edge("yes", [300, 40], [400, 40]) +
	edge("no", [250, 80], [250, 240], [400, 240]);

const ids = (svg: string): string[] =>
	[...svg.matchAll(/role="listitem"[^>]*/g)]
		.map((each) => each.index)
		.map((at) => /data-id="([^"]*)"[^>]*$/.exec(svg.slice(0, at))?.[1] ?? "");

describe("renderSvg", () => {
	it("lists the elements in the order of the flow, whatever their order in the file", async ({ expect }) => {
		expect(ids(renderSvg(await parse(ORDER, ORDER_DI)))).toEqual(["Start", "Check", "End", "Reject"]);
	});

	it("speaks each element with its type, name, lane and next steps", async ({ expect }) => {
		const svg = renderSvg(await parse(ORDER, ORDER_DI));
		expect(svg).toContain('aria-label="User task: Check order. Lane Front desk. Next: in stock, to Done; Reject"');
		expect(svg).toContain('aria-label="Message start event: Ordered. Lane Front desk. Next: Check order"');
		expect(svg).toContain('aria-label="End event: Done. End of path"');
		expect(svg).toContain('role="list" aria-label="Order desk"');
	});

	it("escapes everything that comes from the file", async ({ expect }) => {
		const nasty = "&lt;img src=x onerror=alert(1)&gt; &amp;quot; &apos;";
		const svg = renderSvg(
			await parse(
				`<task id="T" name="${nasty}"/><textAnnotation id="N"><text>${nasty}&lt;/text&gt;&lt;script&gt;</text></textAnnotation>`,
				shape("T", 0, 0, 300, 200) + shape("N", 0, 300, 400, 90),
			),
			{ title: '"><script>alert(1)</script>', marks: { T: { state: "active", count: 3 } } },
		);
		expect(svg).not.toMatch(/<img|<script|onerror=alert\(1\)>/);
		expect(svg).toContain("&lt;img src=x");
		expect(svg).toContain('aria-label="&quot;&gt;&lt;script&gt;');
	});

	it("draws boundary events after their activity and what is inside a sub-process after it, so that nothing is covered", async ({
		expect,
	}) => {
		const svg = renderSvg(
			await parse(
				`<boundaryEvent id="Late" attachedToRef="Work" cancelActivity="false"><timerEventDefinition id="t"/></boundaryEvent><subProcess id="Work" name="Work"><task id="Inner" name="Inner"/></subProcess>`,
				shape("Late", 180, 182, 36, 36) + shape("Inner", 50, 60) + shape("Work", 0, 0, 300, 200, 'isExpanded="true"'),
			),
		);
		expect(ids(svg).indexOf("Work")).toBeLessThan(ids(svg).indexOf("Inner"));
		expect(ids(svg).indexOf("Work")).toBeLessThan(ids(svg).indexOf("Late"));
		expect(svg).toContain("Timer boundary event, non-interrupting");
		expect(svg).toContain('class="shape dashed"');
	});

	it("shows marks as colour, symbol and word, with a count from two on", async ({ expect }) => {
		const svg = renderSvg(await parse(ORDER, ORDER_DI), {
			marks: { Check: { state: "active", count: 2 }, Start: { state: "done" }, a: { state: "done" }, Reject: { state: "incident" } },
			selected: "Check",
		});
		expect(svg).toContain('aria-label="2 active. User task: Check order. Lane Front desk. Next');
		expect(svg).toMatch(/data-id="a" data-mark="done"/);
		expect(svg).toMatch(/data-id="Reject"[^>]*data-mark="incident"/);
		expect(svg).toMatch(/data-id="Check"[^>]*data-selected=""/);
		expect(svg.match(/class="badge /g)).toHaveLength(3);
	});

	it("frames everything that it draws", async ({ expect }) => {
		const svg = renderSvg(await parse(ORDER, ORDER_DI));
		const [x, y, width, height] = (/viewBox="([^"]+)"/.exec(svg)?.[1] ?? "").split(" ").map(Number);
		expect(x).toBeLessThan(100);
		expect(y).toBeLessThan(0);
		expect((x ?? 0) + (width ?? 0)).toBeGreaterThan(500);
		expect((y ?? 0) + (height ?? 0)).toBeGreaterThan(280);
	});

	it("draws pools and lanes in both directions, and a pool without content as a black box", async ({ expect }) => {
		const collaboration = `<collaboration id="C"><participant id="Us" name="Us" processRef="P"/><participant id="Them" name="Them"/><messageFlow id="M" name="order" sourceRef="Them" targetRef="Start"/></collaboration>`;
		const pools = (horizontal: boolean): string =>
			shape("Us", 0, 0, 600, 300, `isHorizontal="${horizontal}"`) +
			shape("Desk", 30, 0, 570, 300) +
			shape("Them", 0, 400, 600, 60) +
			edge("M", [118, 400], [118, 58]);
		const across = renderSvg(await parse(ORDER, pools(true) + ORDER_DI, collaboration));
		expect(across.match(/rotate\(-90\)"><text/g)).toHaveLength(2);
		expect(across).toContain('aria-label="Pool: Them"');
		expect(across).toContain("flow message");
		const down = renderSvg(await parse(ORDER, pools(false) + ORDER_DI, collaboration));
		expect(down).not.toMatch(/rotate\(-90\)"><text/);
	});

	it("carries its own style only when it stands alone, and no focus in a thumbnail", async ({ expect }) => {
		const order = await parse(ORDER, ORDER_DI);
		expect(renderSvg(order)).not.toContain("<style>");
		expect(renderSvg(order, { mode: "standalone" })).toContain("<style>");
		expect(renderSvg(order, { mode: "thumbnail" })).not.toMatch(/tabindex|listitem/);
	});

	it("keeps names within their shape, with an ellipsis at last", ({ expect }) => {
		const label = fitText(
			"Check whether the customer has signed every page of the contract and its annexes",
			{ width: 60, height: 30 },
			[12, 8],
		);
		expect(label.lines.every((line) => textWidth(line, label.size) <= 60)).toBe(true);
		expect(label.lines.length * label.size * 1.22).toBeLessThanOrEqual(30);
		expect(label.lines.at(-1)).toMatch(/…$/);
		expect(wrapText("Donaudampfschifffahrtsgesellschaft", 50, 12).length).toBeGreaterThan(3);
		expect(wrapText("one\ntwo", 500, 12)).toEqual(["one", "two"]);
	});

	it("draws what it can of odd diagram information and never throws", async ({ expect }) => {
		const odd =
			`<bpmndi:BPMNShape id="x1" bpmnElement="Check"/>` +
			`<bpmndi:BPMNShape id="x2" bpmnElement="Nowhere"><dc:Bounds x="0" y="0" width="10" height="10"/></bpmndi:BPMNShape>` +
			`<bpmndi:BPMNShape id="x3" bpmnElement="End"><dc:Bounds x="NaN" y="0" width="-4" height="1e300"/></bpmndi:BPMNShape>` +
			`<bpmndi:BPMNEdge id="x4" bpmnElement="a"><di:waypoint x="1" y="1"/></bpmndi:BPMNEdge>` +
			`<bpmndi:BPMNEdge id="x5" bpmnElement="Check"><di:waypoint x="1" y="1"/><di:waypoint x="1" y="1"/></bpmndi:BPMNEdge>` +
			shape("Start", 0, 0, 0.5, 0.5) +
			shape("Start", 10, 10, 36, 36);
		expect(renderSvg(await parse(ORDER, odd))).toContain("Message start event");
		for (const broken of [
			undefined,
			null,
			"",
			7,
			{},
			{ $type: "bpmn:Definitions" },
			{ $type: "bpmn:Definitions", diagrams: [{ $type: "x", plane: 3 }] },
		])
			expect(renderSvg(broken)).toContain("<svg");
		expect(diagramsOf({ $type: "bpmn:Definitions" })).toEqual([]);
	});

	it("reads a model that is nested ten thousand deep or that runs in a circle", ({ expect }) => {
		let inner: Record<string, unknown> = { $type: "bpmn:Task", id: "deepest", name: "Deepest" };
		const planeElement: unknown[] = [];
		for (let depth = 0; depth < 10_000; depth++) {
			inner = { $type: "bpmn:SubProcess", id: `s${depth}`, flowElements: [inner] };
			if (depth % 100 === 0)
				planeElement.push({
					$type: "bpmndi:BPMNShape",
					bpmnElement: inner,
					isExpanded: true,
					bounds: { $type: "dc:Bounds", x: 0, y: 0, width: 100, height: 100 },
				});
		}
		const flow: Record<string, unknown> = { $type: "bpmn:SequenceFlow", id: "f" };
		const round = { $type: "bpmn:Task", id: "round", name: "Round", incoming: [flow], outgoing: [flow] };
		Object.assign(flow, { sourceRef: round, targetRef: round });
		planeElement.push({
			$type: "bpmndi:BPMNShape",
			bpmnElement: round,
			bounds: { $type: "dc:Bounds", x: 0, y: 0, width: 100, height: 80 },
		});
		const svg = renderSvg({
			$type: "bpmn:Definitions",
			rootElements: [{ $type: "bpmn:Process", id: "P", flowElements: [inner, round, flow] }],
			diagrams: [{ $type: "bpmndi:BPMNDiagram", id: "G", plane: { $type: "bpmndi:BPMNPlane", planeElement } }],
		});
		expect(svg).toContain("Task: Round. Next: Round");
		expect(svg.match(/role="listitem"/g)).toHaveLength(101);
	});
});
