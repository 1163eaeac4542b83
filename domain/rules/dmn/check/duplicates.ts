import { ELEMENTS } from "../elements.ts";
import { wrong, type Reporting } from "../finding.ts";
import type { Element } from "../xml.ts";

/** Names and ids that stand twice in a file: what refers to one of them would get whichever comes first. */
export function checkDuplicates(file: Element, reporting: (element: Element) => Reporting): void {
	const names = new Map<string, Set<string>>();
	for (const each of file.children) {
		const room = ELEMENTS.has(each.name) ? "element" : each.name === "itemDefinition" ? "type" : each.name === "import" ? "import" : null;
		const name = each.attributes["name"] ?? "";
		if (room === null || name === "") continue;
		const known = names.get(room) ?? new Set();
		if (known.has(name)) wrong(reporting(each), "dmn.name_twice", `Two ${room}s of the file have this name.`);
		names.set(room, known.add(name));
	}
	const ids = new Set<string>();
	for (const each of file.children) {
		const id = each.attributes["id"];
		if (id === undefined || (!ELEMENTS.has(each.name) && each.name !== "itemDefinition")) continue;
		if (ids.has(id)) wrong(reporting(each), "dmn.id_twice", `Two elements of the file have the id "${id}".`);
		ids.add(id);
	}
}
