/** As much of a journal entry as the path needs. */
interface Outcome {
	readonly kind: string;
	readonly elementId?: string | undefined;
	readonly [field: string]: unknown;
}

/**
 * The path taken: every element that a token came to, and the flow it came by, by BPMN id. A boundary event that only waited beside
 * its activity is not on the path, though the journal names it.
 */
export function visited(outcomes: Iterable<Outcome>): string[] {
	const ids = new Set<string>();
	for (const outcome of outcomes) {
		if (outcome.kind !== "element-passed" && outcome.kind !== "element-entered") continue;
		if (outcome.elementId !== undefined) ids.add(outcome.elementId);
		const flow = outcome["via"];
		if (typeof flow === "string") ids.add(flow);
	}
	return [...ids];
}
