import { Parser } from "saxen";

/** An element of a DMN file: names without their prefixes, text as written. */
export interface Element {
	readonly name: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly children: Element[];
	text: string;
}

/** Elements within elements. */
const DEEPEST = 200;

/** Reads a file; null when it is not XML. External entities and document types are not read at all. */
export function readXml(xml: string): Element | null {
	const top: Element = { name: "", attributes: {}, children: [], text: "" };
	const open: Element[] = [top];
	let wrong = false;
	const parser = new Parser();
	parser.on("error", () => {
		wrong = true;
	});
	parser.on("openTag", (name: string, attributes: () => Record<string, string>, decode: (text: string) => string) => {
		const element: Element = { name: local(name), attributes: readAttributes(attributes(), decode), children: [], text: "" };
		open.at(-1)?.children.push(element);
		open.push(element);
		if (open.length > DEEPEST) wrong = true;
	});
	parser.on("closeTag", () => {
		open.pop();
	});
	const text = (value: string): void => {
		const element = open.at(-1);
		if (element !== undefined) element.text += value;
	};
	parser.on("text", (value: string, decode: (text: string) => string) => text(decode(value)));
	parser.on("cdata", text);
	try {
		parser.parse(xml);
	} catch {
		return null;
	}
	return wrong ? null : (top.children[0] ?? null);
}

function readAttributes(written: Readonly<Record<string, string>>, decode: (text: string) => string): Record<string, string> {
	return Object.fromEntries(Object.entries(written).map(([name, value]) => [local(name), decode(value)]));
}

function local(name: string): string {
	return name.slice(name.indexOf(":") + 1);
}

export function child(element: Element | undefined, name: string): Element | undefined {
	return element?.children.find((each) => each.name === name);
}

export function children(element: Element | undefined, name: string): readonly Element[] {
	return element?.children.filter((each) => each.name === name) ?? [];
}

/** The text of a child such as `<text>`, trimmed; undefined when there is none. */
export function textIn(element: Element | undefined, name: string): string | undefined {
	const found = child(element, name);
	return found === undefined ? undefined : found.text.trim();
}
