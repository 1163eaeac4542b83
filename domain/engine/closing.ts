import { compensateNext, keepCompensable } from "./compensating.ts";
import { dataEnded } from "./data-scope.ts";
import { find } from "./fold.ts";
import { instanceEnded } from "./loop.ts";
import type { Scope } from "./state.ts";
import type { Stepping } from "./stepping.ts";

/** A scope has no token left: it ends, and what waited for it goes on. `terminated`: a terminate end event ended it. */
export function close(step: Stepping, scope: Scope, terminated: boolean): void {
	const waiting = scope.token === undefined ? undefined : find(step.state.tokens, scope.token);
	// The activity: a sub-process is its own scope, a call has the called process for one.
	const node = step.linked.byId.get(waiting?.at ?? scope.at);
	// What is terminated is ended without compensation (BPMN 2.0.2 §10.5.3).
	const completed = scope.instance === undefined && !terminated;
	if (waiting !== undefined && node !== undefined && completed) keepCompensable(step, node, waiting.in, scope.id);
	step.endScope(scope);
	// As it is now: an instance that ended is counted.
	const token = waiting === undefined ? undefined : find(step.state.tokens, waiting.id);
	if (token !== undefined) step.stand(token.in);
	if (token !== undefined && node !== undefined) {
		if (scope.compensates !== undefined) compensateNext(step, token.id);
		else if (scope.instance !== undefined && scope.data !== undefined) dataEnded(step, node, token, scope.data);
		else if (scope.instance !== undefined) instanceEnded(step, node, token, scope.instance);
		else step.complete(node, token, scope.data);
	} else if (scope.token === undefined) {
		const outcome = terminated ? "terminated" : "completed";
		step.record({ kind: "case-ended", outcome });
		step.effects.push({ type: "end-case", outcome });
	}
}
