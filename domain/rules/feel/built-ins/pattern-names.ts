/** The functions of `patterns.ts`. */
export const PATTERN_FUNCTIONS = ["matches", "replace", "split"] as const;

const CALLED = new RegExp(`\\b(?:${PATTERN_FUNCTIONS.join("|")})\\b`);

/** Whether a text of FEEL may call a function that takes a regular expression. A yes may be wrong (a text in quotes), a no never is. */
export function mayUsePatterns(source: string): boolean {
	return CALLED.test(source);
}
