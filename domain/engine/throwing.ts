import type { Arrival } from "./behaviour.ts";
import type { Stepping } from "./stepping.ts";

/** What a throw did with its token: it goes on, it went with what was thrown, or it rests (with what it waits for, or an incident). */
export type AfterThrow = "goes on" | "ended" | "rests";

/** What is thrown when everything that it needs was evaluated. */
export type Throw = () => AfterThrow;

/**
 * Throws all events of an element (BPMN 2.0.2 §10.5.1, §13.5.4). Everything is evaluated before anything is thrown, so that a retry
 * throws nothing twice. What ends its scope comes last (`EventBehaviour.order`); `from` leaves out what comes before that.
 */
export function throwEvents(step: Stepping, arrival: Arrival, from = 0): AfterThrow {
	const thrown: Throw[] = [];
	for (const { behaviour, settings } of inOrder(arrival)) {
		if ((behaviour.order ?? 0) < from) continue;
		const ready = behaviour.throw?.(step, arrival, settings);
		if (ready === undefined) continue;
		if (!ready.ok) {
			step.fail(arrival, ready.error);
			return "rests";
		}
		thrown.push(ready.value);
	}
	for (const each of thrown) {
		const after = each();
		if (after !== "goes on") return after;
	}
	return "goes on";
}

function inOrder({ node }: Arrival): Arrival["node"]["events"] {
	return node.events.length < 2 ? node.events : node.events.toSorted((a, b) => (a.behaviour.order ?? 0) - (b.behaviour.order ?? 0));
}
