import { isElement, text } from "../../bpmn/describe.ts";
import { ok } from "../../result.ts";
import type { EventBehaviour } from "../behaviour.ts";
import { ofEvent } from "../waits.ts";

/**
 * A conditional event (BPMN 2.0.2 §10.5.5, §13.5.3): comes when its condition over the data becomes true (`conditions.ts`). Settings
 * are the condition's expression.
 */
export const conditionalEvent: EventBehaviour = {
	type: "conditional",
	places: ["start", "event-sub-process", "catch", "boundary"],
	read(reading, definition) {
		const condition = isElement(definition.condition) ? text(definition.condition.body).trim() : "";
		if (condition !== "") return reading.expression(condition);
		reading.refuse("engine.no_condition", `${reading.title} does not say under which condition it comes.`);
		return null;
	},
	await(step, event, token, _settings, index) {
		step.open(token, event, { what: "condition", ...ofEvent(event, index) });
		return ok(true);
	},
	start(settings, reading) {
		const condition = typeof settings === "number" ? reading.sourceOf(settings) : "";
		if (!/\bparameters\s*\./.test(condition)) {
			reading.refuse(
				"engine.condition_start",
				`${reading.title} begins cases, so its condition is over parameters of the environment: there is no case yet whose data it could ask.`,
			);
			return undefined;
		}
		return { kind: "condition", condition };
	},
	// It comes again once it was false in between.
	again: (step, event, token, wait) => void step.open(token, event, { what: "condition", holds: true, ...ofEvent(event, wait.event) }),
};
