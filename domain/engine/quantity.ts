import { elements } from "../bpmn/describe.ts";
import type { Arrival } from "./behaviour.ts";
import type { Reading } from "./reading.ts";
import type { Stepping } from "./stepping.ts";

/** How many tokens an activity takes to begin, and how many it gives to each flow it leaves by (BPMN 2.0.2 §10.3, §13.3.2). */
export interface Quantity {
	readonly start: number;
	readonly completion: number;
}

export const ONE: Quantity = { start: 1, completion: 1 };

/** Reads `startQuantity` and `completionQuantity`; null where both are one. Refuses (`engine.quantity`) what no token count can meet. */
export function readQuantity(reading: Reading): Quantity | null {
	const { element, title } = reading;
	const start = element.startQuantity ?? 1;
	const completion = element.completionQuantity ?? 1;
	if (!isCount(start) || !isCount(completion)) {
		reading.refuse("engine.quantity", `${title}: a start or completion quantity is a whole number from 1.`);
		return null;
	}
	if (start === 1 && completion === 1) return null;
	const led = elements(element.$parent?.flowElements).some((flow) => flow.targetRef === element);
	if (start > 1 && !led)
		reading.refuse("engine.quantity", `${title} begins with ${start} tokens, but no sequence flow leads to it: it would never begin.`);
	return { start, completion };
}

function isCount(value: unknown): value is number {
	return typeof value === "number" && Number.isSafeInteger(value) && value >= 1;
}

/**
 * Whether an activity begins with this token. As long as it has fewer than its start quantity, the token rests before it; the last
 * one takes the others in. Tokens gather in their scope, whatever flow they come by.
 */
export function hasGathered(step: Stepping, arrival: Arrival): boolean {
	const { node, scope } = arrival;
	if (node.quantity.start === 1 || arrival.gathered === true) return true;
	const before = step.state.tokens.filter((token) => token.gathers === true && token.at === node.id && token.in === scope);
	if (before.length + 1 < node.quantity.start) {
		step.rest(arrival, true);
		return false;
	}
	for (const token of before.slice(0, node.quantity.start - 1)) step.leave(token, "joined");
	return true;
}
