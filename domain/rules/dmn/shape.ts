import type { FeelType } from "../feel/type.ts";

/** Types within types that a shape goes down. */
const DEEPEST = 8;

/** A value with the entries of a type: the parser reads names with signs or words of the language by it. */
export function shapeOf(type: FeelType | null, depth = 0): unknown {
	if (type === null || depth > DEEPEST) return 0;
	if (type.kind === "named") return shapeOf(type.find(), depth + 1);
	if (type.kind === "restricted") return shapeOf(type.base, depth + 1);
	if (type.kind === "list") return [shapeOf(type.item, depth + 1)];
	if (type.kind !== "context") return 0;
	return Object.fromEntries([...type.fields].map(([name, field]) => [name, shapeOf(field, depth + 1)]));
}
