import { elements } from "../../bpmn/describe.ts";
import { element } from "../behaviour.ts";
import type { Node } from "../linked.ts";
import type { Reading } from "../reading.ts";
import { openScope } from "../scopes.ts";

type Settings = { readonly byEvent: boolean };

/**
 * A sub-process (BPMN 2.0.2 §10.3.5, §13.3.4): its token rests while a scope of its own is alive, and goes on when that ends. An event
 * sub-process (§10.3.5, §13.5.4) has no flow to it: its start event waits for as long as the scope around it is alive, and what comes
 * runs it there, instead of everything else (interrupting) or beside it.
 */
export const subProcess = element<Settings>({
	type: "subProcess",
	read(reading) {
		const starts = elements(reading.element.flowElements).filter((each) => each.$type === "bpmn:StartEvent");
		const byEvent = reading.element.triggeredByEvent === true;
		if (byEvent) readEventSubProcess(reading, starts.length);
		else if (starts.length > 1)
			reading.refuse("engine.many_starts", `${reading.title} has ${starts.length} start events; a sub-process has one.`);
		return { byEvent };
	},
	enter(step, arrival) {
		const token = step.restWithBoundary(arrival);
		openScope(step, arrival.node, token);
	},
});

/** Whether an event starts it, not a flow. */
export function isEventSubProcess({ type, settings }: Pick<Node, "type" | "settings">): boolean {
	return type === "subProcess" && (settings as Settings | null)?.byEvent === true;
}

/** Whether an event sub-process in it compensates it. */
export function hasCompensationStart({ listeners }: Node): boolean {
	return listeners.some(({ events }) => events.some(({ type }) => type === "compensate"));
}

function readEventSubProcess(reading: Reading, starts: number): void {
	if (starts !== 1)
		reading.refuse("engine.event_sub_process_start", `${reading.title} has ${starts} start events; an event sub-process has one.`);
	const led = elements(reading.element.$parent?.flowElements).some((flow) => flow.targetRef === reading.element);
	if (led || reading.outgoing.length > 0)
		reading.refuse("engine.event_sub_process_flow", `${reading.title}: an event starts it, so no sequence flow leads to it or from it.`);
}
