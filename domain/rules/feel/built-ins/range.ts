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

type Place = "point" | "range";

/** What the standard calls the arguments of a relation. */
const NAMES: Readonly<Record<Place, Readonly<Record<Place, string>>>> = {
	point: { point: "point1: point, point2: point", range: "point: point, range: range" },
	range: { point: "range: range, point: point", range: "range1: range, range2: range" },
};

/** Defines a relation for each form that it has. */
function relation(name: string, forms: readonly (readonly [Place, Place])[], holds: Relation): void {
	for (const [first, second] of forms)
		define(`${name}(${NAMES[first][second]})`, (a: FeelValue, b: FeelValue) => {
			const left = endsOf(a);
			const right = endsOf(b);
			if (left === null || right === null) return null;
			try {
				return holds(left, right, order);
			} catch (error) {
				if (error === NO_ORDER) return null;
				throw error;
			}
		});
}

/** Null for a range without an end. */
function endsOf(value: FeelValue): Ends | null {
	if (!(value instanceof Range)) return { start: value, end: value, startIncluded: true, endIncluded: true };
	if (value.start === undefined || value.end === undefined) return null;
	return { start: value.start, end: value.end, startIncluded: value.startIncluded, endIncluded: value.endIncluded };
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

const POINTS = ["point", "point"] as const;
const POINT_RANGE = ["point", "range"] as const;
const RANGE_POINT = ["range", "point"] as const;
const RANGES = ["range", "range"] as const;

relation("before", [POINTS, POINT_RANGE, RANGE_POINT, RANGES], before);
relation("after", [POINTS, POINT_RANGE, RANGE_POINT, RANGES], (a, b) => before(b, a));
relation("meets", [RANGES], meets);
relation("met by", [RANGES], (a, b) => meets(b, a));
relation("overlaps", [RANGES], (a, b) => !before(a, b) && !before(b, a));
relation("overlaps before", [RANGES], overlapsBefore);
relation("overlaps after", [RANGES], overlapsAfter);
relation("finishes", [POINT_RANGE, RANGES], finishes);
relation("finished by", [RANGE_POINT, RANGES], (a, b) => finishes(b, a));
relation("includes", [RANGE_POINT, RANGES], covers);
relation("during", [POINT_RANGE, RANGES], (a, b) => covers(b, a));
relation("starts", [POINT_RANGE, RANGES], starts);
relation("started by", [RANGE_POINT, RANGES], (a, b) => starts(b, a));
relation(
	"coincides",
	[POINTS, RANGES],
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
