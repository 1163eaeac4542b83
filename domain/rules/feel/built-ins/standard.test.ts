import { describe, it } from "vitest";
import { compileExpression } from "../expression.ts";
import "./patterns.ts";
import { Meter } from "../meter.ts";
import { textOf } from "../text-of.ts";
import { builtInNames } from "./signature.ts";

function valueOf(source: string): string | null {
	const made = compileExpression(source);
	return typeof made === "function"
		? textOf(made({ names: {}, outer: null, meter: new Meter(100_000, Date.UTC(2026, 10, 28, 9, 30)) }))
		: "no FEEL";
}

/** Every function of DMN 1.5 §10.3.4, called by the names that the standard gives its parameters. */
const STANDARD: readonly (readonly [call: string, value: string])[] = [
	// §10.3.4.1, conversion
	['date(from: "2026-11-28")', "2026-11-28"],
	["date(year: 2026, month: 11, day: 28)", "2026-11-28"],
	['date and time(from: "2026-11-28T09:30:00")', "2026-11-28T09:30:00"],
	['date and time(date: date("2026-11-28"), time: time("09:30:00"))', "2026-11-28T09:30:00"],
	['time(from: "09:30:00")', "09:30:00"],
	['time(hour: 9, minute: 30, second: 0, offset: duration("PT1H"))', "09:30:00+01:00"],
	['number(from: "1,000.5", grouping separator: ",", decimal separator: ".")', "1000.5"],
	["string(from: 1)", "1"],
	['duration(from: "PT1H")', "PT1H"],
	['years and months duration(from: date("2025-11-28"), to: date("2026-12-28"))', "P1Y1M"],
	['range(from: "[1..2]")', "[1..2]"],
	// §10.3.4.2, boolean
	["not(negand: true)", "false"],
	// §10.3.4.3, strings
	['substring(string: "abc", start position: 2, length: 1)', "b"],
	['string length(string: "abc")', "3"],
	['upper case(string: "a")', "A"],
	['lower case(string: "A")', "a"],
	['substring before(string: "abc", match: "b")', "a"],
	['substring after(string: "abc", match: "b")', "c"],
	['replace(input: "abc", pattern: "B", replacement: "x", flags: "i")', "axc"],
	['contains(string: "abc", match: "b")', "true"],
	['starts with(string: "abc", match: "a")', "true"],
	['ends with(string: "abc", match: "c")', "true"],
	['matches(input: "abc", pattern: "A.*", flags: "i")', "true"],
	['split(string: "a;b", delimiter: ";")', '["a", "b"]'],
	['string join(list: ["a", "b"], delimiter: "-")', "a-b"],
	// §10.3.4.4, lists
	["list contains(list: [1], element: 1)", "true"],
	["count(list: [1, 2])", "2"],
	["min(list: [1, 2])", "1"],
	["max(list: [1, 2])", "2"],
	["sum(list: [1, 2])", "3"],
	["mean(list: [1, 3])", "2"],
	["all(list: [true])", "true"],
	["any(list: [false])", "false"],
	["sublist(list: [1, 2, 3], start position: 2, length: 1)", "[2]"],
	["append([1], 2)", "[1, 2]"],
	["concatenate([1], [2])", "[1, 2]"],
	["insert before(list: [1, 3], position: 2, newItem: 2)", "[1, 2, 3]"],
	["remove(list: [1, 2], position: 1)", "[2]"],
	["list replace(list: [1, 2], position: 2, newItem: 9)", "[1, 9]"],
	["list replace(list: [1, 2], match: function(item, newItem) item < newItem, newItem: 2)", "[2, 2]"],
	["reverse(list: [1, 2])", "[2, 1]"],
	["index of(list: [1, 2, 1], match: 1)", "[1, 3]"],
	["union([1], [1, 2])", "[1, 2]"],
	["distinct values(list: [1, 1])", "[1]"],
	["flatten(list: [[1], 2])", "[1, 2]"],
	["product(list: [2, 3])", "6"],
	["median(list: [1, 2, 9])", "2"],
	["stddev(list: [1, 3])", "1.414213562373095048801688724209698"],
	["mode(list: [1, 1, 2])", "[1]"],
	// §10.3.4.5, numbers
	["decimal(n: 1.25, scale: 1)", "1.2"],
	["floor(n: 1.5, scale: 0)", "1"],
	["ceiling(n: 1.5, scale: 0)", "2"],
	["round up(n: 1.21, scale: 1)", "1.3"],
	["round down(n: 1.29, scale: 1)", "1.2"],
	["round half up(n: 1.25, scale: 1)", "1.3"],
	["round half down(n: 1.25, scale: 1)", "1.2"],
	["abs(n: -1)", "1"],
	["modulo(dividend: 5, divisor: 3)", "2"],
	["sqrt(number: 4)", "2"],
	["log(number: 1)", "0"],
	["exp(number: 0)", "1"],
	["odd(number: 3)", "true"],
	["even(number: 3)", "false"],
	// §10.3.4.6, dates and times
	['is(value1: @"2026-11-28", value2: @"2026-11-28")', "true"],
	// §10.3.4.7, ranges
	["before(point1: 1, point2: 2)", "true"],
	["before(point: 1, range: [2..3])", "true"],
	["before(range: [1..2], point: 3)", "true"],
	["before(range1: [1..2], range2: [3..4])", "true"],
	["after(point1: 2, point2: 1)", "true"],
	["after(point: 4, range: [2..3])", "true"],
	["after(range: [4..5], point: 3)", "true"],
	["after(range1: [4..5], range2: [1..2])", "true"],
	["meets(range1: [1..2], range2: [2..3])", "true"],
	["met by(range1: [2..3], range2: [1..2])", "true"],
	["overlaps(range1: [1..3], range2: [2..4])", "true"],
	["overlaps before(range1: [1..3], range2: [2..4])", "true"],
	["overlaps after(range1: [2..4], range2: [1..3])", "true"],
	["finishes(point: 3, range: [1..3])", "true"],
	["finishes(range1: [2..3], range2: [1..3])", "true"],
	["finished by(range: [1..3], point: 3)", "true"],
	["finished by(range1: [1..3], range2: [2..3])", "true"],
	["includes(range: [1..3], point: 2)", "true"],
	["includes(range1: [1..3], range2: [1..2])", "true"],
	["during(point: 2, range: [1..3])", "true"],
	["during(range1: [1..2], range2: [1..3])", "true"],
	["starts(point: 1, range: [1..3])", "true"],
	["starts(range1: [1..2], range2: [1..3])", "true"],
	["started by(range: [1..3], point: 1)", "true"],
	["started by(range1: [1..3], range2: [1..2])", "true"],
	["coincides(point1: 1, point2: 1)", "true"],
	["coincides(range1: [1..2], range2: [1..2])", "true"],
	// §10.3.4.8, temporal
	['day of year(date: @"2026-11-28")', "332"],
	['day of week(date: @"2026-11-28")', "Saturday"],
	['month of year(date: @"2026-11-28")', "November"],
	['week of year(date: @"2026-11-28")', "48"],
	// §10.3.4.9, sort
	["sort(list: [2, 1], precedes: function(x, y) x < y)", "[1, 2]"],
	// §10.3.4.10, contexts
	['get value(m: {a: 1}, key: "a")', "1"],
	["get entries(m: {a: 1})", '[{key: "a", value: 1}]'],
	['context(entries: [{key: "a", value: 1}])', "{a: 1}"],
	['context put(context: {a: 1}, key: "b", value: 2)', "{a: 1, b: 2}"],
	['context put(context: {a: {b: 1}}, keys: ["a", "b"], value: 2)', "{a: {b: 2}}"],
	["context merge(contexts: [{a: 1}, {b: 2}])", "{a: 1, b: 2}"],
	// §10.3.4.11, miscellaneous
	["now() = now()", "true"],
	["today()", "2026-11-28"],
];

describe("the functions of DMN 1.5 §10.3.4", () => {
	it.for(STANDARD)("%s", ([call, value], { expect }) => {
		expect(valueOf(call)).toBe(value);
	});

	it("are all of ours but two that tools have beside them", ({ expect }) => {
		const standard = new Set(STANDARD.map(([call]) => call.slice(0, call.indexOf("("))));
		expect(builtInNames().filter((name) => !standard.has(name))).toEqual(["partition", "trim"]);
	});
});
