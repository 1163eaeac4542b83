import type { Value } from "../data/model.ts";
import type { Problem } from "../problem.ts";
import type { Starter, Variables } from "./types.ts";

/**
 * Where a case is: plain JSON that grows with what is active, never with the model or the past. Every list is in the order of ids,
 * ids come from `next`, and elements are named by their BPMN ids, so a state outlives the compiler that made its program.
 * It is changed by journal entries only (`fold.ts`). `docs/engine.md` explains tokens, scopes and waits.
 */
export interface State {
	readonly format: 1;
	/** The next id of a scope, token, wait or incident. */
	readonly next: number;
	/** An operator holds the case: no token moves until it is resumed. */
	readonly suspended?: true;
	readonly status: "active" | "completed" | "terminated" | "failed" | "cancelled";
	readonly processId: string;
	readonly starter: Starter;
	readonly title: string;
	/** When the case is due by the service level of its process. Epoch milliseconds. */
	readonly dueAt?: number;
	readonly scopes: readonly Scope[];
	readonly tokens: readonly Token[];
	readonly waits: readonly Wait[];
	readonly incidents: readonly Incident[];
	/** Activities that completed and can be compensated; absent where there are none. */
	readonly compensables?: readonly Compensable[];
	/** The data of the case: one value a top-level name. A value that a step did not touch stays the same object. */
	readonly variables: Variables;
}

/** An instance of a process or sub-process: what tokens live in (BPMN 2.0.2 §13.3.4). */
export interface Scope {
	readonly id: number;
	/** The process or sub-process. */
	readonly at: string;
	/** The token that waits on the sub-process; none for the process itself. */
	readonly token?: number;
	/** One instance of an activity that repeats: names that only it knows (`loopCounter`, its element of the collection). */
	readonly instance?: Variables;
	/** Data that only it knows: data objects and properties of a sub-process; inputs, outputs and properties of an activity. */
	readonly data?: Variables;
	/** What the handler that runs in it compensates. */
	readonly compensates?: number;
	/** Tokens directly in it. */
	readonly live: number;
	/** Correlation keys of its conversation, by the model's id of the key; absent where there are none. */
	readonly keys?: Readonly<Record<string, KeyParts>>;
}

/** What a correlation key is in a conversation: a value for each of its properties (BPMN 2.0.2 §8.4.2). */
export type KeyParts = readonly (string | number | boolean)[];

/** A token that rests: on an activity or event that waits, or before a join (BPMN 2.0.2 §7.2.1). Moving tokens exist only within a step. */
export interface Token {
	readonly id: number;
	readonly at: string;
	readonly in: number;
	/** The sequence flow it came by. */
	readonly via?: string;
	/** It rests on an activity that repeats: how many instances there are to be (null: as long as a condition holds), were begun and are done. */
	readonly loop?: { readonly total: number | null; readonly started: number; readonly done: number; readonly items?: readonly Value[] };
	/** It rests before an activity until there are as many as its start quantity. */
	readonly gathers?: true;
	/** It rests at a compensation event: what is still to be compensated, in this order; `detached`: the flow went on without it. */
	readonly compensating?: { readonly left: readonly Compensable[]; readonly detached?: true };
	/** What came of events that wait for several things together. */
	readonly came?: readonly { readonly wait: Wait; readonly arrived: Value }[];
	/** It only holds what the start of an event sub-process waits for: it is no part of what its scope counts. */
	readonly listens?: true;
}

/** An activity that completed and can be compensated (BPMN 2.0.2 §10.7.2). */
export interface Compensable {
	readonly id: number;
	/** The activity. */
	readonly at: string;
	/** The scope that it completed in. */
	readonly in: number;
	/** It is an instance of the activity that this token rests on, which is not done yet. */
	readonly token?: number;
	/** It completed within this one, which is a sub-process. */
	readonly within?: number;
	/** Names that only its instance knew. */
	readonly names?: Variables;
}

/** Something outside that a token waits for. A boundary event's wait names the activity's token and the boundary event. */
export interface Wait {
	readonly id: number;
	readonly what: "task" | "job" | "timer" | "message" | "signal" | "condition" | "choice";
	readonly token: number;
	/** The element that goes on when it comes: the activity itself, an event, or a boundary event of the activity. */
	readonly at: string;
	/** Which of the element's events, where it has several. */
	readonly event?: number;
	/** Conditions: it held when it was asked last, so it must fail before it can come. */
	readonly holds?: true;
	/** Timers: epoch milliseconds. */
	readonly dueAt?: number;
	/** Cycle timers: what is left, as ISO 8601 (`R2/PT1H`). */
	readonly cycle?: string;
	/** Choices of an ad-hoc sub-process: how often the activity was begun; none: not yet. */
	readonly started?: number;
	/** Its interval is counted in working time. */
	readonly working?: true;
	/** Signals: the name. */
	readonly signal?: string;
	/** Messages. */
	readonly message?: string;
	readonly key?: string | null;
	/** Whatever its key: the conversation has none yet. */
	readonly any?: true;
}

/** What stopped a token, until someone retries it (after changing the data, perhaps). */
export interface Incident {
	readonly id: number;
	readonly token: number;
	readonly at: string;
	readonly problem: Problem;
	/** Where a retry takes the token up again; without it the token enters the element anew. */
	readonly resume?: Resume;
}

/** `outputs`: the element had its result, and mapping it failed. `flows`: it was done, and no outgoing flow could be
 * taken. `loop`: an instance was done, and whether there is another could not be said; `throws`: what it throws as one is done could not be. `condition`: whether it holds could not be said. `data`: what it gave could not flow on. */
export type Resume =
	| { readonly from: "outputs"; readonly result: Variables }
	| { readonly from: "data"; readonly data: Variables }
	| { readonly from: "flows" | "loop" | "throws" | "condition" | "ad-hoc" };
