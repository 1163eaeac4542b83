import type { ModdleElement } from "bpmn-moddle";
import { elements, id, isElement, text } from "../bpmn/describe.ts";
import { definitionsOf } from "./events-of.ts";
import type { Program } from "./program.ts";
import { Reading, type Compilation } from "./reading.ts";
import type { Walk } from "./walk.ts";

/** Flows by source, in the order that the source lists them, and after that in the file's; a file need not list them. */
export function orderFlows(flows: readonly ModdleElement[], { outgoing }: Compilation): void {
	for (const flow of flows) {
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

type Flows = Pick<Program, "flowId" | "flowSource" | "flowTarget" | "flowCondition">;

/** The sequence flows of a program, and the model's flow of each index; links are flows after them. Refuses what ends outside. */
export function readFlows(walk: Walk, compilation: Compilation): Flows & { readonly drawn: readonly ModdleElement[] } {
	const loose = walk.flows.filter((flow) => !ends(flow, walk, compilation));
	const drawn = [...compilation.outgoing.values()].flat().filter((flow) => !loose.includes(flow));
	const linked = links(walk, compilation);
	return {
		drawn,
		flowId: [...drawn.map(id), ...linked.map(({ source, target }) => `${id(source)}>${id(target)}`)],
		flowSource: [...drawn.map((flow) => walk.indexOf(flow.sourceRef)), ...linked.map(({ source }) => walk.indexOf(source))],
		flowTarget: [...drawn.map((flow) => walk.indexOf(flow.targetRef)), ...linked.map(({ target }) => walk.indexOf(target))],
		flowCondition: [...drawn.map((flow) => condition(flow, compilation)), ...linked.map(() => -1)],
	};
}

/** A link event is a flow that is not drawn: from where it is thrown to where the same name is caught (BPMN 2.0.2 §10.5.5). */
function links(walk: Walk, compilation: Compilation): { readonly source: ModdleElement; readonly target: ModdleElement }[] {
	const made: { source: ModdleElement; target: ModdleElement }[] = [];
	for (const source of walk.elements) {
		const name = source.$type === "bpmn:IntermediateThrowEvent" ? linkName(source) : undefined;
		if (name === undefined) continue;
		const [target, ...others] = walk.elements.filter(
			(each) => each.$type === "bpmn:IntermediateCatchEvent" && each.$parent === source.$parent && linkName(each) === name,
		);
		const reading = new Reading(source, compilation);
		if (target === undefined) reading.refuse("engine.no_link", `${reading.title}: no link named "${name}" catches it here.`);
		else if (others.length > 0) reading.refuse("engine.many_links", `${reading.title}: more than one link named "${name}" catches it.`);
		else made.push({ source, target });
	}
	return made;
}

/** Whether a flow has both its ends in what is compiled. */
function ends(flow: ModdleElement, walk: Walk, { problems }: Compilation): boolean {
	const source = walk.indexOf(flow.sourceRef);
	const target = walk.indexOf(flow.targetRef);
	if (source !== -1 && target !== -1 && walk.parent[source] === walk.parent[target]) return true;
	problems.push({
		code: "engine.loose_flow",
		detail: "A sequence flow must lead from one element to another of the same process or sub-process.",
		at: id(flow),
	});
	return false;
}

/** The automation's condition for a flow, else the model's own. */
function condition(flow: ModdleElement, compilation: Compilation): number {
	const chosen = Object.hasOwn(compilation.automation.flows, id(flow)) ? compilation.automation.flows[id(flow)]?.condition : undefined;
	const own = isElement(flow.conditionExpression) ? text(flow.conditionExpression.body).trim() : "";
	const source = chosen ?? own;
	return source === "" ? -1 : new Reading(flow, compilation).expression(source);
}

/** The name of a link event; undefined for another event. */
function linkName(event: ModdleElement): string | undefined {
	const link = definitionsOf(event).find((each) => each.$type === "bpmn:LinkEventDefinition");
	return link === undefined ? undefined : text(link.name).trim() || text(event.name).trim();
}
