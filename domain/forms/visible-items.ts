import { withChanges, type Values } from "../data/paths.ts";
import type { Value } from "../data/model.ts";
import type { Form } from "./form.ts";

/** Whether a condition is true of the data: `holds.ts` says it by FEEL, which is much script that a form without conditions does not need. */
export type Holds = (condition: string, data: Values) => boolean;

/**
 * The ids of the items that are shown, by the process data and what stands in the form. A field's own value never decides
 * about itself, and a value of a hidden field decides about nothing: starting from the data alone, what is shown adds its
 * values until nothing changes. The server and the screen call this one function; `holds` is asked only if an item has a condition.
 */
export function visibleItems(form: Form, data: Values, entered: Values, holds: Holds): ReadonlySet<string> {
	let shown = new Set(form.items.filter((item) => item.visibleWhen === undefined).map((item) => item.id));
	if (shown.size === form.items.length) return shown;
	// Each round settles at least one item of a chain of conditions; a circle ends with the last round.
	for (let round = 0; round <= form.items.length; round++) {
		const next = new Set<string>();
		for (const item of form.items) {
			if (item.visibleWhen === undefined || holds(item.visibleWhen, context(form, data, entered, shown, item.id))) next.add(item.id);
		}
		if (next.size === shown.size && [...next].every((id) => shown.has(id))) return next;
		shown = next;
	}
	return shown;
}

function context(form: Form, data: Values, entered: Values, shown: ReadonlySet<string>, except: string): Values {
	const counted: Record<string, Value> = {};
	for (const item of form.items) {
		if (item.kind !== "field" || item.id === except || item.readOnly === true || !shown.has(item.id)) continue;
		const value = Object.hasOwn(entered, item.path) ? entered[item.path] : undefined;
		if (value !== undefined) counted[item.path] = value;
	}
	return withChanges(data, counted);
}
