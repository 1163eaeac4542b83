import { random } from "./random.ts";

/** A BPMN file drawn by dice: pools, lanes, sub-processes, boundary events, data, extensions, a second diagram. Always well-formed. */
export function randomModel(seed: number): string {
	const next = random(seed);
	const pick = <Item>(items: readonly [Item, ...Item[]]): Item => items[next(items.length)] ?? items[0];
	let ids = 0;
	const fresh = (kind: string): string => `${kind}_${++ids}`;
	const shapes: string[] = [];
	const messages: string[] = [];
	const shape = (id: string, more = "", label = false): void => {
		const bounds = `<dc:Bounds x="${next(900)}" y="${next(600)}" width="${36 + next(80)}" height="${36 + next(60)}"/>`;
		const text = label ? `<bpmndi:BPMNLabel>${bounds}</bpmndi:BPMNLabel>` : "";
		shapes.push(`<bpmndi:BPMNShape id="${id}_di" bpmnElement="${id}"${more}>${bounds}${text}</bpmndi:BPMNShape>`);
	};
	const edge = (id: string): void => {
		const points = Array.from({ length: 2 + next(3) }, () => `<di:waypoint x="${next(900)}" y="${next(600)}"/>`).join("");
		shapes.push(`<bpmndi:BPMNEdge id="${id}_di" bpmnElement="${id}">${points}</bpmndi:BPMNEdge>`);
	};
	const text = (): string => pick(["Check", "Größe &amp; Maß", "決定する", "a &lt; b", "", "two\nlines"]);
	const extras = (): string =>
		(next(4) === 0 ? `<bpmn:documentation textFormat="text/plain">${text()}</bpmn:documentation>` : "") +
		(next(5) === 0
			? `<bpmn:extensionElements><acme:cost unit="EUR" value="${next(99)}"><acme:note>${text()}</acme:note></acme:cost></bpmn:extensionElements>`
			: "");
	const container = (depth: number): { readonly xml: string; readonly nodes: readonly string[] } => {
		const nodes: string[] = [];
		let xml = "";
		const count = 1 + next(6);
		for (let index = 0; index < count; index++) {
			const type = pick(["task", "userTask", "serviceTask", "startEvent", "endEvent", "exclusiveGateway", "parallelGateway", "subProcess"]);
			const id = fresh(type);
			const attributes = `id="${id}" name="${text()}"${next(6) === 0 ? ' acme:owner="ana"' : ""}`;
			nodes.push(id);
			if (type === "subProcess" && depth < 3) {
				xml += `<bpmn:subProcess ${attributes}>${extras()}${container(depth + 1).xml}</bpmn:subProcess>`;
				shape(id, ` isExpanded="${next(2) === 0}"`);
			} else if (type === "startEvent" && next(2) === 0) {
				xml += `<bpmn:startEvent ${attributes}>${extras()}<bpmn:timerEventDefinition id="${id}_t"><bpmn:timeCycle>R/PT${1 + next(9)}H</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:startEvent>`;
				shape(id, "", true);
			} else {
				const loop = type.endsWith("ask") && next(4) === 0 ? `<bpmn:multiInstanceLoopCharacteristics isSequential="true"/>` : "";
				xml += `<bpmn:${type} ${attributes}>${extras()}${loop}</bpmn:${type}>`;
				shape(id);
				if (type.endsWith("ask") && next(3) === 0) {
					const boundary = fresh("boundary");
					xml += `<bpmn:boundaryEvent id="${boundary}" attachedToRef="${id}" cancelActivity="${next(2) === 0}"><bpmn:errorEventDefinition id="${boundary}_e"/></bpmn:boundaryEvent>`;
					shape(boundary);
					nodes.push(boundary);
				}
			}
		}
		for (let index = 1; index < nodes.length; index++) {
			const id = fresh("flow");
			const condition =
				next(3) === 0
					? `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">= amount &gt; ${next(99)}</bpmn:conditionExpression>`
					: "";
			xml += `<bpmn:sequenceFlow id="${id}" sourceRef="${nodes[index - 1]}" targetRef="${nodes[index]}">${condition}</bpmn:sequenceFlow>`;
			edge(id);
		}
		if (next(4) === 0) {
			const note = fresh("note");
			const link = fresh("link");
			xml += `<bpmn:textAnnotation id="${note}"><bpmn:text>${text()}</bpmn:text></bpmn:textAnnotation><bpmn:association id="${link}" sourceRef="${nodes[0]}" targetRef="${note}"/>`;
			shape(note);
			edge(link);
		}
		return { xml, nodes };
	};
	const pools = next(3);
	let roots = "";
	let participants = "";
	for (let index = 0; index < Math.max(1, pools); index++) {
		const process = fresh("process");
		const { xml, nodes } = container(0);
		let lanes = "";
		if (pools > 0) {
			const pool = fresh("pool");
			participants += `<bpmn:participant id="${pool}" name="${text()}" processRef="${process}"/>`;
			shape(pool, ' isHorizontal="true"');
			const names = Array.from({ length: next(3) }, () => fresh("lane"));
			for (const [at, lane] of names.entries()) {
				const inside = nodes.filter((_, node) => node % names.length === at).map((node) => `<bpmn:flowNodeRef>${node}</bpmn:flowNodeRef>`);
				lanes += `<bpmn:lane id="${lane}">${inside.join("")}</bpmn:lane>`;
				shape(lane);
			}
			if (names.length > 0) lanes = `<bpmn:laneSet id="${fresh("lanes")}">${lanes}</bpmn:laneSet>`;
		}
		roots += `<bpmn:process id="${process}" isExecutable="${next(2) === 0}">${lanes}${xml}</bpmn:process>`;
		if (next(3) === 0) messages.push(`<bpmn:message id="${fresh("message")}" name="${text()}"/>`);
	}
	const drawn = pools > 0 ? "collaboration" : "process_1";
	const collaboration = pools > 0 ? `<bpmn:collaboration id="collaboration">${participants}</bpmn:collaboration>` : "";
	const again =
		next(4) === 0
			? `<bpmndi:BPMNDiagram id="second"><bpmndi:BPMNPlane id="second_plane" bpmnElement="${drawn}">${shapes.slice(0, 2).join("").replaceAll('_di"', '_di2"')}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>`
			: "";
	return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:acme="urn:acme" id="definitions" targetNamespace="urn:test">${messages.join("")}${collaboration}${roots}<bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="${drawn}">${shapes.join("")}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>${again}</bpmn:definitions>`;
}
