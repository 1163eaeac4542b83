import type { Node } from "./linked.ts";

const known = new WeakMap<Node, ReadonlyMap<string, ReadonlySet<Node>>>();

/**
 * For every incoming flow of a gateway: the elements from which a token can come by that flow without passing the gateway. An activity
 * leads on by its boundary events too. Found backwards from each flow, once a program.
 */
export function reaching(gateway: Node): ReadonlyMap<string, ReadonlySet<Node>> {
	const found = known.get(gateway);
	if (found !== undefined) return found;
	const made = new Map<string, ReadonlySet<Node>>();
	for (const flow of gateway.incoming) {
		const from = new Set<Node>();
		const stack = [flow.source];
		for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
			if (node === gateway || from.has(node)) continue;
			from.add(node);
			for (const incoming of node.incoming) stack.push(incoming.source);
			if (node.attachedTo !== null) stack.push(node.attachedTo);
		}
		made.set(flow.id, from);
	}
	known.set(gateway, made);
	return made;
}
