import { describe, it } from "vitest";
import { textOf } from "../feel/text-of.ts";
import type { FeelValue } from "../feel/value.ts";
import { compileModel } from "./model.ts";

/** What becomes of an input `n` that has to be of a type, in a model with these types. */
function taken(types: string, type: string, n: FeelValue): string | null {
	const model =
		compileModel(`<definitions namespace="urn:t">${types}<inputData id="n" name="n"><variable name="n" typeRef="${type}"/></inputData>
		<decision id="d" name="d"><variable name="d"/><informationRequirement><requiredInput href="#n"/></informationRequirement>
		<literalExpression><text>n</text></literalExpression></decision></definitions>`);
	return model.ok ? textOf(model.value.evaluate("d", { n })?.value ?? null) : model.error.code;
}

const type = (name: string, inner: string, attributes = ""): string =>
	`<itemDefinition name="${name}" ${attributes}>${inner}</itemDefinition>`;
const base = (name: string): string => `<typeRef>${name}</typeRef>`;
const allowed = (text: string): string => `<allowedValues><text>${text}</text></allowedValues>`;
const constraint = (text: string): string => `<typeConstraint><text>${text}</text></typeConstraint>`;
const part = (name: string, inner: string, attributes = ""): string =>
	`<itemComponent name="${name}" ${attributes}>${inner}</itemComponent>`;
const MANY = 'isCollection="true"';

const TYPES = [
	type("tSmall", base("number") + allowed("[0..9]")),
	type("tColour", base("string") + allowed('"red", "blue"')),
	type("tSmalls", base("tSmall"), MANY),
	type("tFew", base("number") + allowed("[0..9]") + constraint("count(?) &lt; 3"), MANY),
	type("tUneven", base("tSmall") + constraint("odd(?)")),
	type("tPerson", part("name", base("string")) + part("ages", base("number"), MANY)),
	type("tPeople", base("tPerson"), MANY),
	type("tTree", part("value", base("number")) + part("children", base("tTree"), MANY)),
	type("tAny", ""),
].join("");

describe("a type", () => {
	it.for<readonly [type: string, given: FeelValue, taken: string | null]>([
		["number", 1, "1"],
		["number", "1", null],
		["feel:number", 1, "1"],
		["string", "a", "a"],
		["boolean", true, "true"],
		["Any", [1, "a"], '[1, "a"]'],
		["tAny", { a: 1 }, "{a: 1}"],
		["tSmall", 9, "9"],
		["tSmall", 10, null],
		["tSmall", null, null],
		["tColour", "red", "red"],
		["tColour", "green", null],
		["tSmalls", [1, 2], "[1, 2]"],
		["tSmalls", [1, 20], null],
		["tSmalls", [], "[]"],
		["tFew", [1, 2], "[1, 2]"],
		["tFew", [1, 20], null],
		["tFew", [1, 2, 3], null],
		["tUneven", 3, "3"],
		["tUneven", 4, null],
		["tUneven", 11, null],
		["tPerson", { name: "A", ages: [1] }, '{name: "A", ages: [1]}'],
		["tPerson", { name: "A", ages: [1], more: 1 }, '{name: "A", ages: [1], more: 1}'],
		["tPerson", { name: "A" }, null],
		["tPerson", { name: 1, ages: [] }, null],
		["tPeople", [{ name: "A", ages: [] }], '[{name: "A", ages: []}]'],
		["tTree", { value: 1, children: [{ value: 2, children: [] }] }, "{value: 1, children: [{value: 2, children: []}]}"],
		["tTree", { value: 1, children: [{ value: "2", children: [] }] }, null],
	])("%s takes %j as it should", ([name, given, expected], { expect }) => {
		expect(taken(TYPES, name, given)).toBe(expected);
	});

	it.for<readonly [what: string, type: string, given: FeelValue, taken: string | null]>([
		["a list of one where the item is asked", "number", [1], "1"],
		["an item where a list is asked", "tSmalls", 1, "[1]"],
		["no list of two where an item is asked", "number", [1, 2], null],
		["no list of one item of another type", "number", ["a"], null],
		["no item that the list does not allow", "tSmalls", 20, null],
	])("takes %s", ([, name, given, expected], { expect }) => {
		expect(taken(TYPES, name, given)).toBe(expected);
	});
});
