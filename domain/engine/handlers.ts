import type { ModdleElement } from "bpmn-moddle";
import { elements, isElement } from "../bpmn/describe.ts";
import { definitionsOf } from "./events-of.ts";
import { Reading, type Compilation } from "./reading.ts";
import type { Walk } from "./walk.ts";

/**
 * The compensation activity of each activity that has one, by index (BPMN 2.0.2 §10.7.1): an association leads to it from the
 * compensation event on the activity's boundary. Refuses events without a handler, and handlers that are none or that nothing starts.
 */
export function readHandlers(walk: Walk, compilation: Compilation): readonly (readonly [activity: number, handler: number])[] {
	const found: (readonly [number, number])[] = [];
	for (const event of walk.elements) {
		if (event.$type !== "bpmn:BoundaryEvent" || !compensates(event)) continue;
		const reading = new Reading(event, compilation);
		const targets = walk.associations.flatMap(({ sourceRef, targetRef }) =>
			sourceRef === event && isElement(targetRef) ? [targetRef] : targetRef === event && isElement(sourceRef) ? [sourceRef] : [],
		);
		const [handler, ...others] = targets.filter((each) => each.isForCompensation === true);
		const activity = isElement(event.attachedToRef) ? event.attachedToRef : undefined;
		if (reading.outgoing.length > 0)
			reading.refuse(
				"engine.flow_from_compensation",
				`${reading.title} starts its handler by an association, so no sequence flow leaves it.`,
			);
		if (handler === undefined || others.length > 0 || activity === undefined || handler.$parent !== activity.$parent)
			reading.refuse(
				"engine.no_handler",
				`${reading.title} has no handler: join it by an association to one activity for compensation of the same process or sub-process.`,
			);
		else if (found.some(([known]) => known === walk.indexOf(activity)) || hasCompensationStart(activity))
			reading.refuse("engine.many_handlers", `${reading.title}: its activity has another handler for compensation already.`);
		else found.push([walk.indexOf(activity), walk.indexOf(handler)]);
	}
	const handlers = new Set(found.map(([, handler]) => handler));
	for (const element of walk.elements) {
		if (element.isForCompensation !== true) continue;
		const reading = new Reading(element, compilation);
		if (!handlers.has(walk.indexOf(element)))
			reading.refuse("engine.loose_handler", `${reading.title} is for compensation, and no boundary event starts it.`);
		if (reading.outgoing.length > 0 || walk.flows.some((flow) => flow.targetRef === element))
			reading.refuse("engine.flow_to_handler", `${reading.title} is for compensation, so no sequence flow leads to it or from it.`);
	}
	return found;
}

function compensates(event: ModdleElement): boolean {
	return definitionsOf(event).some((each) => each.$type === "bpmn:CompensateEventDefinition");
}

function hasCompensationStart(activity: ModdleElement): boolean {
	return elements(activity.flowElements).some(
		(inner) =>
			inner.triggeredByEvent === true && elements(inner.flowElements).some((each) => each.$type === "bpmn:StartEvent" && compensates(each)),
	);
}
