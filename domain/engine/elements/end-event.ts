import { element } from "../behaviour.ts";

/** An end event (BPMN 2.0.2 §10.5.3, §13.5.6): throws what it is for and consumes its token. */
export const endEvent = element({
	type: "endEvent",
	read(reading) {
		if (reading.outgoing.length > 0) reading.refuse("engine.flow_after_end", `${reading.title}: no sequence flow may leave an end event.`);
		return null;
	},
	enter(step, arrival) {
		for (const { behaviour, settings } of arrival.node.events) {
			const thrown = behaviour.throw?.(step, arrival, settings);
			if (thrown === undefined) continue;
			if (!thrown.ok) return step.fail(arrival, thrown.error);
			if (thrown.value === "ended") return;
		}
		step.passBy(arrival, []);
	},
});
