import type { ModdleElement } from "bpmn-moddle";
import type { Value } from "../../data/model.ts";
import type { Problem } from "../../problem.ts";
import { fail, ok, type Result } from "../../result.ts";
import type { Arrival, EventBehaviour } from "../behaviour.ts";
import type { Node } from "../linked.ts";
import type { Reading } from "../reading.ts";
import type { Token } from "../state.ts";
import type { Stepping } from "../stepping.ts";
import type { Throw } from "../throwing.ts";
import { eventOf, ofEvent } from "../waits.ts";

export type CaughtMessage = { readonly message: string; readonly key: number | null };
export type ThrownMessage = { readonly message: string; readonly key: number | null; readonly payload: number | null };

/** A message event (BPMN 2.0.2 §10.5.5, §8.4.2). A message finds its case by name and correlation key; no key is a key too. */
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
	return { message: reading.message(holder), key: reading.optional(reading.automation.message?.key) };
}

export function readThrown(reading: Reading, holder: ModdleElement): ThrownMessage {
	return { ...readCaught(reading, holder), payload: reading.optional(reading.automation.message?.payload) };
}

/** Opens the subscription of a resting token; the key is taken from the data as they are now. */
export function awaitMessage(
	step: Stepping,
	at: Node,
	token: Token,
	{ message, key }: CaughtMessage,
	index?: number,
): Result<true, Problem> {
	const correlation = correlationKey(step, at, key);
	if (!correlation.ok) return correlation;
	const subscription = step.open(token, at, { what: "message", message, key: correlation.value, ...ofEvent(at, index) });
	step.effects.push({ type: "open-subscription", subscription, elementId: at.id, message, key: correlation.value });
	return ok(true);
}

/** Evaluates the key and the payload of a message; what it answers sends it. */
export function readyMessage(step: Stepping, { node }: Arrival, { message, key, payload }: ThrownMessage): Result<Throw, Problem> {
	const correlation = correlationKey(step, node, key);
	if (!correlation.ok) return correlation;
	const value = payload === null ? ok<Value>(null) : step.evaluate(payload);
	if (!value.ok) return fail({ ...value.error, at: node.id });
	return ok(() => {
		step.record({ kind: "message-thrown", elementId: node.id, message, key: correlation.value });
		step.effects.push({ type: "throw-message", elementId: node.id, message, key: correlation.value, payload: value.value });
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
