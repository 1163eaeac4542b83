import { describe, it } from "vitest";
import { checkModel } from "./check-model.ts";

const MODEL = "https://www.omg.org/spec/DMN/20230324/MODEL/";

function file(body: string, namespace = "urn:main"): string {
	return `<definitions xmlns="${MODEL}" namespace="${namespace}" name="m">${body}</definitions>`;
}

/** Code, place and character of each finding; errors first written as they are, warnings with a question mark. */
function told(body: string, imported: readonly string[] = []): readonly string[] {
	return checkModel(file(body), imported).map(
		({ severity, code, element, place, position }) =>
			`${severity === "error" ? "" : "? "}${code} ${element}${place === "" ? "" : `/${place}`}${position === null ? "" : `@${position}`}`,
	);
}

const text = (source: string): string => `<literalExpression><text>${source}</text></literalExpression>`;
const decision = (inner: string, name = "d", attributes = ""): string =>
	`<decision id="${name}" name="${name}"><variable name="${name}" ${attributes}/>${inner}</decision>`;
const needs = (...ids: readonly string[]): string =>
	ids.map((id) => `<informationRequirement><requiredDecision href="#${id}"/></informationRequirement>`).join("");
const age = `<inputData id="age" name="age"><variable name="age" typeRef="number"/></inputData>`;
const needsAge = `<informationRequirement><requiredInput href="#age"/></informationRequirement>`;
const entries = (kind: string, sources: readonly string[]): string =>
	sources.map((source) => `<${kind}Entry><text>${source}</text></${kind}Entry>`).join("");
const rule = (inputs: readonly string[], outputs: readonly string[]): string =>
	`<rule>${entries("input", inputs)}${entries("output", outputs)}</rule>`;

function table(
	given: { readonly attributes?: string; readonly input?: string; readonly outputs?: string; readonly rules?: readonly string[] } = {},
): string {
	const {
		attributes = "",
		input = "<inputExpression><text>age</text></inputExpression>",
		outputs = "<output/>",
		rules = [rule(["1"], ["2"])],
	} = given;
	return age + decision(`${needsAge}<decisionTable ${attributes}><input>${input}</input>${outputs}${rules.join("")}</decisionTable>`);
}

const NAMED = `<output name="a"/><output name="b"/>`;
const TWO = [rule(["1"], ["2", "3"])];

describe("what is wrong in a DMN file is told, and where", () => {
	it.for<readonly [what: string, body: string, findings: readonly string[]]>([
		["an expression", decision(text("1 + ")), ["feel.syntax d@4"]],
		["a nested expression", decision(text(`${"(".repeat(70)}1${")".repeat(70)}`)), ["feel.too_deep d"]],
		["an input expression", table({ input: "<inputExpression><text>age age )</text></inputExpression>" }), ["feel.syntax d/input 1@9"]],
		["an input without an expression", table({ input: "" }), ["dmn.part_missing d/input 1"]],
		[
			"input values",
			table({ input: "<inputExpression><text>age</text></inputExpression><inputValues><text>&lt; </text></inputValues>" }),
			["feel.syntax d/input 1, input values@2"],
		],
		["an input entry", table({ rules: [rule(["1"], ["2"]), rule(["[1.."], ["2"])] }), ["feel.syntax d/rule 2, input 1@5"]],
		["an output entry", table({ rules: [rule(["1"], ['"a'])] }), ["feel.syntax d/rule 1, output 1@1"]],
		[
			"a default",
			table({ outputs: "<output><defaultOutputEntry><text>1 1</text></defaultOutputEntry></output>" }),
			["feel.syntax d/output 1, default@3"],
		],
		[
			"output values",
			table({ outputs: "<output><outputValues><text>1,,</text></outputValues></output>" }),
			["feel.syntax d/output 1, output values@4"],
		],
		["an input entry too few", table({ rules: [rule([], ["2"])] }), ["dmn.ragged d/rule 1"]],
		["an output entry too many", table({ rules: [rule(["1"], ["2", "3"])] }), ["dmn.ragged d/rule 1"]],
		["an unknown hit policy", table({ attributes: 'hitPolicy="LAST"' }), ["dmn.hit_policy d"]],
		["an unknown aggregation", table({ attributes: 'hitPolicy="COLLECT" aggregation="MEAN"' }), ["dmn.aggregation d"]],
		[
			"an aggregation of several outputs",
			table({ attributes: 'hitPolicy="COLLECT" aggregation="SUM"', outputs: NAMED, rules: TWO }),
			["dmn.aggregation d"],
		],
		["an aggregation without collecting", table({ attributes: 'hitPolicy="FIRST" aggregation="SUM"' }), ["? dmn.aggregation d"]],
		["priority without an order", table({ attributes: 'hitPolicy="PRIORITY"' }), ["dmn.output_values d"]],
		["an output order without an order", table({ attributes: 'hitPolicy="OUTPUT ORDER"' }), ["dmn.output_values d"]],
		["outputs without names", table({ outputs: `<output name="a"/><output/>`, rules: TWO }), ["dmn.output_name d/output 2"]],
		["outputs of one name", table({ outputs: `<output name="a"/><output name="a"/>`, rules: TWO }), ["dmn.name_twice d/output 2"]],
		["a table without outputs", table({ outputs: "", rules: [] }), ["dmn.part_missing d"]],
		[
			"a context's entry",
			decision(`<context><contextEntry><variable name="a"/>${text("1 +")}</contextEntry></context>`),
			['feel.syntax d/entry "a"@4'],
		],
		[
			"a context's entry twice",
			decision(`<context>${`<contextEntry><variable name="a"/>${text("1")}</contextEntry>`.repeat(2)}</context>`),
			['dmn.name_twice d/entry "a"'],
		],
		[
			"a context's entry after its result",
			decision(`<context><contextEntry>${text("1")}</contextEntry><contextEntry><variable name="a"/>${text("1")}</contextEntry></context>`),
			['dmn.context_result d/entry "a"'],
		],
		[
			"a binding",
			decision(`<invocation>${text("abs")}<binding><parameter name="n"/>${text("-")}</binding></invocation>`),
			['feel.syntax d/binding "n"@2'],
		],
		["a call of nothing", decision("<invocation/>"), ["dmn.part_missing d"]],
		["a relation's row", decision(`<relation><column name="x"/><row>${text("1")}${text("2")}</row></relation>`), ["dmn.ragged d/row 1"]],
		["a relation's columns", decision('<relation><column name="x"/><column name="x"/></relation>'), ["dmn.name_twice d/column 2"]],
		["a list's item", decision(`<list>${text("1")}${text("(")}</list>`), ["feel.syntax d@2"]],
		[
			"a condition without else",
			decision(`<conditional><if>${text("true")}</if><then>${text("1")}</then></conditional>`),
			["dmn.part_missing d/else"],
		],
		["a loop without a name", decision(`<for><in>${text("[1]")}</in><return>${text("1")}</return></for>`), ["dmn.part_missing d"]],
		[
			"a filter's condition",
			decision(`<filter><in>${text("[1]")}</in><match>${text("item >")}</match></filter>`),
			["feel.syntax d/match@7"],
		],
		["a function of Java", decision('<functionDefinition kind="Java"/>'), ["dmn.function_kind d"]],
		["a function of PMML", decision('<functionDefinition kind="PMML"/>'), ["dmn.function_kind d"]],
		["an external function in a text", decision(text("function(a) external {java: {class: &quot;A&quot;}}")), ["dmn.function_kind d@13"]],
		[
			"a text of another language",
			decision('<literalExpression expressionLanguage="urn:js"><text>1</text></literalExpression>'),
			["dmn.language d"],
		],
		["a decision's type", decision(text("1"), "d", 'typeRef="tNone"'), ["dmn.type_unknown d"]],
		["a type in a text", decision(text("1 instance of tNone")), ["dmn.type_unknown d@15"]],
		[
			"a parameter's type",
			decision(`<functionDefinition><formalParameter name="a" typeRef="tNone"/>${text("a")}</functionDefinition>`),
			['dmn.type_unknown d/parameter "a"'],
		],
		["a type's base", `<itemDefinition name="tA"><typeRef>tNone</typeRef></itemDefinition>`, ["dmn.type_unknown tA"]],
		[
			"a component's type",
			`<itemDefinition name="tA"><itemComponent name="x"><typeRef>tNone</typeRef></itemComponent></itemDefinition>`,
			['dmn.type_unknown tA/component "x"'],
		],
		[
			"allowed values",
			`<itemDefinition name="tA"><typeRef>number</typeRef><allowedValues><text>[1..</text></allowedValues></itemDefinition>`,
			["feel.syntax tA/allowed values@5"],
		],
		[
			"a type constraint",
			`<itemDefinition name="tA"><typeRef>number</typeRef><typeConstraint><text>?></text></typeConstraint></itemDefinition>`,
			["feel.syntax tA/type constraint@3"],
		],
		[
			"a type of itself",
			`<itemDefinition name="tA"><typeRef>tB</typeRef></itemDefinition><itemDefinition name="tB"><typeRef>tA</typeRef></itemDefinition>`,
			["dmn.type_cycle tA"],
		],
		["an unknown element", decision(needs("x") + text("1")), ["dmn.reference_unknown d"]],
		[
			"an unknown output of a service",
			`<decisionService id="s" name="s"><variable name="s"/><outputDecision href="#x"/></decisionService>`,
			["dmn.reference_unknown s"],
		],
		["an import that is not there", `<import name="lib" namespace="urn:lib" importType="${MODEL}"/>`, ["dmn.import_missing lib"]],
		[
			"an import of a schema",
			`<import name="xsd" namespace="urn:lib" importType="http://www.w3.org/2001/XMLSchema"/>`,
			["dmn.import_kind xsd"],
		],
		["a decision that needs itself", decision(needs("d") + text("d")), ["dmn.cycle d"]],
		["decisions in a circle", decision(needs("b") + text("b"), "a") + decision(needs("a") + text("a"), "b"), ["dmn.cycle a"]],
		["a name that is not required", age + decision(text("age + 1")), ["? dmn.requirement_missing d@1"]],
		["a name that is nobody's", decision(text("1 + first name")), ["? dmn.name_unknown d@5"]],
		["a name in an entry", table({ rules: [rule(["&lt; limit"], ["2"])] }), ["? dmn.name_unknown d/rule 1, input 1@3"]],
		["a decision without logic", decision(""), ["? dmn.no_logic d"]],
		["names twice", decision(text("1")) + decision(text("1")).replace('id="d"', 'id="e"'), ["dmn.name_twice d"]],
		["ids twice", decision(text("1")) + decision(text("1")).replace('name="d"', 'name="e"'), ["dmn.id_twice e"]],
		["types twice", `<itemDefinition name="tA"><typeRef>number</typeRef></itemDefinition>`.repeat(2), ["dmn.name_twice tA"]],
	])("%s", ([, body, findings], { expect }) => {
		expect(told(body)).toEqual(findings);
	});

	it("in words for the person who wrote it", ({ expect }) => {
		expect(checkModel(file(table({ rules: [rule(["[1..5] x"], ["2"])] })))).toEqual([
			{
				severity: "error",
				code: "feel.syntax",
				detail: '"d", rule 1, input 1: This is not FEEL from "x" on (character 8).',
				element: "d",
				place: "rule 1, input 1",
				position: 8,
				at: "d",
			},
		]);
		expect(checkModel("<html/>")).toMatchObject([{ code: "dmn.xml", severity: "error" }]);
	});
});

describe("nothing is said of", () => {
	it.for<readonly [what: string, body: string]>([
		["what is right", table()],
		[
			"names of entries, rounds, parameters and items",
			decision(text("for i in [{a: 1, b: a}] return i.a + count(partial) + (function(x) x + i)(1)")),
		],
		[
			"names that boxed expressions make",
			decision(
				`<context><contextEntry><variable name="the list"/>${text("[1]")}</contextEntry><contextEntry><for iteratorVariable="each one"><in>${text("the list")}</in><return>${text("each one + count(partial)")}</return></for></contextEntry></context>`,
			),
		],
		["names of items in filters", decision(`<filter><in>${text("[{a: 1}][a = 1]")}</in><match>${text("a > 0")}</match></filter>`)],
		[
			"parameters of functions",
			decision(`<functionDefinition><formalParameter name="net price" typeRef="number"/>${text("net price * 2")}</functionDefinition>`),
		],
		["built-in functions as values", decision(text("sort([1], function(a, b) a &lt; b)[1] + (if true then abs else ceiling)(1)"))],
		[
			"types that refer to each other",
			`<itemDefinition name="tA"><itemComponent name="others" isCollection="true"><typeRef>tA</typeRef></itemComponent></itemDefinition>`,
		],
		[
			"a knowledge model that a decision calls",
			`<businessKnowledgeModel id="k" name="twice it"><variable name="twice it"/><encapsulatedLogic><formalParameter name="n"/>${text("n * 2")}</encapsulatedLogic></businessKnowledgeModel>${decision(`<knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>${text("twice it(1)")}`)}`,
		],
	])("%s", ([, body], { expect }) => {
		expect(told(body)).toEqual([]);
	});

	it("what another file has that is imported", ({ expect }) => {
		const lib = file(`<itemDefinition name="tA"><typeRef>number</typeRef></itemDefinition>${decision(text("1"), "x")}`, "urn:lib");
		const body = `<import name="lib" namespace="urn:lib" importType="${MODEL}"/>${decision(`<informationRequirement><requiredDecision href="urn:lib#x"/></informationRequirement>${text("lib.x")}`, "d", 'typeRef="lib.tA"')}`;
		expect(told(body, [lib])).toEqual([]);
		expect(told(body)).toContain("dmn.import_missing lib");
	});
});
