import { describeProcess } from "../../domain/bpmn/describe.ts";
import type { Automation } from "../../domain/deployment/automation.ts";
import { checkAutomation, type CheckReport } from "../../domain/deployment/check-automation.ts";
import { stepOf, type StepFinding } from "../../domain/deployment/steps.ts";
import { compileDefinitions } from "../../domain/engine/compile.ts";
import { parseOrRefuse } from "./draft.ts";

/** What the project's own check says better, with the step that mends it. */
const SAID_ALREADY = new Set(["engine.no_form", "engine.no_performer", "engine.no_connector", "engine.stale_automation"]);

/** What a project lacks to run, by step: what is wrong with its calls of other models, its own check and the compiler's word. */
export async function checkProject(
	bpmn: string,
	automation: Automation,
	packages: number,
	calls: readonly StepFinding[] = [],
): Promise<CheckReport> {
	const definitions = await parseOrRefuse(bpmn);
	const own = checkAutomation(automation, describeProcess(definitions), packages);
	const compiled = compileDefinitions(definitions, automation);
	const findings: StepFinding[] = [...calls, ...own.findings];
	const places = new Set(own.findings.filter((each) => each.severity === "error").map((each) => each.at));
	if (compiled.ok) {
		for (const warning of compiled.value.warnings)
			if (!SAID_ALREADY.has(warning.code)) findings.push({ ...warning, step: stepOf(warning.code) });
	} else {
		for (const problem of compiled.error) {
			// The same mistake is told once, in the words of the step that mends it.
			if (SAID_ALREADY.has(problem.code) || (/^(feel|dmn)\./.test(problem.code) && places.has(problem.at))) continue;
			findings.push({ ...problem, severity: "error", step: stepOf(problem.code) });
		}
		// What the own check does not know must still stop a package.
		if (!findings.some((each) => each.severity === "error"))
			for (const problem of compiled.error) findings.push({ ...problem, severity: "error", step: stepOf(problem.code) });
	}
	const processWrong = findings.some((each) => each.step === "process" && each.severity === "error");
	return {
		findings,
		completeness: own.completeness.map((each) => (each.step === "process" && processWrong ? { ...each, done: 0 } : each)),
	};
}
