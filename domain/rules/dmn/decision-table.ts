import { nothing, type Closure } from "../feel/compile.ts";
import { compileCell } from "../feel/expression.ts";
import { add, type FeelNumber, isNumber } from "../feel/number.ts";
import { inside, type Scope } from "../feel/scope.ts";
import { coerce, type FeelType } from "../feel/type.ts";
import type { Test } from "../feel/unary-test.ts";
import { compare, equal, record, type FeelValue } from "../feel/value.ts";
import { indexRows } from "../row-index.ts";
import { compileBoxed, literal, typeOf, type Around } from "./boxed.ts";
import { child, children, textIn, type Element } from "./xml.ts";

/** Which rules of a table hit, counted from one, with the inputs that they saw. */
export interface Hit {
	readonly decision: string;
	readonly inputs: readonly { readonly expression: string; readonly value: FeelValue }[];
	readonly rules: readonly number[];
}

export type Explain = (hit: Hit) => void;

interface Input {
	readonly expression: string;
	readonly value: Closure;
	readonly allows: Test | null;
}

interface Output {
	readonly name: string;
	readonly type: FeelType | null;
	/** The allowed values in their order, which is that of priority. */
	readonly order: readonly Closure[];
	readonly otherwise: Closure | null;
}

interface Rule {
	readonly tests: readonly (Test | null)[];
	readonly outputs: readonly Closure[];
}

/** A decision table (DMN 1.5 §8). */
export function compileTable(element: Element, around: Around): Closure {
	const inputs = children(element, "input").map((each) => compileInput(each, around));
	const outputs = children(element, "output").map((each) => compileOutput(each, around));
	const rules = children(element, "rule").map((each) => compileRule(each, around));
	const candidates = indexRows(
		children(element, "rule").map((rule) => children(rule, "inputEntry").map((entry) => textIn(entry, "text") ?? "")),
	);
	const choose = choice(element.attributes["hitPolicy"] ?? "UNIQUE", element.attributes["aggregation"], outputs);
	const withDefault = outputs.some((each) => each.otherwise !== null);
	return (scope) => {
		const values: FeelValue[] = [];
		for (const { value, allows } of inputs) {
			const input = value(scope);
			if (allows !== null && input !== null && allows(input, scope) !== true) return null;
			values.push(input);
		}
		const hits: { readonly rule: number; readonly row: readonly FeelValue[] }[] = [];
		const first = element.attributes["hitPolicy"] === "FIRST";
		for (const at of candidates(values)) {
			const rule = rules[at];
			scope.meter.burn(1);
			if (rule === undefined || !rule.tests.every((test, column) => test === null || test(values[column] ?? null, scope) === true))
				continue;
			hits.push({ rule: at + 1, row: rule.outputs.map((each) => each(scope)) });
			if (first) break;
		}
		around.explain({
			decision: around.decision,
			inputs: inputs.map((each, at) => ({ expression: each.expression, value: values[at] ?? null })),
			rules: hits.map((hit) => hit.rule),
		});
		if (hits.length === 0 && withDefault)
			return output(
				outputs,
				outputs.map((each) => each.otherwise?.(scope) ?? null),
				scope,
			);
		return choose(
			hits.map((hit) => hit.row),
			scope,
		);
	};
}

function compileInput(element: Element, around: Around): Input {
	const written = child(element, "inputExpression");
	const expression = textIn(written, "text") ?? "";
	const value = literal(expression, around);
	const type = typeOf(written, around);
	return {
		expression,
		value: type === null ? value : (scope) => coerce(value(scope), type, scope.meter) ?? null,
		allows: cell(textIn(child(element, "inputValues"), "text") ?? "", around),
	};
}

function compileOutput(element: Element, around: Around): Output {
	const fallback = child(element, "defaultOutputEntry");
	const allowed = textIn(child(element, "outputValues"), "text") ?? "";
	const list = allowed === "" ? nothing : literal(`[${allowed}]`, around);
	return {
		name: element.attributes["name"] ?? "",
		type: typeOf(element, around),
		order: allowed === "" ? [] : [list],
		otherwise: fallback === undefined ? null : literal(textIn(fallback, "text") ?? "", around),
	};
}

function compileRule(element: Element, around: Around): Rule {
	return {
		tests: children(element, "inputEntry").map((each) => cell(textIn(each, "text") ?? "", around)),
		outputs: children(element, "outputEntry").map((each) => compileBoxed({ ...each, name: "literalExpression" }, around)),
	};
}

/** Null for a cell that lets everything pass; a cell that is no unary test lets nothing pass. */
function cell(source: string, around: Around): Test | null {
	if (source === "" || source === "-") return null;
	const test = compileCell(source, around);
	if (typeof test !== "function") return () => false;
	return (input, scope) => test(input, inside(scope, record([["?", input]])));
}

type Rows = readonly (readonly FeelValue[])[];

function output(outputs: readonly Output[], row: readonly FeelValue[], scope: Scope): FeelValue {
	const values = outputs.map((each, at) => {
		const value = row[at] ?? null;
		return each.type === null ? value : (coerce(value, each.type, scope.meter) ?? null);
	});
	if (outputs.length === 1) return values[0] ?? null;
	return record(outputs.map((each, at) => [each.name, values[at] ?? null]));
}

/** The hit policies (§8.2.10). */
function choice(policy: string, aggregation: string | undefined, outputs: readonly Output[]): (rows: Rows, scope: Scope) => FeelValue {
	const one = (row: readonly FeelValue[] | undefined, scope: Scope): FeelValue => (row === undefined ? null : output(outputs, row, scope));
	switch (policy) {
		case "FIRST":
			return (rows, scope) => one(rows[0], scope);
		case "ANY":
			return (rows, scope) => {
				const values = rows.map((row) => one(row, scope));
				return values.every((value) => equal(value, values[0] ?? null, scope.meter) === true) ? (values[0] ?? null) : null;
			};
		case "PRIORITY":
			return (rows, scope) => one(byPriority(rows, outputs, scope)[0], scope);
		case "OUTPUT ORDER":
			return (rows, scope) => byPriority(rows, outputs, scope).map((row) => one(row, scope));
		case "RULE ORDER":
			return (rows, scope) => rows.map((row) => one(row, scope));
		case "COLLECT":
			return (rows, scope) => {
				const values = rows.map((row) => one(row, scope));
				return aggregation === undefined ? values : aggregated(aggregation, values);
			};
		default:
			return (rows, scope) => (rows.length > 1 ? null : one(rows[0], scope));
	}
}

function byPriority(rows: Rows, outputs: readonly Output[], scope: Scope): Rows {
	const orders = outputs.map((each) => {
		const list = each.order[0]?.(scope) ?? [];
		return Array.isArray(list) ? (list as readonly FeelValue[]) : [];
	});
	const places = (row: readonly FeelValue[]): number[] =>
		orders.map((order, at) => {
			const place = order.findIndex((value) => equal(value, row[at] ?? null, scope.meter) === true);
			return place < 0 ? order.length : place;
		});
	return rows.toSorted((a, b) => {
		const right = places(b);
		return (
			places(a)
				.map((place, at) => place - (right[at] ?? 0))
				.find((difference) => difference !== 0) ?? 0
		);
	});
}

function aggregated(aggregation: string, values: readonly FeelValue[]): FeelValue {
	if (aggregation === "COUNT") return values.length;
	if (values.length === 0) return null;
	if (aggregation === "SUM")
		return values.reduce<FeelNumber | null>((total, each) => (total !== null && isNumber(each) ? add(total, each) : null), 0);
	const sign = aggregation === "MIN" ? -1 : 1;
	return values.reduce((best, each) => ((compare(each, best) ?? 0) * sign > 0 ? each : best));
}
