import { Decimal } from "decimal.js";
import { Decimal34, decimal, divide, multiply, settle, subtract, whole, type FeelNumber } from "../number.ts";
import type { Meter } from "../meter.ts";
import { DaysDuration, YearsDuration } from "../temporal.ts";
import type { FeelValue } from "../value.ts";
import { define } from "./signature.ts";

/** Numeric functions (DMN 1.5 §10.3.4.5). */

/** Scales that a decimal can be rounded to (-6111 to 6176). */
function scaleOf(scale: FeelNumber | undefined): number | null {
	const places = scale === undefined ? 0 : Math.trunc(Number(scale));
	return places >= -6111 && places <= 6176 ? places : null;
}

function rounded(value: FeelNumber, scale: FeelNumber | undefined, mode: Decimal.Rounding): FeelValue {
	const places = scaleOf(scale);
	if (places === null) return null;
	const exact = decimal(value);
	if (places >= 0) return settle(exact.toDecimalPlaces(places, mode));
	const unit = new Decimal34(10).pow(-places);
	return settle(exact.dividedBy(unit).toDecimalPlaces(0, mode).times(unit));
}

define("decimal(n: number, scale: number)", (n: FeelNumber, scale: FeelNumber) => rounded(n, scale, Decimal.ROUND_HALF_EVEN));
define("floor(n: number, scale?: number)", (n: FeelNumber, scale: FeelNumber | undefined) => rounded(n, scale, Decimal.ROUND_FLOOR));
define("ceiling(n: number, scale?: number)", (n: FeelNumber, scale: FeelNumber | undefined) => rounded(n, scale, Decimal.ROUND_CEIL));
define("round up(n: number, scale: number)", (n: FeelNumber, scale: FeelNumber) => rounded(n, scale, Decimal.ROUND_UP));
define("round down(n: number, scale: number)", (n: FeelNumber, scale: FeelNumber) => rounded(n, scale, Decimal.ROUND_DOWN));
define("round half up(n: number, scale: number)", (n: FeelNumber, scale: FeelNumber) => rounded(n, scale, Decimal.ROUND_HALF_UP));
define("round half down(n: number, scale: number)", (n: FeelNumber, scale: FeelNumber) => rounded(n, scale, Decimal.ROUND_HALF_DOWN));
define("abs(n: number)", (n: FeelNumber) => settle(decimal(n).abs()));
define("abs(n: days and time duration)", (n: DaysDuration) => new DaysDuration(n.nanos < 0n ? -n.nanos : n.nanos));
define("abs(n: years and months duration)", (n: YearsDuration) => new YearsDuration(Math.abs(n.months)));
define("modulo(dividend: number, divisor: number)", (dividend: FeelNumber, divisor: FeelNumber) => {
	const quotient = divide(dividend, divisor);
	if (quotient === null) return null;
	const times = multiply(divisor, settle(decimal(quotient).floor()) ?? 0);
	return times === null ? null : subtract(dividend, times);
});
/** What a root, a logarithm or a power of 34 digits costs. */
const TRANSCENDENT = 300;

define("sqrt(number: number)", (n: FeelNumber, meter: Meter) => {
	meter.burn(TRANSCENDENT);
	return Number(n) < 0 ? null : settle(decimal(n).sqrt());
});
define("log(number: number)", (n: FeelNumber, meter: Meter) => {
	meter.burn(TRANSCENDENT);
	return Number(n) <= 0 ? null : settle(decimal(n).ln());
});
define("exp(number: number)", (n: FeelNumber, meter: Meter) => {
	meter.burn(TRANSCENDENT);
	return Math.abs(Number(n)) > 14_200 ? (Number(n) < 0 ? 0 : null) : settle(decimal(n).exp());
});
define("odd(number: number)", (n: FeelNumber) => parity(n, 1));
define("even(number: number)", (n: FeelNumber) => parity(n, 0));

function parity(n: FeelNumber, remainder: number): FeelValue {
	const number = whole(n);
	return number === null
		? decimal(n).isInteger()
			? decimal(n).mod(2).abs().equals(remainder)
			: false
		: Math.abs(number % 2) === remainder;
}
