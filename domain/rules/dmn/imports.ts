import { definitionsIn, namespaceOf } from "./library.ts";
import { children } from "./xml.ts";

/** A DMN file's own namespace and those that it imports; none for what is no such file. */
export function importedNamespaces(xml: string): { readonly namespace: string | null; readonly imports: readonly string[] } {
	const file = definitionsIn(xml);
	if (file === null) return { namespace: null, imports: [] };
	return { namespace: namespaceOf(file), imports: children(file, "import").map((each) => each.attributes["namespace"] ?? "") };
}
