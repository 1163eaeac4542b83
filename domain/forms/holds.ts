import { evaluate } from "feelin";
import type { Values } from "../data/paths.ts";

/** Whether a FEEL condition is true of the data. Null, an error and anything but `true` are no (BPMN 2.0.2 §8.3.13 for conditions). */
export function holds(condition: string, data: Values): boolean {
	try {
		const answer: unknown = evaluate(condition, data);
		return (typeof answer === "object" && answer !== null && "value" in answer ? answer.value : answer) === true;
	} catch {
		// A condition that can not be read shows nothing; the designer's check names it before it gets this far.
		return false;
	}
}
