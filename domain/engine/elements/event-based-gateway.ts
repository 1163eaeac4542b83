import { isElement, typeName } from "../../bpmn/describe.ts";
import { element } from "../behaviour.ts";
import { awaitMessage, type CaughtMessage } from "../events/message.ts";
import { awaitEvents } from "../waits.ts";

/**
 * An event-based gateway (BPMN 2.0.2 §10.6.6, §13.4.4): the token rests here and waits for every event behind it, in their names.
 * The first to come takes the token on from itself; the others go with it.
 */
export const eventBasedGateway = element({
	type: "eventBasedGateway",
	read(reading) {
		if (reading.element.eventGatewayType === "Parallel")
			reading.refuse("engine.not_supported", `${reading.title} starts the process by itself, which cannot be executed yet.`);
		if (reading.outgoing.length === 0) reading.refuse("engine.no_event", `${reading.title} has no event behind it.`);
		for (const flow of reading.outgoing) {
			const target = isElement(flow.targetRef) ? typeName(flow.targetRef) : "";
			if (target !== "intermediateCatchEvent" && target !== "receiveTask")
				reading.refuse(
					"engine.event_gateway_target",
					`${reading.title} waits for events, so it leads to catching events or receive tasks only.`,
				);
			if (reading.isConditional(flow))
				reading.refuse("engine.condition_on_event", `${reading.title}: what happens decides, so no flow of it has a condition.`);
		}
		return null;
	},
	enter(step, arrival) {
		const token = step.rest(arrival);
		for (const { target } of arrival.node.outgoing) {
			const waits =
				target.type === "receiveTask"
					? awaitMessage(step, target, token, target.settings as CaughtMessage)
					: awaitEvents(step, target, token);
			if (!waits.ok) return step.incident(token, waits.error);
		}
	},
});
