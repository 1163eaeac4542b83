import { parser, trackVariables } from "lezer-feel";

/** A node of the syntax tree, as the grammar's parser gives it. */
export interface SyntaxNode {
	readonly name: string;
	readonly from: number;
	readonly to: number;
	readonly firstChild: SyntaxNode | null;
	readonly nextSibling: SyntaxNode | null;
	readonly type: { readonly isError: boolean };
}

export interface Parsed {
	readonly root: SyntaxNode;
	readonly source: string;
	/** The character where it stops being FEEL, counted from nought. */
	readonly wrong: number | undefined;
	readonly depth: number;
	/** The longest chain of one sign: `a + b + c` are two sums, one in the other's left. */
	readonly chain: number;
}

const CHAINS = new Set(["ArithmeticExpression", "Conjunction", "Disjunction", "PathExpression", "FilterExpression"]);

/** A range's type is written `range<T>`, which the grammar does not have: it is read as a list's of the same length. */
const RANGE_TYPE = /(?<=\bof\s+|[:<]\s*)range(?=\s*<)/g;

/** The syntax tree of an expression or of unary tests. `names` has the names with signs or words of the language in them, with their entries. */
export function parse(source: string, top: "Expression" | "UnaryTests", names: object): Parsed {
	const first = parseText(source, source, top, names);
	if (first.wrong === undefined || !RANGE_TYPE.test(source)) return first;
	return parseText(source.replace(RANGE_TYPE, "list "), source, top, names);
}

/** What the parser makes of names once, for all texts that know the same. */
const trackers = new WeakMap<object, ReturnType<typeof trackVariables>>();

function trackerOf(names: object): ReturnType<typeof trackVariables> {
	const known = trackers.get(names);
	if (known !== undefined) return known;
	const made = trackVariables(names);
	trackers.set(names, made);
	return made;
}

function parseText(text: string, source: string, top: string, names: object): Parsed {
	const tree = parser.configure({ top, contextTracker: trackerOf(names) }).parse(text);
	let wrong: number | undefined;
	let deepest = 0;
	let longest = 0;
	const open: { readonly name: string; readonly from: number; readonly depth: number; readonly chain: number }[] = [];
	tree.iterate({
		enter(node) {
			if (node.type.isError) wrong ??= node.from;
			const around = open.at(-1);
			const chained = around !== undefined && CHAINS.has(node.name) && node.name === around.name && node.from === around.from;
			const level = {
				name: node.name,
				from: node.from,
				depth: (around?.depth ?? 0) + (chained ? 0 : 1),
				chain: chained ? around.chain + 1 : 1,
			};
			deepest = Math.max(deepest, level.depth);
			longest = Math.max(longest, level.chain);
			open.push(level);
		},
		leave() {
			open.pop();
		},
	});
	return { root: tree.topNode as SyntaxNode, source, wrong, depth: deepest, chain: longest };
}

/** The parts of a node, without comments. */
export function parts(node: SyntaxNode): SyntaxNode[] {
	const made: SyntaxNode[] = [];
	for (let child = node.firstChild; child !== null; child = child.nextSibling)
		if (child.name !== "LineComment" && child.name !== "BlockComment") made.push(child);
	return made;
}

/** The parts that are not signs or words of the language. */
export function operands(node: SyntaxNode): SyntaxNode[] {
	return parts(node).filter((part) => /^[A-Z?]/.test(part.name) || part.name === "null");
}

/** A name without needless space. */
export function nameOf(node: SyntaxNode, source: string): string {
	const text = source.slice(node.from, node.to).replaceAll(/\s+/g, " ").trim();
	return text.startsWith("`") && text.endsWith("`") ? text.slice(1, -1) : text;
}

/** The text that a literal in double quotes stands for (DMN 1.5 §10.3.1.2, rule 35). */
export function unquote(literal: string): string {
	return literal
		.slice(1, -1)
		.replace(/\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(.))/gs, (all, braced, short, long, sign) => {
			const code: unknown = braced ?? short ?? long;
			if (typeof code === "string") {
				const point = Number.parseInt(code, 16);
				return point <= 0x10ffff ? String.fromCodePoint(point) : all;
			}
			switch (sign) {
				case "n":
					return "\n";
				case "r":
					return "\r";
				case "t":
					return "\t";
				case '"':
				case "'":
				case "\\":
					return String(sign);
				default:
					return all;
			}
		});
}
