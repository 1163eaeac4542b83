import { id, text } from "../bpmn/describe.ts";
import type { EventDefinition } from "./events-of.ts";
import { EVENTS } from "./events/index.ts";
import type { ProgramStart } from "./program.ts";
import type { Reading } from "./reading.ts";

/** How cases come to be by a start event of a process that is not only called; undefined for anything else. */
export function startOf(reading: Reading, name: string, definitions: readonly EventDefinition[], mainId: string): ProgramStart | undefined {
	const container = reading.element.$parent;
	if (name !== "startEvent" || container === undefined) return undefined;
	const [event] = definitions;
	if (container.$type !== "bpmn:Process") {
		if (event !== undefined && container.triggeredByEvent !== true)
			reading.refuse("engine.not_supported", `${reading.title} begins a sub-process, so it cannot wait for anything.`);
		return undefined;
	}
	// A process that is only called starts no case.
	if (id(container) !== mainId && container.isExecutable !== true) return undefined;
	const start = event === undefined ? { kind: "none" as const } : EVENTS.get(event.type)?.start?.(event.settings, reading);
	return start === undefined ? undefined : { elementId: reading.id, processId: id(container), name: text(reading.element.name), ...start };
}
