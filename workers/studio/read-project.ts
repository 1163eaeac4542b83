import { describeProcess } from "../../domain/bpmn/describe.ts";
import { renderSvg } from "../../domain/bpmn/render-svg.ts";
import { readWholeModel } from "./called-models.ts";
import { parseOrRefuse, readDraft, type ProjectScope } from "./draft.ts";
import { environmentsOf } from "./environments.ts";

/** A project as its editor needs it: the draft, the model as a picture and as a list, and where it runs. */
export async function readProject(env: Env, scope: ProjectScope) {
	const draft = await readDraft(env, scope);
	const [whole, environments] = await Promise.all([readWholeModel(env, scope, draft), environmentsOf(env, scope)]);
	const definitions = await parseOrRefuse(whole.bpmn);
	const processes = describeProcess(definitions).map(({ id, name, executable, lanes, elements, flows }) => ({
		id,
		name,
		executable,
		lanes: [...lanes],
		elements: elements.map((element) => ({ ...element, outgoing: [...element.outgoing], events: [...element.events] })),
		flows: [...flows],
	}));
	return {
		id: scope.projectId,
		name: draft.name,
		description: draft.description,
		environments,
		version: draft.version,
		source: draft.source,
		savedAt: draft.savedAt,
		savedByName: draft.savedByName,
		automation: draft.automation,
		svg: renderSvg(definitions, { title: draft.name }),
		processes,
	};
}
