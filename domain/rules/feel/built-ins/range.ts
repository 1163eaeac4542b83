import { Range, compare, type FeelValue } from "../value.ts";
import { readTemporal } from "../read-temporal.ts";
import { readNumber } from "../number.ts";
import { define } from "./signature.ts";

/** Where points and ranges lie to each other (DMN 1.5 §10.3.4.6), and ranges from text. */

interface Ends {
	readonly start: FeelValue;
	readonly end: FeelValue;
	readonly startIncluded: boolean;
	readonly endIncluded: boolean;
}

type Relation = (a: Ends, b: Ends, lies: typeof order) => boolean | null;

function order(a: FeelValue, b: FeelValue): number {
	const found = compare(a, b);
	if (found === null) throw NO_ORDER;
	return found;
}

const NO_ORDER = new Error("no order");

/** Defines a relation; the kinds of its two arguments are points, ranges or both. */
function relation(name: string, first: "point" | "range" | "both", second: "point" | "range" | "both", holds: Relation): void {
	define(
		`${name}(${first === "point" ? "point" : "range1"}: any, ${second === "point" ? "point" : "range2"}: any)`,
		(a: FeelValue, b: FeelValue) => {
			const left = endsOf(a, first);
			const right = endsOf(b, second);
			if (left === null || right === null) return null;
			try {
				return holds(left, right, order);
			} catch (error) {
				if (error === NO_ORDER) return null;
				throw error;
			}
		},
	);
}

function endsOf(value: FeelValue, kind: "point" | "range" | "both"): Ends | null {
	if (value instanceof Range) {
		if (kind === "point" || value.start === undefined || value.end === undefined) return null;
		return { start: value.start, end: value.end, startIncluded: value.startIncluded, endIncluded: value.endIncluded };
	}
	return kind === "range" || value === null ? null : { start: value, end: value, startIncluded: true, endIncluded: true };
}

function before(a: Ends, b: Ends): boolean {
	const at = order(a.end, b.start);
	return at < 0 || (at === 0 && !(a.endIncluded && b.startIncluded));
}

function meets(a: Ends, b: Ends): boolean {
	return order(a.end, b.start) === 0 && a.endIncluded && b.startIncluded;
}

/** Whether b starts no later than a. */
function covers(b: Ends, a: Ends): boolean {
	const low = order(b.start, a.start);
	const high = order(a.end, b.end);
	return (
		(low < 0 || (low === 0 && (b.startIncluded || !a.startIncluded))) && (high < 0 || (high === 0 && (b.endIncluded || !a.endIncluded)))
	);
}

function finishes(a: Ends, b: Ends): boolean {
	if (order(a.end, b.end) !== 0 || a.endIncluded !== b.endIncluded) return false;
	const low = order(b.start, a.start);
	return low < 0 || (low === 0 && (!a.startIncluded || b.startIncluded));
}

function starts(a: Ends, b: Ends): boolean {
	if (order(a.start, b.start) !== 0 || a.startIncluded !== b.startIncluded) return false;
	const high = order(a.end, b.end);
	return high < 0 || (high === 0 && (!a.endIncluded || b.endIncluded));
}

function overlapsBefore(a: Ends, b: Ends): boolean {
	const start = order(a.start, b.start);
	const end = order(a.end, b.end);
	const touch = order(a.end, b.start);
	const first = start < 0 || (start === 0 && a.startIncluded && !b.startIncluded);
	const last = end < 0 || (end === 0 && (!a.endIncluded || b.endIncluded));
	return first && last && (touch > 0 || (touch === 0 && a.endIncluded && b.startIncluded));
}

function overlapsAfter(a: Ends, b: Ends): boolean {
	const start = order(b.start, a.start);
	const end = order(a.end, b.end);
	const touch = order(a.start, b.end);
	const first =
		start < 0 || (start === 0 && b.startIncluded && !a.startIncluded) || (start === 0 && b.startIncluded === a.startIncluded && end > 0);
	const last = end > 0 || (end === 0 && (a.endIncluded || !b.endIncluded));
	return first && last && (touch < 0 || (touch === 0 && a.startIncluded && b.endIncluded));
}

relation("before", "both", "both", before);
relation("after", "both", "both", (a, b) => before(b, a));
relation("meets", "range", "range", meets);
relation("met by", "range", "range", (a, b) => meets(b, a));
relation("overlaps", "range", "range", (a, b) => !before(a, b) && !before(b, a));
relation("overlaps before", "range", "range", overlapsBefore);
relation("overlaps after", "range", "range", overlapsAfter);
relation("finishes", "both", "range", finishes);
relation("finished by", "range", "both", (a, b) => finishes(b, a));
relation("includes", "range", "both", covers);
relation("during", "both", "range", (a, b) => covers(b, a));
relation("starts", "both", "range", starts);
relation("started by", "range", "both", (a, b) => starts(b, a));
relation(
	"coincides",
	"both",
	"both",
	(a, b) =>
		order(a.start, b.start) === 0 && order(a.end, b.end) === 0 && a.startIncluded === b.startIncluded && a.endIncluded === b.endIncluded,
);

define("range(from: string)", (text: string) => {
	if (text.length > 1000) return null;
	const match = /^([[(\]])(.*?)\.\.(.*?)([\])[])$/s.exec(text.trim());
	if (match === null) return null;
	const [, open, low = "", high = "", close] = match;
	const start = endOf(low.trim());
	const end = endOf(high.trim());
	if (start === null || end === null || (start === undefined && end === undefined)) return null;
	if ((start === undefined && open === "[") || (end === undefined && close === "]")) return null;
	if (start !== undefined && end !== undefined) {
		const at = compare(start, end);
		if (at === null || at > 0) return null;
	}
	return new Range(start, open === "[", end, close === "]");
});

/** Undefined when nothing is written, null when it is no literal. */
function endOf(text: string): FeelValue | undefined {
	if (text === "") return undefined;
	const string = /^"((?:[^"\\]|\\.)*)"$/s.exec(text);
	if (string !== null) return string[1] ?? "";
	const at = /^@"([^"]*)"$/.exec(text) ?? /^(?:date|time|date and time|duration)\(\s*"([^"]*)"\s*\)$/.exec(text);
	return at === null ? readNumber(text) : readTemporal(at[1] ?? "");
}
