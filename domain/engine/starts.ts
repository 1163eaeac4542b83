import type { ModdleElement } from "bpmn-moddle";
import { elements, id, isElement, text } from "../bpmn/describe.ts";
import type { Value } from "../data/model.ts";
import { isParallelMultiple, type EventDefinition } from "./events-of.ts";
import { EVENTS } from "./events/index.ts";
import type { CaughtMessage } from "./events/message.ts";
import type { ProgramStart } from "./program.ts";
import type { Reading } from "./reading.ts";

/**
 * How cases come to be by an element of a process that is not only called: by a start event, one for each of its triggers
 * (BPMN 2.0.2 §10.5.2), by a receive task that begins the process (§10.3.3.5), and by what stands behind an event-based gateway
 * that does (§10.6.6).
 */
export function startsOf(reading: Reading, name: string, definitions: readonly EventDefinition[], mainId: string): readonly ProgramStart[] {
	const { element, title } = reading;
	const container = element.$parent;
	if (container === undefined) return [];
	if (name === "startEvent" && container.$type !== "bpmn:Process") {
		if (definitions.length > 0 && container.triggeredByEvent !== true)
			reading.refuse("engine.not_supported", `${title} begins a sub-process, so it cannot wait for anything.`);
		return [];
	}
	if (name !== "startEvent" && !begins(element)) return [];
	// A process that is only called starts no case.
	if (id(container) !== mainId && container.isExecutable !== true) return [];
	const together = isParallelMultiple(element);
	const own = { elementId: reading.id, processId: id(container), name: text(element.name) };
	if (name === "receiveTask") return [{ ...own, kind: "message", message: reading.message(element) }];
	if (definitions.length === 0) return name === "startEvent" ? [{ ...own, kind: "none" }] : [];
	const made = definitions.flatMap(({ type, settings }, event): ProgramStart[] => {
		const start = EVENTS.get(type)?.start?.(settings, reading);
		return start === undefined
			? []
			: [
					{
						...own,
						...start,
						...(together && keyOf(reading, type, settings)),
						...(definitions.length > 1 && { event }),
						...(together && { together: definitions.length }),
					},
				];
	});
	// The environment keeps one schedule and one condition for each element.
	for (const kind of ["timer", "condition"] as const)
		if (made.filter((each) => each.kind === kind).length > 1)
			reading.refuse("engine.not_supported", `${title} has several ${kind}s. Give each a start event of its own.`);
	return made;
}

/** The key by which messages that begin a case together are of one conversation (BPMN 2.0.2 §8.4.2): the first that the model gives. */
function keyOf(reading: Reading, type: string, settings: Value): Pick<ProgramStart, "key"> {
	const by = type === "message" ? (settings as CaughtMessage).by?.[0] : undefined;
	return by === undefined ? {} : { key: { id: by.key, from: by.from.map((expression) => reading.sourceOf(expression)) } };
}

/** Refuses what begins the process by itself where it cannot: within the flow, in a sub-process, or again and again (§10.3.3.5, §10.6.6). */
export function refuseInFlow(reading: Reading): void {
	const { element, title } = reading;
	if (element.instantiate !== true) return;
	const led = elements(element.$parent?.flowElements).some((flow) => flow.targetRef === element);
	if (led || element.$parent?.$type !== "bpmn:Process")
		reading.refuse(
			"engine.instantiate_in_flow",
			`${title} begins the process, so it stands in the process and no sequence flow leads to it.`,
		);
	if (isElement(element.loopCharacteristics))
		reading.refuse("engine.instantiate_repeats", `${title} begins the process, so it does not repeat.`);
}

/** Whether an element that is no start event begins its process. */
function begins(element: ModdleElement): boolean {
	if (element.$type === "bpmn:ReceiveTask" && element.instantiate === true) return true;
	if (element.$type !== "bpmn:IntermediateCatchEvent" && element.$type !== "bpmn:ReceiveTask") return false;
	return elements(element.$parent?.flowElements).some(
		(flow) =>
			flow.targetRef === element &&
			isElement(flow.sourceRef) &&
			flow.sourceRef.$type === "bpmn:EventBasedGateway" &&
			flow.sourceRef.instantiate === true,
	);
}
