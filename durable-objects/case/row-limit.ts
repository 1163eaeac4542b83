/** Largest text in one row, in bytes of UTF-8: half of what the platform takes, which is not enforced locally. */
export const ROW_LIMIT = 1_000_000;

/** Thrown inside a step, which then rolls back as a whole. */
export class RowTooLarge extends Error {
	override readonly name = "RowTooLarge";
	readonly code = "case.row_too_large";
}

/** Gives the text back when it fits a row; `what` names it for people. */
export function withinRow(text: string, what: string): string {
	// Three bytes a UTF-16 unit is the most that UTF-8 takes, so short texts need no encoding to be known to fit.
	if (text.length * 3 <= ROW_LIMIT || new TextEncoder().encode(text).byteLength <= ROW_LIMIT) return text;
	throw new RowTooLarge(`${what} has more than ${ROW_LIMIT} bytes. Keep large documents as attachments.`);
}
