import { id, isElement } from "../../bpmn/describe.ts";
import { ok } from "../../result.ts";
import type { EventBehaviour } from "../behaviour.ts";
import { compensablesFor, compensate } from "../compensating.ts";

type Settings = { readonly activity: string | null; readonly waits: boolean } | null;

/**
 * A compensation event (BPMN 2.0.2 §10.5.5, §10.7, §13.5.5): thrown, it compensates one activity that completed, or all of its scope;
 * from an event sub-process those around it. On a boundary and as the start of an event sub-process it only marks the handler.
 */
export const compensateEvent: EventBehaviour = {
	type: "compensate",
	places: ["event-sub-process", "boundary", "throw", "end"],
	alone: ["event-sub-process", "boundary"],
	order: 2,
	read(reading, definition, place): Settings {
		const { element, title } = reading;
		if (place === "boundary") return null;
		if (place === "event-sub-process") {
			if (element.$parent?.$parent?.$type === "bpmn:Process")
				reading.refuse("engine.nothing_to_compensate", `${title}: a process is never compensated, only a sub-process that completed.`);
			return null;
		}
		const activity = isElement(definition.activityRef) ? definition.activityRef : undefined;
		if (activity !== undefined) {
			let around = element.$parent;
			while (around !== undefined && around !== activity.$parent && around.triggeredByEvent === true) around = around.$parent;
			if (around !== activity.$parent)
				reading.refuse("engine.compensation_scope", `${title} compensates ${id(activity)}, which is not in its process or sub-process.`);
		}
		return { activity: activity === undefined ? null : id(activity), waits: definition.waitForCompletion !== false };
	},
	throw(step, arrival, settings) {
		const { activity, waits } = settings as NonNullable<Settings>;
		return ok(() => {
			const token = compensate(step, arrival, compensablesFor(step, arrival.scope, activity), !waits);
			return token === undefined || !waits ? "goes on" : "rests";
		});
	},
};
