import type { Values } from "../data/paths.ts";
import { compileFeel, evaluateFeel } from "../rules/feel.ts";

/** Whether a FEEL condition is true of the data. Null, an error and anything but `true` are no: what can not be decided is not shown. */
export function holds(condition: string, data: Values): boolean {
	const compiled = compileFeel(condition);
	if (!compiled.ok) return false;
	const answer = evaluateFeel(compiled.value, data);
	return answer.ok && answer.value === true;
}
