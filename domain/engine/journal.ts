import type { Value } from "../data/model.ts";
import type { Problem } from "../problem.ts";
import type { Compensable, KeyParts, Resume, State, Wait } from "./state.ts";
import type { Starter, Variables } from "./types.ts";

/**
 * One outcome. The journal of a case is the list of these, and the state is their fold (`fold.ts`): it records what happened, not
 * why, so an old journal still reads after the engine is mended. `at` is the time of the step in epoch milliseconds.
 */
export type JournalEntry = { readonly at: number } & (
	| { readonly kind: "case-started"; readonly processId: string; readonly starter: Starter; readonly engine: number }
	| { readonly kind: "case-ended"; readonly outcome: Exclude<State["status"], "active">; readonly reason?: string }
	/** No token moves between these two. */
	| { readonly kind: "case-suspended"; readonly reason: string }
	| { readonly kind: "case-resumed" }
	/** An operator takes a token from one element and puts one at another. The entries after it say what that ended and began. */
	| { readonly kind: "token-moved"; readonly elementId: string; readonly token: number; readonly to: string }
	/** When the whole case is due by its service level. */
	| { readonly kind: "case-due"; readonly dueAt: number }
	/**
	 * The case goes on by another version of its process. Elements and flows that the state names get the names of that version; the
	 * entries before it say what stops waiting, those after it what begins to.
	 */
	| {
			readonly kind: "case-migrated";
			readonly version: string;
			readonly elements: Readonly<Record<string, string>>;
			readonly flows: Readonly<Record<string, string>>;
			readonly engine: number;
	  }
	/** A decision table decided: which of its rules hit, counted from one, and what its inputs were. */
	| {
			readonly kind: "rules-hit";
			readonly elementId: string;
			readonly decision: string;
			readonly inputs: readonly string[];
			readonly rules: readonly number[];
	  }
	/** Somebody began an activity of an ad-hoc sub-process. */
	| { readonly kind: "activity-chosen"; readonly elementId: string; readonly wait: number }
	/** It waits no longer: the version that the case moves to has no such boundary event, or the ad-hoc sub-process is over. */
	| { readonly kind: "wait-dropped"; readonly elementId: string; readonly wait: number; readonly what: Wait["what"] }
	| { readonly kind: "title-set"; readonly title: string }
	| {
			readonly kind: "variables-set";
			readonly variables: Variables;
			readonly elementId?: string;
			/** They are data of this scope, not of the case. */ readonly scope?: number;
	  }
	/** A process or sub-process begins; `token` waits on the sub-process meanwhile. */
	| {
			readonly kind: "scope-opened";
			readonly scope: number;
			readonly elementId: string;
			readonly token?: number;
			readonly instance?: Variables;
			readonly data?: Variables;
			/** It is for the handler that compensates this. */
			readonly compensates?: number;
	  }
	/** A token rests on an activity that repeats; `items` are kept for those that come one after the other. */
	| {
			readonly kind: "loop-started";
			readonly elementId: string;
			readonly token: number;
			readonly total: number | null;
			readonly items?: readonly Value[];
	  }
	/** The start of an event sub-process begins to wait in a scope. */
	| { readonly kind: "listener-opened"; readonly elementId: string; readonly token: number; readonly scope: number }
	| { readonly kind: "scope-closed"; readonly scope: number; readonly elementId: string }
	/** A token passed an element without resting there: a gateway, a none event, a script. */
	| { readonly kind: "element-passed"; readonly elementId: string; readonly via?: string }
	/** A token rests at an element. */
	| {
			readonly kind: "element-entered";
			readonly elementId: string;
			readonly token: number;
			readonly scope: number;
			readonly via?: string;
			/** Before an activity that begins with several tokens. */
			readonly gathers?: true;
	  }
	/** It is gone from there, with everything it waited for. `joined`: merged by a join. `retried`: about to enter again. */
	| {
			readonly kind: "element-left";
			readonly elementId: string;
			readonly token: number;
			readonly how: "completed" | "cancelled" | "joined" | "retried";
	  }
	| { readonly kind: "wait-opened"; readonly elementId: string; readonly wait: Wait }
	/** What was waited for came. A cancelled wait has no entry of its own: it goes with its token. */
	| { readonly kind: "wait-closed"; readonly elementId: string; readonly wait: number; readonly what: Wait["what"] }
	/** One of several things came that an event waits for together; it is kept until all came. */
	| { readonly kind: "event-came"; readonly elementId: string; readonly token: number; readonly wait: Wait; readonly arrived: Value }
	/** The last of them came. */
	| { readonly kind: "events-came"; readonly elementId: string; readonly token: number }
	/** A condition that held when it came holds no longer: it may come again. */
	| { readonly kind: "condition-failed"; readonly elementId: string; readonly wait: number }
	| {
			readonly kind: "incident-raised";
			readonly elementId: string;
			readonly incident: number;
			readonly token: number;
			readonly problem: Problem;
			readonly resume?: Resume;
	  }
	| { readonly kind: "incident-resolved"; readonly elementId: string; readonly incident: number }
	/** An activity completed and can be compensated; `inner` is the scope whose activities it takes with it. */
	| {
			readonly kind: "compensation-kept";
			readonly elementId: string;
			readonly compensable: number;
			readonly scope: number;
			/** The token of the activity that it is an instance of. */
			readonly token?: number;
			readonly names?: Variables;
			readonly inner?: number;
	  }
	/** A token compensates `left`, one after the other; `taken` are sub-processes without a handler, which are compensated by them. */
	| {
			readonly kind: "compensation-thrown";
			readonly elementId: string;
			readonly token: number;
			readonly left: readonly Compensable[];
			readonly taken?: readonly number[];
			readonly detached?: true;
	  }
	/** The next of them begins. */
	| { readonly kind: "compensation-started"; readonly elementId: string; readonly token: number; readonly compensable: number }
	/** A transaction was cancelled and all in it compensated. */
	| { readonly kind: "transaction-cancelled"; readonly elementId: string; readonly caughtBy?: string }
	/** A message gave the conversation of a scope a correlation key. */
	| {
			readonly kind: "message-correlated";
			readonly elementId: string;
			readonly scope: number;
			readonly key: string;
			readonly values: KeyParts;
	  }
	| { readonly kind: "message-thrown"; readonly elementId: string; readonly message: string; readonly key: string | null }
	| { readonly kind: "signal-thrown"; readonly elementId: string; readonly signal: string }
	| { readonly kind: "error-thrown" | "escalation-thrown"; readonly elementId: string; readonly code: string; readonly caughtBy?: string }
);
