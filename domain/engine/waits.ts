import type { Problem } from "../problem.ts";
import { ok, type Result } from "../result.ts";
import type { Arrived } from "./behaviour.ts";
import { find } from "./fold.ts";
import type { LinkedEvent, Node } from "./linked.ts";
import type { Token, Wait } from "./state.ts";
import type { Stepping } from "./stepping.ts";
import type { Effect } from "./types.ts";

/** The events of an element begin to wait for a resting token, up to the first that cannot. */
export function awaitEvents(step: Stepping, event: Node, token: Token): Result<true, Problem> {
	for (const [index, { behaviour, settings }] of event.events.entries()) {
		const waits = behaviour.await?.(step, event, token, settings, index);
		if (waits !== undefined && !waits.ok) return waits;
	}
	return ok(true);
}

/** What a wait says of which event of an element with several it is. */
export function ofEvent(event: Node, index: number | undefined): Pick<Wait, "event"> {
	return event.events.length > 1 && index !== undefined ? { event: index } : {};
}

/** The event that a wait is for. */
export function eventOf(node: Node, wait: Wait): LinkedEvent | undefined {
	return node.events[wait.event ?? 0];
}

/** What was waited for came: the wait closes, and its element goes on. */
export function wake(step: Stepping, wait: Wait, arrived: Arrived): void {
	const { node, token } = whereOf(step, wait.at, wait.token);
	step.record({ kind: "wait-closed", elementId: wait.at, wait: wait.id, what: wait.what });
	step.stand(token.in);
	node.behaviour.wake?.(step, node, token, wait, arrived);
}

/** An element and a token that the state names. */
export function whereOf(step: Stepping, elementId: string, tokenId: number): { readonly node: Node; readonly token: Token } {
	const node = step.linked.byId.get(elementId);
	const token = find(step.state.tokens, tokenId);
	if (node === undefined || token === undefined) throw new Error(`The state does not fit the program at ${elementId}`);
	return { node, token };
}

/** How the world is told that nothing waits there any more; a condition it never heard of. */
export function cancelling(wait: Wait): Effect | undefined {
	switch (wait.what) {
		case "task":
			return { type: "cancel-task", task: wait.id };
		case "job":
			return { type: "cancel-job", job: wait.id };
		case "timer":
			return { type: "cancel-timer", timer: wait.id };
		case "message":
		case "signal":
			return { type: "close-subscription", subscription: wait.id };
		case "condition":
		case "choice":
			return undefined;
	}
}
