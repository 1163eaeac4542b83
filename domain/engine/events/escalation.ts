import { id, isElement, text } from "../../bpmn/describe.ts";
import { ok } from "../../result.ts";
import type { EventBehaviour } from "../behaviour.ts";
import { throwEscalation } from "../catching.ts";

/** An escalation event (BPMN 2.0.2 §10.5.5, §13.5.5). Settings are its code; null where it is caught catches every escalation. */
export const escalationEvent: EventBehaviour = {
	type: "escalation",
	places: ["event-sub-process", "boundary", "throw", "end"],
	order: 1,
	read(reading, definition, place) {
		const escalation = isElement(definition.escalationRef) ? definition.escalationRef : undefined;
		const code = escalation === undefined ? "" : text(escalation.escalationCode).trim() || text(escalation.name).trim() || id(escalation);
		if (code === "" && place !== "boundary" && place !== "event-sub-process")
			reading.refuse("engine.no_escalation_code", `${reading.title} does not say which escalation it throws.`);
		return code === "" ? null : code;
	},
	throw(step, { node, scope, via }, settings) {
		return ok(() => {
			const ended = throwEscalation(step, node.id, scope, typeof settings === "string" ? settings : "", () =>
				step.record({ kind: "element-passed", elementId: node.id, ...(via !== undefined && { via }) }),
			);
			return ended ? "ended" : "goes on";
		});
	},
};
