import { bounded, type Meter } from "../meter.ts";
import { add, decimal, divide, isNumber, multiply, settle, whole, type FeelNumber } from "../number.ts";
import { operationOf } from "../arithmetic.ts";
import { type FeelFunction, compare, equal, isList, type FeelValue } from "../value.ts";
import { define } from "./signature.ts";

/** List functions (DMN 1.5 §10.3.4.4). Those that take a list of one kind take its items as arguments too. */

type List = readonly FeelValue[];

/** The arguments of a function that takes a list or its items. */
function itemsOf(values: List): List | null {
	const [first] = values;
	if (values.length === 1) return first === null || first === undefined ? null : isList(first) ? first : values;
	return values.length === 0 ? null : values;
}

function overItems(name: string, parameter: string, run: (items: List, meter: Meter) => FeelValue): void {
	define(`${name}(${parameter}: list)`, (items: List, meter: Meter) => {
		meter.burn(items.length);
		return run(items, meter);
	});
	define(`${name}(...items: any)`, (values: List, meter: Meter) => {
		const items = itemsOf(values);
		if (items === null) return null;
		meter.burn(items.length);
		return run(items, meter);
	});
}

function numbersOf(items: List): FeelNumber[] | null {
	const numbers: FeelNumber[] = [];
	for (const item of items) {
		if (!isNumber(item)) return null;
		numbers.push(item);
	}
	return numbers;
}

define("list contains(list: list, element: any)", (list: List, element: FeelValue, meter: Meter) => {
	meter.burn(list.length);
	return list.some((item) => equal(item, element, meter) === true);
});
define("count(list: list)", (list: List) => list.length);
overItems("min", "list", (items) => extreme(items, -1));
overItems("max", "list", (items) => extreme(items, 1));
overItems("sum", "list", (items, meter) => {
	const [first, ...rest] = items;
	const plus = operationOf("+");
	if (first === undefined || plus === null || typeof first === "string") return null;
	return rest.reduce<FeelValue>(
		(total, item) => (total === null ? null : plus(total, item, meter)),
		isList(first) ? null : isSummable(first),
	);
});
overItems("product", "list", (items) => {
	const numbers = numbersOf(items);
	if (numbers === null || numbers.length === 0) return null;
	return numbers.reduce<FeelNumber | null>((total, each) => (total === null ? null : multiply(total, each)), 1);
});
overItems("mean", "list", (items) => mean(items));
overItems("median", "list", (items) => {
	const numbers = numbersOf(items)?.toSorted((a, b) => compare(a, b) ?? 0);
	if (numbers === undefined || numbers.length === 0) return null;
	const middle = Math.floor(numbers.length / 2);
	const upper = numbers[middle] ?? 0;
	if (numbers.length % 2 === 1) return upper;
	const sum = add(numbers[middle - 1] ?? 0, upper);
	return sum === null ? null : divide(sum, 2);
});
overItems("stddev", "list", (items) => {
	const numbers = numbersOf(items);
	const middle = mean(items);
	if (numbers === null || numbers.length < 2 || !isNumber(middle)) return null;
	let squares = decimal(0);
	for (const each of numbers) squares = squares.plus(decimal(each).minus(decimal(middle)).pow(2));
	return settle(squares.dividedBy(numbers.length - 1).sqrt());
});
overItems("mode", "list", (items) => {
	const numbers = numbersOf(items);
	if (numbers === null) return null;
	const counts = new Map<string, { readonly value: FeelNumber; count: number }>();
	for (const value of numbers) {
		const key = decimal(value).toString();
		const seen = counts.get(key);
		if (seen === undefined) counts.set(key, { value, count: 1 });
		else seen.count++;
	}
	let most = 0;
	for (const each of counts.values()) most = Math.max(most, each.count);
	return [...counts.values()]
		.filter((each) => each.count === most)
		.map((each) => each.value)
		.toSorted((a, b) => compare(a, b) ?? 0);
});
overItems("all", "list", (items) => {
	if (items.some((item) => item === false)) return false;
	return items.every((item) => item === true) ? true : null;
});
overItems("any", "list", (items) => {
	if (items.some((item) => item === true)) return true;
	return items.every((item) => item === false) ? false : null;
});
define(
	"sublist(list: list, start position: number, length?: number)",
	(list: List, start: FeelNumber, length: FeelNumber | undefined, meter: Meter) => {
		meter.burn(list.length);
		const from = whole(start);
		const size = length === undefined ? Infinity : whole(length);
		if (from === null || size === null || from === 0 || size < 0 || Math.abs(from) > list.length) return null;
		const begin = from > 0 ? from - 1 : list.length + from;
		return size !== Infinity && begin + size > list.length ? null : list.slice(begin, begin + size);
	},
);
define("append(...list: any)", (values: List, meter: Meter) => {
	const [list, ...items] = values;
	if (list === undefined || items.length === 0) return null;
	const from = list === null ? [null] : isList(list) ? list : [list];
	meter.burn(from.length + items.length);
	return bounded([...from, ...items]);
});
define("concatenate(...list: any)", (lists: List, meter: Meter) => joined(lists, meter));
define("union(...list: any)", (lists: List, meter: Meter) => {
	const all = joined(lists, meter);
	return isList(all) ? distinct(all, meter) : null;
});
define("insert before(list: list, position: number, newItem: any)", (list: List, position: FeelNumber, item: FeelValue, meter: Meter) => {
	const at = placeOf(list, position);
	meter.burn(list.length);
	return at === null ? null : bounded([...list.slice(0, at), item, ...list.slice(at)]);
});
define("remove(list: list, position: number)", (list: List, position: FeelNumber, meter: Meter) => {
	const at = placeOf(list, position);
	meter.burn(list.length);
	return at === null ? null : list.toSpliced(at, 1);
});
define("list replace(list: list, position: number, newItem: any)", (list: List, position: FeelNumber, item: FeelValue, meter: Meter) => {
	const at = placeOf(list, position);
	meter.burn(list.length);
	return at === null ? null : list.with(at, item);
});
define("list replace(list: list, match: function, newItem: any)", (list: List, match: FeelFunction, item: FeelValue, meter: Meter) => {
	if (match.parameters?.length !== 2) return null;
	meter.burn(list.length);
	const made: FeelValue[] = [];
	for (const each of list) {
		const replaced = match.call([each, item]);
		if (typeof replaced !== "boolean") return null;
		made.push(replaced ? item : each);
	}
	return made;
});
define("reverse(list: list)", (list: List, meter: Meter) => {
	meter.burn(list.length);
	return list.toReversed();
});
define("index of(list: list, match: any)", (list: List, match: FeelValue, meter: Meter) => {
	meter.burn(list.length);
	return list.flatMap((item, at) => (equal(item, match, meter) === true ? [at + 1] : []));
});
define("distinct values(list: list)", (list: List, meter: Meter) => distinct(list, meter));
define("flatten(list: list)", (list: List, meter: Meter) => {
	const made: FeelValue[] = [];
	const flatten = (items: List, depth: number): void => {
		for (const item of items) {
			meter.burn(1);
			if (isList(item) && depth < 200) flatten(item, depth + 1);
			else made.push(item);
		}
	};
	flatten(list, 0);
	return bounded(made);
});
define("sort(list: list, precedes?: function)", (list: List, precedes: FeelFunction | undefined, meter: Meter) => {
	meter.burn(list.length * Math.ceil(Math.log2(list.length + 1)));
	if (precedes === undefined) {
		if (list.some((item) => compare(item, list[0] ?? null) === null)) return null;
		return list.toSorted((a, b) => compare(a, b) ?? 0);
	}
	return list.toSorted((a, b) => (precedes.call([a, b]) === true ? -1 : precedes.call([b, a]) === true ? 1 : 0));
});
define("partition(list: list, size: number)", (list: List, size: FeelNumber, meter: Meter) => {
	const each = whole(size);
	if (each === null || each < 1) return null;
	meter.burn(list.length);
	return Array.from({ length: Math.ceil(list.length / each) }, (_, at) => list.slice(at * each, (at + 1) * each));
});

function isSummable(value: FeelValue): FeelValue {
	return isNumber(value) || (typeof value === "object" && value !== null && "toString" in value) ? value : null;
}

function extreme(items: List, sign: number): FeelValue {
	let [best] = items;
	if (best === undefined || compare(best, best) === null) return null;
	for (const item of items) {
		const order = compare(item, best);
		if (order === null) return null;
		if (order * sign > 0) best = item;
	}
	return best;
}

function mean(items: List): FeelValue {
	const numbers = numbersOf(items);
	if (numbers === null || numbers.length === 0) return null;
	const sum = numbers.reduce<FeelNumber | null>((total, each) => (total === null ? null : add(total, each)), 0);
	return sum === null ? null : divide(sum, numbers.length);
}

/** Where a position from one, or from the end with a minus, is in a list. */
function placeOf(list: List, position: FeelNumber): number | null {
	const at = Math.trunc(Number(position));
	if (at === 0 || Math.abs(at) > list.length) return null;
	return at > 0 ? at - 1 : list.length + at;
}

function joined(lists: List, meter: Meter): FeelValue {
	if (lists.length === 0) return null;
	const made: FeelValue[] = [];
	for (const list of lists) {
		if (list === null) return null;
		meter.burn(isList(list) ? list.length : 1);
		for (const item of isList(list) ? list : [list]) made.push(item);
		bounded(made);
	}
	return made;
}

function distinct(list: List, meter: Meter): FeelValue {
	const made: FeelValue[] = [];
	const seen = new Set<unknown>();
	for (const item of list) {
		if (item === null || typeof item === "string" || typeof item === "boolean" || Number.isSafeInteger(item)) {
			meter.burn(1);
			if (seen.has(item)) continue;
			seen.add(item);
			made.push(item);
			continue;
		}
		meter.burn(made.length);
		if (!made.some((other) => equal(other, item, meter) === true)) made.push(item);
	}
	return made;
}
