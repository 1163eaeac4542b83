import type { ModdleElement } from "bpmn-moddle";
import { elements, id, text, typeName } from "./describe.ts";

/** What a call of each global task runs as (BPMN 2.0.2 §10.3.3, table 10.19). */
const RUNS_AS: ReadonlyMap<string, string> = new Map([
	["globalTask", "task"],
	["globalUserTask", "userTask"],
	["globalManualTask", "manualTask"],
	["globalScriptTask", "scriptTask"],
	["globalBusinessRuleTask", "businessRuleTask"],
]);

/** Whether a root element of a file is a global task. */
export function isGlobalTask(root: ModdleElement): boolean {
	return RUNS_AS.has(typeName(root));
}

/** The id of what a call activity calls, without the prefix of its namespace. */
export function calledId(activity: ModdleElement): string {
	return text(activity.calledElement).split(":").at(-1) ?? "";
}

/** The process or global task of the same file that a call activity calls; none for other elements. */
export function calledElement(activity: ModdleElement): ModdleElement | undefined {
	if (activity.$type !== "bpmn:CallActivity") return undefined;
	const wanted = calledId(activity);
	let root = activity;
	while (root.$parent !== undefined) root = root.$parent;
	return elements(root.rootElements).find((each) => id(each) === wanted && (each.$type === "bpmn:Process" || isGlobalTask(each)));
}

/** The element that says what an activity does: the global task that it calls, else itself. */
export function taskOf(element: ModdleElement): ModdleElement {
	const called = calledElement(element);
	return called === undefined || called.$type === "bpmn:Process" ? element : called;
}

/** What an element runs as: BPMN's name of it, or that of the task which a call of a global task is. */
export function kindOf(element: ModdleElement): string {
	const task = taskOf(element);
	return RUNS_AS.get(typeName(task)) ?? typeName(task);
}

/** An element's name, or that of the global task which it calls. */
export function nameOf(element: ModdleElement): string {
	return text(element.name).trim() === "" ? text(taskOf(element).name) : text(element.name);
}
