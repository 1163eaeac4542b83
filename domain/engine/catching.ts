import { isEventSubProcess } from "./elements/sub-process.ts";
import { find } from "./fold.ts";
import type { Node } from "./linked.ts";
import { around, isInstance, startEventSubProcess } from "./scopes.ts";
import type { Token } from "./state.ts";
import type { Stepping } from "./stepping.ts";
import type { Variables } from "./types.ts";

/**
 * Throws a BPMN error out of a scope or, with `token`, out of the activity it rests on (§10.5.6): the innermost event sub-process or
 * boundary event that catches the code interrupts. Answers whether one did; `leaving` is called before it does.
 */
export function throwError(
	step: Stepping,
	from: string,
	scopeId: number,
	code: string,
	message: string,
	token?: Token,
	leaving?: () => void,
): boolean {
	const caught = caughtBy(step, scopeId, token, code, "error");
	if (caught === undefined) return false;
	leaving?.();
	step.record({ kind: "error-thrown", elementId: from, code, caughtBy: caught.event.id });
	catchAt(step, caught, { error: { code, message } });
	return true;
}

/** Whether something would catch an error that is thrown out of a scope or, with `token`, out of the activity it rests on. */
export function isCaught(step: Stepping, scopeId: number, code: string, token?: Token): boolean {
	return caughtBy(step, scopeId, token, code, "error") !== undefined;
}

/** The innermost event that catches a code, climbing from scope to scope. What an event sub-process throws is not for it or its like. */
function caughtBy(
	step: Stepping,
	scopeId: number,
	token: Token | undefined,
	code: string,
	kind: "error" | "escalation",
): Caught | undefined {
	let scope = scopeId;
	for (let activity = token; ; activity = around(step.state, scope)) {
		const node = activity === undefined ? undefined : step.linked.byId.get(activity.at);
		if (activity !== undefined) {
			const event = isInstance(step.state, activity.in, node) ? undefined : catching(node?.boundary ?? [], code, kind);
			if (event !== undefined) return { event, activity, scope: activity.in };
			scope = activity.in;
		}
		const within = find(step.state.scopes, scope);
		const process = within?.instance === undefined ? step.linked.byId.get(within?.at ?? "") : undefined;
		const start = node !== undefined && isEventSubProcess(node) ? undefined : catching(process?.listeners ?? [], code, kind);
		if (start !== undefined) return { event: start, activity: undefined, scope };
		if (around(step.state, scope) === undefined) return undefined;
	}
}

function catchAt(step: Stepping, { event, activity, scope }: Caught, brought: Variables): void {
	if (activity === undefined) return startEventSubProcess(step, event, scope, brought);
	if (event.interrupting) step.cancel(activity);
	step.pass({ node: event, scope, via: undefined }, brought);
}

/**
 * Throws an escalation out of a scope or, with `token`, out of the activity it rests on (§10.5.6): the innermost event sub-process
 * or boundary event that catches the code interrupts or goes on beside; without one nothing happens. Answers whether the thrower's scope was ended.
 */
export function throwEscalation(step: Stepping, from: string, scopeId: number, code: string, leaving: () => void, token?: Token): boolean {
	const caught = caughtBy(step, scopeId, token, code, "escalation");
	if (caught?.event.interrupting === true) leaving();
	step.record({ kind: "escalation-thrown", elementId: from, code, ...(caught !== undefined && { caughtBy: caught.event.id }) });
	if (caught !== undefined) catchAt(step, caught, { escalation: { code } });
	return caught?.event.interrupting === true;
}

/** An event that catches what was thrown: on the boundary of the activity that a token rests on, or of an event sub-process in a scope. */
interface Caught {
	readonly event: Node;
	readonly activity: Token | undefined;
	readonly scope: number;
}

/** The event that catches a code: one that names it before one that names none. */
function catching(candidates: readonly Node[], code: string, kind: "error" | "escalation"): Node | undefined {
	let any: Node | undefined;
	for (const event of candidates) {
		for (const { type, settings } of event.events) {
			if (type !== kind) continue;
			if (settings === code) return event;
			if (settings === null) any ??= event;
		}
	}
	return any;
}
