import type { Problem } from "../problem.ts";
import { fail, ok, type Result } from "../result.ts";
import { isEventSubProcess } from "./elements/sub-process.ts";
import { find } from "./fold.ts";
import type { Node } from "./linked.ts";
import { openScope } from "./scopes.ts";
import type { Scope, Token } from "./state.ts";
import type { Stepping } from "./stepping.ts";

/**
 * Takes a resting token away, with everything it waits for and all within it, and lets one arrive at another element: of the same
 * scope, of one around it, or of a sub-process inside, whose scopes are opened on the way without their own starts. A sub-process
 * whose only token leaves it is taken away as well, so nothing goes on in two places.
 *
 * Refused, and nothing is changed: `engine.unknown_token`, `engine.unknown_element`, `engine.no_target` (no token can rest or pass
 * there by hand), `engine.no_way_there` (another pool, or a process that is not called from here), `engine.inside_instance` (one
 * instance of an activity that repeats cannot be left or entered alone).
 */
export function moveToken(step: Stepping, tokenId: number, to: string): Result<true, Problem> {
	const token = find(step.state.tokens, tokenId);
	if (token === undefined || token.listens === true)
		return fail({ code: "engine.unknown_token", detail: "This token is gone: the case went on meanwhile." });
	const target = step.linked.byId.get(to);
	if (target === undefined) return fail({ code: "engine.unknown_element", detail: `The process has no element "${to}".`, at: to });
	const name = target.name || target.id;
	if (target.parent === null || isEventSubProcess(target) || (target.incoming.length === 0 && !begins(target)))
		return fail({ code: "engine.no_target", detail: `A token cannot be put at "${name}": no flow leads there.`, at: to });
	const way = wayTo(step, token, target);
	if (!way.ok) return way;
	const { scope, leaving, opening } = way.value;

	step.record({ kind: "token-moved", elementId: token.at, token: token.id, to });
	step.cancel(leaving);
	let inner = scope;
	for (const around of opening) inner = openScope(step, around, step.restWithBoundary({ node: around, scope: inner, via: undefined }), []);
	// A join counts by flow: the token takes the place of one that has not come yet.
	const waiting = new Set(step.state.tokens.flatMap(({ at, in: place, via }) => (at === to && place === inner ? [via] : [])));
	const via = target.incoming.length > 1 ? target.incoming.find((flow) => !waiting.has(flow.id)) : undefined;
	step.arrive(target, inner, via?.id);
	return ok(true);
}

/** A start event, or an event on a boundary: no flow leads to it, and a token can begin there. */
function begins(target: Node): boolean {
	if (target.attachedTo !== null) return true;
	return target.parent !== null && target.parent.starts.includes(target);
}

interface Way {
	/** The innermost scope around both ends. */
	readonly scope: number;
	/** The token, or that of the outermost sub-process that nothing else is in. */
	readonly leaving: Token;
	/** The sub-processes to open, the outermost first. */
	readonly opening: readonly Node[];
}

function wayTo(step: Stepping, token: Token, target: Node): Result<Way, Problem> {
	const { state } = step;
	const around: Node[] = [];
	for (let node = target.parent; node !== null; node = node.parent) around.push(node);
	let leaving = token;
	for (let scope = find(state.scopes, token.in); scope !== undefined; scope = outer(step, scope)) {
		const depth = scope.instance === undefined ? around.findIndex((node) => node.id === scope?.at) : -1;
		if (depth !== -1) {
			const opening = around.slice(0, depth).toReversed();
			const closed = opening.find((node) => node.loop !== null || isEventSubProcess(node));
			if (closed !== undefined) return fail(notAlone(closed));
			return ok({ scope: scope.id, leaving, opening });
		}
		if (scope.instance !== undefined) return fail(notAlone(step.linked.byId.get(scope.at)));
		if (leaving.in === scope.id && scope.live === 1 && scope.token !== undefined) leaving = find(state.tokens, scope.token) ?? leaving;
	}
	return fail({
		code: "engine.no_way_there",
		detail: `"${target.name || target.id}" is in another process than the token: a token cannot change from one to the other.`,
		at: target.id,
	});
}

function outer(step: Stepping, scope: Scope): Scope | undefined {
	const token = scope.token === undefined ? undefined : find(step.state.tokens, scope.token);
	return token === undefined ? undefined : find(step.state.scopes, token.in);
}

function notAlone(node: Node | undefined): Problem {
	const name = node === undefined ? "" : node.name || node.id;
	const repeats = node !== undefined && node.loop !== null;
	return {
		code: "engine.inside_instance",
		detail: repeats
			? `"${name}" repeats: its instances belong together. Move the activity as a whole.`
			: `"${name}" is started by its event only.`,
		...(node !== undefined && { at: node.id }),
	};
}
