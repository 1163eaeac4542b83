import { BpmnModdle } from "bpmn-moddle";
import { Parser } from "saxen";

/** What an XML file states, without how it is spelled: prefixes, white space, order of siblings and of attributes. */
export interface Facts {
	/** Facts outside diagrams, each with how often it is stated. */
	readonly model: ReadonlyMap<string, number>;
	/** Facts inside `BPMNDiagram`. */
	readonly diagram: ReadonlyMap<string, number>;
}

interface Open {
	readonly path: string;
	readonly namespaces: Readonly<Record<string, string>>;
	readonly diagram: boolean;
	text: string;
	children: number;
}

const XSI = "http://www.w3.org/2001/XMLSchema-instance";

const PACKAGES: Readonly<Record<string, string>> = {
	"http://www.omg.org/spec/BPMN/20100524/MODEL": "bpmn",
	"http://www.omg.org/spec/BPMN/20100524/DI": "bpmndi",
	"http://www.omg.org/spec/DD/20100524/DC": "dc",
	"http://www.omg.org/spec/DD/20100524/DI": "di",
};
const moddle = new BpmnModdle();
const defaultsOf = new Map<string, ReadonlyMap<string, string>>();

/** The values that the schema gives to attributes which an element leaves out (BPMN 2.0.2, BPMN20.xsd): to state them is to say nothing. */
function defaults(element: string): ReadonlyMap<string, string> {
	const known = defaultsOf.get(element);
	if (known !== undefined) return known;
	const made = new Map<string, string>();
	const at = element.indexOf("}");
	const prefix = PACKAGES[element.slice(1, at)];
	const local = element.slice(at + 1);
	if (prefix !== undefined) {
		try {
			const type = `${prefix}:${local.slice(0, 1).toUpperCase()}${local.slice(1)}`;
			for (const property of moddle.create(type, {}).$descriptor.properties)
				if (property.default !== undefined) made.set(property.name.replace(/^.*:/, ""), String(property.default));
		} catch {
			// An element that the metamodel does not know has no defaults.
		}
	}
	defaultsOf.set(element, made);
	return made;
}

/** Every id that a file gives. */
export function idsOf(xml: string): ReadonlySet<string> {
	const ids = new Set<string>();
	const parser = new Parser();
	parser.on("openTag", (_name: string, getAttributes: () => Record<string, string>, decode: (text: string) => string) => {
		const id = getAttributes()["id"];
		if (id !== undefined) ids.add(decode(id));
	});
	parser.parse(xml);
	return ids;
}

/** `1.50` and `1.5` are one number, ` a  b ` and `a b` one text. */
function normalize(value: string): string {
	const text = value.trim().replaceAll(/\s+/g, " ");
	return /^-?\d+\.\d+$/.test(text) ? String(Number(text)) : text;
}

/**
 * Reads the facts of a file: elements with their place, attributes and texts. `ids` are those that count: an id that was given to
 * an element which had none takes nothing away. @throws Error for XML that is not well-formed.
 */
export function factsOf(xml: string, ids: ReadonlySet<string>): Facts {
	const model = new Map<string, number>();
	const diagram = new Map<string, number>();
	const stack: Open[] = [];
	const parser = new Parser();
	const state = (place: Open, fact: string): void => {
		const facts = place.diagram ? diagram : model;
		facts.set(fact, (facts.get(fact) ?? 0) + 1);
	};
	const resolve = (namespaces: Readonly<Record<string, string>>, name: string, attribute: boolean): string => {
		const at = name.indexOf(":");
		if (at < 0) return attribute ? name : `{${namespaces[""] ?? ""}}${name}`;
		return `{${namespaces[name.slice(0, at)] ?? name.slice(0, at)}}${name.slice(at + 1)}`;
	};
	parser.on("openTag", (name: string, getAttributes: () => Record<string, string>, decode: (text: string) => string) => {
		const parent = stack.at(-1);
		const attributes = getAttributes();
		const namespaces: Record<string, string> = { ...parent?.namespaces };
		for (const [key, value] of Object.entries(attributes)) {
			if (key === "xmlns") namespaces[""] = value;
			else if (key.startsWith("xmlns:")) namespaces[key.slice(6)] = value;
		}
		if (parent !== undefined) parent.children++;
		const named = resolve(namespaces, name, false);
		// An element of a substitution group may be written as its head with `xsi:type` (BPMN20.xsd: formalExpression for expression).
		const typed = Object.entries(attributes).find(([key]) => resolve(namespaces, key, true) === `{${XSI}}type`)?.[1];
		const formal = typed !== undefined && named.endsWith("}expression") && resolve(namespaces, typed, false).endsWith("}tFormalExpression");
		const element = formal ? named.replace("}expression", "}formalExpression") : named;
		const given = attributes["id"] === undefined || !ids.has(decode(attributes["id"])) ? undefined : attributes["id"];
		const id = attributes["bpmnElement"] ?? given;
		const path = `${parent?.path ?? ""}/${element}${id === undefined ? "" : `#${decode(id)}`}`;
		const open: Open = { path, namespaces, diagram: parent?.diagram === true || element.endsWith("}BPMNDiagram"), text: "", children: 0 };
		state(open, path);
		for (const [key, value] of Object.entries(attributes)) {
			if (key === "xmlns" || key.startsWith("xmlns:")) continue;
			const attribute = resolve(namespaces, key, true);
			if (key === "id" && given === undefined) continue;
			if (defaults(element).get(key) === normalize(decode(value))) continue;
			// `xsi:type` that names the type which the element has by its declaration says nothing.
			if (attribute === `{${XSI}}type` && (formal || element.endsWith("/DI}waypoint"))) continue;
			const stated = attribute === `{${XSI}}type` ? resolve(namespaces, decode(value), false) : normalize(decode(value));
			state(open, `${path}@${attribute}=${stated}`);
		}
		stack.push(open);
	});
	const addText = (text: string): void => {
		const open = stack.at(-1);
		if (open !== undefined) open.text += text;
	};
	parser.on("text", (text: string, decode: (text: string) => string) => addText(decode(text)));
	parser.on("cdata", (text: string) => addText(text));
	parser.on("closeTag", () => {
		const open = stack.pop();
		if (open !== undefined && normalize(open.text) !== "") state(open, `${open.path}=${normalize(open.text)}`);
	});
	parser.on("error", (error: Error) => {
		throw error;
	});
	parser.parse(xml);
	return { model, diagram };
}

/** What one file states and the other does not. */
export function missing(from: ReadonlyMap<string, number>, within: ReadonlyMap<string, number>): string[] {
	return [...from].filter(([fact, times]) => (within.get(fact) ?? 0) < times).map(([fact]) => fact);
}
