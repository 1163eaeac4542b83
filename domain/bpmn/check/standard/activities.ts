import { elements, id, isElement } from "../../describe.ts";
import { eventDefinitions, isExecutable, titleOf } from "../drawn.ts";
import { must, mustToRun } from "./must.ts";

/** How many tokens an activity takes and gives is at least one (BPMN 2.0.2 §10.3.1). */
export const quantities = must("quantities", "§10.3.1, table 10.3", function* ({ nodes }) {
	for (const { element, title } of nodes)
		for (const name of ["startQuantity", "completionQuantity"] as const) {
			const quantity = element[name];
			if (typeof quantity === "number" && !(quantity >= 1))
				yield { at: id(element), detail: `${title}: its ${name === "startQuantity" ? "start" : "completion"} quantity must be 1 or more.` };
		}
});

/** Choreographies have their own diagrams (§10.3, §11). */
export const noChoreography = must("no_choreography", "§10.2, §10.3.5", function* ({ nodes }) {
	for (const node of nodes)
		if (node.element.$instanceOf("bpmn:ChoreographyActivity"))
			yield { at: node.id, detail: `${node.title} belongs to a choreography; a process cannot hold it.` };
});

/** A script says what language it is in (§10.3.3.6). */
export const scriptFormat = mustToRun("script_format", "§10.3.3.6", function* ({ nodes }) {
	for (const { element, title } of nodes)
		if (element.$type === "bpmn:ScriptTask" && element.script !== undefined && !element.scriptFormat)
			yield { at: id(element), detail: `${title} has a script without a format. Say what language it is.` };
});

/** An ad-hoc sub-process holds activities, and nothing that begins or ends it (§10.3.5). */
export const adHoc = must("ad_hoc", "§10.3.5", function* ({ nodes, containers }) {
	const held = new Set(nodes.filter((node) => node.element.$instanceOf("bpmn:Activity")).map((node) => node.container));
	for (const container of containers)
		if (container.$type === "bpmn:AdHocSubProcess" && !held.has(container))
			yield { at: id(container), detail: `${titleOf(container)} has no activity. Add what can be done in it.` };
	for (const node of nodes)
		if (node.container.$type === "bpmn:AdHocSubProcess" && (node.type === "startEvent" || node.type === "endEvent"))
			yield { at: node.id, detail: `${node.title} stands in an ad-hoc sub-process, which has neither start nor end events.` };
});

/** A process that is called has a start without a trigger: the call is what begins it (§10.5.2). */
export const calledBegins = must("called_begins", "§10.3.6, §10.5.2", function* ({ nodes, processes }) {
	const byId = new Map(processes.map((process) => [id(process), process]));
	for (const { element, title } of nodes) {
		if (element.$type !== "bpmn:CallActivity") continue;
		const called = typeof element.calledElement === "string" ? byId.get(element.calledElement.replace(/^.*:/, "")) : undefined;
		const starts = elements(called?.flowElements).filter((each) => each.$type === "bpmn:StartEvent");
		if (starts.length > 0 && starts.every((start) => eventDefinitions(start).length > 0))
			yield {
				at: id(element),
				detail: `${title} calls a process that only events start. Give that process a start event without a symbol.`,
			};
	}
});

/** How often an activity is done can be told (§10.3.8), and from what it takes its collection (§13.3.7). */
export const multiInstance = mustToRun("multi_instance", "§10.3.8", function* ({ nodes }) {
	for (const { element, title } of nodes) {
		const loop = element.loopCharacteristics;
		if (!isElement(loop) || loop.$type !== "bpmn:MultiInstanceLoopCharacteristics" || !isExecutable(element)) continue;
		const collection = loop.loopDataInputRef;
		if (!isElement(loop.loopCardinality) && collection === undefined)
			yield { at: id(element), detail: `${title} is done several times: say how often, or for which collection.` };
		const own = isElement(element.ioSpecification) ? elements(element.ioSpecification.dataInputs) : [];
		if (element.$instanceOf("bpmn:Task") && isElement(collection) && !own.includes(collection))
			yield { at: id(element), detail: `${title}: the collection it goes through must be one of its own data inputs.` };
	}
});

/** What a sub-process reads and writes is the data around it (§10.4.1). */
export const subProcessData = must("sub_process_data", "§10.4.1", function* ({ nodes }) {
	for (const { element, title } of nodes)
		if (element.$instanceOf("bpmn:SubProcess") && isElement(element.ioSpecification))
			yield { at: id(element), detail: `${title} is a sub-process and cannot have data inputs and outputs of its own.` };
});
