import type { Problem } from "../problem.ts";
import type { Result } from "../result.ts";
import { compileFeel, type Feel } from "../rules/feel.ts";
import type { DecisionModel } from "../rules/dmn/model.ts";
import { decisionModel } from "./decision.ts";
import { ELEMENTS } from "./elements/index.ts";
import { EVENTS } from "./events/index.ts";
import { isEventSubProcess } from "./elements/sub-process.ts";
import type { Flow, Linked, LinkedEvent, Node } from "./linked.ts";
import type { Program } from "./program.ts";
import { ONE } from "./quantity.ts";

/** A node while its neighbours are being tied to it. */
type Open<Made> = { -readonly [Key in keyof Made]: Made[Key] };
type OpenNode = Open<Omit<Node, "incoming" | "outgoing" | "boundary" | "starts" | "listeners" | "events">> & {
	incoming: Flow[];
	outgoing: Flow[];
	boundary: OpenNode[];
	starts: OpenNode[];
	listeners: OpenNode[];
	events: LinkedEvent[];
};

/** Ties a Program's integers together into what a step runs on. Linear; the caller keeps it for as long as it keeps the Program. */
export function link(program: Program): Linked {
	const nodes: OpenNode[] = [];
	const byId = new Map<string, Node>();
	const loops = new Map(program.loops);
	const quantities = new Map(program.quantities);
	const data = new Map(program.data);
	for (const [index, id] of program.id.entries()) {
		const type = program.types[program.type[index] ?? -1] ?? "";
		const behaviour = ELEMENTS.get(type);
		if (behaviour === undefined) throw new Error(`The program has an element of a kind that this engine does not know: ${type}`);
		const parent = nodes[program.parent[index] ?? -1] ?? null;
		const node: OpenNode = {
			index,
			id,
			name: program.name[index] ?? "",
			type,
			behaviour,
			settings: program.settings[index] ?? null,
			loop: loops.get(index) ?? null,
			data: data.get(index) ?? null,
			quantity: quantities.get(index) ?? ONE,
			inputs: program.inputs[index] ?? [],
			outputs: program.outputs[index] ?? [],
			parent,
			incoming: [],
			outgoing: [],
			defaultFlow: null,
			unconditional: true,
			events: [],
			parallel: program.parallel?.includes(index) ?? false,
			boundary: [],
			attachedTo: null,
			compensation: null,
			compensates: false,
			interrupting: program.interrupting[index] !== 0,
			starts: [],
			listeners: [],
		};
		for (const [event, settings] of program.events[index] ?? []) {
			const name = program.eventTypes[event] ?? "";
			const known = EVENTS.get(name);
			if (known !== undefined) node.events.push({ type: name, behaviour: known, settings });
		}
		nodes.push(node);
		byId.set(id, node);
	}
	const flows: Flow[] = [];
	for (const [index, id] of program.flowId.entries()) {
		const source = nodes[program.flowSource[index] ?? -1];
		const target = nodes[program.flowTarget[index] ?? -1];
		if (source === undefined || target === undefined) throw new Error(`The program's flow ${id} has an end outside`);
		const condition = program.flowCondition[index] ?? -1;
		const flow: Flow = { id, source, target, condition };
		flows.push(flow);
		source.outgoing.push(flow);
		target.incoming.push(flow);
		if (condition !== -1) source.unconditional = false;
	}
	for (const node of nodes) {
		node.defaultFlow = flows[program.defaultFlow[node.index] ?? -1] ?? null;
		if (node.defaultFlow !== null && node.outgoing.length > 1) node.unconditional = false;
		const attachedTo = nodes[program.attachedTo[node.index] ?? -1];
		if (attachedTo !== undefined) {
			node.attachedTo = attachedTo;
			attachedTo.boundary.push(node);
		}
	}
	for (const [activity, index] of program.compensations ?? []) {
		const [compensated, handler] = [nodes[activity], nodes[index]];
		if (compensated === undefined || handler === undefined) continue;
		compensated.compensation = handler;
		handler.compensates = true;
	}
	for (const node of nodes) if (node.parent !== null && begins(node)) nodes[node.parent.index]?.starts.push(node);
	// Start events are the only starts where there are any (BPMN 2.0.2 §10.5.2).
	for (const node of nodes) {
		const events = node.starts.filter((each) => each.type === "startEvent");
		if (events.length > 0) node.starts = events;
	}
	for (const node of nodes) if (isEventSubProcess(node) && node.parent !== null) nodes[node.parent.index]?.listeners.push(...node.starts);
	const main = nodes[program.main];
	if (main === undefined) throw new Error("The program has no process");
	const models: (Result<DecisionModel, Problem> | undefined)[] = [];
	const expressions: (Result<Feel, Problem> | undefined)[] = [];
	return {
		program,
		main,
		byId,
		lateJoins: nodes.filter((node) => node.behaviour.settle !== undefined),
		conditional: program.eventTypes.includes("conditional"),
		decisions: (file) => (models[file] ??= decisionModel(program.decisions ?? [], file)),
		expression: (index) => (expressions[index] ??= compileFeel(program.expressions[index] ?? "")),
	};
}

/** Where a process without start events begins: at every element that no flow leads to. */
function begins(node: OpenNode): boolean {
	return (
		!isEventSubProcess(node) &&
		!node.compensates &&
		node.incoming.length === 0 &&
		node.attachedTo === null &&
		!node.events.some((event) => event.type === "link")
	);
}
