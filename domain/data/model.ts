import * as v from "valibot";

/** A plain JSON value: what variables, form values and message payloads are made of. Dates are ISO 8601 strings, files are `FileValue`. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [name: string]: Value };

export const value: v.GenericSchema<Value> = v.lazy(() =>
	v.union([v.null(), v.boolean(), v.number(), v.string(), v.array(value), v.record(v.string(), value)]),
);

/** The value of an attribute of type `file`: the document itself lies in R2 under its hash. */
export interface FileValue {
	readonly fileId: string;
	readonly name: string;
	readonly type: string;
	/** Bytes. */
	readonly size: number;
}

/** A name that FEEL can use without quoting and that no prototype knows. */
export const attributeName = v.pipe(
	v.string(),
	v.regex(/^[a-z][A-Za-z0-9]{0,59}$/, "a name starts with a small letter and has only letters and digits"),
	v.check((name) => !["constructor", "prototype", "toString", "valueOf", "hasOwnProperty"].includes(name), "this name is reserved"),
);

export const SCALAR_TYPES = [
	"text",
	"longText",
	"number",
	"integer",
	"money",
	"boolean",
	"date",
	"dateTime",
	"choice",
	"person",
	"file",
] as const;
export type ScalarType = (typeof SCALAR_TYPES)[number];

/** One typed field of the process data. An `object` nests attributes; a `list` holds many of a scalar type or of an object. */
export interface Attribute {
	readonly name: string;
	readonly label: string;
	readonly type: ScalarType | "object" | "list";
	/** For `choice`: the allowed values with their labels. */
	readonly options?: readonly { readonly value: string; readonly label: string }[] | undefined;
	/** For `object`, and for a `list` of objects. */
	readonly attributes?: readonly Attribute[] | undefined;
	/** For a `list` of scalars: the type of its items. A list has `of` or `attributes`. */
	readonly of?: ScalarType | undefined;
}

const label = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120));

export const attribute: v.GenericSchema<Attribute> = v.lazy(() =>
	v.strictObject({
		name: attributeName,
		label,
		type: v.picklist([...SCALAR_TYPES, "object", "list"]),
		options: v.optional(v.pipe(v.array(v.strictObject({ value: v.pipe(v.string(), v.maxLength(120)), label })), v.maxLength(200))),
		attributes: v.optional(v.pipe(v.array(attribute), v.maxLength(200))),
		of: v.optional(v.picklist(SCALAR_TYPES)),
	}),
);

/** The process data of a project: the variables that a case has, by name and type. */
export const dataModel = v.strictObject({ attributes: v.pipe(v.array(attribute), v.maxLength(200)) });
export type DataModel = v.InferOutput<typeof dataModel>;
