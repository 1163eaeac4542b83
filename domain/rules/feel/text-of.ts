import { FEEL_LIMITS } from "./limits.ts";
import { Meter, boundedText } from "./meter.ts";
import { isNumber, writeNumber } from "./number.ts";
import { isTemporal } from "./temporal.ts";
import { FeelFunction, Range, isList, isRecord, type FeelValue } from "./value.ts";

/** What `string(…)` gives (DMN 1.5 §10.3.4.1). */
export function textOf(value: FeelValue, meter = new Meter(FEEL_LIMITS.fuel, undefined)): string | null {
	if (value === null) return null;
	return typeof value === "string" ? value : boundedText(written(value, 0, meter));
}

function written(value: FeelValue, depth: number, meter: Meter): string {
	meter.burn(1);
	if (value === null || depth > FEEL_LIMITS.depth) return "null";
	if (typeof value === "string") {
		meter.burn(value.length >> 5);
		return JSON.stringify(value);
	}
	if (typeof value === "boolean") return String(value);
	if (isNumber(value)) return writeNumber(value);
	if (isTemporal(value)) return value.toString();
	if (isList(value)) return `[${value.map((item) => written(item, depth + 1, meter)).join(", ")}]`;
	if (value instanceof Range) {
		const end = (each: FeelValue | undefined): string => (each === undefined ? "" : written(each, depth + 1, meter));
		return `${value.startIncluded ? "[" : "("}${end(value.start)}..${end(value.end)}${value.endIncluded ? "]" : ")"}`;
	}
	if (value instanceof FeelFunction) return "function";
	if (!isRecord(value)) return "null";
	const entries = Object.entries(value).map(
		([name, item]) => `${/^[\p{L}_][\p{L}\p{N}_ ]*$/u.test(name) ? name : JSON.stringify(name)}: ${written(item, depth + 1, meter)}`,
	);
	return `{${entries.join(", ")}}`;
}
