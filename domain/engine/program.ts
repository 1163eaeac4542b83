import type { AlarmRule } from "../calendar/alarm.ts";
import type { Value } from "../data/model.ts";
import type { ElementData } from "./data-flow.ts";
import type { Loop } from "./loop.ts";
import type { Finding } from "../problem.ts";
import type { Quantity } from "./quantity.ts";

/** Raised whenever the same input compiles to another Program; stored programs of older compilers are compiled again. */
export const COMPILER_VERSION = 3;

/**
 * A deployed process: integers and arrays, no object graph. An element is its index in the arrays; a process is an element too.
 * Plain JSON, stored by package hash and `compiler`.
 */
export interface Program {
	readonly format: 1;
	readonly compiler: number;
	/** The index of the process that a case started by hand runs. */
	readonly main: number;
	/** Names of element behaviours; `type` holds indexes into it. */
	readonly types: readonly string[];
	/** Names of event behaviours; `events` holds indexes into it. */
	readonly eventTypes: readonly string[];
	/** FEEL sources; everything else names an expression by its index here. */
	readonly expressions: readonly string[];
	/** DMN files by their place in the automation; absent where no element decides by one. */
	readonly decisions?: readonly string[];

	readonly id: readonly string[];
	readonly name: readonly string[];
	readonly type: readonly number[];
	/** The process or sub-process around the element; -1 for a process. */
	readonly parent: readonly number[];
	/** For a boundary event the activity it is attached to, else -1. */
	readonly attachedTo: readonly number[];
	/** 0 for a boundary event that does not interrupt its activity, else 1. */
	readonly interrupting: readonly number[];
	/** The default flow, else -1. */
	readonly defaultFlow: readonly number[];
	/** Event definitions of an element: pairs of event type and settings, flat; most elements have none. */
	readonly events: readonly (readonly [type: number, settings: Value][])[];
	/** Events with several definitions that come when all of them came; absent where there are none. */
	readonly parallel?: readonly number[];
	/** Mappings in and out: pairs of expression and path. */
	readonly inputs: readonly (readonly Mapping[])[];
	readonly outputs: readonly (readonly Mapping[])[];
	/** What the element's behaviour read from the model and its automation. */
	readonly settings: readonly Value[];

	/** How activities repeat: pairs of element and marker; most have none. */
	readonly loops: readonly (readonly [element: number, loop: Loop])[];

	/** The compensation activity of each activity that has one; absent where there are none. */
	readonly compensations?: readonly (readonly [activity: number, handler: number])[];

	/** What elements do with data that is not the case's, and what flows; absent where there is none. */
	readonly data?: readonly (readonly [element: number, data: ElementData])[];

	/** Activities that take or give more than one token; absent where there are none. */
	readonly quantities?: readonly (readonly [element: number, quantity: Quantity])[];

	readonly flowId: readonly string[];
	readonly flowSource: readonly number[];
	readonly flowTarget: readonly number[];
	/** The condition's expression, else -1. */
	readonly flowCondition: readonly number[];

	/** Messages in it have correlation keys of the model. */
	readonly correlates?: true;
	/** Something in it is counted in working time: a step needs the calendars. */
	readonly workingTime?: true;
	/** When a case of the main process is due. */
	readonly serviceLevel?: ServiceLevel;
	readonly starts: readonly ProgramStart[];
	/** The expression for a case's title, else -1. */
	readonly title: number;
	/** Names of the process data, and of the parameters that are secret. */
	readonly attributes: readonly string[];
	readonly secrets: readonly string[];
	/** What the deployment should know; nothing that stops it. */
	readonly warnings: readonly Finding[];
}

export type Mapping = readonly [expression: number, to: string];

/** How long a case may take, as ISO 8601, and who is told before and after. */
export interface ServiceLevel {
	readonly dueIn: string;
	/** Counted in the organisation's working time. */
	readonly working?: true;
	readonly alarms: readonly AlarmRule[];
}

/** How new cases come to be: a trigger of a start event, or of another element that begins the process. */
export interface ProgramStart {
	readonly elementId: string;
	readonly processId: string;
	readonly name: string;
	/** Which of the element's triggers, where it has several. */
	readonly event?: number;
	/** It begins a case when each of so many triggers came (parallel multiple). */
	readonly together?: number;
	readonly kind: "none" | "message" | "timer" | "signal" | "condition";
	readonly message?: string;
	/** The model's correlation key of the message, and how it is read from what that carries: FEEL, one for each of its properties. */
	readonly key?: { readonly id: string; readonly from: readonly string[] };
	readonly signal?: string;
	/** FEEL over `parameters`: a case begins when it becomes true. */
	readonly condition?: string;
	/** For a timer start: `R/PT1H`, a date or a duration, already checked. */
	readonly timer?: {
		readonly kind: "date" | "duration" | "cycle";
		readonly value: string;
		/** Counted in the organisation's working time. */
		readonly working?: true;
	};
}
