import type { Automation } from "../../domain/deployment/automation.ts";
import { handStarts } from "../../domain/deployment/hand-starts.ts";
import type { ActiveRelease } from "../../domain/deployment/release.ts";
import { readExecutable } from "../tenancy/executables.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";
import { readActive } from "./active-release.ts";

/** What people can start by hand here, with the form that is asked before the case exists. */
export async function listProcesses(env: Env, scope: EnvironmentScope) {
	const active = await readActive(env, scope);
	if (active === null) return { processes: [] };
	const automation = await automationOf(env, scope, active);
	const { process } = active.release;
	const form = automation.forms.find((each) => each.id === automation.startForm) ?? null;
	return {
		processes: handStarts(active.release.starts, process.id, form !== null).map((start) => ({
			startEvent: start.elementId,
			process: process.name,
			category: process.category,
			description: start.name,
			form,
			dataModel: automation.data,
		})),
	};
}

/** The automation of what runs. Activation stores the program before it moves the pointer, so it is always there. */
export async function automationOf(env: Env, scope: EnvironmentScope, active: ActiveRelease): Promise<Automation> {
	const executable = await readExecutable(env, scope.companyId, active.release.packageHash);
	if (executable === undefined) throw new Error(`package.not_compiled: ${active.release.packageHash}`);
	return executable.automation;
}
