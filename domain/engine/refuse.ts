import { typeName } from "../bpmn/describe.ts";
import type { Reading } from "./reading.ts";
import { refuseInFlow } from "./starts.ts";

/**
 * Names what an element asks beyond what the engine does. Nothing that changes how a process runs is ignored: it is refused here;
 * what only documents (resources) is kept.
 */
export function refuseUnknown(reading: Reading, known: boolean): void {
	const { element, title } = reading;
	const no = (what: string): void => reading.refuse("engine.not_supported", `${title}: ${what} cannot be executed yet.`);
	if (!known) return no(typeName(element).replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
	refuseInFlow(reading);
}
