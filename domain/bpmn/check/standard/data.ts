import type { ModdleElement } from "bpmn-moddle";
import { elements, id, isElement, text } from "../../describe.ts";
import { eventDefinitions, titleOf, type Drawn } from "../drawn.ts";
import { must, mustToRun } from "./must.ts";

/** The item definition that says what a piece of data is; a data object's reference has that of its object (BPMN 2.0.2 §10.4.1). */
export function itemOf(data: unknown): ModdleElement | undefined {
	if (!isElement(data)) return undefined;
	if (isElement(data.itemSubjectRef)) return data.itemSubjectRef;
	const behind = data.dataObjectRef ?? data.dataStoreRef;
	return isElement(behind) && isElement(behind.itemSubjectRef) ? behind.itemSubjectRef : undefined;
}

/** Whether two item definitions mean the same: they are one, or name the same structure. */
export function sameItem(a: ModdleElement | undefined, b: ModdleElement | undefined): boolean {
	if (a === b) return true;
	return a !== undefined && b !== undefined && text(a.structureRef) !== "" && text(a.structureRef) === text(b.structureRef);
}

/** Everything that may have data inputs and outputs: activities, events, processes and global tasks. */
function* holders({ nodes, callables }: Drawn): Iterable<{
	readonly element: ModdleElement;
	readonly inputs: readonly ModdleElement[];
	readonly outputs: readonly ModdleElement[];
	readonly inputSets: readonly ModdleElement[];
	readonly outputSets: readonly ModdleElement[];
}> {
	for (const element of [...callables, ...nodes.map((node) => node.element)]) {
		const specification = isElement(element.ioSpecification) ? element.ioSpecification : undefined;
		const inputSets = specification === undefined ? element.inputSet : specification.inputSets;
		const outputSets = specification === undefined ? element.outputSet : specification.outputSets;
		const inputs = elements((specification ?? element).dataInputs);
		const outputs = elements((specification ?? element).dataOutputs);
		if (specification === undefined && inputs.length + outputs.length === 0) continue;
		yield { element, inputs, outputs, inputSets: list(inputSets), outputSets: list(outputSets) };
	}
}

function list(value: unknown): readonly ModdleElement[] {
	return isElement(value) ? [value] : elements(value);
}

/** Data is a collection where its item definition says so (§10.4.1). */
export const collections = mustToRun("collections", "§10.4.1", function* (drawn) {
	const data = drawn.containers.flatMap((container) => elements(container.flowElements)).filter((each) => each.$type === "bpmn:DataObject");
	for (const { inputs, outputs } of holders(drawn)) data.push(...inputs, ...outputs);
	for (const each of data) {
		const item = itemOf(each);
		if (item !== undefined && (each.isCollection === true) !== (item.isCollection === true))
			yield {
				at: id(each),
				detail: `${titleOf(each)} is ${each.isCollection === true ? "a" : "no"} collection, but its item definition says otherwise.`,
			};
	}
});

/** A reference to a data object in a state is named after both: `Order [approved]` (§10.4.1, DataObjectReference). */
export const stateName = must("state_name", "§10.4.1", function* ({ containers }) {
	for (const reference of containers.flatMap((container) => elements(container.flowElements))) {
		if (reference.$type !== "bpmn:DataObjectReference" || !isElement(reference.dataState) || !isElement(reference.dataObjectRef)) continue;
		const object = text(reference.dataObjectRef.name).trim();
		const state = text(reference.dataState.name).trim();
		if (object === "" || state === "") continue;
		const wanted = `${object} [${state}]`;
		if (text(reference.name).replace(/\s+/g, " ").trim() !== wanted.replace(/\s+/g, " "))
			yield { at: id(reference), detail: `${titleOf(reference)} shows "${object}" in the state "${state}", so its name is "${wanted}".` };
	}
});

/** Every data input is in an input set and every output in an output set; sets name nothing else (§10.4.2, InputSet, OutputSet). */
export const dataSets = must("data_sets", "§10.4.2", function* (drawn) {
	for (const { inputs, outputs, inputSets, outputSets } of holders(drawn)) {
		yield* members(inputs, inputSets, "dataInputRefs", "optionalInputRefs", "whileExecutingInputRefs", "input");
		yield* members(outputs, outputSets, "dataOutputRefs", "optionalOutputRefs", "whileExecutingOutputRefs", "output");
		for (const set of inputSets)
			for (const other of elements(set.outputSetRefs))
				if (!elements(other.inputSetRefs).includes(set))
					yield { at: id(other), detail: `The output set ${id(other)} does not name the input set that names it.` };
		for (const set of outputSets)
			for (const other of elements(set.inputSetRefs))
				if (!elements(other.outputSetRefs).includes(set))
					yield { at: id(other), detail: `The input set ${id(other)} does not name the output set that names it.` };
	}
});

function* members(
	data: readonly ModdleElement[],
	sets: readonly ModdleElement[],
	all: string,
	optional: string,
	whileExecuting: string,
	what: string,
): Iterable<{ readonly at: string; readonly detail: string }> {
	const named = new Set(sets.flatMap((set) => elements(set[all])));
	for (const each of data) if (!named.has(each)) yield { at: id(each), detail: `${titleOf(each)} is in no ${what} set.` };
	for (const set of sets) {
		const own = new Set(elements(set[all]));
		for (const each of [...elements(set[optional]), ...elements(set[whileExecuting])])
			if (!own.has(each))
				yield { at: id(each), detail: `${titleOf(each)} is optional or streamed in ${what} set ${id(set)}, which does not name it.` };
	}
}

/** Several sources become one only by a transformation (§10.4.2, DataAssociation). */
export const severalSources = must("several_sources", "§10.4.2", function* ({ nodes }) {
	for (const { at, title, sources } of untransformed(nodes))
		if (sources.length > 1)
			yield { at, detail: `${title} takes data from several sources at once: say by a transformation how they become one.` };
});

/** Where data is not transformed, it moves between things of one kind (§10.4.2, DataAssociation). */
export const dataAssociations = mustToRun("data_associations", "§10.4.2", function* ({ nodes }) {
	for (const { at, title, sources, target } of untransformed(nodes)) {
		const wanted = itemOf(target);
		for (const source of sources) {
			const item = itemOf(source);
			if (item !== undefined && wanted !== undefined && !sameItem(item, wanted))
				yield { at, detail: `${title} moves data into data of another kind: say by a transformation how it changes.` };
		}
	}
});

function* untransformed(
	nodes: Drawn["nodes"],
): Iterable<{ readonly at: string; readonly title: string; readonly sources: readonly ModdleElement[]; readonly target: unknown }> {
	for (const { element, title } of nodes)
		for (const association of [...elements(element.dataInputAssociations), ...elements(element.dataOutputAssociations)])
			if (!isElement(association.transformation))
				yield { at: id(association) || id(element), title, sources: list(association.sourceRef), target: association.targetRef };
}

/** One element of the collection that an activity is repeated for (§10.3.8, table 10.29). */
export const instanceData = mustToRun("instance_data", "§10.3.8, table 10.29", function* ({ nodes }) {
	for (const { element, title } of nodes) {
		const loop = element.loopCharacteristics;
		if (!isElement(loop)) continue;
		for (const [collection, one] of [
			[loop.loopDataInputRef, loop.inputDataItem],
			[loop.loopDataOutputRef, loop.outputDataItem],
		]) {
			const all = itemOf(collection);
			const each = itemOf(one);
			if (all === undefined || each === undefined) continue;
			const scalar = each.isCollection !== true && (text(all.structureRef) === "" || sameItem(all, each) || text(each.structureRef) === "");
			if (!scalar)
				yield {
					at: id(element),
					detail: `${title} goes through a collection: each of its elements must be one of what the collection holds.`,
				};
		}
	}
});

const CARRIES: Readonly<Record<string, string>> = {
	"bpmn:MessageEventDefinition": "messageRef",
	"bpmn:ErrorEventDefinition": "errorRef",
	"bpmn:EscalationEventDefinition": "escalationRef",
	"bpmn:SignalEventDefinition": "signalRef",
};

/** What an event brings or takes along: one piece of data for each of its definitions, of the same kind and in their order (§10.4.2, §10.5.1). */
export const eventData = mustToRun("event_data", "§10.4.2, §10.5.1", function* ({ nodes }) {
	for (const { element, title } of nodes) {
		if (!element.$instanceOf("bpmn:Event")) continue;
		const data = [...elements(element.dataInputs), ...elements(element.dataOutputs)];
		const definitions = eventDefinitions(element);
		if (data.length === 0) continue;
		if (element.$instanceOf("bpmn:ThrowEvent") && data.length < definitions.length)
			yield { at: id(element), detail: `${title} throws several things: give it a data input for each.` };
		for (const [at, definition] of definitions.entries()) {
			const carried = definition[CARRIES[definition.$type] ?? ""];
			const item = isElement(carried)
				? isElement(carried.itemRef)
					? carried.itemRef
					: isElement(carried.structureRef)
						? carried.structureRef
						: undefined
				: undefined;
			const own = data[at];
			if (item !== undefined && own !== undefined && !sameItem(item, itemOf(own)))
				yield { at: id(own) || id(element), detail: `${title}: ${titleOf(own)} is not of the kind that the event carries.` };
		}
	}
});
