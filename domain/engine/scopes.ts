import type { Value } from "../data/model.ts";
import { find } from "./fold.ts";
import type { Node } from "./linked.ts";
import type { State, Token } from "./state.ts";
import type { Stepping } from "./stepping.ts";
import type { Variables } from "./types.ts";
import { awaitEvents } from "./waits.ts";

const SCOPES: ReadonlySet<string> = new Set(["subProcess", "transaction", "adHocSubProcess", "callActivity"]);

/** Begins a process or sub-process: a new scope, and a token at each of its starts. `given`: data that only it knows. */
export function openScope(step: Stepping, node: Node, token?: Token, starts: readonly Node[] = node.starts, given?: Variables): number {
	const scope = step.state.next;
	// The data objects of a process are the case's; one that is called has its own, as a sub-process has.
	const data = token !== undefined && (given ?? node.data?.holds) !== undefined ? { data: given ?? {} } : {};
	step.record({ kind: "scope-opened", scope, elementId: node.id, ...(token !== undefined && { token: token.id }), ...data });
	step.touch(scope);
	for (const listener of node.listeners) listen(step, listener, scope);
	for (const start of starts) step.arrive(start, scope);
	return scope;
}

/** The start of an event sub-process begins to wait in a scope, with a token of its own that nobody counts (§13.5.4). */
export function listen(step: Stepping, start: Node, scope: number): void {
	// Errors and escalations are looked for when they are thrown.
	if (start.events.every(({ behaviour }) => behaviour.await === undefined)) return;
	const token: Token = { id: step.state.next, at: start.id, in: scope, listens: true };
	step.record({ kind: "listener-opened", elementId: start.id, token: token.id, scope });
	const waits = awaitEvents(step, start, token);
	if (!waits.ok) step.incident(token, waits.error);
}

/** An event sub-process begins in a scope: instead of everything there, or beside it. */
export function startEventSubProcess(
	step: Stepping,
	start: Node,
	scope: number,
	brought: Variables = {},
	set: readonly (readonly [path: string, value: Value])[] = [],
): void {
	const node = start.parent;
	if (node === null) return;
	if (start.interrupting) step.discard(scope);
	const token = step.rest({ node, scope, via: undefined });
	step.pass({ node: start, scope: openScope(step, node, token, []), via: undefined }, brought, set);
}

/** Begins one instance of an activity that repeats. */
export function openInstance(step: Stepping, node: Node, token: Token, instance: Variables): void {
	const scope = step.state.next;
	step.record({ kind: "scope-opened", scope, elementId: node.id, token: token.id, instance });
	step.touch(scope);
	step.arrive(node, scope);
}

/** Ends the scopes that belong to a token: its sub-process, or its instances that still go on; without one, the case's own. */
export function endScopes(step: Stepping, token: number | undefined): void {
	for (const scope of step.state.scopes.filter((each) => each.token === token)) step.endScope(scope);
}

/** Whether a scope is one instance of an activity that repeats, or there for the data of one. */
export function isInstance(state: State, scope: number, node: Node | undefined): boolean {
	const found = node === undefined ? undefined : find(state.scopes, scope);
	return found?.instance !== undefined && found.compensates === undefined && found.at === node?.id;
}

/** Whether an activity is done when a scope of its own is. */
export function isScope({ type }: Node): boolean {
	return SCOPES.has(type);
}

/** The token that waits on the sub-process of a scope. */
export function around(state: State, scopeId: number): Token | undefined {
	const token = find(state.scopes, scopeId)?.token;
	return token === undefined ? undefined : find(state.tokens, token);
}

/** How deep scopes are within each other: it is the same for as long as a scope lives, so it is counted once a step. */
export class Depths {
	readonly #state: State;
	readonly #known = new Map<number, number>();

	constructor(state: State) {
		this.#state = state;
	}

	/** How many scopes there are around what is in a scope, with that scope. */
	of(scopeId: number): number {
		const path: number[] = [];
		let known: number | undefined;
		for (let id: number | undefined = scopeId; id !== undefined; id = around(this.#state, id)?.in) {
			known = this.#known.get(id);
			if (known !== undefined) break;
			path.push(id);
		}
		let depth = known ?? 0;
		for (const id of path.toReversed()) this.#known.set(id, ++depth);
		return depth;
	}
}
