import type { Meter } from "../meter.ts";
import { isNumber } from "../number.ts";
import { compare, isList, kindOf, type FeelValue } from "../value.ts";

/** One way to call a built-in function. */
export interface Signature {
	readonly parameters: readonly BuiltInParameter[];
	/** As it is written. */
	readonly written: string;
	readonly variadic: boolean;
	readonly run: (values: readonly FeelValue[], meter: Meter) => FeelValue;
}

interface BuiltInParameter {
	readonly name: string;
	readonly kinds: readonly string[];
	readonly optional: boolean;
	readonly nullable: boolean;
}

export type BuiltIn = readonly Signature[];

const builtIns = new Map<string, Signature[]>();

/**
 * Adds a function. The signature reads `substring(string: string, start position: number, length?: number)`: a `?` after a name says that
 * it may be left out, after a kind that it may be null, `...` before the last that any number may follow, `|` joins kinds;
 * a `day` is a date with or without a time, a `point` whatever has an order.
 * What gets values of other kinds gives null (DMN 1.5 §10.3.4).
 */
export function define(signature: string, run: (...values: never[]) => FeelValue): void {
	const open = signature.indexOf("(");
	const name = signature.slice(0, open);
	const written = signature.slice(open + 1, -1);
	const parameters = written === "" ? [] : written.split(", ").map(parameter);
	const made: Signature = {
		parameters,
		written: signature,
		variadic: written.includes("..."),
		run: (values, meter) => (run as (...all: unknown[]) => FeelValue)(...values, ...missing(parameters.length - values.length), meter),
	};
	builtIns.set(name, [...(builtIns.get(name) ?? []), made]);
}

function missing(count: number): undefined[] {
	return count > 0 ? Array.from({ length: count }, () => undefined) : [];
}

function parameter(written: string): BuiltInParameter {
	const [left = "", right = "any"] = written.replace("...", "").split(": ");
	return {
		name: left.replace(/\?$/, ""),
		optional: left.endsWith("?"),
		nullable: right.endsWith("?") || right === "any",
		kinds: right.replace(/\?$/, "").split("|"),
	};
}

/** Names of all built-in functions. */
export function builtInNames(): readonly string[] {
	return [...builtIns.keys()];
}

export function builtIn(name: string): BuiltIn | undefined {
	return builtIns.get(name);
}

/** Calls with values in order; the first signature that they fit is taken. */
export function callBuiltIn(signatures: BuiltIn, values: readonly FeelValue[], meter: Meter): FeelValue {
	meter.burn(1);
	for (const signature of signatures) {
		const given = signature.variadic ? values : fitted(signature, values);
		if (given !== null) return signature.run(signature.variadic ? [given] : given, meter);
	}
	return null;
}

/** Calls with named values. */
export function callBuiltInNamed(signatures: BuiltIn, named: ReadonlyMap<string, FeelValue>, meter: Meter): FeelValue {
	meter.burn(1);
	const found = signatureOf(signatures, named);
	return found === null ? null : found.signature.run(found.values, meter);
}

/** Named values in the order of the first signature that they fit; null when they fit none. */
export function orderForBuiltIn(signatures: BuiltIn, named: ReadonlyMap<string, FeelValue>): readonly FeelValue[] | null {
	return signatureOf(signatures, named)?.values ?? null;
}

function signatureOf(
	signatures: BuiltIn,
	named: ReadonlyMap<string, FeelValue>,
): { readonly signature: Signature; readonly values: readonly FeelValue[] } | null {
	const names = [...named.keys()];
	// `before(point, range)` and `before(range, point)` have the same names: the order in which they are written says which is meant.
	const written = signatures.filter(({ parameters }) => names.every((name, at) => parameters[at]?.name === name));
	for (const signature of [...written, ...signatures]) {
		if (names.some((name) => !signature.parameters.some((each) => each.name === name))) continue;
		if (signature.variadic) continue;
		const values: (FeelValue | undefined)[] = signature.parameters.map((each) => named.get(each.name));
		while (values.length > 0 && values.at(-1) === undefined) values.pop();
		if (values.some((value, at) => value === undefined && signature.parameters[at]?.optional !== true)) continue;
		const given = fitted(signature, values);
		if (given !== null) return { signature, values: given };
	}
	return null;
}

function fitted(signature: Signature, values: readonly (FeelValue | undefined)[]): FeelValue[] | null {
	const { parameters } = signature;
	if (values.length > parameters.length) return null;
	const made: FeelValue[] = [];
	for (const [at, each] of parameters.entries()) {
		const value = values[at];
		if (value === undefined) {
			if (!each.optional) return null;
			if (at < values.length) made.push(null);
			continue;
		}
		const fit = fit1(value, each);
		if (fit === undefined) return null;
		made.push(fit);
	}
	return made;
}

function fit1(value: FeelValue, each: BuiltInParameter): FeelValue | undefined {
	if (value === null) return each.nullable ? null : undefined;
	for (const kind of each.kinds) {
		if (kind === "any") return value;
		if (kind === "point") {
			if (compare(value, value) !== null) return value;
			continue;
		}
		if (kind === "list") return isList(value) ? value : [value];
		if (kind === "number" ? isNumber(value) : kindOf(value) === kind) return value;
		if (kind === "day" && (kindOf(value) === "date" || kindOf(value) === "date and time")) return value;
	}
	return isList(value) && value.length === 1 && !isList(value[0]) ? fit1(value[0] ?? null, each) : undefined;
}
