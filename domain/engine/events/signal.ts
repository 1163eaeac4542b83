import { id, isElement, text } from "../../bpmn/describe.ts";
import type { Value } from "../../data/model.ts";
import { fail, ok } from "../../result.ts";
import type { EventBehaviour } from "../behaviour.ts";
import type { Node } from "../linked.ts";
import type { Token } from "../state.ts";
import type { Stepping } from "../stepping.ts";
import { ofEvent } from "../waits.ts";

type Settings = { readonly signal: string; readonly payload: number | null };

/**
 * A signal event (BPMN 2.0.2 §10.5.5, §13.5.4): what is thrown comes to everyone who waits for its name at that moment, in every case
 * of the environment, and starts a case at every signal start event. Nobody who waits later hears of it.
 */
export const signalEvent: EventBehaviour = {
	type: "signal",
	places: ["start", "event-sub-process", "catch", "throw", "boundary", "end"],
	read(reading, definition, place): Settings {
		const signal = isElement(definition.signalRef) ? definition.signalRef : undefined;
		const name = signal === undefined ? "" : text(signal.name).trim() || id(signal);
		if (name === "") reading.refuse("engine.no_signal", `${reading.title} does not say which signal it is.`);
		const thrown = place === "throw" || place === "end";
		return { signal: name, payload: thrown ? reading.optional(reading.automation.message?.payload) : null };
	},
	await(step, event, token, settings, index) {
		open(step, event, token, (settings as Settings).signal, index);
		return ok(true);
	},
	// A signal may come again for as long as the activity goes on.
	again(step, event, token, wait) {
		if (wait.signal !== undefined) open(step, event, token, wait.signal, wait.event);
	},
	brought: (arrived) => ({ signal: arrived }),
	throw(step, { node }, settings) {
		const { signal, payload } = settings as Settings;
		const value = payload === null ? ok<Value>(null) : step.evaluate(payload);
		if (!value.ok) return fail({ ...value.error, at: node.id });
		return ok(() => {
			step.record({ kind: "signal-thrown", elementId: node.id, signal });
			step.effects.push({ type: "throw-signal", elementId: node.id, signal, payload: value.value });
			return "goes on";
		});
	},
	start: (settings) => ({ kind: "signal", signal: (settings as Settings).signal }),
};

function open(step: Stepping, event: Node, token: Token, signal: string, index: number | undefined): void {
	const subscription = step.open(token, event, { what: "signal", signal, ...ofEvent(event, index) });
	step.effects.push({ type: "open-signal", subscription, elementId: event.id, signal });
}
