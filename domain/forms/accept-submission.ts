import { acceptValue } from "../data/accept-value.ts";
import { findAttribute } from "../data/find-attribute.ts";
import type { Attribute, DataModel, Value } from "../data/model.ts";
import { isObject, valueAt, type Values } from "../data/paths.ts";
import type { Problem } from "../problem.ts";
import { fail, ok, type Result } from "../result.ts";
import type { Form, FormField } from "./form.ts";
import { visibleItems, type Holds } from "./visible-items.ts";

/** Characters of a whole submission as JSON: what one variable may hold (`DEFAULT_LIMITS.variableBytes`). */
const SUBMISSION_LIMIT = 256 * 1024;

/** What a submission changes: the new value of each path that the form shows and the person may set. */
export type Changes = Values;

export interface SubmissionFacts {
	/** Whether a document was sent to this case, or to this draft, by its id: a reference to another's file is refused. */
	readonly hasFile?: (fileId: string) => boolean;
}

/**
 * What the server takes from a form. `submitted` is an object by path: `{ "amount": 1200, "applicant.name": "Ann" }`.
 * Every value is checked and brought to its type; fields that the form does not have, that are read-only, or that are hidden
 * by what is submitted, are refused, and so is a required field that would stay empty. All problems come at once, each with
 * the path at fault. `changedVariables` turns the changes into variables.
 */
export function acceptSubmission(
	form: Form,
	model: DataModel,
	data: Values,
	submitted: unknown,
	holds: Holds,
	facts: SubmissionFacts = {},
): Result<Changes, readonly Problem[]> {
	if (!isObject(submitted)) return fail([{ code: "form.malformed", detail: "Send the fields of the form as one object, by path." }]);
	const size = JSON.stringify(submitted).length;
	if (size > SUBMISSION_LIMIT)
		return fail([{ code: "form.too_large", detail: `A form may carry ${SUBMISSION_LIMIT} characters at the most; this one has ${size}.` }]);

	const fields = new Map<string, FormField>();
	for (const item of form.items) if (item.kind === "field") fields.set(item.path, item);

	const problems: Problem[] = [];
	const taken: Record<string, Value> = {};
	for (const path of Object.keys(submitted)) {
		const field = fields.get(path);
		const attribute = findAttribute(model, path);
		if (field === undefined || attribute === undefined) {
			const shown = path.slice(0, 120);
			problems.push({ code: "form.field_unknown", detail: `This form has no field "${shown}".`, at: shown });
			continue;
		}
		if (field.readOnly === true) {
			problems.push({
				code: "form.field_read_only",
				detail: `"${field.label ?? attribute.label}" can be read here and not changed.`,
				at: path,
			});
			continue;
		}
		const value = acceptValue(attribute, submitted[path], path);
		if (value.ok) taken[path] = value.value;
		else problems.push(...value.error);
	}

	const shown = visibleItems(form, data, taken, holds);
	problems.push(...coveredProblems([...fields.values()], taken, shown));
	for (const [path, value] of Object.entries(taken))
		problems.push(...columnProblems(fields.get(path), findAttribute(model, path), valueAt(data, path), value));
	for (const [path, field] of fields) {
		const attribute = findAttribute(model, path);
		if (attribute === undefined || field.readOnly === true) continue;
		const label = field.label ?? attribute.label;
		if (!shown.has(field.id)) {
			if (Object.hasOwn(taken, path))
				problems.push({ code: "form.field_hidden", detail: `"${label}" is not asked for with these answers.`, at: path });
			continue;
		}
		const refused = problems.some((problem) => problem.at === path);
		if (field.required === true && !refused && isEmpty(Object.hasOwn(taken, path) ? taken[path] : valueAt(data, path)))
			problems.push({ code: "form.field_required", detail: `${label}: this has to be filled in.`, at: path });
	}

	const { hasFile } = facts;
	if (hasFile !== undefined) {
		for (const [path, value] of Object.entries(taken)) {
			for (const fileId of filesIn(value))
				if (!hasFile(fileId))
					problems.push({ code: "form.file_unknown", detail: "This file is not of this case: send it again.", at: path });
		}
	}
	return problems.length === 0 ? ok(taken) : fail(problems);
}

/**
 * A form may show a group and, apart from it, a field of that group. Neither is then a way around the other: a group that is
 * sent may not carry a field that is read-only or hidden, and a field of a read-only group is read-only.
 */
function coveredProblems(fields: readonly FormField[], taken: Changes, shown: ReadonlySet<string>): readonly Problem[] {
	const problems: Problem[] = [];
	for (const path of Object.keys(taken)) {
		for (const other of fields) {
			const readOnly = other.readOnly === true;
			if (other.path.startsWith(`${path}.`) && (readOnly || !shown.has(other.id)))
				problems.push({
					code: readOnly ? "form.field_read_only" : "form.field_hidden",
					detail: `"${other.path}" can not be changed together with its group.`,
					at: other.path,
				});
			if (path.startsWith(`${other.path}.`) && readOnly)
				problems.push({ code: "form.field_read_only", detail: `"${other.path}" can be read here and not changed.`, at: path });
		}
	}
	return problems;
}

/** Columns that a table does not show stay as they are: a row carries those of a row that was there, or none. */
function columnProblems(
	field: FormField | undefined,
	attribute: Attribute | undefined,
	before: Value | undefined,
	value: Value,
): readonly Problem[] {
	const columns = field?.columns;
	if (field === undefined || columns === undefined || attribute?.attributes === undefined || !Array.isArray(value)) return [];
	const kept = attribute.attributes.filter((each) => !columns.includes(each.name)).map((each) => each.name);
	const keptOf = (row: Value): string => JSON.stringify(kept.map((name) => (isObject(row) ? ((row as Values)[name] ?? null) : null)));
	const known = new Set([keptOf({}), ...(Array.isArray(before) ? (before as readonly Value[]).map(keptOf) : [])]);
	return (value as readonly Value[]).flatMap((row, index) =>
		known.has(keptOf(row))
			? []
			: [{ code: "form.field_hidden", detail: "This row changes a column that the form does not show.", at: `${field.path}[${index}]` }],
	);
}

/** Nothing was given: null, an empty list, or a group in which everything is empty. `false` and `0` are answers. */
export function isEmpty(value: Value | undefined): boolean {
	if (value === null || value === undefined || value === "") return true;
	if (Array.isArray(value)) return value.length === 0;
	return isObject(value) && Object.values(value as Values).every(isEmpty);
}

/** The ids of all documents that a value refers to. */
export function filesIn(value: Value): readonly string[] {
	if (Array.isArray(value)) return (value as readonly Value[]).flatMap(filesIn);
	if (!isObject(value)) return [];
	const { fileId } = value;
	return typeof fileId === "string" ? [fileId] : Object.values(value as Values).flatMap(filesIn);
}
