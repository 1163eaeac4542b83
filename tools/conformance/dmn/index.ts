import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { child, children, readXml, type Element } from "../../../domain/rules/dmn/xml.ts";
import { compileModel, type DecisionModel } from "../../../domain/rules/dmn/model.ts";
import { compareNumbers, decimal, isNumber, readNumber } from "../../../domain/rules/feel/number.ts";
import { Meter } from "../../../domain/rules/feel/meter.ts";
import { readTemporal } from "../../../domain/rules/feel/read-temporal.ts";
import { textOf } from "../../../domain/rules/feel/text-of.ts";
import { equal, isList, isRecord, record, type FeelValue } from "../../../domain/rules/feel/value.ts";

/**
 * `npm run conformance -- dmn FOLDER [--null-engine]`: runs every test of a folder of the form of dmn-tck (levels, tests, `testCases.xsd`)
 * and prints one line of JSON. Numbers are equal within 1e-8, contexts by their exact keys, an expected error is null.
 */
export default async function conformDmn(folder: string, args: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
	const levels: Record<string, { cases: number; passed: number }> = {};
	const nonNull = { cases: 0, passed: 0 };
	const failures: object[] = [];
	for (const level of readdirSync(folder)
		.filter((each) => /^compliance-level-\d+$/.test(each))
		.toSorted()) {
		const counted = (levels[level.replace("compliance-level-", "")] = { cases: 0, passed: 0 });
		for (const name of readdirSync(join(folder, level)).toSorted()) {
			for (const outcome of runFolder(join(folder, level, name), args.includes("--null-engine"))) {
				counted.cases++;
				if (outcome.passed) counted.passed++;
				if (outcome.nonNull) nonNull.cases++;
				if (outcome.nonNull && outcome.passed) nonNull.passed++;
				if (!outcome.passed) failures.push({ id: name, case: outcome.id, expected: outcome.expected, actual: outcome.actual });
			}
		}
	}
	return { levels, nonNull, failures };
}

interface Outcome {
	readonly id: string;
	readonly passed: boolean;
	readonly nonNull: boolean;
	readonly expected: string;
	readonly actual: string;
}

function runFolder(folder: string, nullEngine: boolean): Outcome[] {
	const names = readdirSync(folder);
	const texts = new Map(names.filter((name) => name.endsWith(".dmn")).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
	return names
		.filter((name) => name.endsWith(".xml"))
		.toSorted()
		.flatMap((name) => {
			const cases = readXml(readFileSync(join(folder, name), "utf8"));
			if (cases?.name !== "testCases") return [];
			const main = child(cases, "modelName")?.text.trim() ?? "";
			const made = compileModel(
				texts.get(main) ?? "",
				[...texts].filter(([each]) => each !== main).map(([, text]) => text),
			);
			const model = made.ok && !nullEngine ? made.value : null;
			return children(cases, "testCase").map((each) => runCase(each, model));
		});
}

function runCase(element: Element, model: DecisionModel | null): Outcome {
	const inputs = record(children(element, "inputNode").map((each) => [each.attributes["name"] ?? "", valueIn(each)]));
	const wrong: { expected: FeelValue; actual: FeelValue }[] = [];
	let nonNull = false;
	for (const result of children(element, "resultNode")) {
		const expected = result.attributes["errorResult"] === "true" ? null : valueIn(child(result, "expected"));
		nonNull ||= expected !== null;
		const asked = element.attributes["type"] === "decisionService" ? element.attributes["invocableName"] : undefined;
		let actual = model?.evaluate(asked ?? result.attributes["name"] ?? "", inputs, { now: Date.now() })?.value ?? null;
		const part = result.attributes["name"] ?? "";
		if (asked !== undefined && isRecord(actual) && !isRecord(expected) && Object.hasOwn(actual, part)) actual = actual[part] ?? null;
		if (!same(expected, actual)) wrong.push({ expected, actual });
	}
	const [first] = wrong;
	return {
		id: element.attributes["id"] ?? "",
		passed: first === undefined,
		nonNull,
		expected: textOf(first?.expected ?? null) ?? "null",
		actual: textOf(first?.actual ?? null) ?? "null",
	};
}

function valueIn(element: Element | undefined): FeelValue {
	if (element === undefined || element.attributes["nil"] === "true") return null;
	const list = child(element, "list");
	if (list !== undefined) return list.attributes["nil"] === "true" ? null : children(list, "item").map(valueIn);
	const components = children(element, "component");
	if (components.length > 0) return record(components.map((each) => [each.attributes["name"] ?? "", valueIn(each)]));
	const value = child(element, "value");
	if (value === undefined || value.attributes["nil"] === "true") return null;
	const type = value.attributes["type"]?.replace(/^.*:/, "") ?? "string";
	const text = value.text;
	switch (type) {
		case "boolean":
			return text.trim() === "true";
		case "decimal":
		case "double":
		case "integer":
		case "int":
		case "long":
		case "float":
			return readNumber(text.trim().replace(/^\+/, ""));
		case "date":
		case "time":
		case "dateTime":
		case "duration":
			return readTemporal(text.trim());
		default:
			return text;
	}
}

function same(expected: FeelValue, actual: FeelValue): boolean {
	if (isNumber(expected) && isNumber(actual))
		return compareNumbers(expected, actual) === 0 || decimal(expected).minus(decimal(actual)).abs().lessThan(1e-8);
	if (isList(expected) && isList(actual))
		return expected.length === actual.length && expected.every((each, at) => same(each, actual[at] ?? null));
	if (isRecord(expected) && isRecord(actual)) {
		const names = Object.keys(expected);
		return (
			names.length === Object.keys(actual).length &&
			names.every((name) => Object.hasOwn(actual, name) && same(expected[name] ?? null, actual[name] ?? null))
		);
	}
	return equal(expected, actual, new Meter(1_000_000, undefined)) === true;
}
