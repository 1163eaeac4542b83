import type { Automation, CalledModel } from "./automation.ts";
import { slugOf, uniqueIn } from "./names.ts";

/** What a call activity is to call: a process or global task of one version of a model. `name` is the model's, as people know it. */
export interface CallTarget {
	readonly modelId: CalledModel["modelId"];
	readonly version: CalledModel["version"];
	readonly processId: string;
	readonly name: string;
}

/**
 * Lets a call activity call a process of another model, or (null) again what its own file has. A model has one short name and one version
 * for all its calls, so that what was set on its elements stays; models that nothing calls any more go.
 */
export function setCall(automation: Automation, elementId: string, target: CallTarget | null): Automation {
	const { models = [], calls = {}, ...rest } = automation;
	const { [elementId]: _, ...others } = calls;
	if (target === null) return withCalls(rest, models, others);
	const known = models.find((each) => each.modelId === target.modelId);
	const taken = new Set(models.map((each) => each.as));
	const as = known?.as ?? uniqueIn(taken, slugOf(target.name, "model").slice(0, 24).replace(/-+$/, ""), "-");
	const model: CalledModel = { as, modelId: target.modelId, version: target.version };
	return withCalls(rest, [...models.filter((each) => each.as !== as), model], {
		...others,
		[elementId]: { model: as, processId: target.processId },
	});
}

/** Leaves out the calls of elements that are no more, and the models that nothing calls. */
export function pruneCalls(automation: Automation, present: ReadonlySet<string>): Automation {
	const { models = [], calls = {}, ...rest } = automation;
	return withCalls(rest, models, Object.fromEntries(Object.entries(calls).filter(([id]) => present.has(id))));
}

function withCalls(
	rest: Omit<Automation, "models" | "calls">,
	models: readonly CalledModel[],
	calls: NonNullable<Automation["calls"]>,
): Automation {
	const used = new Set(Object.values(calls).map((each) => each.model));
	const kept = models.filter((each) => used.has(each.as));
	return { ...rest, ...(kept.length > 0 && { models: kept }), ...(Object.keys(calls).length > 0 && { calls }) };
}
