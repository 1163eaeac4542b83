import { RE2JS } from "re2js";
import { FEEL_LIMITS } from "../limits.ts";
import { Exhausted, bounded, boundedText, type Meter } from "../meter.ts";
import { define } from "./signature.ts";

/** String functions that take a regular expression (DMN 1.5 §10.3.4.3); `PATTERN_FUNCTIONS` has their names. */

define(
	"matches(input: string, pattern: string, flags?: string?)",
	(input: string, pattern: string, flags: string | null | undefined, meter: Meter) => {
		const expression = regularExpression(pattern, flags, meter);
		if (expression === null) return null;
		scan(expression, input, meter);
		return expression.matcher(input).find();
	},
);
define(
	"replace(input: string, pattern: string, replacement: string, flags?: string?)",
	(input: string, pattern: string, replacement: string, flags: string | null | undefined, meter: Meter) => {
		const expression = regularExpression(pattern, flags, meter);
		if (expression === null || expression.matcher("").find() || /\$(?!\d)|\\(?![$\\])/.test(replacement)) return null;
		scan(expression, input, meter);
		meter.read(replacement);
		return replaced(expression, input, replacementFor(replacement, expression.groupCount()), meter);
	},
);
define("split(string: string, delimiter: string)", (text: string, delimiter: string, meter: Meter) => {
	const expression = regularExpression(delimiter, null, meter);
	if (expression === null) return null;
	scan(expression, text, meter);
	const made: string[] = [];
	const matcher = expression.matcher(text);
	let from = 0;
	while (matcher.find()) {
		meter.burn(1);
		if (matcher.end() === matcher.start()) continue;
		made.push(text.slice(from, matcher.start()));
		from = matcher.end();
	}
	made.push(text.slice(from));
	return bounded(made);
});

/** A `$` with a number beyond the groups: as many digits as name a group are taken, the rest is text; an unknown group is empty. */
function replacementFor(replacement: string, groups: number): string {
	return replacement.replace(/\\[$\\]|\$(\d+)/g, (all, digits: string | undefined) => {
		if (digits === undefined) return all;
		let taken = digits;
		while (taken.length > 1 && Number(taken) > groups) taken = taken.slice(0, -1);
		const rest = digits.slice(taken.length);
		return Number(taken) > groups ? rest : `$${taken}${rest}`;
	});
}

/** Takes for a search through a text, whose time is that of the text times the expression. */
function scan(expression: RE2JS, text: string, meter: Meter): void {
	meter.burn(1 + ((text.length * (8 + expression.programSize())) >> 7));
}

/** A text with every match replaced; what it grows to is looked at while it grows. */
function replaced(expression: RE2JS, text: string, replacement: string, meter: Meter): string {
	const matcher = expression.matcher(text);
	const parts: string[] = [];
	let from = 0;
	let size = 0;
	while (matcher.find()) {
		meter.burn(1);
		const part = text.slice(from, matcher.start());
		const put = replacement.replace(/\\([$\\])|\$(\d+)/g, (_, sign: string | undefined, group: string | undefined) =>
			sign === undefined ? (matcher.group(Number(group)) ?? "") : sign,
		);
		parts.push(part, put);
		size += part.length + put.length;
		if (size > FEEL_LIMITS.text) throw new Exhausted("text");
		from = matcher.end();
	}
	parts.push(text.slice(from));
	return boundedText(parts.join(""));
}

/** What reading an expression costs. */
const COMPILING = 100;

const compiled = new Map<string, RE2JS | null>();

/** The expression by XPath's rules (functions and operators §7.6), matched in linear time; null when it is not one. */
function regularExpression(pattern: string, flags: string | null | undefined, meter: Meter): RE2JS | null {
	if (pattern.length > FEEL_LIMITS.pattern || (flags?.length ?? 0) > 10) return null;
	const key = `${flags ?? ""}/${pattern}`;
	const known = compiled.get(key);
	if (known !== undefined) return known;
	meter.burn(COMPILING + pattern.length);
	let bits = 0;
	let source = pattern;
	let literal = false;
	for (const flag of flags ?? "") {
		if (flag === "i") bits |= RE2JS.CASE_INSENSITIVE;
		else if (flag === "s") bits |= RE2JS.DOTALL;
		else if (flag === "m") bits |= RE2JS.MULTILINE;
		else if (flag === "x") source = withoutSpace(source);
		else if (flag === "q") literal = true;
		else return null;
	}
	let made: RE2JS | null = null;
	try {
		const translated = literal ? RE2JS.quote(pattern) : inRe2(source, flags?.includes("s") === true);
		made = translated === null ? null : RE2JS.compile(translated, bits);
	} catch {
		// Not a regular expression, or one that needs more than linear time.
	}
	if (compiled.size > 1000) compiled.clear();
	compiled.set(key, made);
	return made;
}

/** Flag x: space outside of classes counts for nothing. */
function withoutSpace(pattern: string): string {
	return pattern.replace(/\[(?:\\.|[^\]\\])*\]|\s+/g, (part) => (part.startsWith("[") ? part : ""));
}

/** What XPath writes otherwise than RE2; null for an escape that it does not know. */
function inRe2(pattern: string, dotAll: boolean): string | null {
	let known = true;
	const made = pattern.replace(/\\p\{IsBasicLatin\}|\\.|\[\^?(?:[^\]\\[]|\\.)*-\[[^\]\\]*\]\]|\[(?:\\.|[^\]\\])*\]|\./gs, (part) => {
		if (part === ".") return dotAll ? part : "[^\\n\\r]";
		if (part === "\\p{IsBasicLatin}") return "[\\x00-\\x7F]";
		if (/(?<!\\)(?:\\\\)*\\[^nrt\\|.?*+(){}\-[\]^$pPsSiIcCdDwW1-9]/.test(part)) known = false;
		return part.endsWith("]]") && part.includes("-[") ? subtracted(part) : part;
	});
	return known ? made : null;
}

/** `[A-Z-[OI]]`, a class without another, which RE2 has no sign for. */
function subtracted(written: string): string {
	const at = written.lastIndexOf("-[");
	const without = new Set(pointsOf(written.slice(at + 2, -2)));
	const left = pointsOf(written.slice(1, at)).filter((point) => !without.has(point));
	return `[${left.map((point) => `\\x{${point.toString(16)}}`).join("")}]`;
}

function pointsOf(members: string): number[] {
	const points = Array.from(members, (sign) => sign.codePointAt(0) ?? 0);
	const made: number[] = [];
	for (let at = 0; at < points.length; at++) {
		const first = points[at] ?? 0;
		const last = points[at + 1] === 0x2d ? (points[at + 2] ?? first) : first;
		if (last - first > 1000) return [];
		for (let point = first; point <= last; point++) made.push(point);
		if (last !== first) at += 2;
	}
	return made;
}
