import type { ModdleElement } from "bpmn-moddle";
import { text } from "../../describe.ts";
import { eventDefinitions, type DrawnNode } from "../drawn.ts";
import { must } from "./must.ts";

/** A link goes in under the name that it comes out by, within one level of one process; it may go in at several places (BPMN 2.0.2 §10.5.5). */
export const linkPairs = must("link_pairs", "§10.5.5", function* ({ nodes }) {
	const links = nodes.flatMap((node) =>
		eventDefinitions(node.element).flatMap((definition) =>
			definition.$type === "bpmn:LinkEventDefinition"
				? [{ node, name: text(definition.name).trim() || text(node.element.name).trim() }]
				: [],
		),
	);
	const ends = new Map<ModdleElement, Map<string, { in: DrawnNode[]; out: DrawnNode[] }>>();
	for (const { node, name } of links) {
		const level = ends.get(node.container) ?? new Map<string, { in: DrawnNode[]; out: DrawnNode[] }>();
		ends.set(node.container, level);
		const pair = level.get(name) ?? { in: [], out: [] };
		level.set(name, pair);
		(node.type === "intermediateCatchEvent" ? pair.out : pair.in).push(node);
	}
	for (const level of ends.values()) {
		for (const [name, pair] of level) {
			if (pair.out.length === 0)
				for (const node of pair.in) yield { at: node.id, detail: `${node.title}: the link "${name}" comes out nowhere at this level.` };
			if (pair.in.length === 0)
				for (const node of pair.out) yield { at: node.id, detail: `${node.title}: nothing leads into the link "${name}" at this level.` };
			if (pair.in.length > 0 && pair.out.length > 1)
				for (const node of pair.out) yield { at: node.id, detail: `${node.title}: the link "${name}" comes out at several places.` };
		}
	}
});
