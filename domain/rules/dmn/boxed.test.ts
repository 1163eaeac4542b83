import { describe, it } from "vitest";
import { textOf } from "../feel/text-of.ts";
import { compileModel } from "./model.ts";

/** The value of a decision with this boxed expression. */
function value(boxed: string, extra = ""): string | null {
	const model = compileModel(
		`<definitions namespace="urn:t">${extra}<decision id="d" name="d"><variable name="d"/>${boxed}</decision></definitions>`,
	);
	return model.ok ? textOf(model.value.evaluate("d", {})?.value ?? null) : model.error.code;
}

const text = (source: string): string => `<literalExpression><text>${source.replaceAll("<", "&lt;")}</text></literalExpression>`;
const entry = (name: string, source: string): string =>
	`<contextEntry>${name === "" ? "" : `<variable name="${name}"/>`}${text(source)}</contextEntry>`;
const context = (...entries: readonly string[]): string => `<context>${entries.join("")}</context>`;
const parts = (kind: string, given: readonly (readonly [part: string, source: string])[], attributes = ""): string =>
	`<${kind} ${attributes}>${given.map(([part, source]) => `<${part}>${text(source)}</${part}>`).join("")}</${kind}>`;
const choice = (condition: string): string =>
	parts("conditional", [
		["if", condition],
		["then", "1"],
		["else", "2"],
	]);
const filter = (list: string, match: string): string =>
	parts("filter", [
		["in", list],
		["match", match],
	]);
const iterator = (kind: string, over: string, part: string, source: string): string =>
	parts(
		kind,
		[
			["in", over],
			[part, source],
		],
		'iteratorVariable="each one"',
	);
const call = (name: string, ...bindings: readonly (readonly [string, string])[]): string =>
	`<invocation>${text(name)}${bindings.map(([parameter, source]) => `<binding><parameter name="${parameter}"/>${text(source)}</binding>`).join("")}</invocation>`;
const relation = (columns: readonly string[], ...rows: readonly (readonly string[])[]): string =>
	`<relation>${columns.map((name) => `<column name="${name}"/>`).join("")}${rows.map((row) => `<row>${row.map(text).join("")}</row>`).join("")}</relation>`;
const fn = (parameters: readonly string[], body: string, attributes = ""): string =>
	`<functionDefinition ${attributes}>${parameters.map((name) => `<formalParameter name="${name}" typeRef="number"/>`).join("")}${text(body)}</functionDefinition>`;
const calling = (definition: string, source: string): string =>
	context(`<contextEntry><variable name="f"/>${definition}</contextEntry>`, entry("", source));

describe("a boxed expression", () => {
	it.for<readonly [what: string, boxed: string, value: string | null]>([
		["literal", text("1 + 1"), "2"],
		["literal of nothing", text(""), null],
		["literal that is no FEEL", text("1 +"), null],
		["context", context(entry("a", "1"), entry("b", "a + 1")), "{a: 1, b: 2}"],
		[
			"context whose names have signs",
			context(entry("net-price", "10"), entry("with tax", "net-price * 1.2")),
			'{"net-price": 10, with tax: 12}',
		],
		["context with a result", context(entry("a", "1"), entry("", "a + 4")), "5"],
		[
			"context in a context",
			context(`<contextEntry><variable name="a"/>${context(entry("b", "1"))}</contextEntry>`, entry("", "a.b + 1")),
			"2",
		],
		["context, empty", context(), "{}"],
		["list", `<list>${text("1")}${text('"a"')}</list>`, '[1, "a"]'],
		["list, empty", "<list/>", "[]"],
		["relation", relation(["x", "y"], ["1", "2"], ["3", "4"]), "[{x: 1, y: 2}, {x: 3, y: 4}]"],
		["relation with a cell too few", relation(["x", "y"], ["1"]), "[{x: 1, y: null}]"],
		["conditional, true", choice("1 < 2"), "1"],
		["conditional, false", choice("1 > 2"), "2"],
		["conditional, neither", choice("null"), null],
		["filter by a condition", filter("[1, 2, 3]", "item > 1"), "[2, 3]"],
		["filter by an entry", filter("[{a: 1}, {a: 2}]", "a = 2"), "[{a: 2}]"],
		["filter by a place", filter("[1, 2, 3]", "2"), "2"],
		["filter of one value", filter("1", "item = 1"), "[1]"],
		["filter that cannot say", filter('[1, "a"]', "item > 0"), null],
		["for", iterator("for", "[1, 2]", "return", "each one * 2"), "[2, 4]"],
		["for with what it has so far", iterator("for", "[1, 2, 3]", "return", "each one + sum(partial)"), "[null, null, null]"],
		["for over a range of FEEL", iterator("for", "[1..3]", "return", "each one"), "[1, 2, 3]"],
		["for over nothing", iterator("for", "null", "return", "1"), null],
		["some, one", iterator("some", "[1, 2]", "satisfies", "each one > 1"), "true"],
		["some, none", iterator("some", "[1, 2]", "satisfies", "each one > 2"), "false"],
		["some, unclear", iterator("some", "[1, null]", "satisfies", "each one > 2"), null],
		["every, all", iterator("every", "[1, 2]", "satisfies", "each one > 0"), "true"],
		["every, not all", iterator("every", "[1, 2]", "satisfies", "each one > 1"), "false"],
		["every, unclear", iterator("every", "[1, null]", "satisfies", "each one > 0"), null],
		["function", calling(fn(["a", "b"], "a - b"), "f(3, 1)"), "2"],
		["function by names", calling(fn(["a", "b"], "a - b"), "f(b: 3, a: 1)"), "-2"],
		["function whose parameter has signs", calling(fn(["net-price"], "net-price * 2"), "f(3)"), "6"],
		["function with a value of another type", calling(fn(["a"], "a"), 'f("x")'), null],
		["function with a value too few", calling(fn(["a", "b"], "a"), "f(1)"), null],
		["function with a list of one", calling(fn(["a"], "a + 1"), "f([1])"), "2"],
		["function of Java, which is not run", calling(fn(["a"], "a", 'kind="Java"'), "f(1)"), null],
		["function of PMML, which is not run", calling(fn(["a"], "a", 'kind="PMML"'), "f(1)"), null],
		["invocation of a built-in function", call("substring", ["string", '"abc"'], ["start position", "2"]), "bc"],
		["invocation of a built-in function with a value of another kind", call("abs", ["n", '"x"']), null],
		["invocation of nothing", call("none", ["a", "1"]), null],
		["invocation by a wrong name", call("abs", ["x", "1"]), null],
	])("%s", ([, boxed, expected], { expect }) => {
		expect(value(boxed)).toBe(expected);
	});

	it("that invokes knowledge gives its parameters by name, of their types", ({ expect }) => {
		const knowledge = `<businessKnowledgeModel id="k" name="less"><variable name="less"/><encapsulatedLogic>
			<formalParameter name="a" typeRef="number"/><formalParameter name="b" typeRef="number"/>${text("a - b")}</encapsulatedLogic></businessKnowledgeModel>`;
		const needs = `<knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>`;
		expect(value(needs + call("less", ["b", "1"], ["a", "3"]), knowledge)).toBe("2");
		expect(value(needs + call("less", ["b", '"x"'], ["a", "3"]), knowledge)).toBe(null);
		expect(value(needs + call("less", ["c", "1"]), knowledge)).toBe(null);
		expect(value(call("less", ["b", "1"], ["a", "3"]), knowledge)).toBe(null);
	});
});
