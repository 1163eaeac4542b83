import { describeProcess } from "../../domain/bpmn/describe.ts";
import type { Automation } from "../../domain/deployment/automation.ts";
import { proposeAutomation } from "../../domain/deployment/propose-automation.ts";
import { pruneCalls } from "../../domain/deployment/set-call.ts";
import { updateAutomation } from "../../domain/deployment/update-automation.ts";
import type { Finding } from "../../domain/problem.ts";
import { parseOrRefuse } from "./draft.ts";

/** An automation for a model that became another: what was set is kept by the element's id, what is new is proposed. */
export async function takeModel(bpmn: string, current: Automation, name: string): Promise<{ automation: Automation; findings: Finding[] }> {
	const definitions = await parseOrRefuse(bpmn);
	const present = new Set(
		describeProcess(definitions).flatMap((process) => [
			process.id,
			...process.elements.map((element) => element.id),
			...process.flows.map((flow) => flow.id),
		]),
	);
	const { automation, findings } = updateAutomation(current, proposeAutomation(definitions, name).automation, present);
	return { automation: pruneCalls(automation, present), findings: [...findings] };
}
