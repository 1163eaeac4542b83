import { describe, it } from "vitest";
import { readDiagram } from "./read-diagram.ts";

const bounds = { $type: "dc:Bounds", x: 0, y: 0, width: 100, height: 80 };
const shape = (bpmnElement: unknown): unknown => ({ $type: "bpmndi:BPMNShape", bpmnElement, bounds });

describe("readDiagram", () => {
	it("reads steps in the order of the flow with lane, documentation and what follows", ({ expect }) => {
		const end: Record<string, unknown> = { $type: "bpmn:EndEvent", id: "End", name: "Paid" };
		const pay: Record<string, unknown> = {
			$type: "bpmn:UserTask",
			id: "Pay",
			name: "Pay",
			documentation: [{ $type: "bpmn:Documentation", text: "Within ten days." }],
		};
		const flow = { $type: "bpmn:SequenceFlow", id: "f", name: "approved", sourceRef: pay, targetRef: end };
		pay["outgoing"] = [flow];
		end["incoming"] = [flow];
		const read = readDiagram({
			$type: "bpmn:Definitions",
			rootElements: [
				{
					$type: "bpmn:Process",
					id: "P",
					flowElements: [end, pay, flow],
					laneSets: [{ $type: "bpmn:LaneSet", lanes: [{ $type: "bpmn:Lane", id: "L", name: "Accounts", flowNodeRef: [pay] }] }],
				},
			],
			diagrams: [
				{
					$type: "bpmndi:BPMNDiagram",
					plane: {
						$type: "bpmndi:BPMNPlane",
						planeElement: [
							shape(end),
							shape(pay),
							{
								$type: "bpmndi:BPMNEdge",
								bpmnElement: flow,
								waypoint: [
									{ $type: "dc:Point", x: 0, y: 0 },
									{ $type: "dc:Point", x: 9, y: 9 },
								],
							},
						],
					},
				},
			],
		});
		expect(read.map((each) => each.id)).toEqual(["Pay", "End", "f"]);
		expect(read[0]).toEqual({
			id: "Pay",
			kind: "UserTask",
			type: "User task",
			name: "Pay",
			lane: "Accounts",
			documentation: "Within ten days.",
			step: true,
			next: [{ id: "End", name: "Paid", by: "approved" }],
			previous: [],
		});
		expect(read[2]).toMatchObject({ name: "approved", step: false });
	});

	it("reads nothing of a file without a diagram", ({ expect }) => {
		expect(readDiagram({ $type: "bpmn:Definitions" })).toEqual([]);
		expect(readDiagram(undefined)).toEqual([]);
	});
});
