import { elements, typeName } from "../bpmn/describe.ts";
import type { Reading } from "./reading.ts";
import { refuseInFlow } from "./starts.ts";

/**
 * Names what an element asks beyond what the engine does. Nothing that changes how a process runs is ignored: it is refused here;
 * what only documents (data associations, resources) is kept with a warning.
 */
export function refuseUnknown(reading: Reading, known: boolean): void {
	const { element, title } = reading;
	const no = (what: string): void => reading.refuse("engine.not_supported", `${title}: ${what} cannot be executed yet.`);
	if (!known) return no(typeName(element).replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
	refuseInFlow(reading);
	if (elements(element.dataInputAssociations).length + elements(element.dataOutputAssociations).length > 0)
		reading.warn("engine.data_association", `${title}: the data flow drawn in the model documents only; mappings move data.`);
}
