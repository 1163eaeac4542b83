import type { ModdleElement } from "bpmn-moddle";
import { elements, isElement, text, typeName } from "../bpmn/describe.ts";
import type { Value } from "../data/model.ts";
import type { Problem } from "../problem.ts";
import { fail, ok, type Result } from "../result.ts";
import { isCaught, throwError, throwEscalation } from "./catching.ts";
import { definitionsOf } from "./events-of.ts";
import { errorEvent } from "./events/error.ts";
import { escalationEvent } from "./events/escalation.ts";
import { readThrown, readyMessage, type ThrownMessage } from "./events/message.ts";
import { signalEvent } from "./events/signal.ts";
import { find } from "./fold.ts";
import type { Node } from "./linked.ts";
import type { Reading } from "./reading.ts";
import type { Token } from "./state.ts";
import type { Stepping } from "./stepping.ts";
import type { Variables } from "./types.ts";
import { wake } from "./waits.ts";

/** An event that an activity throws: an escalation by its code, or another by what its behaviour read. */
export type Thrown = { readonly code: string } | { readonly event: "error" | "message" | "signal"; readonly settings: Value };

/** What a multi-instance activity throws as its instances end (BPMN 2.0.2 §10.3.8, `behavior`). */
export type Throws = {
	/** At the first that ends, or at each. */
	readonly throws?: { readonly at: "first" | "each" } & Thrown;
	/** As one ends, each when its condition holds. */
	readonly throwsWhen?: readonly ({ readonly condition: number } & Thrown)[];
};

/** A signal that has no name goes to the boundary of its own activity only: `behavior` throws it where the model names no event. */
const OWN_SIGNAL: Thrown = { event: "signal", settings: { signal: "", payload: null } };

/**
 * Reads which events are thrown as instances end: none for `All`, at the first for `One`, at each for `None`, by conditions for `Complex`.
 * They are what can be thrown and caught on a boundary: escalations, signals, messages and errors. Refuses the others.
 */
export function readThrows(reading: Reading, marker: ModdleElement): Throws {
	const behavior = text(marker.behavior) || "All";
	if (behavior === "Complex") return { throwsWhen: readThrowsWhen(reading, marker) };
	if (behavior !== "One" && behavior !== "None") return {};
	const definition = behavior === "One" ? marker.oneBehaviorEventRef : marker.noneBehaviorEventRef;
	const thrown = isElement(definition) ? readThrow(reading, definition) : OWN_SIGNAL;
	return thrown === undefined ? {} : { throws: { at: behavior === "One" ? "first" : "each", ...thrown } };
}

/** The definitions of `Complex`: an event each, and the condition under which it is thrown as an instance ends. */
function readThrowsWhen(reading: Reading, marker: ModdleElement): ({ condition: number } & Thrown)[] {
	const definitions = elements(marker.complexBehaviorDefinition);
	if (definitions.length === 0)
		reading.refuse("engine.not_supported", `${reading.title}: a multi-instance marker with the behavior Complex says not what it throws.`);
	return definitions.flatMap((definition) => {
		const condition = isElement(definition.condition) ? reading.optional(text(definition.condition.body)) : null;
		const events = isElement(definition.event) ? definitionsOf(definition.event) : [];
		if (condition !== null && events.length > 0)
			return events.flatMap((event) => {
				const thrown = readThrow(reading, event);
				return thrown === undefined ? [] : [{ condition, ...thrown }];
			});
		reading.refuse(
			"engine.not_supported",
			`${reading.title}: a complex behavior of a multi-instance marker has a condition and an event that it throws.`,
		);
		return [];
	});
}

function readThrow(reading: Reading, definition: ModdleElement): Thrown | undefined {
	// The automation of the activity says what the activity sends, not what its instances throw.
	const { model } = reading;
	const event = typeName(definition).replace(/EventDefinition$/, "");
	switch (event) {
		case "escalation": {
			const code = escalationEvent.read(model, definition, "throw");
			return { code: typeof code === "string" ? code : "" };
		}
		case "signal":
			return { event, settings: signalEvent.read(model, definition, "throw") };
		case "error":
			return { event, settings: errorEvent.read(model, definition, "end") };
		case "message":
			return { event, settings: readThrown(model, definition) };
		default:
			reading.refuse(
				"engine.not_supported",
				`${reading.title}: a multi-instance marker throws a signal, message, error or escalation, not a ${event} event.`,
			);
			return undefined;
	}
}

/**
 * Evaluates what an event needs that an activity throws out of itself (the token rests on it); what it answers throws it, and says whether
 * that ended the activity. Signals and messages carry what is known of the instances.
 */
export function readyThrow(step: Stepping, node: Node, token: Token, thrown: Thrown, instances: Variables): Result<() => boolean, Problem> {
	if ("code" in thrown) return ok(() => throwEscalation(step, node.id, token.in, thrown.code, () => undefined, token));
	switch (thrown.event) {
		case "signal": {
			const { signal } = thrown.settings as { readonly signal: string };
			return ok(() => throwSignal(step, node, token, signal, instances));
		}
		case "message": {
			const arrival = { node, scope: token.in, via: undefined };
			const ready = readyMessage(step, arrival, thrown.settings as ThrownMessage, instances);
			if (!ready.ok) return ready;
			return ok(() => ready.value() !== "goes on");
		}
		case "error": {
			const code = typeof thrown.settings === "string" ? thrown.settings : "";
			if (isCaught(step, token.in, code, token)) return ok(() => throwError(step, node.id, token.in, code, node.name || code, token));
			return fail({
				code: "engine.error_uncaught",
				detail: `The error "${code}" is thrown as an instance of "${node.name || node.id}" ends and nothing catches it.`,
				at: node.id,
			});
		}
	}
}

/** To everyone who waits for it now; on the activity's own boundary at once, for it may be over when the signal would come from outside. */
function throwSignal(step: Stepping, node: Node, token: Token, signal: string, payload: Variables): boolean {
	step.record({ kind: "signal-thrown", elementId: node.id, signal });
	if (signal !== "") step.effects.push({ type: "throw-signal", elementId: node.id, signal, payload });
	const own = step.state.waits.filter(
		(wait) => wait.token === token.id && wait.what === "signal" && (signal === "" || wait.signal === signal),
	);
	for (const wait of own) {
		// What one of them does may end another's wait.
		if (!step.state.waits.includes(wait)) continue;
		step.effects.push({ type: "close-subscription", subscription: wait.id });
		wake(step, wait, payload);
	}
	return find(step.state.tokens, token.id) === undefined;
}
