import { isElement } from "../bpmn/describe.ts";
import type { ModdleElement } from "bpmn-moddle";

/** An element and everything in it. References are not enumerable, so this walks what contains, not what points; with its own stack. */
export function contents(root: ModdleElement): ModdleElement[] {
	const found: ModdleElement[] = [];
	const seen = new Set<unknown>();
	const stack: unknown[] = [root];
	while (stack.length > 0) {
		const at = stack.pop();
		if (Array.isArray(at)) stack.push(...at);
		else if (isElement(at) && !seen.has(at)) {
			seen.add(at);
			found.push(at);
			for (const [name, value] of Object.entries(at)) if (name !== "$parent" && typeof value === "object") stack.push(value);
		}
	}
	return found;
}
