import type { EventBehaviour } from "../behaviour.ts";

/** A link event (BPMN 2.0.2 §10.5.5): compiled to a flow from where it is thrown to where it is caught, so nothing is left to do. */
export const linkEvent: EventBehaviour = {
	type: "link",
	places: ["catch", "throw"],
	alone: ["catch", "throw"],
	read(reading, _definition, place) {
		if (place === "throw" && reading.outgoing.length > 0)
			reading.refuse("engine.flow_after_link", `${reading.title}: no sequence flow may leave a link that is thrown.`);
		return null;
	},
};
