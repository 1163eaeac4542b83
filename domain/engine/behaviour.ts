import type { ModdleElement } from "bpmn-moddle";
import type { Value } from "../data/model.ts";
import type { Problem } from "../problem.ts";
import type { Result } from "../result.ts";
import type { Flow, Node } from "./linked.ts";
import type { Reading } from "./reading.ts";
import type { Token, Wait } from "./state.ts";
import type { Stepping } from "./stepping.ts";
import type { ProgramStart } from "./program.ts";
import type { Throw } from "./throwing.ts";

/** A token that comes to an element within a step. */
export interface Arrival {
	readonly node: Node;
	readonly scope: number;
	/** The sequence flow it comes by. */
	readonly via: string | undefined;
	/** It stands for as many tokens as the activity begins with: a retry does not gather them again. */
	readonly gathered?: true;
}

/** What came for a wait: the variables of a completed task, the result of a job, the payload of a message. */
export type Arrived = Value;

/**
 * How one BPMN element is read at deployment and how it behaves. One file an element, in `elements/`, listed in
 * `elements/index.ts`; that is all it takes to add one.
 */
export interface ElementBehaviour {
	/** BPMN's name: `userTask`. */
	readonly type: string;
	/** Reads the model's element and its automation into settings (plain JSON); reports through `reading` what it cannot do. */
	read(reading: Reading): Value;
	/** A token comes. */
	enter(step: Stepping, arrival: Arrival): void;
	/** What a token waited for at this element came. The wait is closed already. */
	wake?(step: Stepping, node: Node, token: Token, wait: Wait, arrived: Arrived): void;
	/** Gateways: which of its flows a token leaves by, where that is not `chooseFlows`. */
	choose?(step: Stepping, node: Node): Result<readonly Flow[], Problem>;
	/** What its resting token compensated is done: goes on, where that is not `complete`. */
	compensated?(step: Stepping, node: Node, token: Token): void;
	/** Joins that decide once nothing else moves: whether one did now. */
	settle?(step: Stepping, node: Node): boolean;
}

/** Where an event definition may stand (BPMN 2.0.2 §10.5.1, table 10.93): the start of an event sub-process is a place of its own. */
export type EventPlace = "start" | "event-sub-process" | "catch" | "throw" | "boundary" | "end";

/** One kind of event definition. One file each, in `events/`. */
export interface EventBehaviour {
	/** BPMN's name without `EventDefinition`: `timer`. */
	readonly type: string;
	readonly places: readonly EventPlace[];
	read(reading: Reading, definition: ModdleElement, place: EventPlace): Value;
	/** Catching: opens what a resting token waits for, in the name of the event, of whose definitions this is the one at `index`. */
	await?(step: Stepping, event: Node, token: Token, settings: Value, index: number): Result<true, Problem>;
	/** Catching again, for an event that does not interrupt and repeats. Answers whether it waits once more. */
	again?(step: Stepping, event: Node, token: Token, wait: Wait): void;
	/** Places where it is not one of several events of an element. */
	readonly alone?: readonly EventPlace[];
	/** What the event brought, as names for its output mapping. */
	brought?(arrived: Arrived): { readonly [name: string]: Value };
	/** Throwing: evaluates what it needs, and answers what then throws it (`throwing.ts`). */
	throw?(step: Stepping, arrival: Arrival, settings: Value): Result<Throw, Problem>;
	/** Of several events of an element those with a lower number are thrown first: what ends the scope is last. 0 without. */
	readonly order?: number;
	/** Of a start event of the process: how a case comes to be. */
	start?(settings: Value, reading: Reading): Pick<ProgramStart, "kind" | "message" | "timer" | "signal" | "condition"> | undefined;
}

/** A behaviour whose settings have a type of their own: what `read` gave is what `enter` and `wake` take. */
export function element<Settings extends Value>(
	own: Omit<ElementBehaviour, "read" | "enter" | "wake"> & {
		read(reading: Reading): Settings;
		enter(step: Stepping, arrival: Arrival, settings: Settings): void;
		wake?(step: Stepping, node: Node, token: Token, wait: Wait, arrived: Arrived, settings: Settings): void;
	},
): ElementBehaviour {
	return {
		...own,
		enter: (step, arrival) => own.enter(step, arrival, arrival.node.settings as Settings),
		wake: (step, node, token, wait, arrived) => own.wake?.(step, node, token, wait, arrived, node.settings as Settings),
	};
}
