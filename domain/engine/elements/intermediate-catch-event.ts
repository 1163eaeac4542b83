import { element } from "../behaviour.ts";
import { attributesOf } from "../evaluation.ts";

/** An intermediate catch event (BPMN 2.0.2 §10.5.4, §13.5.3): the token rests until what it waits for comes. */
export const intermediateCatchEvent = element({
	type: "intermediateCatchEvent",
	read: () => null,
	enter(step, arrival) {
		// A link is come to by its name and waits for nothing more.
		if (arrival.node.events.every(({ behaviour }) => behaviour.await === undefined)) return step.pass(arrival);
		const token = step.rest(arrival);
		for (const { behaviour, settings } of arrival.node.events) {
			const waits = behaviour.await?.(step, arrival.node, token, settings);
			if (waits !== undefined && !waits.ok) return step.incident(token, waits.error);
		}
	},
	wake(step, node, token, _wait, arrived) {
		step.complete(node, token, node.events[0]?.behaviour.brought?.(arrived), attributesOf(step.linked, node, arrived));
	},
});
