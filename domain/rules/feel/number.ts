import { Decimal } from "decimal.js";

/**
 * FEEL numbers (DMN 1.5 §10.3.2.3.1): exact decimals of 34 digits. A JavaScript number stands for the decimal that it prints as,
 * and is what most numbers are; whatever is not exact in one is a Decimal. Both may stand for the same number.
 */
export const Decimal34 = Decimal.clone({ precision: 34, rounding: Decimal.ROUND_HALF_EVEN, toExpNeg: -7000, toExpPos: 7000 });

export type FeelNumber = number | Decimal;

/** Digits that any JavaScript number keeps. */
const EXACT_DIGITS = 15;

/** The largest exponent of a FEEL number (IEEE 754 decimal128). */
const LARGEST_EXPONENT = 6144;

export function isNumber(value: unknown): value is FeelNumber {
	return typeof value === "number" || value instanceof Decimal34;
}

export function decimal(value: FeelNumber): Decimal {
	return typeof value === "number" ? new Decimal34(value) : value;
}

/** The shortest form of a result; null when it is no FEEL number. */
export function settle(value: Decimal): FeelNumber | null {
	if (!value.isFinite() || value.e > LARGEST_EXPONENT) return null;
	if (value.precision() <= EXACT_DIGITS && Math.abs(value.e) < 300) return value.toNumber() + 0;
	return value;
}

/** The number that a text writes, by the grammar of FEEL's numeric literals; null when it writes none. */
export function readNumber(text: string): FeelNumber | null {
	if (!/^-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return null;
	return text.length <= EXACT_DIGITS && !/[eE]/.test(text) ? Number(text) + 0 : settle(new Decimal34(text));
}

export function writeNumber(value: FeelNumber): string {
	if (Number.isInteger(value) && Math.abs(Number(value)) < 1e15) return String(value);
	return decimal(value).toFixed();
}

export function compareNumbers(a: FeelNumber, b: FeelNumber): number {
	if (typeof a === "number" && typeof b === "number") return a < b ? -1 : a > b ? 1 : 0;
	return decimal(a).comparedTo(decimal(b));
}

export function add(a: FeelNumber, b: FeelNumber): FeelNumber | null {
	if (typeof a === "number" && typeof b === "number" && Number.isSafeInteger(a) && Number.isSafeInteger(b)) {
		const sum = a + b;
		if (Number.isSafeInteger(sum)) return sum;
	}
	return settle(decimal(a).plus(decimal(b)));
}

export function subtract(a: FeelNumber, b: FeelNumber): FeelNumber | null {
	if (typeof a === "number" && typeof b === "number" && Number.isSafeInteger(a) && Number.isSafeInteger(b)) {
		const difference = a - b;
		if (Number.isSafeInteger(difference)) return difference;
	}
	return settle(decimal(a).minus(decimal(b)));
}

export function multiply(a: FeelNumber, b: FeelNumber): FeelNumber | null {
	if (typeof a === "number" && typeof b === "number" && Number.isSafeInteger(a) && Number.isSafeInteger(b)) {
		const product = a * b;
		if (Number.isSafeInteger(product)) return product + 0;
	}
	return settle(decimal(a).times(decimal(b)));
}

/** Null when the divisor is nought. */
export function divide(a: FeelNumber, b: FeelNumber): FeelNumber | null {
	if (Number(b) === 0) return null;
	if (typeof a === "number" && typeof b === "number" && Number.isSafeInteger(a) && Number.isSafeInteger(b)) {
		const quotient = a / b;
		if (Number.isSafeInteger(quotient)) return quotient + 0;
	}
	return settle(decimal(a).dividedBy(decimal(b)));
}

export function power(a: FeelNumber, b: FeelNumber): FeelNumber | null {
	const exponent = decimal(b);
	if (exponent.abs().greaterThan(100_000)) return null;
	return settle(decimal(a).pow(exponent));
}

/** A whole number as JavaScript's own, or null. */
export function whole(value: unknown): number | null {
	if (!isNumber(value)) return null;
	const number = Number(value);
	return Number.isSafeInteger(number) && (typeof value === "number" || value.isInteger()) ? number : null;
}
