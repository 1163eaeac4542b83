import { add, type FeelNumber, isNumber } from "../feel/number.ts";
import type { Closure } from "../feel/compile.ts";
import type { Scope } from "../feel/scope.ts";
import { coerce, type FeelType } from "../feel/type.ts";
import { compare, equal, record, type FeelValue } from "../feel/value.ts";

/** An output column of a table. */
export interface Output {
	readonly name: string;
	readonly type: FeelType | null;
	/** The list of allowed values in their order, which is that of priority. */
	readonly order: Closure | null;
	readonly otherwise: Closure | null;
}

type Rows = readonly (readonly FeelValue[])[];

/** What a row of outputs gives: the value of the only one, or a context of them. */
export function outputOf(outputs: readonly Output[], row: readonly FeelValue[], scope: Scope): FeelValue {
	const values = outputs.map((each, at) => {
		const value = row[at] ?? null;
		return each.type === null ? value : (coerce(value, each.type, scope.meter) ?? null);
	});
	if (outputs.length === 1) return values[0] ?? null;
	return record(outputs.map((each, at) => [each.name, values[at] ?? null]));
}

/** What the outputs of the rules that hit give by a hit policy (DMN 1.5 §8.2.10). */
export function choice(
	policy: string,
	aggregation: string | undefined,
	outputs: readonly Output[],
): (rows: Rows, scope: Scope) => FeelValue {
	const one = (row: readonly FeelValue[] | undefined, scope: Scope): FeelValue =>
		row === undefined ? null : outputOf(outputs, row, scope);
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
		const list = each.order?.(scope) ?? [];
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
