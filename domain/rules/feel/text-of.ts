import { isNumber, writeNumber } from "./number.ts";
import { isTemporal } from "./temporal.ts";
import { FeelFunction, Range, isList, isRecord, type FeelValue } from "./value.ts";

/** What `string(…)` gives (DMN 1.5 §10.3.4.1). */
export function textOf(value: FeelValue): string | null {
	if (value === null) return null;
	return typeof value === "string" ? value : written(value, 0);
}

function written(value: FeelValue, depth: number): string {
	if (value === null || depth > 64) return "null";
	if (typeof value === "string") return JSON.stringify(value);
	if (typeof value === "boolean") return String(value);
	if (isNumber(value)) return writeNumber(value);
	if (isTemporal(value)) return value.toString();
	if (isList(value)) return `[${value.map((item) => written(item, depth + 1)).join(", ")}]`;
	if (value instanceof Range) {
		const end = (each: FeelValue | undefined): string => (each === undefined ? "" : written(each, depth + 1));
		return `${value.startIncluded ? "[" : "("}${end(value.start)}..${end(value.end)}${value.endIncluded ? "]" : ")"}`;
	}
	if (value instanceof FeelFunction) return "function";
	if (!isRecord(value)) return "null";
	const entries = Object.entries(value).map(
		([name, item]) => `${/^[\p{L}_][\p{L}\p{N}_ ]*$/u.test(name) ? name : JSON.stringify(name)}: ${written(item, depth + 1)}`,
	);
	return `{${entries.join(", ")}}`;
}
