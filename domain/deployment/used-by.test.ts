import { describe, it } from "vitest";
import type { Automation } from "./automation.ts";
import { renamePath, usedBy } from "./used-by.ts";

const automation: Automation = {
	format: 1,
	processId: "p",
	category: "Test",
	caseTitle: '"kind of loan: " + kind',
	data: { attributes: [{ name: "kind", label: "Kind", type: "text" }] },
	forms: [
		{ id: "one", title: "One", items: [{ kind: "field", id: "a", path: "kind" }] },
		{ id: "two", title: "Two", items: [{ kind: "field", id: "b", path: "other.kind", visibleWhen: "kindness = 1" }] },
	],
	elements: {
		call: {
			connector: { kind: "http", method: "GET", url: "https://api.example.com/kind/{{ kind }}" },
			outputs: [{ from: "body.kind", to: "kind" }],
		},
		ask: { performer: { assign: "pool", from: [{ kind: "expression", expression: "managers.kind" }] } },
	},
	flows: { f: { condition: 'kind = "kind" and other.kind = 1' } },
	roles: [],
	parameters: [],
};

describe("usedBy", () => {
	it("finds each place that names an attribute, and none that only looks like it", ({ expect }) => {
		expect(usedBy(automation, "kind").map((use) => `${use.kind} ${use.at}`)).toEqual([
			"form one",
			"condition f",
			"connector call",
			"title ",
		]);
	});
});

describe("renamePath", () => {
	it("renames an attribute where it is meant, and leaves quoted texts, addresses and others of the name alone", ({ expect }) => {
		const renamed = renamePath(automation, "kind", "sort");
		expect(renamed.caseTitle).toBe('"kind of loan: " + sort');
		expect(renamed.forms[0]?.items).toMatchObject([{ path: "sort" }]);
		expect(renamed.forms[1]?.items).toMatchObject([{ path: "other.kind", visibleWhen: "kindness = 1" }]);
		expect(renamed.flows).toEqual({ f: { condition: 'sort = "kind" and other.kind = 1' } });
		expect(renamed.elements["call"]).toEqual({
			connector: { kind: "http", method: "GET", url: "https://api.example.com/kind/{{ sort }}" },
			outputs: [{ from: "body.kind", to: "sort" }],
		});
		expect(renamed.elements["ask"]).toEqual(automation.elements["ask"]);
	});
});
