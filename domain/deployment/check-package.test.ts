import * as v from "valibot";
import { describe, it } from "vitest";
import { id } from "../ids.ts";
import type { Automation } from "./automation.ts";
import { checkPackage, isBlocked, type CheckInput } from "./check-package.ts";
import { comparePackages, type PackageParts } from "./compare-packages.ts";

function automation(over: Partial<Automation> = {}): Automation {
	return {
		format: 1,
		processId: "P",
		category: "Lending",
		data: { attributes: [] },
		forms: [],
		elements: {},
		flows: {},
		roles: [],
		parameters: [],
		...over,
	};
}

function parts(
	over: Partial<Automation> = {},
	elements: PackageParts["elements"] = [{ id: "Check", type: "userTask", name: "Check request" }],
): PackageParts {
	return { elements, automation: automation(over) };
}

function check(over: Partial<CheckInput>): string[] {
	return checkPackage({
		package: parts(),
		processIds: ["P"],
		compileProblems: [],
		parameters: new Map(),
		roles: new Map(),
		groups: new Map(),
		stage: "production",
		running: undefined,
		...over,
	}).map((finding) => `${finding.severity} ${finding.code} ${finding.at ?? ""}`.trim());
}

describe("checkPackage", () => {
	it("lets a package pass that lacks nothing", ({ expect }) => {
		expect(check({})).toEqual([]);
	});

	it("blocks what does not compile, and names the process and the forms that are missing", ({ expect }) => {
		expect(
			check({
				package: parts({ processId: "Q", startForm: "begin", elements: { Check: { form: "gone" } } }),
				compileProblems: [{ code: "bpmn.unsupported", detail: "Complex gateways cannot run yet.", at: "Gate" }],
			}),
		).toEqual([
			"error bpmn.unsupported Gate",
			"error package.process_missing Q",
			"error package.form_missing start",
			"error package.form_missing Check",
		]);
	});

	it("asks the environment for what the package does not bring, and for secrets always", ({ expect }) => {
		const parameters = [
			{ name: "limit", label: "Limit", type: "number" as const, default: 10 },
			{ name: "url", label: "Address", type: "text" as const },
			{ name: "token", label: "Token", type: "secret" as const },
		];
		const input = { package: parts({ parameters }) };
		expect(check(input)).toEqual(["error package.parameter_missing url", "error package.parameter_missing token"]);
		expect(
			check({
				...input,
				parameters: new Map([
					["url", "value"],
					["token", "secret"],
				] as const),
			}),
		).toEqual([]);
		// A secret that was set as an open value is not the secret.
		const open = new Map([
			["url", "value"],
			["token", "value"],
		] as const);
		expect(check({ ...input, parameters: open })).toEqual(["error package.parameter_missing token"]);
		expect(check({ ...input, stage: "development" })).toEqual([
			"warning package.parameter_missing url",
			"warning package.parameter_missing token",
		]);
	});

	it("warns of a role or group that nobody holds", ({ expect }) => {
		const from = [{ kind: "role" as const, role: "clerk" }, { kind: "group" as const, group: "desk" }, { kind: "starter" as const }];
		const input = { package: parts({ elements: { Check: { performer: { assign: "pool", from } } } }) };
		expect(check(input)).toEqual(["warning package.nobody Check", "warning package.nobody Check"]);
		expect(check({ ...input, roles: new Map([["clerk", 2]]), groups: new Map([["desk", 1]]) })).toEqual([]);
	});

	it("warns of an alarm that nobody would hear by a role or group", ({ expect }) => {
		const to = [{ kind: "supervisor" as const }, { kind: "role" as const, role: "lead" }, { kind: "group" as const, group: "desk" }];
		const alarms = [
			{ when: "before" as const, by: "PT1H", to },
			{ when: "after" as const, by: "PT1H", to },
		];
		const input = { package: parts({ elements: { Check: { dueIn: "P1D", alarms } }, serviceLevel: { dueIn: "P5D", alarms } }) };
		const ofCase = `warning package.alarm_unheard ${input.package.automation.processId}`;
		const ofTask = "warning package.alarm_unheard Check";
		expect(check(input)).toEqual([ofTask, ofTask, ofCase, ofCase]);
		expect(check({ ...input, groups: new Map([["desk", 1]]) })).toEqual([ofTask, ofCase]);
		expect(check({ ...input, roles: new Map([["lead", 2]]), groups: new Map([["desk", 1]]) })).toEqual([]);
	});

	it("warns of data that open cases have and the package does not", ({ expect }) => {
		const running = parts({
			data: {
				attributes: [
					{ name: "amount", label: "Amount", type: "money" },
					{ name: "note", label: "Note", type: "text" },
				],
			},
		});
		const next = parts({ data: { attributes: [{ name: "amount", label: "Amount", type: "text" }] } });
		expect(check({ package: next, running: { package: running, openCases: 3 } })).toEqual([
			"warning package.data_changed amount",
			"warning package.data_removed note",
		]);
		expect(check({ package: next, running: { package: running, openCases: 0 } })).toEqual([]);
	});

	it("is blocked by errors alone", ({ expect }) => {
		expect(isBlocked([{ severity: "warning", code: "x", detail: "" }])).toBe(false);
		expect(isBlocked([{ severity: "error", code: "x", detail: "" }])).toBe(true);
	});
});

describe("comparePackages", () => {
	it("finds nothing between a package and itself, and lists nothing where nothing runs", ({ expect }) => {
		expect(comparePackages(parts(), parts())).toEqual([]);
		expect(comparePackages(undefined, parts())).toEqual([]);
	});

	it("names what was added, removed, renamed and replaced in the process", ({ expect }) => {
		const before = [
			{ id: "a", type: "userTask", name: "Check" },
			{ id: "b", type: "task", name: "File" },
			{ id: "c", type: "endEvent", name: "" },
		];
		const after = [
			{ id: "a", type: "serviceTask", name: "Check" },
			{ id: "b", type: "task", name: "Archive" },
			{ id: "d", type: "userTask", name: "Sign" },
		];
		expect(comparePackages(parts({}, before), parts({}, after))).toEqual([
			{ area: "process", change: "changed", name: "Check", detail: "was user task, is service task" },
			{ area: "process", change: "changed", name: "File", detail: "now called Archive" },
			{ area: "process", change: "added", name: "Sign", detail: "" },
			{ area: "process", change: "removed", name: "end event c", detail: "" },
		]);
	});

	it("looks into data, forms, performers, integrations, roles and parameters", ({ expect }) => {
		const before = parts({
			data: { attributes: [{ name: "who", label: "Who", type: "object", attributes: [{ name: "age", label: "Age", type: "integer" }] }] },
			forms: [
				{
					id: "f",
					title: "Form",
					items: [
						{ kind: "field", id: "1", path: "who" },
						{ kind: "field", id: "2", path: "who.age" },
					],
				},
			],
			elements: { Check: { performer: { assign: "pool", from: [{ kind: "starter" }] } } },
			roles: [{ name: "clerk", title: "Clerk" }],
			parameters: [{ name: "limit", label: "Limit", type: "number", default: 1 }],
		});
		const after = parts({
			data: { attributes: [{ name: "who", label: "Who", type: "object", attributes: [{ name: "age", label: "Age", type: "text" }] }] },
			forms: [{ id: "f", title: "Form", items: [{ kind: "field", id: "1", path: "who", required: true }] }],
			elements: { Check: { connector: { kind: "http", method: "GET", url: "https://x.example" } } },
			roles: [],
			parameters: [{ name: "limit", label: "Limit", type: "number", default: 2 }],
		});
		expect(comparePackages(before, after).map(({ area, change, name, detail }) => `${area} ${change} ${name} ${detail}`.trim())).toEqual([
			"data changed who.age was integer, is text",
			"form changed Form 1 line removed, 1 line changed",
			"performer removed Check request",
			"integration added Check request",
			"role removed Clerk",
			"parameter changed Limit another default",
		]);
	});

	it("names the called models that come, go and get another revision", ({ expect }) => {
		const called = (...models: [string, number][]): PackageParts =>
			parts({
				models: models.map(([as, version]) => ({
					as,
					modelId: v.parse(id("workspace"), `wsp_${as.repeat(26)}`),
					version,
				})),
			});
		expect(comparePackages(called(["a", 1], ["b", 1]), called(["b", 2], ["c", 1]))).toEqual([
			{ area: "process", change: "changed", name: "Called model b", detail: "was revision 1, is revision 2" },
			{ area: "process", change: "added", name: "Called model c", detail: "" },
			{ area: "process", change: "removed", name: "Called model a", detail: "" },
		]);
	});
});
