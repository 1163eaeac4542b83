/**
 * Reading a bpmn-moddle tree without trusting it: a file from elsewhere may lack any attribute, hold a reference that leads
 * nowhere (moddle leaves it out) or text where an element belongs. Every reader answers "nothing" instead of throwing.
 */
export interface BpmnNode {
	readonly $type: string;
	readonly [property: string]: unknown;
}

export function isNode(value: unknown): value is BpmnNode {
	return typeof value === "object" && value !== null && typeof (value as { $type?: unknown }).$type === "string";
}

export function child(node: BpmnNode | undefined, property: string): BpmnNode | undefined {
	const value = node?.[property];
	return isNode(value) ? value : undefined;
}

export function children(node: BpmnNode | undefined, property: string): readonly BpmnNode[] {
	const value = node?.[property];
	return Array.isArray(value) ? value.filter(isNode) : [];
}

/** The text of an attribute, trimmed; empty when there is none. */
export function text(node: BpmnNode | undefined, property: string): string {
	const value = node?.[property];
	return typeof value === "string" ? value.trim() : "";
}

export function flag(node: BpmnNode | undefined, property: string): boolean | undefined {
	const value = node?.[property];
	return typeof value === "boolean" ? value : undefined;
}

/** A finite number, or nothing: DI from some tools has `NaN` or `1e400`. */
export function finite(node: BpmnNode | undefined, property: string): number | undefined {
	const value = node?.[property];
	return typeof value === "number" && Number.isFinite(value) && Math.abs(value) < 1e7 ? value : undefined;
}

/** `bpmn:UserTask` → `UserTask`. */
export function kindOf(node: BpmnNode | undefined): string {
	const type = node?.$type ?? "";
	return type.slice(type.indexOf(":") + 1);
}

export function idOf(node: BpmnNode | undefined): string {
	return text(node, "id");
}
