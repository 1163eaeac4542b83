import type { Attribute, DataModel } from "../data/model.ts";
import { listPaths } from "../data/find-attribute.ts";
import type { Problem } from "../problem.ts";
import type { Form, FormItem } from "./form.ts";

/** Types that read best side by side; the rest take the whole width. */
const HALF: readonly Attribute["type"][] = ["number", "integer", "money", "boolean", "date", "dateTime", "choice", "person"];

export interface DefaultFormOptions {
	readonly id: string;
	readonly title: string;
	/** Paths to ask for, in order; all top-level attributes when left out. */
	readonly paths?: readonly string[];
	/** Paths shown before them, to read. */
	readonly readOnly?: readonly string[];
	readonly required?: readonly string[];
}

/** A form that is good enough to run at once: the fields asked for, in the order of the data, with what is known above them to read. */
export function defaultForm(model: DataModel, options: DefaultFormOptions): Form {
	const known = new Map(listPaths(model.attributes).map(({ path, attribute }) => [path, attribute]));
	const asked = options.paths ?? model.attributes.map((attribute) => attribute.name);
	const item = (path: string, readOnly: boolean): FormItem[] => {
		const attribute = known.get(path);
		if (attribute === undefined) return [];
		return [
			{
				kind: "field",
				id: path.replaceAll(".", "-").slice(0, 40),
				path,
				...(readOnly ? { readOnly: true } : {}),
				...(!readOnly && options.required?.includes(path) === true ? { required: true } : {}),
				...(HALF.includes(attribute.type) ? { width: "half" as const } : {}),
			},
		];
	};
	const shown = (options.readOnly ?? []).filter((path) => !asked.includes(path));
	return {
		id: options.id,
		title: options.title.slice(0, 120),
		items: [...shown.flatMap((path) => item(path, true)), ...asked.flatMap((path) => item(path, false))],
	};
}

/** What a form says of the data that the data does not have. `at` is the item's id. */
export function checkForm(form: Form, model: DataModel): readonly Problem[] {
	const known = new Map(listPaths(model.attributes).map(({ path, attribute }) => [path, attribute]));
	const problems: Problem[] = [];
	const ids = new Set<string>();
	const paths = new Set<string>();
	for (const item of form.items) {
		if (ids.has(item.id)) problems.push({ code: "form.item_twice", detail: `"${form.title}" has two items "${item.id}".`, at: item.id });
		ids.add(item.id);
		if (item.kind !== "field") continue;
		const attribute = known.get(item.path);
		if (attribute === undefined)
			problems.push({
				code: "form.path_unknown",
				detail: `"${form.title}" asks for "${item.path}", which the data does not have.`,
				at: item.id,
			});
		if (paths.has(item.path))
			problems.push({ code: "form.path_twice", detail: `"${form.title}" asks for "${item.path}" twice.`, at: item.id });
		paths.add(item.path);
		for (const column of item.columns ?? []) {
			if (attribute?.attributes?.some((each) => each.name === column) !== true)
				problems.push({ code: "form.column_unknown", detail: `"${item.path}" has no column "${column}".`, at: item.id });
		}
	}
	return problems;
}
