import type { Problem } from "../problem.ts";
import { add, type FeelNumber, isNumber } from "./feel/number.ts";
import type { Closure } from "./feel/compile.ts";
import type { Scope } from "./feel/scope.ts";
import { coerce, type FeelType } from "./feel/type.ts";
import { compare, equal, isList, record, type FeelValue } from "./feel/value.ts";

export const HIT_POLICIES = ["UNIQUE", "FIRST", "ANY", "PRIORITY", "OUTPUT ORDER", "RULE ORDER", "COLLECT"] as const;
export type HitPolicy = (typeof HIT_POLICIES)[number];

export const AGGREGATIONS = ["SUM", "MIN", "MAX", "COUNT"] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];

/** An output column of a table. */
export interface Output {
	readonly name: string;
	readonly type: FeelType | null;
	/** The list of allowed values in their order, which is that of priority. */
	readonly order: Closure | null;
	readonly otherwise: Closure | null;
}

/** How a table comes from the rules that hit to its value. */
export interface Choice {
	readonly policy: HitPolicy;
	/** Of `COLLECT`. */
	readonly aggregation: Aggregation | null;
	readonly outputs: readonly Output[];
	/** A context of the outputs also where there is only one of them, which else stands for itself. */
	readonly named: boolean;
}

/** A rule that hits, counted from one, and the values of its outputs. */
export interface HitRule {
	readonly rule: number;
	readonly row: readonly FeelValue[];
}

export interface Chosen {
	readonly value: FeelValue;
	/** The hit policy is broken, and the value null: `decision.not_unique`, `decision.not_any`. */
	readonly problem: Problem | null;
}

/** What the rules that hit give by the hit policy (DMN 1.5 §8.2.10); the default outputs when none hits and there are any. */
export function choose(choice: Choice, hits: readonly HitRule[], scope: Scope): Chosen {
	const { policy, aggregation, outputs } = choice;
	const one = (row: readonly FeelValue[] | undefined): FeelValue => (row === undefined ? null : outputOf(choice, row, scope));
	const rows = hits.map((hit) => hit.row);
	if (hits.length === 0 && outputs.some((each) => each.otherwise !== null))
		return fine(one(outputs.map((each) => each.otherwise?.(scope) ?? null)));
	switch (policy) {
		case "UNIQUE":
			return hits.length > 1
				? broken("decision.not_unique", `Rules ${namesOf(hits)} hit at once, and the table allows one.`)
				: fine(one(rows[0]));
		case "FIRST":
			return fine(one(rows[0]));
		case "ANY": {
			const values = rows.map(one);
			const [first = null] = values;
			return values.every((value) => equal(value, first, scope.meter) === true)
				? fine(first)
				: broken("decision.not_any", `Rules ${namesOf(hits)} hit at once and give different outputs.`);
		}
		case "PRIORITY":
			return fine(one(byPriority(rows, outputs, scope)[0]));
		case "OUTPUT ORDER":
			return fine(byPriority(rows, outputs, scope).map(one));
		case "RULE ORDER":
			return fine(rows.map(one));
		case "COLLECT":
			return fine(aggregation === null ? rows.map(one) : aggregated(aggregation, rows.map(one)));
	}
}

function fine(value: FeelValue): Chosen {
	return { value, problem: null };
}

function broken(code: string, detail: string): Chosen {
	return { value: null, problem: { code, detail } };
}

function namesOf(hits: readonly HitRule[]): string {
	return hits.map((hit) => hit.rule).join(" and ");
}

function outputOf({ outputs, named }: Choice, row: readonly FeelValue[], scope: Scope): FeelValue {
	const values = outputs.map((each, at) => {
		const value = row[at] ?? null;
		return each.type === null ? value : (coerce(value, each.type, scope.meter) ?? null);
	});
	if (outputs.length === 1 && !named) return values[0] ?? null;
	return record(outputs.map((each, at) => [each.name, values[at] ?? null]));
}

/** By the place of the first output in its order, then of the next. A value that has no place comes last. */
function byPriority(rows: readonly (readonly FeelValue[])[], outputs: readonly Output[], scope: Scope): readonly (readonly FeelValue[])[] {
	const orders = outputs.map((each) => {
		const list = each.order?.(scope) ?? [];
		return isList(list) ? list : [];
	});
	const placed = rows.map((row) => ({
		row,
		places: orders.map((order, at) => {
			const place = order.findIndex((value) => equal(value, row[at] ?? null, scope.meter) === true);
			return place < 0 ? order.length : place;
		}),
	}));
	const difference = (a: readonly number[], b: readonly number[]): number =>
		a.map((place, at) => place - (b[at] ?? 0)).find((each) => each !== 0) ?? 0;
	return placed.toSorted((a, b) => difference(a.places, b.places)).map(({ row }) => row);
}

/** Of no rule: a count of nought, else null. A sum of what are not all numbers is null. */
function aggregated(aggregation: Aggregation, values: readonly FeelValue[]): FeelValue {
	switch (aggregation) {
		case "COUNT":
			return values.length;
		case "SUM":
			if (values.length === 0) return null;
			return values.reduce<FeelNumber | null>((total, each) => (total !== null && isNumber(each) ? add(total, each) : null), 0);
		case "MIN":
		case "MAX": {
			if (values.length === 0) return null;
			const sign = aggregation === "MIN" ? -1 : 1;
			return values.reduce((best, each) => ((compare(each, best) ?? 0) * sign > 0 ? each : best));
		}
	}
}
