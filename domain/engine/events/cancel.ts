import { isElement } from "../../bpmn/describe.ts";
import { ok } from "../../result.ts";
import type { Arrival, EventBehaviour } from "../behaviour.ts";
import { compensablesFor, compensate } from "../compensating.ts";
import { around } from "../scopes.ts";
import type { Stepping } from "../stepping.ts";

/**
 * A cancel event (BPMN 2.0.2 §10.5.3, §10.5.4, §13.5.5). At an end of a transaction it ends everything else there and compensates what
 * completed; then the transaction is left by the cancel event on its boundary, or goes no further where it has none.
 */
export const cancelEvent: EventBehaviour = {
	type: "cancel",
	places: ["boundary", "end"],
	order: 3,
	read(reading, _definition, place) {
		const { element, title } = reading;
		const transaction = place === "end" ? element.$parent : isElement(element.attachedToRef) ? element.attachedToRef : undefined;
		if (transaction?.$type !== "bpmn:Transaction")
			reading.refuse("engine.no_transaction", `${title}: only a transaction can be cancelled, and this is none.`);
		else if (place === "end" && isElement(transaction.loopCharacteristics))
			reading.refuse("engine.not_supported", `${title}: one instance of a transaction that repeats cannot be cancelled alone yet.`);
		if (element.cancelActivity === false)
			reading.refuse("engine.cancel_interrupts", `${title} catches a cancellation, which always interrupts.`);
		return null;
	},
	throw: (step, arrival) =>
		ok(() => {
			step.discard(arrival.scope);
			// The token comes once more when the compensation is done, and nothing is left to compensate then.
			if (compensate(step, arrival, compensablesFor(step, arrival.scope, null), false) !== undefined) return "rests";
			leaveTransaction(step, arrival);
			return "ended";
		}),
};

function leaveTransaction(step: Stepping, arrival: Arrival): void {
	const token = around(step.state, arrival.scope);
	const catches = step.linked.byId.get(token?.at ?? "")?.boundary.find(({ events }) => events.some(({ type }) => type === "cancel"));
	step.passBy(arrival, []);
	step.record({
		kind: "transaction-cancelled",
		elementId: arrival.node.id,
		...(catches !== undefined && { caughtBy: catches.id }),
	});
	if (token === undefined) return;
	step.cancel(token);
	if (catches !== undefined) step.pass({ node: catches, scope: token.in, via: undefined });
}
