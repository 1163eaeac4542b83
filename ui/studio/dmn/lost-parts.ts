import { Parser } from "saxen";

interface Node {
	readonly name: string;
	readonly attributes: ReadonlyMap<string, string>;
	readonly children: Node[];
	text: string;
}

/** What is left out when it says what holds without it. */
const SAID_ANYWAY: Readonly<Record<string, string>> = {
	hitPolicy: "UNIQUE",
	textFormat: "text/plain",
	isCollection: "false",
	kind: "FEEL",
	preferredOrientation: "Rule-as-Row",
	associationDirection: "None",
};
/** Here the order counts between children of different kinds, too. */
const IN_ORDER: ReadonlySet<string> = new Set(["list", "row"]);

/**
 * What of a DMN file is not in a copy of it, in words, each once: elements, attributes and texts. A copy may order elements of different
 * kinds differently, leave out what is the default, and have more. Empty when nothing is lost.
 */
export function lostParts(original: string, copy: string): readonly string[] {
	const lost = new Set<string>();
	const before = read(original);
	const after = read(copy);
	if (before === undefined || after === undefined) return ["the file as a whole"];
	compare(before, after, "", lost);
	return [...lost];
}

function compare(before: Node, after: Node, within: string, lost: Set<string>): void {
	const name = before.attributes.get("name");
	const here = name === undefined || before.name === "variable" ? within || `<${before.name}>` : `“${name}”`;
	for (const [key, value] of before.attributes)
		if (!isSame(value, after.attributes.get(key)) && !(SAID_ANYWAY[key] === value && !after.attributes.has(key)))
			lost.add(`${key} of <${before.name}> in ${here}`);
	if (before.children.length === 0 && before.text.trim() !== after.text.trim()) lost.add(`the text of <${before.name}> in ${here}`);
	const taken = new Map<string, number>();
	for (const [index, child] of before.children.entries()) {
		const nth = taken.get(child.name) ?? 0;
		taken.set(child.name, nth + 1);
		const same = IN_ORDER.has(before.name) ? after.children[index] : after.children.filter((each) => each.name === child.name)[nth];
		if (same?.name === child.name) compare(child, same, here, lost);
		else if (!isEmpty(child)) lost.add(`<${child.name}> in ${here}`);
	}
}

/** The same text, or the same number: `100.0` is `100`. */
function isSame(value: string, copy: string | undefined): boolean {
	return copy === value || (copy !== undefined && value.trim() !== "" && Number(value) === Number(copy));
}

/** An element that says nothing: no attribute, nothing in it. */
function isEmpty(node: Node): boolean {
	return node.attributes.size === 0 && node.text.trim() === "" && node.children.every(isEmpty);
}

function read(xml: string): Node | undefined {
	const top: Node = { name: "", attributes: new Map(), children: [], text: "" };
	const open: Node[] = [top];
	const parser = new Parser();
	let wrong = false;
	parser.on("error", () => {
		wrong = true;
	});
	parser.on("openTag", (name: string, attributes: () => Record<string, string>, decode: (text: string) => string) => {
		const node: Node = {
			name: local(name),
			// Namespaces are declared anew in a copy, under prefixes of its own.
			attributes: new Map(
				Object.entries(attributes())
					.filter(([key]) => !/^xmlns(:|$)/.test(key))
					.map(([key, value]) => [local(key), decode(value)]),
			),
			children: [],
			text: "",
		};
		open.at(-1)?.children.push(node);
		open.push(node);
	});
	parser.on("closeTag", () => {
		open.pop();
	});
	const text = (value: string): void => {
		const node = open.at(-1);
		if (node !== undefined) node.text += value;
	};
	parser.on("text", (value: string, decode: (text: string) => string) => text(decode(value)));
	parser.on("cdata", text);
	parser.parse(xml);
	return wrong ? undefined : top.children[0];
}

function local(name: string): string {
	return name.slice(name.indexOf(":") + 1);
}
