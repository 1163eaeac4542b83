import type { BpmnModdle, ModdleElement } from "bpmn-moddle";

/**
 * Definitions as a BPMN file. Attributes of other tools' elements are written as they came: bpmn-moddle drops the prefix of an attribute
 * that has its element's namespace, and with it one of two attributes where the file has the name with and without a prefix.
 */
export async function writeXml(definitions: ModdleElement, moddle: BpmnModdle): Promise<string> {
	const twins = new Map<string, string>();
	const renamed: { readonly element: ModdleElement; readonly name: string; readonly token: string }[] = [];
	for (const element of genericElements(definitions)) {
		for (const name of Object.keys(element)) {
			const local = name.slice(name.indexOf(":") + 1);
			if (name === local || name.startsWith("$") || typeof element[local] !== "string" || typeof element[name] !== "string") continue;
			const token = `twin-${twins.size}-of-${local}`;
			twins.set(token, name);
			renamed.push({ element, name, token });
		}
	}
	for (const { element, name, token } of renamed) {
		element[token] = element[name];
		delete element[name];
	}
	try {
		const { xml } = await moddle.toXML(definitions, { format: true });
		if (renamed.length === 0) return xml;
		// Attribute by attribute, each with its value, so that a value that looks like a token stays what it is.
		return xml.replace(/<[^<>]*/g, (tag) =>
			tag.replace(/([^\s="]+)="([^"]*)"/g, (_, name: string, value: string) => `${twins.get(name) ?? name}="${value}"`),
		);
	} finally {
		for (const { element, name, token } of renamed) {
			element[name] = element[token];
			delete element[token];
		}
	}
}

/** Every element of another tool's namespace, wherever it stands. */
function genericElements(definitions: ModdleElement): ModdleElement[] {
	const found: ModdleElement[] = [];
	const seen = new Set<unknown>();
	const stack: unknown[] = [definitions];
	while (stack.length > 0) {
		const at = stack.pop();
		if (typeof at !== "object" || at === null || seen.has(at)) continue;
		seen.add(at);
		if (Array.isArray(at)) {
			stack.push(...at);
			continue;
		}
		const element = at as ModdleElement;
		if (element.$descriptor?.isGeneric === true) found.push(element);
		// References are not enumerable, so this walks what contains, not what points.
		for (const [name, value] of Object.entries(element)) if (name !== "$parent" && typeof value === "object") stack.push(value);
	}
	return found;
}
