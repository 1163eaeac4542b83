import type { InferResponseType } from "hono/client";
import { api, callApi } from "../kit/api.ts";
import { useApi } from "../kit/query.ts";

const detail = api.studio.projects[":projectId"].$get;
const check = api.studio.projects[":projectId"].check.$get;
const packages = api.studio.projects[":projectId"].packages.$get;

/** A project as the API gives it. */
export type Project = InferResponseType<typeof detail>;
export type Process = Project["processes"][number];
export type Element = Process["elements"][number];
export type Flow = Process["flows"][number];
export type Report = InferResponseType<typeof check>;
export type StepFinding = Report["findings"][number];
export type Package = InferResponseType<typeof packages>["packages"][number];

/** Saves that were on their way when an editor was left: whoever opens the project again waits for them. */
export const savesOnTheirWay = new Map<string, Promise<unknown>>();

export async function readProject(projectId: string): Promise<Project> {
	await savesOnTheirWay.get(projectId);
	savesOnTheirWay.delete(projectId);
	return callApi(detail({ param: { projectId } }));
}

/** What the saved draft lacks, read anew for every saved version. */
export function useReport(projectId: string, version: number) {
	return useApi(["studio", projectId, "check", version], () => callApi(check({ param: { projectId } })), { staleTime: 60_000 });
}

export function usePackages(projectId: string) {
	return useApi(["studio", projectId, "packages"], () => callApi(packages({ param: { projectId } })));
}

/** Every element of every process. */
export function allElements(project: Project): readonly Element[] {
	return project.processes.flatMap((process) => process.elements);
}

export function allFlows(project: Project): readonly Flow[] {
	return project.processes.flatMap((process) => process.flows);
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
	userTask: "User task",
	task: "Task",
	manualTask: "Manual task",
	serviceTask: "Service task",
	scriptTask: "Script task",
	businessRuleTask: "Business rule task",
	sendTask: "Send task",
	receiveTask: "Receive task",
	exclusiveGateway: "Exclusive gateway",
	parallelGateway: "Parallel gateway",
	inclusiveGateway: "Inclusive gateway",
	eventBasedGateway: "Event-based gateway",
	complexGateway: "Complex gateway",
	subProcess: "Sub-process",
	adHocSubProcess: "Ad-hoc sub-process",
	transaction: "Transaction",
	callActivity: "Call activity",
	startEvent: "Start event",
	endEvent: "End event",
	boundaryEvent: "Boundary event",
	intermediateCatchEvent: "Intermediate catch event",
	intermediateThrowEvent: "Intermediate throw event",
};

/** BPMN's name of an element's kind, as people write it. */
export function typeWords(element: Pick<Element, "type" | "events">): string {
	const words = TYPE_WORDS[element.type] ?? element.type;
	const [kind] = element.events;
	return kind === undefined ? words : `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${words.toLowerCase()}`;
}

/** An element's name; its kind where it has none. */
export function nameOf(element: Pick<Element, "name" | "type" | "events">): string {
	return element.name.replaceAll(/\s+/g, " ").trim() || typeWords(element);
}
