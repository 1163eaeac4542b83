import type { Values } from "../data/paths.ts";
import { compileFeel, evaluateFeel } from "../rules/feel/evaluate.ts";

/**
 * Whether a FEEL condition that uses no regular expression (`mayUsePatterns`) is true of the data; `holds.ts` takes any.
 * Null, an error and anything but `true` are no: what can not be decided is not shown.
 */
export function holds(condition: string, data: Values): boolean {
	const compiled = compileFeel(condition);
	if (!compiled.ok) return false;
	const answer = evaluateFeel(compiled.value, data);
	return answer.ok && answer.value === true;
}
