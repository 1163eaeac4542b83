import type { Problem } from "../problem.ts";
import type { Value } from "../data/model.ts";
import type { Result } from "../result.ts";
import type { Feel } from "../rules/feel.ts";
import type { DecisionModel } from "../rules/dmn/model.ts";
import type { ElementBehaviour, EventBehaviour } from "./behaviour.ts";
import type { ElementData } from "./data-flow.ts";
import type { Loop } from "./loop.ts";
import type { Mapping, Program } from "./program.ts";
import type { Quantity } from "./quantity.ts";

/** A Program ready to run: what `link` makes of it once an isolate, and the caller keeps. */
export interface Linked {
	readonly program: Program;
	readonly main: Node;
	/** Elements by BPMN id. */
	readonly byId: ReadonlyMap<string, Node>;
	/** Elements whose behaviour has `settle`. */
	readonly lateJoins: readonly Node[];
	/** Something in it waits for a condition. */
	readonly conditional: boolean;
	/** The expression of an index, compiled when it is first needed. */
	expression(index: number): Result<Feel, Problem>;
	/** The DMN file of an index, compiled when it is first needed. */
	decisions(file: number): Result<DecisionModel, Problem>;
}

export interface Node {
	readonly index: number;
	readonly id: string;
	readonly name: string;
	/** The BPMN element's name: `userTask`. */
	readonly type: string;
	readonly behaviour: ElementBehaviour;
	readonly settings: Value;
	/** How an activity repeats. */
	readonly loop: Loop | null;
	/** What it does with data that is not the case's, and what flows. */
	readonly data: ElementData | null;
	/** Tokens that an activity takes and gives. */
	readonly quantity: Quantity;
	readonly inputs: readonly Mapping[];
	readonly outputs: readonly Mapping[];
	readonly parent: Node | null;
	readonly incoming: readonly Flow[];
	readonly outgoing: readonly Flow[];
	readonly defaultFlow: Flow | null;
	/** Whether no outgoing flow has a condition. */
	readonly unconditional: boolean;
	readonly events: readonly LinkedEvent[];
	/** It has several events and comes when all of them came. */
	readonly parallel: boolean;
	/** Of an activity: its boundary events. */
	readonly boundary: readonly Node[];
	readonly attachedTo: Node | null;
	/** Of an activity: the one that compensates it. */
	readonly compensation: Node | null;
	/** It compensates another: nothing but that starts it. */
	readonly compensates: boolean;
	readonly interrupting: boolean;
	/** Of a process or sub-process: where its tokens begin. */
	readonly starts: readonly Node[];
	/** Of a process or sub-process: the start events of the event sub-processes directly in it. */
	readonly listeners: readonly Node[];
}

export interface LinkedEvent {
	readonly type: string;
	readonly behaviour: EventBehaviour;
	readonly settings: Value;
}

export interface Flow {
	readonly id: string;
	readonly source: Node;
	readonly target: Node;
	/** Index of its condition; -1 without. */
	readonly condition: number;
}
