import type { ModdleElement } from "bpmn-moddle";
import type { Value } from "../../data/model.ts";
import type { Problem } from "../../problem.ts";
import { fail, ok, type Result } from "../../result.ts";
import type { Arrival, EventBehaviour } from "../behaviour.ts";
import { awaitedKey, keyedMessage, type Awaited, type Keyed } from "../correlating.ts";
import { flowsIn } from "../data-scope.ts";
import type { LinkedEvent, Node } from "../linked.ts";
import { readKeys, type MessageKey } from "../read-keys.ts";
import type { Reading } from "../reading.ts";
import type { Token, Wait } from "../state.ts";
import type { Stepping } from "../stepping.ts";
import type { Throw } from "../throwing.ts";
import type { Variables } from "../types.ts";
import { cancelling, eventOf, ofEvent, whereOf } from "../waits.ts";

export type CaughtMessage = {
	readonly message: string;
	/** The automation's key. */
	readonly key: number | null;
	/** The model's keys, where the automation gives none and the model does. */
	readonly by?: readonly MessageKey[];
};
export type ThrownMessage = CaughtMessage & { readonly payload: number | null };

/**
 * A message event (BPMN 2.0.2 §10.5.5, §8.4.2). A message finds its case by name and correlation key: the automation's, else the model's; no
 * key is a key too.
 */
export const messageEvent: EventBehaviour = {
	type: "message",
	places: ["start", "event-sub-process", "catch", "throw", "boundary", "end"],
	read: (reading, definition, place) =>
		place === "throw" || place === "end" ? readThrown(reading, definition) : readCaught(reading, definition),
	await: (step, event, token, settings, index) => awaitMessage(step, event, token, settings as CaughtMessage, index),
	// A message may come again for as long as the activity goes on.
	again(step, event, token, wait) {
		const settings = eventOf(event, wait)?.settings;
		if (settings !== undefined) awaitMessage(step, event, token, settings as CaughtMessage, wait.event);
	},
	brought: (arrived) => ({ message: arrived }),
	throw(step, arrival, settings) {
		return readyMessage(step, arrival, settings as ThrownMessage);
	},
	start: (settings) => ({ kind: "message", message: (settings as CaughtMessage).message }),
};

export function readCaught(reading: Reading, holder: ModdleElement): CaughtMessage {
	return read(reading, holder, false);
}

export function readThrown(reading: Reading, holder: ModdleElement): ThrownMessage {
	return { ...read(reading, holder, true), payload: reading.optional(reading.automation.message?.payload) };
}

function read(reading: Reading, holder: ModdleElement, sent: boolean): CaughtMessage {
	const message = reading.message(holder);
	const by = readKeys(reading, holder, sent);
	return { message, key: reading.optional(reading.automation.message?.key), ...(by.length > 0 && { by }) };
}

/** What an element's message event or receive task read of the model, of the wait that it is asked for or of each; none where it has none. */
export function caughtBy(node: Node, wait?: Wait): readonly CaughtMessage[] {
	if (node.type === "receiveTask") return [node.settings as CaughtMessage];
	const events: readonly (LinkedEvent | undefined)[] = wait === undefined ? node.events : [eventOf(node, wait)];
	return events.flatMap((event) => (event?.type === "message" ? [event.settings as CaughtMessage] : []));
}

/** Opens the subscription of a resting token; the key is taken from the data as they are now. */
export function awaitMessage(step: Stepping, at: Node, token: Token, caught: CaughtMessage, index?: number): Result<true, Problem> {
	const awaited = keyOf(step, at, token, caught);
	if (!awaited.ok) return awaited;
	openMessage(step, at, token, caught, awaited.value, index);
	return ok(true);
}

function openMessage(step: Stepping, at: Node, token: Token, { message }: CaughtMessage, awaited: Awaited, index?: number): void {
	const subscription = step.open(token, at, { what: "message", message, ...awaited, ...ofEvent(at, index) });
	step.effects.push({ type: "open-subscription", subscription, elementId: at.id, message, ...awaited });
}

function keyOf(step: Stepping, at: Node, token: Token, { key, by }: CaughtMessage): Result<Awaited, Problem> {
	if (by !== undefined) return awaitedKey(step, at, token.in, by);
	const correlation = correlationKey(step, at, key);
	return correlation.ok ? ok({ key: correlation.value }) : correlation;
}

/**
 * Waits for messages follow their keys (§8.4.2): those bound to the data when these became others, and those that waited for any key once the
 * conversation has one. While the data give no key, the last one stands.
 */
export function followKeys(step: Stepping): void {
	if (step.linked.program.correlates !== true) return;
	for (const wait of step.state.waits.slice()) {
		if (wait.what !== "message") continue;
		const { node, token } = whereOf(step, wait.at, wait.token);
		const [caught] = caughtBy(node, wait);
		if (caught?.by === undefined || (wait.any === undefined && caught.by[0]?.bound === undefined)) continue;
		step.stand(token.in);
		const awaited = keyOf(step, node, token, caught);
		if (!awaited.ok || (awaited.value.key === wait.key && awaited.value.any === wait.any)) continue;
		// One that this step opened nobody was told of yet.
		const opened = step.effects.findIndex((each) => each.type === "open-subscription" && each.subscription === wait.id);
		const told = cancelling(wait);
		if (opened !== -1) step.effects.splice(opened, 1);
		else if (told !== undefined) step.effects.push(told);
		step.record({ kind: "wait-dropped", elementId: wait.at, wait: wait.id, what: wait.what });
		openMessage(step, node, token, caught, awaited.value, wait.event);
	}
}

/** Evaluates the key and the payload of a message; what it answers sends it. `otherwise` is what one carries of which nothing is said. */
export function readyMessage(
	step: Stepping,
	{ node, scope }: Arrival,
	{ message, key: own, by, payload: says }: ThrownMessage,
	otherwise: Value = null,
): Result<Throw, Problem> {
	const correlation = correlationKey(step, node, own);
	if (!correlation.ok) return correlation;
	// What flows into an event is what it sends, where nothing else is said; into an activity it has flowed already.
	const given: Result<Variables, Problem> = node.data?.own === undefined ? flowsIn(step, node) : ok({});
	if (!given.ok) return fail({ ...given.error, at: node.id });
	const [flowed] = Object.values(given.value);
	const value = says === null ? ok<Value | undefined>(flowed) : step.evaluate(says, given.value);
	if (!value.ok) return fail({ ...value.error, at: node.id });
	const keyed: Result<Keyed, Problem> =
		by === undefined
			? ok({ key: correlation.value, payload: says === null ? (flowed ?? otherwise) : (value.value ?? null), keep: () => undefined })
			: keyedMessage(step, node, scope, by, value.value);
	if (!keyed.ok) return keyed;
	const { key, payload, keep } = keyed.value;
	return ok(() => {
		keep();
		step.record({ kind: "message-thrown", elementId: node.id, message, key });
		step.effects.push({ type: "throw-message", elementId: node.id, message, key, payload });
		return "goes on";
	});
}

function correlationKey(step: Stepping, at: Node, key: number | null): Result<string | null, Problem> {
	if (key === null) return ok(null);
	const result = step.evaluate(key);
	if (!result.ok) return fail({ ...result.error, at: at.id });
	const { value } = result;
	if (typeof value === "string" && value !== "" && value.length <= 400) return ok(value);
	if (typeof value === "number" || typeof value === "boolean") return ok(String(value));
	return fail({
		code: "engine.no_correlation_key",
		detail: `The key of the message at "${at.name || at.id}" gives no text or number: is a field it uses empty?`,
		at: at.id,
	});
}
