import { FEEL_LIMITS } from "../limits.ts";
import { Exhausted, boundedText, type Meter } from "../meter.ts";
import { whole, type FeelNumber } from "../number.ts";
import type { FeelValue } from "../value.ts";
import { define } from "./signature.ts";

/** String functions (DMN 1.5 §10.3.4.3). Positions count code points from one. */

define(
	"substring(string: string, start position: number, length?: number)",
	(text: string, start: FeelNumber, length: FeelNumber | undefined, meter: Meter) => {
		meter.burn(text.length >> 4);
		const from = whole(start);
		const size = length === undefined ? Infinity : Math.trunc(Number(length));
		if (from === null || from === 0 || size < 1) return null;
		const points = Array.from(text);
		if (Math.abs(from) > points.length) return null;
		const begin = from > 0 ? from - 1 : points.length + from;
		return points.slice(begin, begin + size).join("");
	},
);
define("string length(string: string)", (text: string, meter: Meter) => {
	meter.burn(text.length >> 6);
	let count = 0;
	for (const _ of text) count++;
	return count;
});
define("upper case(string: string)", (text: string, meter: Meter) => {
	meter.read(text);
	return boundedText(text.toUpperCase());
});
define("lower case(string: string)", (text: string, meter: Meter) => {
	meter.read(text);
	return boundedText(text.toLowerCase());
});
define("substring before(string: string, match: string)", (text: string, match: string, meter: Meter) => {
	meter.read(text);
	const at = text.indexOf(match);
	return at < 0 ? "" : text.slice(0, at);
});
define("substring after(string: string, match: string)", (text: string, match: string, meter: Meter) => {
	meter.read(text);
	const at = text.indexOf(match);
	return at < 0 ? "" : text.slice(at + match.length);
});
define("contains(string: string, match: string)", (text: string, match: string, meter: Meter) => {
	meter.read(text);
	return text.includes(match);
});
define("starts with(string: string, match: string)", (text: string, match: string, meter: Meter) => {
	meter.read(match);
	return text.startsWith(match);
});
define("ends with(string: string, match: string)", (text: string, match: string, meter: Meter) => {
	meter.read(match);
	return text.endsWith(match);
});
define("trim(string: string)", (text: string, meter: Meter) => {
	meter.read(text);
	return text.trim();
});
define("string join(list: list, delimiter?: string?)", joined);

function joined(list: readonly FeelValue[], delimiter: string | null | undefined, meter: Meter): FeelValue {
	meter.burn(list.length);
	const texts: string[] = [];
	let size = 0;
	for (const item of list) {
		if (item === null) continue;
		if (typeof item !== "string") return null;
		size += item.length + (delimiter?.length ?? 0);
		// Before it is made: joined, it could be more than there is memory for.
		if (size > FEEL_LIMITS.text + (delimiter?.length ?? 0)) throw new Exhausted("text");
		meter.read(item);
		texts.push(item);
	}
	return boundedText(texts.join(delimiter ?? ""));
}
