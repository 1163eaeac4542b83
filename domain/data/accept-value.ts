import { fail, ok, type Result } from "../result.ts";
import type { Problem } from "../problem.ts";
import type { Attribute, ScalarType, Value } from "./model.ts";
import { isObject } from "./paths.ts";

/** Bounds of what one field may carry. Characters for texts, items for lists. */
export const VALUE_LIMITS = { text: 4000, longText: 100_000, items: 500 } as const;

/** Amounts keep four decimals exactly up to here: 15 significant digits of a double. */
const MONEY_LIMIT = 99_999_999_999;

/**
 * Takes one value from outside for one attribute: checked by its type and brought to the one form in which Portico keeps it
 * (numbers as numbers, days `2026-11-24`, moments in UTC `2026-11-24T08:30:00.000Z`, addresses in small letters, empty text
 * as null). Objects come back with every attribute of the model and no other. `at` is where the value stands, for problems.
 */
export function acceptValue(attribute: Attribute, given: unknown, at: string): Result<Value, readonly Problem[]> {
	if (given === null || given === undefined) return ok(null);
	if (attribute.type === "object") return acceptObject(attribute.attributes ?? [], given, at);
	if (attribute.type === "list") return acceptList(attribute, given, at);
	const taken = acceptScalar(attribute.type, attribute, given);
	return taken.ok ? taken : fail([{ code: "form.value_invalid", detail: `${attribute.label}: ${taken.error}`, at }]);
}

function acceptObject(attributes: readonly Attribute[], given: unknown, at: string): Result<Value, readonly Problem[]> {
	if (!isObject(given)) return fail([{ code: "form.value_invalid", detail: "Give the fields of this group.", at }]);
	const problems: Problem[] = [];
	const values: Record<string, Value> = {};
	for (const name of Object.keys(given)) {
		if (!attributes.some((each) => each.name === name))
			problems.push({
				code: "form.field_unknown",
				detail: `The data has no field "${name.slice(0, 60)}" here.`,
				at: `${at}.${name.slice(0, 60)}`,
			});
	}
	for (const attribute of attributes) {
		const taken = acceptValue(attribute, Object.hasOwn(given, attribute.name) ? given[attribute.name] : null, `${at}.${attribute.name}`);
		if (taken.ok) values[attribute.name] = taken.value;
		else problems.push(...taken.error);
	}
	return problems.length === 0 ? ok(values) : fail(problems);
}

function acceptList(attribute: Attribute, given: unknown, at: string): Result<Value, readonly Problem[]> {
	if (!Array.isArray(given)) return fail([{ code: "form.value_invalid", detail: `${attribute.label}: give a list.`, at }]);
	if (given.length > VALUE_LIMITS.items)
		return fail([{ code: "form.value_too_large", detail: `${attribute.label}: at most ${VALUE_LIMITS.items} rows.`, at }]);
	const item: Attribute =
		attribute.attributes === undefined
			? { name: "item", label: attribute.label, type: attribute.of ?? "text", options: attribute.options }
			: { name: "item", label: attribute.label, type: "object", attributes: attribute.attributes };
	const problems: Problem[] = [];
	const values: Value[] = [];
	for (const [index, each] of (given as readonly unknown[]).entries()) {
		const taken = acceptValue(item, each, `${at}[${index}]`);
		if (taken.ok) values.push(taken.value);
		else problems.push(...taken.error);
	}
	return problems.length === 0 ? ok(values) : fail(problems);
}

function acceptScalar(type: ScalarType, attribute: Attribute, given: unknown): Result<Value, string> {
	switch (type) {
		case "text":
			return acceptText(given, VALUE_LIMITS.text);
		case "longText":
			return acceptText(given, VALUE_LIMITS.longText);
		case "number":
			return acceptNumber(given, () => undefined);
		case "integer":
			return acceptNumber(given, (number) => (Number.isSafeInteger(number) ? undefined : "give a whole number"));
		case "money":
			return acceptNumber(given, (number) => {
				if (Math.abs(number) > MONEY_LIMIT) return "this amount is too large";
				return Math.abs(number * 1e4 - Math.round(number * 1e4)) < 1e-2 && /^-?\d+(\.\d{1,4})?$/.test(String(number))
					? undefined
					: "an amount has four decimals at the most";
			});
		case "boolean":
			return typeof given === "boolean" ? ok(given) : fail("say yes or no");
		case "date":
			return typeof given === "string" ? acceptDate(given) : fail("give a day, such as 2026-11-24");
		case "dateTime":
			return typeof given === "string" ? acceptDateTime(given) : fail("give a moment, such as 2026-11-24T09:30:00Z");
		case "choice": {
			if (given === "") return ok(null);
			const found = (attribute.options ?? []).find((option) => option.value === given);
			return found === undefined ? fail("choose one of the options") : ok(found.value);
		}
		case "person":
			return acceptPerson(given);
		case "file":
			return acceptFile(given);
	}
}

function acceptText(given: unknown, limit: number): Result<Value, string> {
	if (typeof given !== "string") return fail("give a text");
	const text = given.replaceAll("\r\n", "\n");
	if (text.length > limit) return fail(`at most ${limit} characters`);
	if (!text.isWellFormed() || holdsControl(text)) return fail("this text holds characters that can not be kept");
	return ok(text.trim() === "" ? null : text);
}

/** Control characters other than tab and line feed: they break exports and hide text. */
function holdsControl(text: string): boolean {
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if ((code < 32 && code !== 9 && code !== 10) || code === 127) return true;
	}
	return false;
}

function acceptNumber(given: unknown, wrong: (number: number) => string | undefined): Result<Value, string> {
	if (given === "") return ok(null);
	const number =
		typeof given === "number"
			? given
			: typeof given === "string" && given.length <= 40 && /^\s*-?\d+(\.\d+)?\s*$/.test(given)
				? Number(given)
				: Number.NaN;
	if (!Number.isFinite(number)) return fail("give a number");
	const reason = wrong(number);
	// -0 and 0 are one amount.
	return reason === undefined ? ok(number === 0 ? 0 : number) : fail(reason);
}

function acceptDate(given: string): Result<Value, string> {
	if (given === "") return ok(null);
	return isDay(given) ? ok(given) : fail("give a day, such as 2026-11-24");
}

/** Whether a text is a day that the calendar has (ISO 8601, years 0001 to 9999). */
function isDay(text: string): boolean {
	const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
	if (match === null) return false;
	const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
	const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
	const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
	return year >= 1 && days !== undefined && day >= 1 && day <= days;
}

function acceptDateTime(given: string): Result<Value, string> {
	if (given === "") return ok(null);
	const match = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/.exec(given);
	if (match === null || !isDay(match[1] ?? "")) return fail("give a moment with its zone, such as 2026-11-24T09:30:00Z");
	return ok(new Date(given).toISOString());
}

function acceptPerson(given: unknown): Result<Value, string> {
	if (given === "") return ok(null);
	if (typeof given !== "string" || given.length > 254 || !/^[^\s@<>"]+@[^\s@<>"]+$/.test(given)) return fail("choose a person");
	return ok(given.toLowerCase());
}

/** A file is a reference to a document already sent: its four facts and nothing more. */
function acceptFile(given: unknown): Result<Value, string> {
	const wrong = fail("send the file again");
	if (!isObject(given) || Object.keys(given).some((name) => !["fileId", "name", "type", "size"].includes(name))) return wrong;
	const { fileId, name, type, size } = given;
	if (typeof fileId !== "string" || !/^fil_[0-9a-z]{26}$/.test(fileId)) return wrong;
	if (typeof name !== "string" || name === "" || name.length > 255 || holdsControl(name)) return wrong;
	if (typeof type !== "string" || type.length > 120 || holdsControl(type)) return wrong;
	if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) return wrong;
	return ok({ fileId, name, type, size });
}
