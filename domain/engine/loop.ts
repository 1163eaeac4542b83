import type { ModdleElement } from "bpmn-moddle";
import { id, isElement, text } from "../bpmn/describe.ts";
import type { Value } from "../data/model.ts";
import type { Problem } from "../problem.ts";
import { fail, ok, type Result } from "../result.ts";
import type { Arrival } from "./behaviour.ts";
import { write } from "./data-scope.ts";
import type { Node } from "./linked.ts";
import { readThrows, readyThrow, type Throws } from "./loop-throws.ts";
import { tooManyTokens } from "./limits.ts";
import type { Reading } from "./reading.ts";
import { find } from "./fold.ts";
import { endScopes, openInstance } from "./scopes.ts";
import type { Token } from "./state.ts";
import type { Stepping } from "./stepping.ts";
import type { Variables } from "./types.ts";

/** How an activity repeats. Numbers are indexes of expressions. */
export type Loop =
	| { readonly kind: "standard"; readonly condition: number | null; readonly testBefore: boolean; readonly maximum: number | null }
	| ({
			readonly kind: "multi-instance";
			readonly sequential: boolean;
			/** How many instances: a number, or the collection that has one for each. */
			readonly count: number;
			/** What an instance calls its element of the collection. */
			readonly item: string | null;
			readonly completion: number | null;
			/** The collection of results, by the name of its data, and the expression for what an instance puts there. */
			readonly output?: { readonly to: string; readonly from: number };
	  } & Throws);

/** Reads an activity's loop or multi-instance marker (BPMN 2.0.2 §10.3.7, §10.3.8). */
export function readLoop(reading: Reading): Loop | null {
	const marker = reading.element.loopCharacteristics;
	if (!isElement(marker)) return null;
	const body = (expression: unknown): string | undefined => (isElement(expression) ? text(expression.body) : undefined);
	if (reading.element.triggeredByEvent === true)
		reading.refuse("engine.loop_on_event", `${reading.title}: an event starts it, so it has no loop of its own.`);
	if (marker.$type === "bpmn:StandardLoopCharacteristics") {
		const condition = reading.optional(body(marker.loopCondition));
		const maximum = Number(marker.loopMaximum ?? Number.NaN);
		if (condition === null && Number.isNaN(maximum))
			reading.refuse("engine.no_loop_end", `${reading.title} loops for ever: give the loop a condition or a maximum.`);
		return { kind: "standard", condition, testBefore: marker.testBefore === true, maximum: Number.isNaN(maximum) ? null : maximum };
	}
	const collection = isElement(marker.loopDataInputRef) ? text(marker.loopDataInputRef.name).trim() || id(marker.loopDataInputRef) : "";
	const count = reading.optional(collection === "" ? body(marker.loopCardinality) : collection);
	if (count === null)
		reading.refuse("engine.no_cardinality", `${reading.title} does not say how many times: give it a number or a collection.`);
	return {
		kind: "multi-instance",
		sequential: marker.isSequential === true,
		count: count ?? 0,
		item: isElement(marker.inputDataItem) ? text(marker.inputDataItem.name).trim() || id(marker.inputDataItem) : null,
		completion: reading.optional(body(marker.completionCondition)),
		...readOutput(reading, marker),
		...readThrows(reading, marker),
	};
}

/** Where the results of the instances are gathered: `loopDataOutputRef`, from what each calls its own, `outputDataItem`. */
function readOutput(reading: Reading, marker: ModdleElement): { readonly output?: { to: string; from: number } } {
	const collection = marker.loopDataOutputRef;
	if (!isElement(collection)) return {};
	const nameOf = (item: ModdleElement): string => text(item.name).trim() || id(item);
	const from = isElement(marker.outputDataItem) ? reading.optional(nameOf(marker.outputDataItem)) : null;
	if (from !== null) return { output: { to: nameOf(collection), from } };
	reading.refuse(
		"engine.no_output_item",
		`${reading.title} gathers results and does not say what each instance gives: name its output data item.`,
	);
	return {};
}

/** A token comes to an activity that repeats: it rests, and every instance is a scope of its own that belongs to it. */
export function enterLoop(step: Stepping, arrival: Arrival, loop: Loop): void {
	const { node } = arrival;
	if (loop.kind === "standard") {
		const resting = step.restWithBoundary(arrival);
		startLoop(step, resting, null, []);
		return goOn(step, node, resting, loop, loop.testBefore);
	}
	const all = instances(step, node, loop.count);
	if (!all.ok) return step.fail(arrival, all.error);
	const { total, items } = all.value;
	if (!loop.sequential && !step.hasRoom(total)) return step.fail(arrival, tooManyTokens(step.context.limits));
	const token = step.restWithBoundary(arrival);
	startLoop(step, token, total, loop.sequential ? items : []);
	if (loop.output !== undefined) {
		const empty = write(step, { [loop.output.to]: Array.from({ length: total }, () => null) }, token.in, node.id);
		if (!empty.ok) return step.incident(token, empty.error, undefined, node);
	}
	if (total === 0) return step.leaveByFlows(node, token);
	for (let at = 0; at < (loop.sequential ? 1 : total); at++) open(step, node, token, loop, at, items);
}

/** A resting token begins to count instances. */
function startLoop(step: Stepping, token: Token, total: number | null, items: readonly Value[]): void {
	step.record({ kind: "loop-started", elementId: token.at, token: token.id, total, ...(items.length > 0 && { items }) });
}

/** An instance ended: what its activity throws then is thrown, and it is asked what comes next. */
export function instanceEnded(step: Stepping, node: Node, token: Token, instance: Variables): void {
	const kept = keepResult(step, node, token, instance);
	if (!kept.ok) return step.incident(token, kept.error, { from: "loop" }, node);
	const throws = node.loop?.kind === "multi-instance" ? node.loop.throws : undefined;
	const done = find(step.state.tokens, token.id)?.loop?.done;
	if (throws !== undefined && (throws.at === "each" || done === 1)) return throwAfterInstance(step, node, token);
	afterInstance(step, node, token);
}

/** Throws what an activity throws as an instance of it ends, then asks what comes next; a retry throws it once more. */
export function throwAfterInstance(step: Stepping, node: Node, token: Token): void {
	const throws = node.loop?.kind === "multi-instance" ? node.loop.throws : undefined;
	const now = find(step.state.tokens, token.id);
	if (throws !== undefined && now !== undefined) {
		const ready = readyThrow(step, node, token, throws, instancesNow(step, now));
		if (!ready.ok) return step.incident(token, ready.error, { from: "throws" }, node);
		// What caught it may have ended the activity.
		if (ready.value() || find(step.state.tokens, token.id) === undefined) return;
	}
	afterInstance(step, node, now ?? token);
}

/** What is known of an activity's instances as one of them ends (BPMN 2.0.2 §10.3.8, table 10.31). */
function instancesNow(step: Stepping, { id: tokenId, loop }: Token): Variables {
	return {
		numberOfInstances: loop?.total ?? null,
		numberOfActiveInstances: step.state.scopes.filter((scope) => scope.token === tokenId).length,
		numberOfCompletedInstances: loop?.done ?? 0,
		numberOfTerminatedInstances: 0,
		loopCounter: loop?.started ?? 0,
	};
}

/** Puts what an instance gives at its place in the collection of results (BPMN 2.0.2 §10.3.8, `outputDataItem`). */
function keepResult(step: Stepping, node: Node, token: Token, instance: Variables): Result<true, Problem> {
	const output = node.loop?.kind === "multi-instance" ? node.loop.output : undefined;
	const at = Number(instance["loopCounter"]) - 1;
	if (output === undefined || !Number.isInteger(at)) return ok(true);
	const result = step.evaluate(output.from, instance);
	if (!result.ok) return result;
	const known = step.expressions.value(output.to);
	const list = Array.isArray(known) ? known.slice() : [];
	list[at] = result.value;
	return write(step, { [output.to]: Array.from(list, (value) => value ?? null) }, token.in, node.id);
}

/** What comes after an instance; a retry asks it once more. */
export function afterInstance(step: Stepping, node: Node, token: Token): void {
	const { loop } = node;
	if (loop === null || token.loop === undefined) return;
	if (loop.kind === "standard") return goOn(step, node, token, loop, true);
	const { total, started, items } = token.loop;
	const names = instancesNow(step, token);
	const active = names["numberOfActiveInstances"];
	// All conditions are asked before anything is thrown: a retry after one that failed throws nothing twice.
	const enough = loop.completion === null ? ok(false) : isTrue(step, node, loop.completion, names);
	if (!enough.ok) return step.incident(token, enough.error, { from: "loop" }, node);
	const thrown: (() => boolean)[] = [];
	for (const { condition, ...throws } of loop.throwsWhen ?? []) {
		const holds = isTrue(step, node, condition, names);
		if (!holds.ok) return step.incident(token, holds.error, { from: "loop" }, node);
		const ready = holds.value ? readyThrow(step, node, token, throws, names) : ok(() => false);
		if (!ready.ok) return step.incident(token, ready.error, { from: "loop" }, node);
		thrown.push(ready.value);
	}
	for (const each of thrown) if (each()) return;
	if (find(step.state.tokens, token.id) === undefined) return;
	if (enough.value) {
		endScopes(step, token.id);
		return step.leaveByFlows(node, token);
	}
	if (loop.sequential && started < (total ?? 0)) open(step, node, token, loop, started, items ?? []);
	else if (active === 0) step.leaveByFlows(node, token);
}

function goOn(step: Stepping, node: Node, token: Token, loop: Extract<Loop, { kind: "standard" }>, test: boolean): void {
	const started = find(step.state.tokens, token.id)?.loop?.started ?? 0;
	if (loop.maximum !== null && started >= loop.maximum) return step.leaveByFlows(node, token);
	if (test && loop.condition !== null) {
		const again = isTrue(step, node, loop.condition, { loopCounter: started });
		if (!again.ok) return step.incident(token, again.error, { from: "loop" }, node);
		if (!again.value) return step.leaveByFlows(node, token);
	}
	openInstance(step, node, token, { loopCounter: started + 1 });
}

function open(
	step: Stepping,
	node: Node,
	token: Token,
	{ item }: Extract<Loop, { kind: "multi-instance" }>,
	at: number,
	items: readonly Value[],
): void {
	openInstance(step, node, token, { loopCounter: at + 1, ...(item !== null && items.length > 0 && { [item]: items[at] ?? null }) });
}

function instances(
	step: Stepping,
	node: Node,
	count: number,
): Result<{ readonly total: number; readonly items: readonly Value[] }, Problem> {
	const result = step.evaluate(count);
	if (!result.ok) return fail({ ...result.error, at: node.id });
	const { value } = result;
	const total = Array.isArray(value) ? value.length : value;
	const most = step.context.limits.instances;
	if (typeof total === "number" && total > most)
		return fail({
			code: "engine.too_many_instances",
			detail: `"${node.name || node.id}" would be done ${total.toLocaleString("en")} times; at most ${most.toLocaleString("en")} times are possible.`,
			at: node.id,
		});
	if (Array.isArray(value)) return ok({ total: value.length, items: value });
	if (typeof total === "number" && Number.isInteger(total) && total >= 0) return ok({ total, items: [] });
	return fail({
		code: "engine.not_a_count",
		detail: `How often "${node.name || node.id}" is done is neither a whole number nor a list: is a field it uses empty?`,
		at: node.id,
	});
}

function isTrue(step: Stepping, node: Node, expression: number, names: Variables): Result<boolean, Problem> {
	const result = step.evaluate(expression, names);
	if (!result.ok) return fail({ ...result.error, at: node.id });
	if (typeof result.value === "boolean") return ok(result.value);
	return fail({
		code: "engine.condition_not_boolean",
		detail: `The loop's condition at "${node.name || node.id}" gives no true or false: is a field it uses empty?`,
		at: node.id,
	});
}
