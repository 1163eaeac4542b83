import type { ModdleElement } from "bpmn-moddle";
import { elements, id, isElement } from "../../describe.ts";
import { beginsByItself, hasCondition, isActivity, isGateway, isIntermediate, titleOf, type Drawn, type DrawnNode } from "../drawn.ts";
import { must } from "./must.ts";

/** Whether an element begins a process without a flow that leads to it (§10.3.3.3, §10.6.6). */
function instantiates(node: DrawnNode): boolean {
	return (node.type === "receiveTask" || node.type === "eventBasedGateway") && node.element.instantiate === true;
}

/** Nodes by the process or sub-process that holds them. */
function levels({ nodes }: Drawn): Map<ModdleElement, DrawnNode[]> {
	const made = new Map<ModdleElement, DrawnNode[]>();
	for (const node of nodes) {
		const level = made.get(node.container);
		if (level === undefined) made.set(node.container, [node]);
		else level.push(node);
	}
	return made;
}

/** Who shows one end of a process shows the other too (§10.5.2, §10.5.3). */
export const startAndEnd = must("start_and_end", "§10.5.2, §10.5.3", function* (drawn) {
	for (const [container, level] of levels(drawn)) {
		if (container.$type === "bpmn:AdHocSubProcess") continue;
		const begins = level.some((node) => node.type === "startEvent" || instantiates(node));
		const start = level.find((node) => node.type === "startEvent");
		const end = level.find((node) => node.type === "endEvent");
		if (end !== undefined && !begins) yield { at: end.id, detail: `${end.title} ends what nothing begins. Add a start event.` };
		if (start !== undefined && end === undefined)
			yield { at: start.id, detail: `${start.title} begins what nothing ends. Add an end event.` };
	}
});

/** With a start event everything is reached by a flow, with an end event everything leads on (§10.5.2, §10.5.3). */
export const reachedAndLeading = must("reached_and_leading", "§10.5.2, §10.5.3", function* (drawn) {
	for (const [container, level] of levels(drawn)) {
		if (container.$type === "bpmn:AdHocSubProcess") continue;
		const starts = level.some((node) => node.type === "startEvent");
		const ends = level.some((node) => node.type === "endEvent");
		for (const node of level) {
			if (node.element.isForCompensation === true || node.element.triggeredByEvent === true || isIntermediate(node)) continue;
			if (starts && node.incoming.length === 0 && !beginsByItself(node) && !instantiates(node))
				yield { at: node.id, detail: `${node.title} is never reached: no flow leads to it.` };
			if (ends && node.outgoing.length === 0 && node.type !== "endEvent" && node.type !== "boundaryEvent" && node.type !== "startEvent")
				yield { at: node.id, detail: `${node.title} leads nowhere.` };
		}
	}
});

/** A start event leads on, an end event is reached (§10.5.2, §10.5.3). */
export const endsConnected = must("ends_connected", "§10.5.2, §10.5.3", function* ({ nodes }) {
	for (const node of nodes) {
		if (node.container.$type === "bpmn:AdHocSubProcess") continue;
		if (node.type === "startEvent" && node.outgoing.length === 0) yield { at: node.id, detail: `${node.title} leads nowhere.` };
		if (node.type === "endEvent" && node.incoming.length === 0)
			yield { at: node.id, detail: `${node.title} is never reached: no flow leads to it.` };
	}
});

/** What begins a process by itself is not reached by a flow (§10.3.3.3, §10.6.6). */
export const instantiatingFirst = must("instantiating_first", "§10.3.3.3, §10.6.6", function* ({ nodes }) {
	for (const node of nodes)
		if (instantiates(node) && node.incoming.length > 0)
			yield { at: node.id, detail: `${node.title} starts the process by itself: no flow may lead to it.` };
});

/** A flow with a condition needs another beside it, or the activity could be left by none (§8.4.13). */
export const conditionHasOther = must("condition_has_other", "§8.4.13", function* ({ nodes }) {
	for (const node of nodes) {
		const [flow] = node.outgoing;
		if (isActivity(node) && node.outgoing.length === 1 && flow !== undefined && hasCondition(flow))
			yield { at: id(flow), detail: `This is the only way out of ${node.title}, so it cannot have a condition.` };
	}
});

/** A default flow leaves the element that names it (§10.3.1, §10.6). */
export const defaultLeaves = must("default_leaves", "§8.4.13", function* ({ nodes }) {
	for (const node of nodes) {
		const flow = node.element.default;
		if (isElement(flow) && flow.sourceRef !== node.element)
			yield { at: node.id, detail: `${node.title} names a default flow that does not leave it.` };
	}
});

/**
 * Where a file lists flows at their ends, it lists all of them (§10.4.4, FlowNode). Many tools list none at all, which states nothing
 * wrong: what flows an element has is then read from the flows.
 */
export const flowsListed = must("flows_listed", "§8.4.8", function* ({ nodes, flows, byElement }) {
	const listed = nodes.some(({ element }) => elements(element.incoming).length + elements(element.outgoing).length > 0);
	if (!listed) return;
	const incoming = new Map(nodes.map(({ element }) => [element, new Set(elements(element.incoming))]));
	const outgoing = new Map(nodes.map(({ element }) => [element, new Set(elements(element.outgoing))]));
	for (const flow of flows) {
		for (const [end, list, side] of [
			[flow.sourceRef, outgoing, "outgoing"],
			[flow.targetRef, incoming, "incoming"],
		] as const) {
			if (!isElement(end) || !byElement.has(end) || list.get(end)?.has(flow) === true) continue;
			yield { at: id(flow), detail: `${titleOf(end)} does not list this flow as ${side}.` };
		}
	}
	for (const { element } of nodes) {
		for (const flow of elements(element.incoming))
			if (flow.targetRef !== element)
				yield { at: id(element), detail: `${titleOf(element)} lists ${id(flow)} as incoming, which leads elsewhere.` };
		for (const flow of elements(element.outgoing))
			if (flow.sourceRef !== element)
				yield { at: id(element), detail: `${titleOf(element)} lists ${id(flow)} as outgoing, which comes from elsewhere.` };
	}
});

/** A gateway joins, forks or does both (§10.6). */
export const gatewayForksOrJoins = must("gateway_forks_or_joins", "§10.6", function* ({ nodes }) {
	for (const node of nodes)
		if (isGateway(node) && node.incoming.length < 2 && node.outgoing.length < 2)
			yield { at: node.id, detail: `${node.title} has one way in and one way out. Remove it or add the other ways.` };
});

/** The direction that a gateway states is the one it has (§10.6, Gateway). */
export const gatewayDirection = must("gateway_direction", "§10.6", function* ({ nodes }) {
	for (const node of nodes) {
		const direction = node.element.gatewayDirection;
		const joins = node.incoming.length > 1;
		const forks = node.outgoing.length > 1;
		if (direction === "Converging" && (forks || !joins))
			yield { at: node.id, detail: `${node.title} is marked converging: it needs several ways in and at most one way out.` };
		if (direction === "Diverging" && (joins || !forks))
			yield { at: node.id, detail: `${node.title} is marked diverging: it needs several ways out and at most one way in.` };
		if (direction === "Mixed" && !(joins && forks))
			yield { at: node.id, detail: `${node.title} is marked mixed: it needs several ways in and several ways out.` };
	}
});

const AWAITED = new Set(["message", "signal", "timer", "conditional"]);

/** An event-based gateway leads to what can happen, and to nothing else (§10.6.6). */
export const eventGateway = must("event_gateway", "§10.6.6", function* ({ nodes, byElement }) {
	const hosts = new Set(nodes.filter((node) => node.type === "boundaryEvent").map((node) => node.element.attachedToRef));
	for (const node of nodes) {
		if (node.type !== "eventBasedGateway") continue;
		if (node.outgoing.length < 2)
			yield { at: node.id, detail: `${node.title} waits for one of several events: give it at least two ways out.` };
		const targets = node.outgoing.flatMap((flow) => (isElement(flow.targetRef) ? (byElement.get(flow.targetRef) ?? []) : []));
		for (const target of targets) {
			const event = target.type === "intermediateCatchEvent" && target.events.every((kind) => AWAITED.has(kind));
			if (!event && target.type !== "receiveTask")
				yield {
					at: target.id,
					detail: `${target.title} follows ${node.title}, where only messages, signals, timers, conditions and receive tasks may.`,
				};
			if (target.incoming.length > 1)
				yield { at: target.id, detail: `${target.title} follows ${node.title}, so no other flow may lead to it.` };
			if (target.type === "receiveTask" && hosts.has(target.element))
				yield { at: target.id, detail: `${target.title} follows ${node.title}, so it cannot have boundary events.` };
		}
		const task = targets.find((target) => target.type === "receiveTask");
		if (task !== undefined && targets.some((target) => target.events.includes("message")))
			yield { at: task.id, detail: `${node.title} waits by message events and by receive tasks. Use one of both.` };
	}
});
