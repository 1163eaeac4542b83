import { element } from "../behaviour.ts";

/** An intermediate throw event (BPMN 2.0.2 §10.5.4, §13.5.4): throws and goes on; without a definition it is a milestone. */
export const intermediateThrowEvent = element({
	type: "intermediateThrowEvent",
	read: () => null,
	enter(step, arrival) {
		for (const { behaviour, settings } of arrival.node.events) {
			const thrown = behaviour.throw?.(step, arrival, settings);
			if (thrown === undefined) continue;
			if (!thrown.ok) return step.fail(arrival, thrown.error);
			if (thrown.value === "ended") return;
		}
		step.pass(arrival);
	},
});
