import type { Value } from "../data/model.ts";
import type { Problem } from "../problem.ts";
import { fail, ok, type Result } from "../result.ts";
import { assign } from "./assign.ts";
import { find } from "./fold.ts";
import type { Node } from "./linked.ts";
import { KEY_CHARACTERS } from "./limits.ts";
import type { MessageKey } from "./read-keys.ts";
import { around } from "./scopes.ts";
import type { KeyParts, State } from "./state.ts";
import type { Stepping } from "./stepping.ts";
import type { Variables } from "./types.ts";

/** By which key a message is waited for; `any`: the conversation has none yet, and the first message gives it. */
export interface Awaited {
	readonly key: string | null;
	readonly any?: true;
}

/**
 * The key by which a token waits for a message (BPMN 2.0.2 §8.4.2): what the process's data give where the key is bound to them, else what the
 * conversation's first message gave.
 */
export function awaitedKey(step: Stepping, at: Node, scope: number, [by]: readonly MessageKey[]): Result<Awaited, Problem> {
	if (by === undefined) return ok({ key: null });
	if (by.bound === undefined) {
		const known = knownKey(step.state, scope, by.key);
		return known === undefined ? ok({ key: null, any: true }) : keyText(at, by, known);
	}
	const parts = partsOf(step, at, by.bound);
	if (!parts.ok) return parts;
	return parts.value === undefined ? noKey(at, by) : keyText(at, by, parts.value);
}

/** A message to be sent, with its key, and what the conversation keeps of it when it is. */
export interface Keyed {
	readonly key: string | null;
	readonly payload: Value;
	readonly keep: () => void;
}

/**
 * Gives a message that is sent its key. It is read from what the message carries, and must be that of the conversation where that has one;
 * a message that says nothing carries the key alone, that of the conversation or what the data give.
 */
export function keyedMessage(
	step: Stepping,
	at: Node,
	scope: number,
	keys: readonly MessageKey[],
	payload: Value | undefined,
): Result<Keyed, Problem> {
	let carries = payload ?? null;
	const texts: string[] = [];
	const fixed: (readonly [MessageKey, KeyParts])[] = [];
	for (const [index, by] of keys.entries()) {
		const bound = by.bound === undefined ? ok(undefined) : partsOf(step, at, by.bound);
		if (!bound.ok) return bound;
		const known = bound.value ?? knownKey(step.state, scope, by.key);
		const said = payload === undefined && known !== undefined ? ok(known) : partsOf(step, at, by.from, payload);
		if (!said.ok) return said;
		const parts = said.value;
		if (parts === undefined) {
			if (index === 0) return noKey(at, by);
			continue;
		}
		if (known !== undefined && !same(known, parts)) return fail(differs(at, by, known, parts));
		const named = keyText(at, by, parts);
		if (!named.ok) return named;
		if (index === 0) texts.push(named.value.key ?? "");
		if (known === undefined) fixed.push([by, parts]);
		for (const [part, path] of (by.to ?? []).entries()) carries = assign(fieldsOf(carries), path, parts[part] ?? null);
	}
	return ok({ key: texts[0] ?? null, payload: carries, keep: () => fixed.forEach(([by, parts]) => keepKey(step, at, scope, by, parts)) });
}

/** A message came: the keys that its conversation did not have yet it has from now on. A problem when it carries others than that has. */
export function correlate(step: Stepping, at: Node, scope: number, keys: readonly MessageKey[], payload: Value): Problem | undefined {
	const fixed: (readonly [MessageKey, KeyParts])[] = [];
	for (const by of keys) {
		// What the data say was compared as the message was found.
		if (by.bound !== undefined) continue;
		const said = partsOf(step, at, by.from, payload);
		if (!said.ok) return said.error;
		if (said.value === undefined) continue;
		const known = knownKey(step.state, scope, by.key);
		if (known === undefined) fixed.push([by, said.value]);
		else if (!same(known, said.value)) return differs(at, by, known, said.value);
	}
	for (const [by, parts] of fixed) keepKey(step, at, scope, by, parts);
	return undefined;
}

/** What a key is in the conversation that a scope takes part in: its own, or that of a scope around it. */
function knownKey(state: State, scope: number, key: string): KeyParts | undefined {
	for (let at = find(state.scopes, scope); at !== undefined; at = outer(state, at.id)) {
		const known = at.keys !== undefined && Object.hasOwn(at.keys, key) ? at.keys[key] : undefined;
		if (known !== undefined) return known;
	}
	return undefined;
}

/** The conversation has a key: each instance of an activity that repeats has conversations of its own, all else of a case has one. */
function keepKey(step: Stepping, at: Node, scope: number, by: MessageKey, values: KeyParts): void {
	if (knownKey(step.state, scope, by.key) !== undefined) return;
	let home = find(step.state.scopes, scope);
	// A scope that is there for the data of an activity is no instance.
	while (home !== undefined && (home.instance === undefined || home.data !== undefined)) {
		const next = outer(step.state, home.id);
		if (next === undefined) break;
		home = next;
	}
	if (home !== undefined) step.record({ kind: "message-correlated", elementId: at.id, scope: home.id, key: by.key, values });
}

function outer(state: State, scope: number): State["scopes"][number] | undefined {
	const token = around(state, scope);
	return token === undefined ? undefined : find(state.scopes, token.in);
}

/** The fields of a key, over what a message carries or, without, over the data; undefined while one of them is empty. */
function partsOf(step: Stepping, at: Node, from: readonly number[], payload?: Value): Result<KeyParts | undefined, Problem> {
	const parts: (string | number | boolean)[] = [];
	for (const expression of from) {
		const result =
			payload === undefined ? step.evaluate(expression) : step.expressions.over(expression, { message: payload, ...fieldsOf(payload) });
		if (!result.ok) return fail({ ...result.error, at: at.id });
		const { value } = result;
		if (value === null || value === "") return ok(undefined);
		if (typeof value === "object")
			return fail({
				code: "engine.no_correlation_key",
				detail: `A field of the key of the message at "${at.name || at.id}" is neither a text nor a number.`,
				at: at.id,
			});
		parts.push(value);
	}
	return ok(parts);
}

function fieldsOf(value: Value): Variables {
	return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Variables) : {};
}

/** How a key is written, unless that is too long. */
function keyText(at: Node, by: MessageKey, parts: KeyParts): Result<Awaited, Problem> {
	const key = textOf(parts);
	if (key.length <= KEY_CHARACTERS) return ok({ key });
	return fail({
		code: "engine.key_too_long",
		detail: `The key "${by.name}" of the message at "${at.name || at.id}" has more than ${KEY_CHARACTERS} characters.`,
		at: at.id,
	});
}

function same(one: KeyParts, other: KeyParts): boolean {
	return textOf(one) === textOf(other);
}

/** A field as it is, several as a JSON array. */
function textOf(parts: KeyParts): string {
	return parts.length === 1 ? String(parts[0]) : JSON.stringify(parts);
}

function noKey(at: Node, by: MessageKey): Result<never, Problem> {
	return fail({
		code: "engine.no_correlation_key",
		detail: `The key "${by.name}" of the message at "${at.name || at.id}" is not known: is a field it uses empty?`,
		at: at.id,
	});
}

function differs(at: Node, by: MessageKey, known: KeyParts, said: KeyParts): Problem {
	const show = (parts: KeyParts): string => parts.join(", ").slice(0, 100);
	return {
		code: "engine.key_differs",
		detail: `The message at "${at.name || at.id}" has the key "${by.name}" ${show(said)}, and this case's is ${show(known)}.`,
		at: at.id,
	};
}
