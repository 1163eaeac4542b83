import { kindOf } from "../bpmn/called-element.ts";
import { typeName } from "../bpmn/describe.ts";
import type { Reading } from "./reading.ts";
import { refuseInFlow } from "./starts.ts";

/** What inputs can be mapped to: the call of a system, a decision, a called process. */
const TAKE_INPUTS: ReadonlySet<string> = new Set(["serviceTask", "sendTask", "businessRuleTask", "callActivity"]);

/**
 * Names what an element asks beyond what the engine does. Nothing that changes how a process runs is ignored: it is refused here;
 * what only documents (resources) is kept.
 */
export function refuseUnknown(reading: Reading, known: boolean): void {
	const { element, title } = reading;
	const no = (what: string): void => reading.refuse("engine.not_supported", `${title}: ${what} cannot be executed yet.`);
	if (!known) return no(typeName(element).replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
	refuseInFlow(reading);
	if ((reading.automation.inputs ?? []).length > 0 && !TAKE_INPUTS.has(kindOf(element)))
		reading.warn("engine.inputs_unused", `${title} has mappings in, which nothing at it takes.`);
}
