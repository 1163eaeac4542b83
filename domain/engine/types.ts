import type { Alarm } from "../calendar/alarm.ts";
import type { Calendars } from "../calendar/calendar.ts";
import type { Value } from "../data/model.ts";
import type { Problem } from "../problem.ts";
import type { Result } from "../result.ts";
import type { JournalEntry } from "./journal.ts";
import type { Limits } from "./limits.ts";
import type { State, Wait } from "./state.ts";

/**
 * The face of the engine: what the Case object, the simulator and the tests know of it.
 * `compile` turns a BPMN file and its automation into a Program once; `link` makes it runnable once an isolate;
 * `advance` makes one step.
 */

export type Variables = Readonly<Record<string, Value>>;

/** Who started a case, for the performer rule "case starter" and for FEEL (`case.starter.name`). */
export interface Starter {
	readonly personId: string | null;
	readonly name: string;
	readonly email: string | null;
}

/** What a step may know of the world. The engine has no clock: `now` is epoch milliseconds, read once by the caller. */
export interface StepContext {
	readonly now: number;
	readonly limits: Limits;
	/** Facts about the case for FEEL (`case.number`, `case.starter`) and the environment's parameters (`parameters.x`). Secrets are not among them. */
	readonly caseNumber: string;
	readonly parameters: Variables;
	/** What working time is counted in; without, the standard calendar. Only programs with `workingTime` look at it. */
	readonly calendars?: Calendars;
}

export type Command =
	/** Without `startEvent` the main process's none start event is taken. `payload` is what a message brought, for the start event's mapping. */
	| {
			readonly type: "start";
			readonly startEvent?: string;
			readonly variables: Variables;
			readonly starter: Starter;
			readonly payload?: Value;
	  }
	| { readonly type: "complete-task"; readonly task: number; readonly variables: Variables }
	/** A job ended well; `result` is what the connector answered (for HTTP: `{ status, headers, body }`). */
	| { readonly type: "complete-job"; readonly job: number; readonly result: Value }
	/** A job ended badly: with a `code` that a boundary event may catch as a BPMN error, else it is an incident. */
	| { readonly type: "fail-job"; readonly job: number; readonly code?: string; readonly message: string }
	| { readonly type: "fire-timer"; readonly timer: number }
	| { readonly type: "deliver-message"; readonly subscription: number; readonly payload: Value }
	/** A signal reaches one of those who wait for it. */
	| { readonly type: "deliver-signal"; readonly subscription: number; readonly payload: Value }
	| { readonly type: "set-variables"; readonly variables: Variables }
	| { readonly type: "retry-incident"; readonly incident: number }
	| { readonly type: "cancel"; readonly reason: string }
	/** No token moves until `resume`; data can be changed, and the case cancelled. */
	| { readonly type: "suspend"; readonly reason: string }
	| { readonly type: "resume" }
	/** Begins an activity of an ad-hoc sub-process; `choice` is the wait that offers it. */
	| { readonly type: "start-activity"; readonly choice: number }
	/** Takes a resting token away, with all it waits for, and puts one at another element (`move-token.ts`). */
	| { readonly type: "move-token"; readonly token: number; readonly to: string };

/** What a step asks of the object around it. Ids are numbers from the state's own counter, unique in the case for ever. */
export type Effect =
	| {
			readonly type: "create-task";
			readonly task: number;
			readonly elementId: string;
			readonly name: string;
			readonly title: string;
			readonly dueAt: number | null;
			/** The duration that it was reckoned from, where that counts in working time: whoever it is given to may work by another calendar. */
			readonly due?: string;
			/** Absent where there are none. */
			readonly alarms?: readonly Alarm[];
			readonly performers: PerformerNames;
			readonly formId: string | null;
			readonly notify: boolean;
	  }
	| { readonly type: "complete-task"; readonly task: number }
	| { readonly type: "cancel-task"; readonly task: number }
	| {
			readonly type: "create-job";
			readonly job: number;
			readonly elementId: string;
			readonly kind: "service" | "send";
			readonly input: JobInput;
	  }
	| { readonly type: "cancel-job"; readonly job: number }
	| { readonly type: "set-timer"; readonly timer: number; readonly elementId: string; readonly dueAt: number }
	| { readonly type: "cancel-timer"; readonly timer: number }
	| {
			readonly type: "open-subscription";
			readonly subscription: number;
			readonly elementId: string;
			readonly message: string;
			readonly key: string | null;
			/** It takes the message whatever its key, after those who wait for that key. */
			readonly any?: true;
	  }
	/** A signal is waited for; it is closed as the subscription of a message is. */
	| { readonly type: "open-signal"; readonly subscription: number; readonly elementId: string; readonly signal: string }
	| { readonly type: "close-subscription"; readonly subscription: number }
	| {
			readonly type: "throw-message";
			readonly elementId: string;
			readonly message: string;
			readonly key: string | null;
			readonly payload: Value;
	  }
	/** To everyone who waits for it at this moment, in this case and in every other, and to signal start events. */
	| { readonly type: "throw-signal"; readonly elementId: string; readonly signal: string; readonly payload: Value }
	/** `name` is what the element is called; `token` the one that cannot go on. */
	| {
			readonly type: "raise-incident";
			readonly incident: number;
			readonly elementId: string;
			readonly name: string;
			readonly token: number;
			readonly problem: Problem;
	  }
	| { readonly type: "resolve-incident"; readonly incident: number }
	/** When the whole case is due by its service level, and the alarms that go with it. */
	| { readonly type: "set-due"; readonly dueAt: number; readonly alarms: readonly Alarm[] }
	/** What is waited for, or an incident, belongs to an element of another version from now on. Tasks get its name and form, incidents its name. */
	| {
			readonly type: "carry-over";
			readonly what: Exclude<Wait["what"], "condition" | "choice"> | "incident";
			readonly id: number;
			readonly elementId: string;
			readonly name?: string;
			readonly formId?: string | null;
	  }
	/** The case's title, whenever the expression for it gives another one than before. */
	| { readonly type: "set-title"; readonly title: string }
	| { readonly type: "end-case"; readonly outcome: "completed" | "terminated" | "failed" | "cancelled" };

/**
 * A text whose expressions are evaluated, but for secrets, which the engine never sees: whoever carries out the job puts them in.
 * A part that is data can therefore never name a secret.
 */
export type Template = readonly (string | { readonly secret: string })[];

/** What a job does, with everything but its secrets evaluated. */
export interface JobInput {
	readonly kind: "http";
	readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
	readonly url: Template;
	readonly headers: readonly { readonly name: string; readonly value: Template }[];
	/** Sent as JSON; null: no body. */
	readonly body: Value;
	/** Milliseconds. */
	readonly timeout: number;
}

/** The performer rule with its expressions evaluated: who may take a task. The environment turns names into people. */
export interface PerformerNames {
	readonly assign: "pool" | "one";
	readonly people: readonly string[];
	readonly groups: readonly string[];
	readonly roles: readonly string[];
	readonly starter: boolean;
}

/** What one step made. The state is to be kept whole, the journal appended, the effects carried out, all in one transaction. */
export interface Step {
	readonly state: State;
	readonly journal: readonly JournalEntry[];
	readonly effects: readonly Effect[];
}

/**
 * Problems of a command that changes nothing: `engine.unknown_task`, `engine.unknown_job`, `engine.unknown_timer`,
 * `engine.unknown_subscription`, `engine.unknown_incident` (it is gone: someone was faster), `engine.case_ended`,
 * `engine.case_suspended`, `engine.already_suspended`, `engine.not_suspended`, those of `move-token.ts`, `engine.already_started`, `engine.not_started`, `engine.no_start`, `engine.variable_too_large`, `engine.value_too_deep`,
 * `engine.state_misfit` (the state does not fit the program: `check-state.ts`).
 */
export type StepResult = Result<Step, Problem>;

export { DEFAULT_LIMITS, type Limits } from "./limits.ts";
export type { JournalEntry } from "./journal.ts";
export type { Program, ProgramStart } from "./program.ts";
export type { State } from "./state.ts";
