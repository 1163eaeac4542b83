import * as v from "valibot";
import { feel } from "../rules/expression.ts";

/** A dotted path into the process data: `applicant.name`. */
export const path = v.pipe(
	v.string(),
	v.regex(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*){0,7}$/, "a path is attribute names joined by dots"),
);

const text = v.pipe(v.string(), v.maxLength(400));

/** One line of a form: a field bound to an attribute, or a heading. What the form shows, the server enforces. */
export const formItem = v.variant("kind", [
	v.strictObject({
		kind: v.literal("field"),
		/** Unique in the form; the designer makes it. */
		id: v.pipe(v.string(), v.maxLength(40)),
		path,
		/** Empty: the attribute's own label. */
		label: v.optional(text),
		help: v.optional(text),
		required: v.optional(v.boolean()),
		readOnly: v.optional(v.boolean()),
		/** FEEL over the process data and the values in the form; hidden fields are neither asked nor accepted. */
		visibleWhen: v.optional(feel),
		width: v.optional(v.picklist(["full", "half"])),
		/** For a list of objects: the attributes shown as columns, in order; all when left out. */
		columns: v.optional(v.pipe(v.array(v.string()), v.maxLength(20))),
	}),
	v.strictObject({
		kind: v.literal("heading"),
		id: v.pipe(v.string(), v.maxLength(40)),
		text: v.pipe(text, v.minLength(1)),
		visibleWhen: v.optional(feel),
	}),
]);
export type FormItem = v.InferOutput<typeof formItem>;
export type FormField = Extract<FormItem, { kind: "field" }>;

export const form = v.strictObject({
	id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,59}$/)),
	title: v.pipe(v.string(), v.minLength(1), v.maxLength(120)),
	items: v.pipe(v.array(formItem), v.maxLength(200)),
});
export type Form = v.InferOutput<typeof form>;
