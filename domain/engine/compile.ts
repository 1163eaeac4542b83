import type { ModdleElement } from "bpmn-moddle";
import { elements, id, isElement, text, typeName } from "../bpmn/describe.ts";
import { parseBpmn } from "../bpmn/parse.ts";
import type { Value } from "../data/model.ts";
import type { Automation } from "../deployment/automation.ts";
import type { Problem } from "../problem.ts";
import { fail, ok, type Result } from "../result.ts";
import type { EventPlace } from "./behaviour.ts";
import { calledProcess } from "./elements/call-activity.ts";
import { ELEMENTS } from "./elements/index.ts";
import { EVENTS } from "./events/index.ts";
import { readLoop, type Loop } from "./loop.ts";
import { readServiceLevel } from "./alarms.ts";
import { COMPILER_VERSION, type Mapping, type Program, type ProgramStart } from "./program.ts";
import { readQuantity, type Quantity } from "./quantity.ts";
import { Reading, type Compilation } from "./reading.ts";
import { refuseUnknown } from "./refuse.ts";

/** More than this no reader takes in at once. */
const MAX_PROBLEMS = 100;

const PLACES: Readonly<Record<string, EventPlace>> = {
	startEvent: "start",
	intermediateCatchEvent: "catch",
	intermediateThrowEvent: "throw",
	boundaryEvent: "boundary",
	endEvent: "end",
};

/**
 * Makes a BPMN file and its automation into a Program, or says everything that stands against it, each with its element.
 * The automation's process is what a case runs; other processes of the file that are marked executable become starts of their own
 * (by message or timer), the rest is a picture and earns a warning. Never throws.
 */
export async function compile(input: {
	readonly bpmn: string;
	readonly automation: Automation;
}): Promise<Result<Program, readonly Problem[]>> {
	const parsed = await parseBpmn(input.bpmn);
	if (!parsed.ok) return parsed;
	return compileDefinitions(parsed.value.definitions, input.automation);
}

/** `compile` for a file that is parsed already. */
export function compileDefinitions(definitions: ModdleElement, automation: Automation): Result<Program, readonly Problem[]> {
	const compilation: Compilation = {
		automation,
		problems: [],
		warnings: [],
		expressions: [],
		expressionIndex: new Map(),
		outgoing: new Map(),
		secrets: new Set(automation.parameters.filter((each) => each.type === "secret").map((each) => each.name)),
	};
	try {
		const program = new Assembly(definitions, compilation).program();
		if (compilation.problems.length === 0 && program !== undefined) return ok(program);
	} catch (error) {
		compilation.problems.push({
			code: "engine.not_compiled",
			detail: `The model cannot be compiled: ${error instanceof Error ? error.message.slice(0, 200) : "it is broken"}.`,
		});
	}
	return fail(compilation.problems.slice(0, MAX_PROBLEMS));
}

class Assembly {
	readonly #definitions: ModdleElement;
	readonly #compilation: Compilation;
	readonly #elements: ModdleElement[] = [];
	readonly #index = new Map<ModdleElement, number>();
	readonly #parent: number[] = [];
	readonly #flows: ModdleElement[] = [];

	constructor(definitions: ModdleElement, compilation: Compilation) {
		this.#definitions = definitions;
		this.#compilation = compilation;
	}

	program(): Program | undefined {
		const { automation, problems, warnings } = this.#compilation;
		const processes = elements(this.#definitions.rootElements).filter((root) => root.$type === "bpmn:Process");
		const main = processes.find((process) => id(process) === automation.processId);
		if (main === undefined) {
			problems.push({
				code: "engine.no_process",
				detail: `The file has no process "${automation.processId}".`,
				at: automation.processId,
			});
			return undefined;
		}
		for (const process of [main, ...processes.filter((each) => each !== main)])
			if (process === main || process.isExecutable === true) this.#walk(process);
		// What is called runs too, marked executable or not; what it calls is found as the list grows.
		for (const element of this.#elements) {
			const called = element.$type === "bpmn:CallActivity" ? processes.find((each) => id(each) === calledProcess(element)) : undefined;
			if (called !== undefined && !this.#index.has(called)) this.#walk(called);
		}
		for (const process of processes) {
			if (this.#index.has(process)) continue;
			if (elements(process.flowElements).length > 0)
				warnings.push({
					severity: "warning",
					code: "engine.process_not_run",
					detail: `The process "${text(process.name) || id(process)}" is not marked executable: it stays a picture.`,
					at: id(process),
				});
		}
		this.#orderFlows();
		return this.#assemble(main);
	}

	/** Gives every element its index, containers before what they hold. */
	#walk(process: ModdleElement): void {
		const stack: { readonly container: ModdleElement; readonly parent: number }[] = [{ container: process, parent: -1 }];
		for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
			const index = this.#index.get(next.container) ?? this.#add(next.container, next.parent);
			for (const element of elements(next.container.flowElements)) {
				if (element.$type === "bpmn:SequenceFlow") this.#flows.push(element);
				else if (element.$instanceOf("bpmn:FlowNode")) {
					this.#add(element, index);
					if (element.$instanceOf("bpmn:SubProcess")) stack.push({ container: element, parent: index });
				}
			}
		}
	}

	/** Flows by source, in the order that the source lists them, and after that in the file's; a file need not list them. */
	#orderFlows(): void {
		const { outgoing } = this.#compilation;
		for (const flow of this.#flows) {
			if (!isElement(flow.sourceRef)) continue;
			const list = outgoing.get(flow.sourceRef);
			if (list === undefined) outgoing.set(flow.sourceRef, [flow]);
			else list.push(flow);
		}
		for (const [source, list] of outgoing) {
			const named = new Map(elements(source.outgoing).map((flow, at) => [flow, at]));
			if (named.size > 0) list.sort((a, b) => (named.get(a) ?? Infinity) - (named.get(b) ?? Infinity) || 0);
		}
	}

	#add(element: ModdleElement, parent: number): number {
		const index = this.#elements.push(element) - 1;
		this.#index.set(element, index);
		this.#parent.push(parent);
		if (id(element) === "")
			this.#compilation.problems.push({ code: "engine.no_id", detail: `A ${typeName(element)} "${text(element.name)}" has no id.` });
		return index;
	}

	#assemble(main: ModdleElement): Program {
		const { automation, warnings, problems } = this.#compilation;
		const types: string[] = [];
		const eventTypes: string[] = [];
		const type: number[] = [];
		const events: (readonly [number, Value][])[] = [];
		const settings: Value[] = [];
		const loops: (readonly [number, Loop])[] = [];
		const quantities: (readonly [number, Quantity])[] = [];
		const inputs: (readonly Mapping[])[] = [];
		const outputs: (readonly Mapping[])[] = [];
		const starts: ProgramStart[] = [];
		for (const element of this.#elements) {
			const reading = new Reading(element, this.#compilation);
			const name = typeName(element);
			const behaviour = ELEMENTS.get(name);
			refuseUnknown(reading, behaviour !== undefined);
			type.push(place(types, name));
			inputs.push(reading.mappings(reading.automation.inputs));
			outputs.push(reading.mappings(reading.automation.outputs));
			const definitions = this.#events(reading, name);
			events.push(definitions.map((each) => [place(eventTypes, each.type), each.settings]));
			const loop = readLoop(reading);
			if (loop !== null) loops.push([settings.length, loop]);
			const quantity = readQuantity(reading);
			if (quantity !== null) quantities.push([settings.length, quantity]);
			settings.push(behaviour?.read(reading) ?? null);
			const start = this.#start(reading, name, definitions);
			if (start !== undefined) starts.push(start);
		}
		const known = new Set(this.#elements.map(id));
		for (const stale of Object.keys(automation.elements)) {
			if (!known.has(stale))
				warnings.push({
					severity: "warning",
					code: "engine.stale_automation",
					detail: `There are settings for "${stale}", which the model does not have (any more).`,
					at: stale,
				});
		}
		const serviceLevel =
			automation.serviceLevel === undefined ? undefined : readServiceLevel(new Reading(main, this.#compilation), automation.serviceLevel);
		const title = automation.caseTitle === undefined ? -1 : new Reading(main, this.#compilation).expression(automation.caseTitle);
		const loose = this.#flows.filter((flow) => !this.#ends(flow));
		const flows = [...this.#compilation.outgoing.values()].flat().filter((flow) => !loose.includes(flow));
		const links = this.#links();
		if (problems.length > 0) return EMPTY;
		return {
			format: 1,
			compiler: COMPILER_VERSION,
			main: this.#index.get(main) ?? 0,
			types,
			eventTypes,
			id: this.#elements.map(id),
			name: this.#elements.map((element) => text(element.name)),
			type,
			parent: this.#parent,
			attachedTo: this.#elements.map((element) => this.#indexOf(element.attachedToRef)),
			interrupting: this.#elements.map((element) => (element.cancelActivity === false || element.isInterrupting === false ? 0 : 1)),
			defaultFlow: this.#elements.map((element) => {
				const chosen = new Reading(element, this.#compilation).defaultFlow;
				return chosen === undefined ? -1 : flows.indexOf(chosen);
			}),
			events,
			inputs,
			outputs,
			settings,
			loops,
			...(quantities.length > 0 && { quantities }),
			flowId: [...flows.map(id), ...links.map(({ source, target }) => `${id(source)}>${id(target)}`)],
			flowSource: [...flows.map((flow) => this.#indexOf(flow.sourceRef)), ...links.map(({ source }) => this.#indexOf(source))],
			flowTarget: [...flows.map((flow) => this.#indexOf(flow.targetRef)), ...links.map(({ target }) => this.#indexOf(target))],
			flowCondition: [...flows.map((flow) => this.#condition(flow)), ...links.map(() => -1)],
			...(serviceLevel !== undefined && { serviceLevel }),
			...(this.#compilation.workingTime === true && { workingTime: true as const }),
			starts,
			title,
			attributes: automation.data.attributes.map((attribute) => attribute.name),
			secrets: [...this.#compilation.secrets],
			warnings,
			expressions: this.#compilation.expressions,
		};
	}

	/** A link event is a flow that is not drawn: from where it is thrown to where the same name is caught (BPMN 2.0.2 §10.5.5). */
	#links(): { readonly source: ModdleElement; readonly target: ModdleElement }[] {
		const made: { source: ModdleElement; target: ModdleElement }[] = [];
		for (const source of this.#elements) {
			const name = source.$type === "bpmn:IntermediateThrowEvent" ? linkName(source) : undefined;
			if (name === undefined) continue;
			const [target, ...others] = this.#elements.filter(
				(each) => each.$type === "bpmn:IntermediateCatchEvent" && each.$parent === source.$parent && linkName(each) === name,
			);
			const reading = new Reading(source, this.#compilation);
			if (target === undefined) reading.refuse("engine.no_link", `${reading.title}: no link named "${name}" catches it here.`);
			else if (others.length > 0) reading.refuse("engine.many_links", `${reading.title}: more than one link named "${name}" catches it.`);
			else made.push({ source, target });
		}
		return made;
	}

	#events(reading: Reading, name: string): { readonly type: string; readonly settings: Value }[] {
		const triggered = name === "startEvent" && reading.element.$parent?.triggeredByEvent === true;
		const at = triggered ? "event-sub-process" : PLACES[name];
		if (at === undefined) return [];
		const definitions = [...elements(reading.element.eventDefinitions), ...elements(reading.element.eventDefinitionRef)];
		if (definitions.length > 1) {
			reading.refuse("engine.not_supported", `${reading.title} has several event definitions, which cannot be executed yet.`);
			return [];
		}
		const made: { type: string; settings: Value }[] = [];
		for (const definition of definitions) {
			const type = typeName(definition).replace(/EventDefinition$/, "");
			const behaviour = EVENTS.get(type);
			if (behaviour === undefined || !behaviour.places.includes(at))
				reading.refuse("engine.not_supported", `${reading.title} is a ${words(type)} ${words(name)}, which cannot be executed yet.`);
			else made.push({ type, settings: behaviour.read(reading, definition, at) });
		}
		if (definitions.length === 0 && (at === "catch" || at === "boundary" || at === "event-sub-process"))
			reading.refuse("engine.no_event", `${reading.title} does not say what it waits for.`);
		return made;
	}

	#start(
		reading: Reading,
		name: string,
		definitions: readonly { readonly type: string; readonly settings: Value }[],
	): ProgramStart | undefined {
		const container = reading.element.$parent;
		if (name !== "startEvent" || container === undefined) return undefined;
		const [event] = definitions;
		if (container.$type !== "bpmn:Process") {
			if (event !== undefined && container.triggeredByEvent !== true)
				reading.refuse("engine.not_supported", `${reading.title} begins a sub-process, so it cannot wait for anything.`);
			return undefined;
		}
		// A process that is only called starts no case.
		if (id(container) !== this.#compilation.automation.processId && container.isExecutable !== true) return undefined;
		const start = event === undefined ? { kind: "none" as const } : EVENTS.get(event.type)?.start?.(event.settings, reading);
		return start === undefined
			? undefined
			: { elementId: reading.id, processId: id(container), name: text(reading.element.name), ...start };
	}

	/** Whether a flow has both its ends in what is compiled. */
	#ends(flow: ModdleElement): boolean {
		const source = this.#indexOf(flow.sourceRef);
		const target = this.#indexOf(flow.targetRef);
		if (source !== -1 && target !== -1 && this.#parent[source] === this.#parent[target]) return true;
		this.#compilation.problems.push({
			code: "engine.loose_flow",
			detail: "A sequence flow must lead from one element to another of the same process or sub-process.",
			at: id(flow),
		});
		return false;
	}

	/** The automation's condition for a flow, else the model's own. */
	#condition(flow: ModdleElement): number {
		const chosen = Object.hasOwn(this.#compilation.automation.flows, id(flow))
			? this.#compilation.automation.flows[id(flow)]?.condition
			: undefined;
		const own = isElement(flow.conditionExpression) ? text(flow.conditionExpression.body).trim() : "";
		const source = chosen ?? own;
		return source === "" ? -1 : new Reading(flow, this.#compilation).expression(source);
	}

	#indexOf(element: unknown): number {
		return isElement(element) ? (this.#index.get(element) ?? -1) : -1;
	}
}

/** The name of a link event; undefined for another event. */
function linkName(event: ModdleElement): string | undefined {
	const link = elements(event.eventDefinitions).find((each) => each.$type === "bpmn:LinkEventDefinition");
	return link === undefined ? undefined : text(link.name).trim() || text(event.name).trim();
}

/** The index of a name in a table of names. */
function place(table: string[], name: string): number {
	const known = table.indexOf(name);
	return known === -1 ? table.push(name) - 1 : known;
}

/** `intermediateCatchEvent` as "intermediate catch event". */
function words(name: string): string {
	return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

const EMPTY: Program = {
	format: 1,
	compiler: COMPILER_VERSION,
	main: 0,
	types: [],
	eventTypes: [],
	expressions: [],
	id: [],
	name: [],
	type: [],
	parent: [],
	attachedTo: [],
	interrupting: [],
	defaultFlow: [],
	events: [],
	inputs: [],
	outputs: [],
	settings: [],
	loops: [],
	flowId: [],
	flowSource: [],
	flowTarget: [],
	flowCondition: [],
	starts: [],
	title: -1,
	attributes: [],
	secrets: [],
	warnings: [],
};
