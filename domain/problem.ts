/**
 * One thing that is wrong with an input, in words for the person who sent it.
 * `code` is stable (`form.field_read_only`), `detail` says what to do, `at` names the field, element or row at fault.
 */
export interface Problem {
	readonly code: string;
	readonly detail: string;
	readonly at?: string;
}

/** `error` stops the act, `warning` lets it go on and is shown. */
export interface Finding extends Problem {
	readonly severity: "error" | "warning";
}
