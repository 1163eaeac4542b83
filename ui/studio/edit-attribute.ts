import type { Attribute } from "../../domain/data/model.ts";

/** The attributes with the one at a path changed, or taken away by `undefined`. */
export function editAttribute(
	attributes: readonly Attribute[],
	path: string,
	edit: (attribute: Attribute) => Attribute | undefined,
): Attribute[] {
	const [name, ...rest] = path.split(".");
	return attributes.flatMap((each) => {
		if (each.name !== name) return [each];
		if (rest.length > 0) return [{ ...each, attributes: editAttribute(each.attributes ?? [], rest.join("."), edit) }];
		const next = edit(each);
		return next === undefined ? [] : [next];
	});
}
