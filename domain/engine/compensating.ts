import { hasCompensationStart, isEventSubProcess } from "./elements/sub-process.ts";
import { find } from "./fold.ts";
import type { Arrival } from "./behaviour.ts";
import type { Node } from "./linked.ts";
import { around, isInstance, openScope } from "./scopes.ts";
import type { Compensable, Token } from "./state.ts";
import type { Stepping } from "./stepping.ts";

/**
 * Compensation (BPMN 2.0.2 §10.7, §13.5.5). An activity that completed and has a handler is kept until its scope is gone; compensating
 * runs the handlers in the reverse order of completion, one after the other, each in a scope of its own that belongs to the token that
 * throws. A sub-process without a handler of its own is compensated by what completed in it.
 */

/** An activity completes in a scope, `inner` being its own: it is kept when it can be compensated. */
export function keepCompensable(step: Stepping, node: Node, scope: number, inner?: number): void {
	const holds = inner !== undefined && step.state.compensables?.some((each) => each.in === inner && each.within === undefined);
	if (node.compensation === null && !hasCompensationStart(node) && holds !== true) return;
	// The token of the activity as a whole: instances are within it, and its data.
	let whole: Token | undefined;
	for (let at = scope; isInstance(step.state, at, node); at = whole.in) {
		const next = around(step.state, at);
		if (next === undefined) break;
		whole = next;
	}
	const names = step.expressions.own(scope);
	step.record({
		kind: "compensation-kept",
		elementId: node.id,
		compensable: step.state.next,
		scope: whole?.in ?? scope,
		...(whole !== undefined && { token: whole.id }),
		...(Object.keys(names).length > 0 && { names }),
		...(inner !== undefined && { inner }),
	});
}

/** What a throw in a scope compensates: one activity, or all that completed there, the last first. */
export function compensablesFor(step: Stepping, scopeId: number, activity: string | null): readonly Compensable[] {
	return candidates(step, scopeId)
		.filter((each) => activity === null || each.at === activity)
		.toReversed();
}

/**
 * Compensates what completed, with a token that rests at the throwing event until all handlers are done; `detached`: it rests there
 * beside the flow, which goes on meanwhile. Without anything to compensate nothing rests: answers the token, or nothing.
 */
export function compensate(step: Stepping, arrival: Arrival, targets: readonly Compensable[], detached: boolean): Token | undefined {
	const left = targets.flatMap((each) => withHandler(step, each));
	if (left.length === 0) return undefined;
	const token = step.rest(arrival);
	const handled = new Set(left.map((each) => each.id));
	const taken = targets.map((each) => each.id).filter((id) => !handled.has(id));
	step.record({
		kind: "compensation-thrown",
		elementId: arrival.node.id,
		token: token.id,
		left,
		...(taken.length > 0 && { taken }),
		...(detached && { detached }),
	});
	compensateNext(step, token.id);
	return token;
}

/** Runs the next handler of a token that compensates; without one it is done, and its event goes on. */
export function compensateNext(step: Stepping, tokenId: number): void {
	const token = find(step.state.tokens, tokenId);
	const node = token === undefined ? undefined : step.linked.byId.get(token.at);
	if (token?.compensating === undefined || node === undefined) return;
	const { left, detached } = token.compensating;
	const [next] = left;
	if (next === undefined) {
		if (detached === true) return step.leave(token, "completed");
		return node.behaviour.compensated === undefined ? step.complete(node, token) : node.behaviour.compensated(step, node, token);
	}
	step.record({ kind: "compensation-started", elementId: next.at, token: tokenId, compensable: next.id });
	const activity = step.linked.byId.get(next.at);
	const start = activity?.listeners.find(isCompensationStart);
	const handler = activity?.compensation ?? start?.parent;
	if (handler === null || handler === undefined) return compensateNext(step, tokenId);
	const scope = step.state.next;
	step.record({ kind: "scope-opened", scope, elementId: handler.id, token: tokenId, instance: next.names ?? {}, compensates: next.id });
	step.touch(scope);
	if (start === undefined) return step.arrive(handler, scope);
	const resting = step.rest({ node: handler, scope, via: undefined });
	step.pass({ node: start, scope: openScope(step, handler, resting, []), via: undefined });
}

/** What can be compensated from a scope: what completed in it, or around it when it is that of an event sub-process. */
function candidates(step: Stepping, scopeId: number): readonly Compensable[] {
	const list = step.state.compensables ?? [];
	for (let id = scopeId; ;) {
		const scope = find(step.state.scopes, id);
		if (scope?.compensates !== undefined) return list.filter((each) => each.within === scope.compensates);
		const node = step.linked.byId.get(scope?.at ?? "");
		const outer = node !== undefined && isEventSubProcess(node) ? around(step.state, id) : undefined;
		if (outer === undefined) return list.filter((each) => each.in === id && each.within === undefined && each.token === undefined);
		id = outer.in;
	}
}

/** What has a handler: the activity itself, else what completed in it, the last first. */
function withHandler(step: Stepping, kept: Compensable): readonly Compensable[] {
	const node = step.linked.byId.get(kept.at);
	if (node === undefined) return [];
	if (node.compensation !== null || hasCompensationStart(node)) return [kept];
	const inner = (step.state.compensables ?? []).filter((each) => each.within === kept.id);
	return inner.toReversed().flatMap((each) => withHandler(step, each));
}

function isCompensationStart({ events }: Node): boolean {
	return events.some(({ type }) => type === "compensate");
}
