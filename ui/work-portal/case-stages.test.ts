import { describe, it } from "vitest";
import { caseStages } from "./case-stages.ts";
import { nameIn } from "./drawn-elements.ts";

const ELEMENTS = [
	{ id: "ask", kind: "UserTask", name: "Ask", next: ["gate"] },
	{ id: "gate", kind: "ExclusiveGateway", name: "Good?", next: ["ask", "pay", "sign"] },
	{ id: "pay", kind: "ServiceTask", name: "Pay", next: ["file"] },
	{ id: "sign", kind: "UserTask", name: "Sign", next: ["file"] },
	{ id: "file", kind: "UserTask", name: "File", next: [] },
];
const TASK = {
	task: 1,
	elementId: "ask",
	name: "Ask",
	title: "Ask Ana",
	state: "open" as const,
	createdAt: 5,
	dueAt: null,
	atRiskAt: null,
	assigneeId: null,
	assigneeName: null,
	closedAt: null,
	closedByName: null,
};

describe("the bar over a case", () => {
	it("shows what waits now, and the work that can come after it", ({ expect }) => {
		const stages = caseStages({ tasks: [TASK], state: "running", marks: { active: ["ask"], done: [], incident: [] } }, ELEMENTS);
		expect(stages.map((stage) => [stage.name, stage.state])).toEqual([
			["Ask Ana", "now"],
			["Sign", "to-come"],
			["File", "to-come"],
		]);
	});

	it("shows who did what and when, in that order, and nothing to come once the case ended", ({ expect }) => {
		const closed = { ...TASK, state: "completed" as const, closedByName: "Bo" };
		const stages = caseStages(
			{
				tasks: [
					{ ...closed, task: 2, elementId: "sign", title: "Sign", closedAt: 9 },
					{ ...closed, closedAt: 7 },
				],
				state: "completed",
				marks: { active: [], done: ["ask", "sign"], incident: [] },
			},
			ELEMENTS,
		);
		expect(stages.map((stage) => [stage.name, stage.who, stage.at])).toEqual([
			["Ask Ana", "Bo", 7],
			["Sign", "Bo", 9],
		]);
	});
});

describe("the name in a spoken label", () => {
	it("is what follows the type", ({ expect }) => {
		expect(nameIn("User task: Review request, lane Desk. Next: gateway Good?.")).toBe("Review request");
	});

	it("is the type where the element has no name", ({ expect }) => {
		expect(nameIn("Exclusive gateway. Next: Pay.")).toBe("Exclusive gateway");
	});
});
