import type { ModdleElement } from "bpmn-moddle";
import { kindOf, nameOf } from "../bpmn/called-element.ts";
import { readConversation } from "../bpmn/conversation.ts";
import { id } from "../bpmn/describe.ts";
import { parseBpmn } from "../bpmn/parse.ts";
import type { Value } from "../data/model.ts";
import type { Automation } from "../deployment/automation.ts";
import type { Problem } from "../problem.ts";
import { fail, ok, type Result } from "../result.ts";
import { readServiceLevel } from "./alarms.ts";
import { readData } from "./data-flow.ts";
import { ELEMENTS } from "./elements/index.ts";
import { eventsOf, isParallelMultiple } from "./events-of.ts";
import { orderFlows, readFlows } from "./flows.ts";
import { readHandlers } from "./handlers.ts";
import { readLoop, type Loop } from "./loop.ts";
import { checkMessageFlows } from "./message-flows.ts";
import { COMPILER_VERSION, type Mapping, type Program, type ProgramStart } from "./program.ts";
import { readQuantity, type Quantity } from "./quantity.ts";
import { Reading, type Compilation } from "./reading.ts";
import { refuseUnknown } from "./refuse.ts";
import { startsOf } from "./starts.ts";
import { Walk } from "./walk.ts";

/** More than this no reader takes in at once. */
const MAX_PROBLEMS = 100;

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
		conversation: readConversation(definitions),
		messages: new Map(),
		secrets: new Set(automation.parameters.filter((each) => each.type === "secret").map((each) => each.name)),
	};
	try {
		const program = assemble(definitions, compilation);
		if (compilation.problems.length === 0 && program !== undefined) return ok(program);
	} catch (error) {
		compilation.problems.push({
			code: "engine.not_compiled",
			detail: `The model cannot be compiled: ${error instanceof Error ? error.message.slice(0, 200) : "it is broken"}.`,
		});
	}
	return fail(compilation.problems.slice(0, MAX_PROBLEMS));
}

function assemble(definitions: ModdleElement, compilation: Compilation): Program | undefined {
	const { automation, warnings, problems } = compilation;
	const walk = new Walk(compilation);
	const main = walk.processes(definitions);
	if (main === undefined) return undefined;
	orderFlows(walk.flows, compilation);
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
	for (const element of walk.elements) {
		const reading = new Reading(element, compilation);
		const name = kindOf(element);
		const behaviour = ELEMENTS.get(name);
		refuseUnknown(reading, behaviour !== undefined);
		type.push(place(types, name));
		inputs.push(reading.mappings(reading.automation.inputs));
		outputs.push(reading.mappings(reading.automation.outputs));
		const definitions = eventsOf(reading, name);
		events.push(definitions.map((each) => [place(eventTypes, each.type), each.settings]));
		const loop = readLoop(reading);
		if (loop !== null) loops.push([settings.length, loop]);
		const quantity = readQuantity(reading);
		if (quantity !== null) quantities.push([settings.length, quantity]);
		settings.push(behaviour?.read(reading) ?? null);
		starts.push(...startsOf(reading, name, definitions, automation.processId));
	}
	checkMessageFlows(compilation);
	const known = new Set(walk.elements.map(id));
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
		automation.serviceLevel === undefined ? undefined : readServiceLevel(new Reading(main, compilation), automation.serviceLevel);
	const title = automation.caseTitle === undefined ? -1 : new Reading(main, compilation).expression(automation.caseTitle);
	const { drawn, ...flows } = readFlows(walk, compilation);
	const parallel = walk.elements.flatMap((element, index) => (isParallelMultiple(element) ? [index] : []));
	const compensations = readHandlers(walk, compilation);
	const data = readData(walk, compilation);
	if (problems.length > 0) return undefined;
	return {
		format: 1,
		compiler: COMPILER_VERSION,
		main: walk.indexOf(main),
		types,
		eventTypes,
		id: walk.elements.map(id),
		name: walk.elements.map(nameOf),
		type,
		parent: walk.parent,
		attachedTo: walk.elements.map((element) => walk.indexOf(element.attachedToRef)),
		interrupting: walk.elements.map((element) => (element.cancelActivity === false || element.isInterrupting === false ? 0 : 1)),
		defaultFlow: walk.elements.map((element) => {
			const chosen = new Reading(element, compilation).defaultFlow;
			return chosen === undefined ? -1 : drawn.indexOf(chosen);
		}),
		events,
		...(automation.decisions !== undefined && decides(automation) && { decisions: automation.decisions.map((each) => each.dmn) }),
		...(parallel.length > 0 && { parallel }),
		inputs,
		outputs,
		settings,
		loops,
		...(quantities.length > 0 && { quantities }),
		...(compensations.length > 0 && { compensations }),
		...(data.length > 0 && { data }),
		...flows,
		...(serviceLevel !== undefined && { serviceLevel }),
		...(compilation.correlates === true && { correlates: true as const }),
		...(compilation.workingTime === true && { workingTime: true as const }),
		starts,
		title,
		attributes: automation.data.attributes.map((attribute) => attribute.name),
		secrets: [...compilation.secrets],
		warnings,
		expressions: compilation.expressions,
	};
}

function decides(automation: Automation): boolean {
	return Object.values(automation.elements).some((own) => own.decisionRef !== undefined);
}

/** The index of a name in a table of names. */
function place(table: string[], name: string): number {
	const known = table.indexOf(name);
	return known === -1 ? table.push(name) - 1 : known;
}
