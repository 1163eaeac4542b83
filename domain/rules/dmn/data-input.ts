import { readTemporal } from "../feel/read-temporal.ts";
import type { FeelType } from "../feel/type.ts";
import { isList, isRecord, kindOf, record, type FeelValue } from "../feel/value.ts";

/**
 * Data of a case as the type asks for them: dates, times and durations are kept as ISO 8601 text (docs/decisions/0008) and become values
 * where the model says that they are such. Everything else stays, and is checked against the type by whoever takes it.
 */
export function fromData(value: FeelValue, type: FeelType): FeelValue {
	switch (type.kind) {
		case "named":
			return fromData(value, type.find());
		case "restricted":
			return fromData(value, type.base);
		case "list":
			return isList(value) ? value.map((item) => fromData(item, type.item)) : fromData(value, type.item);
		case "context":
			if (!isRecord(value)) return value;
			return record(
				Object.entries(value).map(([name, item]) => {
					const field = type.fields.get(name);
					return [name, field === undefined ? item : fromData(item, field)];
				}),
			);
		case "date":
		case "time":
		case "date and time":
		case "days and time duration":
		case "years and months duration": {
			if (typeof value !== "string") return value;
			const read = readTemporal(value);
			return kindOf(read) === type.kind ? read : value;
		}
		case "any":
		case "null":
		case "boolean":
		case "string":
		case "number":
		case "range":
		case "function":
			return value;
	}
}
