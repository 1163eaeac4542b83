import type { ModdleElement } from "bpmn-moddle";
import { calledElement, kindOf } from "../bpmn/called-element.ts";
import { elements, id, isElement, text } from "../bpmn/describe.ts";
import type { Mapping } from "./program.ts";
import { Reading, type Compilation } from "./reading.ts";
import type { Walk } from "./walk.ts";

/**
 * What an element does with data (BPMN 2.0.2 §10.4): names that are not the case's, and what flows in before it begins and out when it
 * is done. Numbers are indexes of expressions.
 */
export interface ElementData {
	/** Of an activity: its data inputs, data outputs and properties. It runs in a scope of its own that knows them. */
	readonly own?: readonly string[];
	/** Of a sub-process or called process: its data objects and properties. */
	readonly holds?: readonly string[];
	/** Of a call: names that are mapped into the called process. */
	readonly takes?: readonly string[];
	/** Of an event: what its data output is called. */
	readonly gives?: string;
	readonly in?: readonly DataFlow[];
	readonly out?: readonly DataFlow[];
	/** Sets of data inputs: all of one must be there before the activity begins (§10.4.2). Without any nothing must. */
	readonly inputSets?: readonly (readonly string[])[];
}

/** A data association that moves data (§10.4.2): its value is put where it leads, then its assignments are made there. */
export interface DataFlow {
	/** It flows when all of these are there. */
	readonly sources: readonly number[];
	readonly value: number | null;
	readonly to: string;
	/** Paths within where it leads; empty: all of it. */
	readonly assign?: readonly Mapping[];
}

const NAME = /^[A-Za-z_]\w{0,99}$/;

/**
 * Reads the data of every element that has some. An association moves data where something can give what it takes: the process data,
 * a mapping, script or decision, or another association; one that nothing feeds is a picture, and earns a warning.
 */
export function readData(walk: Walk, compilation: Compilation): readonly (readonly [number, ElementData])[] {
	const attributes = new Set(compilation.automation.data.attributes.map((attribute) => attribute.name));
	const drawn = walk.elements.map((element) => associations(element, compilation));
	const given = fed(drawn.flat(), compilation, attributes);
	const local = (list: readonly ModdleElement[]): string[] =>
		[...new Set(list.map(nameOf))].filter((name): name is string => name !== null && !attributes.has(name));
	const main = walk.elements.find((element) => id(element) === compilation.automation.processId);
	return walk.elements.flatMap((element, index): (readonly [number, ElementData])[] => {
		const reading = new Reading(element, compilation);
		const moving = (drawn[index] ?? []).filter((each) => isFed(each, given, reading));
		const [ins, outs] = [moving.filter((each) => !each.out), moving.filter((each) => each.out)];
		const specification = isElement(element.ioSpecification) ? element.ioSpecification : undefined;
		const isActivity = element.$instanceOf("bpmn:Activity");
		const properties = elements(element.properties);
		const isScope = element.$type === "bpmn:Process" ? element !== main : element.$instanceOf("bpmn:SubProcess");
		const holds = isScope
			? local([...elements(element.flowElements).filter((each) => each.$type === "bpmn:DataObject"), ...properties])
			: [];
		const own =
			isActivity && (moving.length > 0 || (!isScope && properties.length > 0))
				? local([...bounds(element), ...(isScope ? [] : properties)])
				: undefined;
		const sets = own === undefined ? [] : inputSets(specification, ins, element);
		const [gives] = isActivity ? [] : elements(element.dataOutputs).map(nameOf);
		const takes = kindOf(element) === "callActivity" ? (reading.automation.inputs ?? []).map((each) => each.to.split(".")[0] ?? "") : [];
		const data: ElementData = {
			...(own !== undefined && { own }),
			...(holds.length > 0 && { holds }),
			...(takes.length > 0 && { takes: [...new Set(takes)] }),
			...(typeof gives === "string" && outs.length > 0 && { gives }),
			...(ins.length > 0 && { in: ins.map((each) => readFlow(each, reading)) }),
			...(outs.length > 0 && { out: outs.map((each) => readFlow(each, reading)) }),
			...(sets.length > 0 && { inputSets: sets }),
		};
		return Object.keys(data).length > 0 ? [[index, data]] : [];
	});
}

/** An association as it is drawn, with the names at its ends; null where they cannot be named. */
interface Drawn {
	readonly element: ModdleElement;
	readonly association: ModdleElement;
	readonly out: boolean;
	readonly sources: readonly (string | null)[];
	readonly target: string | null;
}

function associations(element: ModdleElement, compilation: Compilation): readonly Drawn[] {
	const read = (association: ModdleElement, out: boolean): Drawn[] => {
		const ends = [...elements(association.sourceRef), association.targetRef].filter(isElement);
		if (ends.some((end) => end.$type.startsWith("bpmn:DataStore"))) {
			const reading = new Reading(element, compilation);
			if (isElement(association.transformation) || elements(association.assignment).length > 0)
				reading.refuse("engine.data_store", `${reading.title}: a data store is a picture; call the system that keeps the data instead.`);
			else reading.warn("engine.data_store", `${reading.title}: the data store drawn at it documents only.`);
			return [];
		}
		const target = isElement(association.targetRef) ? association.targetRef : undefined;
		return [
			{
				element,
				association,
				out,
				sources: elements(association.sourceRef).map((source) => nameAt(element, source)),
				target: target === undefined ? null : nameAt(element, target),
			},
		];
	};
	return [
		...elements(element.dataInputAssociations).flatMap((each) => read(each, false)),
		...elements(element.dataOutputAssociations).flatMap((each) => read(each, true)),
	];
}

/** The names that something gives: the process data and what elements write, and what associations make of those, in any order. */
function fed(drawn: readonly Drawn[], { automation }: Compilation, attributes: ReadonlySet<string>): ReadonlySet<string> {
	const given = new Set(attributes);
	for (const own of Object.values(automation.elements)) {
		const paths = [...(own.outputs ?? []).map((each) => each.to), own.script?.result, own.decision?.result, own.decisionRef?.result];
		for (const path of paths) if (path !== undefined) given.add(path.split(".")[0] ?? path);
	}
	// An event's data output is what comes with the event.
	for (const { element, out, sources } of drawn)
		if (out && !element.$instanceOf("bpmn:Activity")) for (const source of sources) if (source !== null) given.add(source);
	for (let before = -1; before !== given.size;) {
		before = given.size;
		for (const { sources, target } of drawn)
			if (target !== null && sources.every((source) => source !== null && given.has(source))) given.add(target);
	}
	return given;
}

function isFed({ association, sources, target }: Drawn, given: ReadonlySet<string>, reading: Reading): boolean {
	if (target !== null && sources.every((source) => source !== null && given.has(source))) return true;
	const names = elements(association.sourceRef).map((source) => `"${text(source.name) || id(source)}"`);
	reading.warn(
		"engine.data_association",
		`${reading.title}: nothing in this process gives ${names.length === 0 ? "it" : names.join(" and ")}, so the data flow drawn there documents only.`,
	);
	return false;
}

function readFlow({ element, association, sources, target }: Drawn, reading: Reading): DataFlow {
	const transformation = isElement(association.transformation) ? text(association.transformation.body).trim() : "";
	const [only, ...others] = sources;
	const assign = elements(association.assignment).map((each): Mapping => {
		const to = isElement(each.to) ? text(each.to.body).trim() : "";
		const within = to === target ? "" : to.startsWith(`${target}.`) ? to.slice(`${target}.`.length) : to;
		return [reading.expression(isElement(each.from) ? text(each.from.body).trim() : ""), within === "" ? "" : reading.path(within)];
	});
	if (transformation === "" && assign.length === 0 && (others.length > 0 || typeof only !== "string"))
		reading.refuse(
			"engine.data_association",
			`${reading.title}: an association of ${sources.length} data needs a transformation or assignments (${id(association) || id(element)}).`,
		);
	return {
		sources: sources.flatMap((source) => (source === null ? [] : [reading.expression(source)])),
		value: transformation !== "" ? reading.expression(transformation) : assign.length > 0 ? null : reading.expression(only ?? "null"),
		to: target ?? "",
		...(assign.length > 0 && { assign }),
	};
}

/** The sets of inputs of which one must be there; none when one of them asks nothing. Optional inputs are not asked for. */
function inputSets(
	specification: ModdleElement | undefined,
	ins: readonly Drawn[],
	element: ModdleElement,
): readonly (readonly string[])[] {
	const flowing = new Set(ins.map((each) => each.target));
	const names = (inputs: readonly ModdleElement[], optional: readonly ModdleElement[]): string[] =>
		inputs
			.filter((input) => !optional.includes(input))
			.map((input) => nameAt(element, input))
			.filter((name): name is string => name !== null && flowing.has(name));
	const drawn = elements(specification?.inputSets);
	const sets =
		drawn.length === 0
			? [names(elements(specification?.dataInputs), [])]
			: drawn.map((set) =>
					names(elements(set.dataInputRefs), [...elements(set.optionalInputRefs), ...elements(set.whileExecutingInputRefs)]),
				);
	return sets.some((set) => set.length === 0) ? [] : sets;
}

/** The data inputs and outputs of an activity, those of the process that it calls where it calls one: they are the same, in order (§10.4.2). */
function bounds(element: ModdleElement): readonly ModdleElement[] {
	const own = isElement(element.ioSpecification) ? element.ioSpecification : undefined;
	return [...elements(own?.dataInputs), ...elements(own?.dataOutputs)].map((datum) => counterpart(element, datum) ?? datum);
}

/** What an input or output of a call is called: as the called process calls it. */
function nameAt(element: ModdleElement, datum: ModdleElement): string | null {
	return nameOf(counterpart(element, datum) ?? datum);
}

function counterpart(element: ModdleElement, datum: ModdleElement): ModdleElement | undefined {
	if (kindOf(element) !== "callActivity") return undefined;
	const called = calledElement(element)?.ioSpecification;
	const own = element.ioSpecification;
	if (!isElement(called) || !isElement(own)) return undefined;
	for (const side of ["dataInputs", "dataOutputs"]) {
		const at = elements(own[side]).indexOf(datum);
		if (at !== -1) return elements(called[side])[at];
	}
	return undefined;
}

/** What expressions call a datum: its name where that can stand in one, else its id. References to one data object are that object. */
function nameOf(datum: ModdleElement): string | null {
	const object = isElement(datum.dataObjectRef) ? datum.dataObjectRef : datum;
	const name = text(object.name).trim();
	if (NAME.test(name)) return name;
	return NAME.test(id(object)) ? id(object) : null;
}
