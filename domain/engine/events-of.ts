import type { ModdleElement } from "bpmn-moddle";
import { elements, typeName } from "../bpmn/describe.ts";
import type { Value } from "../data/model.ts";
import type { EventPlace } from "./behaviour.ts";
import { EVENTS } from "./events/index.ts";
import type { Reading } from "./reading.ts";

const PLACES: Readonly<Record<string, EventPlace>> = {
	startEvent: "start",
	intermediateCatchEvent: "catch",
	intermediateThrowEvent: "throw",
	boundaryEvent: "boundary",
	endEvent: "end",
};

export interface EventDefinition {
	/** The name of its behaviour. */
	readonly type: string;
	readonly settings: Value;
}

/** The definitions of an event: those that stand in it, and those that it names (BPMN 2.0.2 §10.5.1). */
export function definitionsOf(event: ModdleElement): readonly ModdleElement[] {
	return [...elements(event.eventDefinitions), ...elements(event.eventDefinitionRef)];
}

/** Whether an event with several definitions comes when all of them came, not any (§10.5.5, parallel multiple). */
export function isParallelMultiple(event: ModdleElement): boolean {
	return event.parallelMultiple === true && definitionsOf(event).length > 1;
}

/** The event definitions of an element, read by their behaviours. Refuses what does not stand there, or cannot be executed. */
export function eventsOf(reading: Reading, name: string): readonly EventDefinition[] {
	const triggered = name === "startEvent" && reading.element.$parent?.triggeredByEvent === true;
	const at = triggered ? "event-sub-process" : PLACES[name];
	if (at === undefined) return [];
	const definitions = definitionsOf(reading.element);
	const parallel = isParallelMultiple(reading.element);
	const made: { type: string; settings: Value }[] = [];
	for (const definition of definitions) {
		const type = typeName(definition).replace(/EventDefinition$/, "");
		const behaviour = EVENTS.get(type);
		if (behaviour === undefined || !behaviour.places.includes(at))
			reading.refuse("engine.not_supported", `${reading.title} is a ${words(type)} ${words(name)}, which cannot be executed.`);
		else if (definitions.length > 1 && behaviour.alone?.includes(at) === true)
			reading.refuse("engine.event_alone", `${reading.title}: a ${words(type)} event is alone, not one of several.`);
		else if (parallel && behaviour.await === undefined)
			reading.refuse("engine.not_parallel", `${reading.title}: a ${words(type)} event is not waited for together with others.`);
		else made.push({ type, settings: behaviour.read(reading, definition, at) });
	}
	if (definitions.length === 0 && (at === "catch" || at === "boundary" || at === "event-sub-process"))
		reading.refuse("engine.no_event", `${reading.title} does not say what it waits for.`);
	return made;
}

/** `intermediateCatchEvent` as "intermediate catch event". */
function words(name: string): string {
	return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
