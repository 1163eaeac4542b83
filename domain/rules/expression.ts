import * as v from "valibot";

/** The source of a FEEL expression. 8 KiB is the limit of an expression anywhere in Portico. */
export const feel = v.pipe(v.string(), v.minLength(1), v.maxLength(8192));
export type FeelSource = string;
