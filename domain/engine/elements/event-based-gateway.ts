import type { ModdleElement } from "bpmn-moddle";
import { isElement, typeName } from "../../bpmn/describe.ts";
import { element } from "../behaviour.ts";
import { definitionsOf, isParallelMultiple } from "../events-of.ts";
import { awaitMessage, type CaughtMessage } from "../events/message.ts";
import type { Node } from "../linked.ts";
import { awaitEvents } from "../waits.ts";

type Settings = { readonly parallel: boolean };

/**
 * An event-based gateway (BPMN 2.0.2 §10.6.6, §13.4.4): the token rests here and waits for every event behind it, in their names.
 * The first to come takes the token on from itself; the others go with it. One that begins the process (`instantiate`) lets each event
 * behind it begin a case (`starts.ts`); where it is parallel, that case then waits for the others.
 */
export const eventBasedGateway = element<Settings>({
	type: "eventBasedGateway",
	read(reading) {
		const parallel = reading.element.eventGatewayType === "Parallel";
		if (parallel && reading.element.instantiate !== true)
			reading.refuse(
				"engine.parallel_in_flow",
				`${reading.title} waits for all its events, which only a gateway that begins the process does.`,
			);
		if (reading.outgoing.length === 0) reading.refuse("engine.no_event", `${reading.title} has no event behind it.`);
		for (const flow of reading.outgoing) {
			const target = isElement(flow.targetRef) ? typeName(flow.targetRef) : "";
			if (target !== "intermediateCatchEvent" && target !== "receiveTask")
				reading.refuse(
					"engine.event_gateway_target",
					`${reading.title} waits for events, so it leads to catching events or receive tasks only.`,
				);
			else if (isElement(flow.targetRef) && !canStandBehind(flow.targetRef))
				reading.refuse(
					"engine.event_gateway_target",
					`${reading.title}: a link, or several events that come together, cannot stand behind it.`,
				);
			if (reading.isConditional(flow))
				reading.refuse("engine.condition_on_event", `${reading.title}: what happens decides, so no flow of it has a condition.`);
		}
		return { parallel };
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

/** Whether this gateway begins the process and waits for all its events. */
export function waitsForAll({ type, settings }: Pick<Node, "type" | "settings">): boolean {
	return type === "eventBasedGateway" && (settings as Settings | null)?.parallel === true;
}

function canStandBehind(target: ModdleElement): boolean {
	return !isParallelMultiple(target) && definitionsOf(target).every((each) => each.$type !== "bpmn:LinkEventDefinition");
}
