import { findAttribute } from "../../domain/data/find-attribute.ts";
import type { Attribute, DataModel, Value } from "../../domain/data/model.ts";
import type { Form } from "../../domain/forms/form.ts";
import { holds } from "../../domain/forms/holds.ts";
import { visibleItems } from "../../domain/forms/visible-items.ts";

type Values = Readonly<Record<string, Value>>;

/** Which of a choice's options to take; the walk takes another the next time it comes to the same place. */
export type Choose = (path: string, options: readonly string[]) => string;

const DAY_MS = 24 * 3600 * 1000;

/** A plausible value of one attribute; `null` where a person would leave the field empty. */
function sample(attribute: Attribute, path: string, choose: Choose, now: number): Value {
	switch (attribute.type) {
		case "text":
			return /mail/i.test(path) ? "ann.walker@example.com" : `${attribute.label} of the walk`;
		case "longText":
			return `${attribute.label}, as a person would write it.`;
		case "number":
		case "integer":
			return 12;
		case "money":
			return 1200;
		case "boolean":
			return true;
		case "date":
			return new Date(now + 14 * DAY_MS).toISOString().slice(0, 10);
		case "dateTime":
			return new Date(now + DAY_MS).toISOString();
		case "choice":
			return choose(
				path,
				(attribute.options ?? []).map((option) => option.value),
			);
		case "object":
			return Object.fromEntries((attribute.attributes ?? []).map((each) => [each.name, sample(each, `${path}.${each.name}`, choose, now)]));
		case "list": {
			if (attribute.attributes !== undefined)
				return [Object.fromEntries(attribute.attributes.map((each) => [each.name, sample(each, `${path}.${each.name}`, choose, now)]))];
			const item = attribute.of ?? "text";
			return item === "file" || item === "person"
				? []
				: [sample({ name: attribute.name, label: attribute.label, type: item, options: attribute.options }, path, choose, now)];
		}
		case "person":
		case "file":
			return null;
	}
}

/**
 * Fills a form as a person would: every field that is shown and may be set, by path; what stands in the data already is left
 * as it is unless it is a choice. Hidden fields are not sent, since the server refuses them.
 */
export function fillForm(form: Form, model: DataModel, data: Values, choose: Choose, now: number): Values {
	const entered: Record<string, Value> = {};
	// A value may show or hide another field, so fields are filled as they appear.
	for (let round = 0; round <= form.items.length; round++) {
		const shown = visibleItems(form, data, entered, holds);
		let filled = false;
		for (const item of form.items) {
			if (item.kind !== "field" || item.readOnly === true) continue;
			if (!shown.has(item.id)) delete entered[item.path];
			else if (!(item.path in entered)) {
				const attribute = findAttribute(model, item.path);
				const value = attribute === undefined ? null : sample(attribute, item.path, choose, now);
				if (value === null) continue;
				entered[item.path] = value;
				filled = true;
			}
		}
		if (!filled) break;
	}
	return entered;
}
