import type { Node } from "./linked.ts";

/** Elements, one bit each: a model of a thousand gateways has a million pairs of flow and element. */
class Elements {
	readonly #bits: Uint8Array;
	constructor(nodes: ReadonlySet<Node>) {
		let most = 0;
		for (const node of nodes) most = Math.max(most, node.index);
		this.#bits = new Uint8Array((most >> 3) + 1);
		for (const { index } of nodes) this.#bits[index >> 3] = (this.#bits[index >> 3] ?? 0) | (1 << (index & 7));
	}
	has({ index }: Node): boolean {
		return ((this.#bits[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;
	}
}

const known = new WeakMap<Node, ReadonlyMap<string, Elements>>();

/**
 * For every incoming flow of a gateway: the elements from which a token can come by that flow without passing the gateway. An activity
 * leads on by its boundary events too. Found backwards from each flow, once a program.
 */
export function reaching(gateway: Node): ReadonlyMap<string, Elements> {
	const found = known.get(gateway);
	if (found !== undefined) return found;
	const made = new Map<string, Elements>();
	for (const flow of gateway.incoming) {
		const from = new Set<Node>();
		const stack = [flow.source];
		for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
			if (node === gateway || from.has(node)) continue;
			from.add(node);
			for (const incoming of node.incoming) stack.push(incoming.source);
			if (node.attachedTo !== null) stack.push(node.attachedTo);
		}
		made.set(flow.id, new Elements(from));
	}
	known.set(gateway, made);
	return made;
}
