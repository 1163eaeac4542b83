import { describe, it } from "vitest";
import { textOf } from "../feel/text-of.ts";
import type { FeelRecord } from "../feel/value.ts";
import { compileModel } from "./model.ts";

const MODEL = "https://www.omg.org/spec/DMN/20230324/MODEL/";

function asked(body: string, name: string, inputs: FeelRecord = {}, imported: readonly string[] = []): string | null {
	const model = compileModel(file("urn:main", body), imported);
	return model.ok ? textOf(model.value.evaluate(name, inputs)?.value ?? null) : model.error.code;
}

function file(namespace: string, body: string): string {
	return `<definitions xmlns="${MODEL}" namespace="${namespace}" name="m">${body}</definitions>`;
}

const input = (id: string, type = "number"): string =>
	`<inputData id="${id}" name="${id}"><variable name="${id}" typeRef="${type}"/></inputData>`;
const needs = (kind: "Decision" | "Input" | "Knowledge", ...hrefs: readonly string[]): string =>
	hrefs
		.map((href) => {
			const requirement = kind === "Knowledge" ? "knowledgeRequirement" : "informationRequirement";
			return `<${requirement}><required${kind} href="${href}"/></${requirement}>`;
		})
		.join("");
const decision = (id: string, requirements: string, source: string, attributes = ""): string =>
	`<decision id="${id}" name="${id}"><variable name="${id}" ${attributes}/>${requirements}<literalExpression><text>${source}</text></literalExpression></decision>`;
const service = (parts: Readonly<Record<string, readonly string[]>>, attributes = ""): string =>
	`<decisionService id="s" name="s"><variable name="s" ${attributes}/>${Object.entries(parts)
		.flatMap(([part, hrefs]) => hrefs.map((href) => `<${part} href="${href}"/>`))
		.join("")}</decisionService>`;

describe("a decision service", () => {
	const graph =
		input("a") +
		decision("b", needs("Input", "#a"), "a * 10") +
		decision("c", needs("Decision", "#b"), "b + 1") +
		decision("e", needs("Decision", "#b"), "b + 2");

	it("gives its output decision, by way of those that it encapsulates", ({ expect }) => {
		const made = service({ outputDecision: ["#c"], encapsulatedDecision: ["#b"], inputData: ["#a"] });
		expect(asked(graph + made, "s", { a: 2 })).toBe("21");
	});

	it("gives a context of several output decisions", ({ expect }) => {
		const made = service({ outputDecision: ["#c", "#e"], encapsulatedDecision: ["#b"], inputData: ["#a"] });
		expect(asked(graph + made, "s", { a: 2 })).toBe("{c: 21, e: 22}");
	});

	it("takes its input decisions from outside and does not decide them", ({ expect }) => {
		const made = service({ outputDecision: ["#c"], inputDecision: ["#b"] });
		expect(asked(graph + made, "s", { a: 2, b: 5 })).toBe("6");
		expect(asked(graph + made, "s", { a: 2 })).toBe(null);
	});

	it("is called like a function: inputs first, then input decisions, also by name", ({ expect }) => {
		const made = service({ outputDecision: ["#f"], inputDecision: ["#b"], inputData: ["#a"] });
		const inner = decision("f", needs("Decision", "#b") + needs("Input", "#a"), "a - b");
		const calls = (source: string): string | null =>
			asked(graph + inner + made + decision("d", needs("Knowledge", "#s"), source), "d", { a: 100 });
		expect(calls("s(3, 1)")).toBe("2");
		expect(calls("s(b: 3, a: 1)")).toBe("-2");
		expect(calls("s(3)")).toBe(null);
		expect(calls('s("3", 1)')).toBe(null);
	});

	it("gives null when the value is not of its type", ({ expect }) => {
		expect(asked(graph + service({ outputDecision: ["#c"], inputData: ["#a"] }, 'typeRef="string"'), "s", { a: 2 })).toBe(null);
	});
});

describe("a decision", () => {
	it("knows what it requires and nothing else", ({ expect }) => {
		const graph = input("a") + decision("b", needs("Input", "#a"), "a + 1");
		expect(asked(graph + decision("d", needs("Decision", "#b"), "b"), "d", { a: 1 })).toBe("2");
		expect(asked(graph + decision("d", needs("Decision", "#b"), "a"), "d", { a: 1 })).toBe(null);
	});

	it("is decided once, however many need it", ({ expect }) => {
		const model = compileModel(
			file(
				"urn:main",
				`<decision id="t" name="t"><variable name="t"/><decisionTable><output/><rule><outputEntry><text>1</text></outputEntry></rule></decisionTable></decision>${
					decision("a", needs("Decision", "#t"), "t") +
					decision("b", needs("Decision", "#t"), "t") +
					decision("d", needs("Decision", "#a", "#b"), "a + b")
				}`,
			),
		);
		const made = model.ok ? model.value.evaluate("d", {}) : null;
		expect(made?.value).toBe(2);
		expect(made?.hits).toEqual([{ decision: "t", inputs: [], rules: [1], problem: null }]);
	});

	it("that has to be of a type is null when it is not", ({ expect }) => {
		expect(asked(decision("d", "", "1", 'typeRef="string"'), "d")).toBe(null);
		expect(asked(decision("d", "", "[1]", 'typeRef="number"'), "d")).toBe("1");
	});
});

describe("an import", () => {
	const importing = `<import name="lib" namespace="urn:lib" importType="${MODEL}"/>`;
	const lib = file(
		"urn:lib",
		`<itemDefinition name="tFew"><typeRef>number</typeRef><allowedValues><text>[0..9]</text></allowedValues></itemDefinition>${
			input("a") + decision("b", needs("Input", "#a"), "a + 1", 'typeRef="tFew"') + service({ outputDecision: ["#b"], inputData: ["#a"] })
		}<businessKnowledgeModel id="k" name="twice"><variable name="twice"/><encapsulatedLogic><formalParameter name="n"/><literalExpression><text>n * 2</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>`,
	);

	it.for<readonly [what: string, body: string, value: string | null]>([
		["decisions", decision("d", needs("Decision", "urn:lib#b"), "lib.b"), "4"],
		["inputs", decision("d", needs("Input", "urn:lib#a"), "lib.a"), "3"],
		["knowledge", decision("d", needs("Knowledge", "urn:lib#k"), "lib.twice(4)"), "8"],
		["decision services", decision("d", needs("Knowledge", "urn:lib#s"), "lib.s(1)"), "2"],
		["types", decision("d", "", "4", 'typeRef="lib.tFew"'), "4"],
		["what types allow", decision("d", "", "40", 'typeRef="lib.tFew"'), null],
	])("brings %s under its name", ([, body, value], { expect }) => {
		expect(asked(importing + body, "d", { a: 3 }, [lib])).toBe(value);
	});

	it("without the file brings nothing, and spoils nothing", ({ expect }) => {
		expect(asked(importing + decision("d", needs("Decision", "urn:lib#b"), "lib.b"), "d", { a: 3 })).toBe(null);
		expect(asked(importing + decision("d", "", "1"), "d", {}, ["<html/>"])).toBe("1");
	});

	it("goes on through the imports of what is imported", ({ expect }) => {
		const middle = file(
			"urn:middle",
			`<import name="deep" namespace="urn:lib" importType="${MODEL}"/>${decision("m", needs("Decision", "urn:lib#b"), "deep.b * 10")}`,
		);
		const body = `<import name="mid" namespace="urn:middle" importType="${MODEL}"/>${decision("d", needs("Decision", "urn:middle#m"), "mid.m")}`;
		expect(asked(body, "d", { a: 3 }, [lib, middle])).toBe("40");
	});
});
