import type { Attribute, DataModel } from "./model.ts";

/** The attribute that a dotted path names, through nested objects; a path never goes into the items of a list. */
export function findAttribute(model: DataModel, path: string): Attribute | undefined {
	let among: readonly Attribute[] = model.attributes;
	let found: Attribute | undefined;
	for (const name of path.split(".")) {
		if (found !== undefined) {
			if (found.type !== "object") return undefined;
			among = found.attributes ?? [];
		}
		found = among.find((each) => each.name === name);
		if (found === undefined) return undefined;
	}
	return found;
}

/** Every path of the model with its attribute, objects before what they hold. */
export function listPaths(
	attributes: readonly Attribute[],
	prefix = "",
): readonly { readonly path: string; readonly attribute: Attribute }[] {
	return attributes.flatMap((attribute) => {
		const path = `${prefix}${attribute.name}`;
		const below = attribute.type === "object" ? listPaths(attribute.attributes ?? [], `${path}.`) : [];
		return [{ path, attribute }, ...below];
	});
}
