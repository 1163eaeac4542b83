import { compileModel, type DecisionModel } from "../domain/rules/dmn/model.ts";

/** `texts`: rules ask for a text and a range, so that an index helps; `ranges`: for a range alone, and every rule is asked. */
export type Kind = "texts" | "ranges";

/** A table of two inputs, in which the last rule is the one that hits. */
export function rows(count: number, kind: Kind): readonly (readonly [string, string])[] {
	return Array.from({ length: count }, (_, at) => [kind === "texts" ? `"article ${at}"` : "-", `[${at}..${at + 1})`]);
}

/** That table as a decision `d` of `article` and `amount`, compiled. */
export function model(count: number, kind: Kind): DecisionModel {
	const rules = rows(count, kind).map(
		([name, range], at) =>
			`<rule><inputEntry><text>${name}</text></inputEntry><inputEntry><text>${range}</text></inputEntry><outputEntry><text>${at}</text></outputEntry></rule>`,
	);
	const input = (name: string): string => `<input><inputExpression><text>${name}</text></inputExpression></input>`;
	const data = (name: string): string => `<inputData id="${name}" name="${name}"><variable name="${name}"/></inputData>`;
	const needs = (name: string): string => `<informationRequirement><requiredInput href="#${name}"/></informationRequirement>`;
	const made = compileModel(
		`<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:bench" name="bench">${data("article")}${data("amount")}
		<decision id="d" name="d"><variable name="d"/>${needs("article")}${needs("amount")}<decisionTable hitPolicy="FIRST">${input("article")}${input("amount")}<output/>${rules.join("")}</decisionTable></decision></definitions>`,
	);
	if (!made.ok) throw new Error(made.error.detail);
	return made.value;
}
