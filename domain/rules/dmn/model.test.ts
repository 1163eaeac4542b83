import { describe, it } from "vitest";
import { textOf } from "../feel/text-of.ts";
import { record, type FeelRecord } from "../feel/value.ts";
import { compileModel } from "./model.ts";

const NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/";

function decide(body: string, decision: string, inputs: FeelRecord = {}, imported: readonly string[] = []): string | null {
	const model = compileModel(file("urn:main", body), imported);
	return model.ok ? textOf(model.value.evaluate(decision, inputs)?.value ?? null) : model.error.code;
}

function file(namespace: string, body: string): string {
	return `<definitions xmlns="${NAMESPACE}" namespace="${namespace}" name="m">${body}</definitions>`;
}

function table(policy: string, rules: readonly (readonly [string, string])[], extra = ""): string {
	const written = rules.map(
		([test, output]) => `<rule><inputEntry><text>${test}</text></inputEntry><outputEntry><text>${output}</text></outputEntry></rule>`,
	);
	return `<inputData id="i" name="age"><variable name="age" typeRef="number"/></inputData>
		<decision id="d" name="fee"><variable name="fee"/><informationRequirement><requiredInput href="#i"/></informationRequirement>
		<decisionTable ${policy}><input><inputExpression><text>age</text></inputExpression></input><output>${extra}</output>${written.join("")}</decisionTable></decision>`;
}

const OVERLAPPING = [
	["[0..20]", "1"],
	["[10..30]", "2"],
	["[10..40]", "3"],
] as const;

describe("a decision table", () => {
	it("follows its hit policy", ({ expect }) => {
		const at15 = (policy: string, extra = ""): string | null => decide(table(policy, OVERLAPPING, extra), "fee", { age: 15 });
		expect(at15('hitPolicy="UNIQUE"')).toBe(null);
		expect(at15('hitPolicy="FIRST"')).toBe("1");
		expect(at15('hitPolicy="ANY"')).toBe(null);
		expect(at15('hitPolicy="RULE ORDER"')).toBe("[1, 2, 3]");
		expect(at15('hitPolicy="PRIORITY"', "<outputValues><text>3, 2, 1</text></outputValues>")).toBe("3");
		expect(at15('hitPolicy="OUTPUT ORDER"', "<outputValues><text>3, 2, 1</text></outputValues>")).toBe("[3, 2, 1]");
		expect(at15('hitPolicy="COLLECT"')).toBe("[1, 2, 3]");
		expect(at15('hitPolicy="COLLECT" aggregation="SUM"')).toBe("6");
		expect(at15('hitPolicy="COLLECT" aggregation="MIN"')).toBe("1");
		expect(at15('hitPolicy="COLLECT" aggregation="MAX"')).toBe("3");
		expect(at15('hitPolicy="COLLECT" aggregation="COUNT"')).toBe("3");
	});

	it("gives its default when no rule hits", ({ expect }) => {
		const fallback = "<defaultOutputEntry><text>0</text></defaultOutputEntry>";
		expect(decide(table("", OVERLAPPING, fallback), "fee", { age: 90 })).toBe("0");
		expect(decide(table("", OVERLAPPING), "fee", { age: 90 })).toBe(null);
	});

	it("says which rules hit, and with which inputs", ({ expect }) => {
		const model = compileModel(file("urn:main", table('hitPolicy="COLLECT"', OVERLAPPING)));
		const made = model.ok ? model.value.evaluate("fee", { age: 25 }) : null;
		expect(made?.hits).toEqual([{ decision: "fee", inputs: [{ expression: "age", value: 25 }], rules: [2, 3], problem: null }]);
	});
});

describe("a model of decisions", () => {
	it("calls knowledge, its own and imported", ({ expect }) => {
		const double = `<businessKnowledgeModel id="b" name="double it"><variable name="double it"/><encapsulatedLogic>
			<formalParameter name="n" typeRef="number"/><literalExpression><text>n * 2</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>`;
		const decision = (call: string, href: string): string =>
			`<decision id="d" name="d"><variable name="d"/><knowledgeRequirement><requiredKnowledge href="${href}"/></knowledgeRequirement><literalExpression><text>${call}</text></literalExpression></decision>`;
		expect(decide(double + decision("double it(4)", "#b"), "d")).toBe("8");
		const importing = `<import name="lib" namespace="urn:lib" importType="${NAMESPACE}"/>`;
		expect(decide(importing + decision("lib.double it(5)", "urn:lib#b"), "d", {}, [file("urn:lib", double)])).toBe("10");
	});

	it("gives null where a value is not of the type that is asked", ({ expect }) => {
		const types = `<itemDefinition name="tSmall"><typeRef>number</typeRef><allowedValues><text>[0..9]</text></allowedValues></itemDefinition>`;
		const decision = `<decision id="d" name="d"><variable name="d" typeRef="tSmall"/><literalExpression><text>n + 1</text></literalExpression></decision>`;
		const input = `<inputData id="i" name="n"><variable name="n" typeRef="number"/></inputData>`;
		const linked = decision.replace("<literal", '<informationRequirement><requiredInput href="#i"/></informationRequirement><literal');
		expect(decide(types + input + linked, "d", { n: 3 })).toBe("4");
		expect(decide(types + input + linked, "d", { n: 30 })).toBe(null);
		expect(decide(types + input + linked, "d", { n: "3" })).toBe(null);
	});

	it("reads boxed contexts, lists, relations, conditions and loops", ({ expect }) => {
		const text = (source: string): string => `<literalExpression><text>${source}</text></literalExpression>`;
		const boxed = (inner: string): string => `<decision id="d" name="d"><variable name="d"/>${inner}</decision>`;
		const entry = (name: string, source: string): string =>
			`<contextEntry>${name === "" ? "" : `<variable name="${name}"/>`}${text(source)}</contextEntry>`;
		expect(decide(boxed(`<context>${entry("a", "1")}${entry("b c", "a + 1")}</context>`), "d")).toBe("{a: 1, b c: 2}");
		expect(decide(boxed(`<context>${entry("a", "1")}${entry("", "a + 4")}</context>`), "d")).toBe("5");
		expect(decide(boxed(`<list>${text("1")}${text("2")}</list>`), "d")).toBe("[1, 2]");
		expect(decide(boxed(`<relation><column name="x"/><row>${text("1")}</row></relation>`), "d")).toBe("[{x: 1}]");
		expect(
			decide(boxed(`<conditional><if>${text("true")}</if><then>${text("1")}</then><else>${text("2")}</else></conditional>`), "d"),
		).toBe("1");
		expect(decide(boxed(`<for iteratorVariable="i"><in>${text("1..2")}</in><return>${text("i")}</return></for>`), "d")).toBe(null);
		expect(decide(boxed(`<for iteratorVariable="i"><in>${text("[1, 2]")}</in><return>${text("i * 2")}</return></for>`), "d")).toBe(
			"[2, 4]",
		);
	});

	it("ends a decision that needs itself, and one without end", ({ expect }) => {
		const itself = `<decision id="d" name="d"><variable name="d"/><informationRequirement><requiredDecision href="#d"/></informationRequirement><literalExpression><text>d</text></literalExpression></decision>`;
		expect(decide(itself, "d")).toBe(null);
		const endless = `<decision id="d" name="d"><variable name="d"/><literalExpression><text>for i in 1..100000000 return i</text></literalExpression></decision>`;
		expect(decide(endless, "d")).toBe(null);
	});

	it("refuses what is no DMN file", ({ expect }) => {
		expect(decide("<", "d")).toBe("dmn.xml");
		expect(compileModel("<html/>").ok).toBe(false);
		expect(record([])).toEqual({});
	});
});
