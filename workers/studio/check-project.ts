import { describeProcess } from "../../domain/bpmn/describe.ts";
import { checkAutomation, type CheckReport } from "../../domain/deployment/check-automation.ts";
import type { Automation } from "../../domain/deployment/automation.ts";
import { parseOrRefuse } from "./draft.ts";

/** What a project lacks to run, by step: its own check and the compiler's word. */
export async function checkProject(bpmn: string, automation: Automation, packages: number): Promise<CheckReport> {
	const definitions = await parseOrRefuse(bpmn);
	return checkAutomation(automation, describeProcess(definitions), packages);
}
