import type { Value } from "../data/model.ts";
import type { Arrived } from "./behaviour.ts";
import { attributesOf } from "./evaluation.ts";
import { find } from "./fold.ts";
import type { Node } from "./linked.ts";
import type { Token, Wait } from "./state.ts";
import type { Stepping } from "./stepping.ts";
import type { Variables } from "./types.ts";
import { eventOf } from "./waits.ts";

/** An event came: what it brings, as names for its output mapping and as data that it sets, and the waits that it was. */
export interface Came {
	readonly brought: Variables;
	readonly set: readonly (readonly [string, Value])[];
	readonly waits: readonly Wait[];
}

/**
 * What an event brings that something came for (BPMN 2.0.2 §10.5.5): of a multiple event any of its triggers is enough; a parallel
 * multiple one comes with the last of them, and until then what came is kept with the token, and there is nothing.
 */
export function came(step: Stepping, node: Node, token: Token, wait: Wait, arrived: Arrived): Came | undefined {
	if (!node.parallel) return merged(step, node, [{ wait, arrived }]);
	const before = find(step.state.tokens, token.id)?.came?.filter((each) => each.wait.at === node.id) ?? [];
	if (before.length + 1 < node.events.length) {
		step.record({ kind: "event-came", elementId: node.id, token: token.id, wait, arrived });
		return undefined;
	}
	step.record({ kind: "events-came", elementId: node.id, token: token.id });
	return merged(step, node, [...before, { wait, arrived }]);
}

/** An event that did not interrupt waits again, for whatever of it can come again; all together only when all can. */
export function waitAgain(step: Stepping, node: Node, token: Token, { waits }: Came): void {
	if (node.parallel && waits.some((wait) => wait.what === "timer" && wait.cycle === undefined)) return;
	for (const wait of waits) eventOf(node, wait)?.behaviour.again?.(step, node, token, wait);
}

function merged(step: Stepping, node: Node, all: readonly { readonly wait: Wait; readonly arrived: Arrived }[]): Came {
	let brought: Variables = {};
	for (const { wait, arrived } of all) brought = { ...brought, ...eventOf(node, wait)?.behaviour.brought?.(arrived) };
	return { brought, set: all.flatMap(({ arrived }) => attributesOf(step.linked, node, arrived)), waits: all.map((each) => each.wait) };
}
