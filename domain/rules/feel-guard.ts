import { parseExpression, parseUnaryTests } from "feelin";
import type { Problem } from "../problem.ts";
import { fail, ok, type Result } from "../result.ts";
import { FEEL_LIMITS } from "./feel.ts";

/** How much an expression may loop: its loops within loops and the longest range that it writes out. */
export interface Work {
	readonly loops: number;
	readonly longestRange: number;
}

/** Functions that make lists from lists: a chain of them doubles without any loop. */
const GROWING = new Set(["concatenate", "append", "union", "flatten", "insert before", "list replace", "string join"]);
const MAX_GROWING = 8;

/** How often entries of contexts may, through each other, hold one value: `{a: [x], b: [a, a], c: [b, b]}` doubles with every entry. */
const MAX_HELD = 1000;

/**
 * Refuses what the evaluator cannot bound while it runs: functions of the author's own (they can recurse without end),
 * ranges whose length is not written down, values that double with every line.
 */
export function guard(source: string, kind: "expression" | "unary tests"): Result<Work, Problem> {
	const refuse = (detail: string): Result<Work, Problem> => fail({ code: "feel.refused", detail, at: source });
	try {
		const tree = kind === "expression" ? parseExpression(source, {}, undefined) : parseUnaryTests(source, {}, undefined);
		let depth = 0;
		let loops = 0;
		let deepest = 0;
		let longestRange = 0;
		let growing = 0;
		let refused: string | undefined;
		let wrong: number | undefined;
		const held = new Map<string, number>();
		const open: { key: string; holds: number }[] = [];
		const isLoop = (name: string): boolean => name === "InExpression" || name === "FilterExpression";
		tree.iterate({
			enter(node) {
				if (node.type.isError) wrong ??= node.from;
				if (++depth > FEEL_LIMITS.depth) refused ??= `The expression is nested more than ${FEEL_LIMITS.depth} deep.`;
				if (isLoop(node.name)) loops++;
				deepest = Math.max(deepest, loops);
				const written = source.slice(node.from, node.to);
				if (node.name === "ContextEntry") open.push({ key: written.slice(0, written.indexOf(":")).trim().replaceAll('"', ""), holds: 1 });
				if (node.name === "VariableName") {
					if (written === "partial") refused ??= '"partial", the results so far, is not accepted.';
					const entry = open.at(-1);
					if (entry !== undefined && (entry.holds += held.get(written) ?? 0) > MAX_HELD)
						refused ??= "Its entries hold each other too often.";
				}
				if (node.name === "FunctionDefinition") refused ??= "Functions of your own are not accepted.";
				if (node.name === "FunctionInvocation" && GROWING.has(written.slice(0, written.indexOf("(")).trim()) && ++growing > MAX_GROWING)
					refused ??= `More than ${MAX_GROWING} functions that make lists.`;
				if (node.name === "IterationContext" && written.includes("..")) {
					const [from, to] = written.split("..").map((each) => each.trim());
					if (!/^-?\d+$/.test(from ?? "") || !/^(?:-?\d+|count\(\s*[\w.]+\s*\))$/.test(to ?? ""))
						refused ??= `The range ${written} needs whole numbers, or count(a list) as its end.`;
					else if (/^-?\d+$/.test(to ?? "")) longestRange = Math.max(longestRange, Math.abs(Number(to) - Number(from)) + 1);
				}
			},
			leave(node) {
				depth--;
				if (node.name === "ContextEntry") {
					const entry = open.pop();
					if (entry !== undefined) {
						held.set(entry.key, Math.max(held.get(entry.key) ?? 0, entry.holds));
						const around = open.at(-1);
						if (around !== undefined) around.holds += entry.holds;
					}
				}
				// The parts of `for a in x, b in y` multiply, so their loops end with the whole.
				if (node.name === "ForExpression" || node.name === "QuantifiedExpression") loops -= countIn(node.node);
				else if (node.name === "FilterExpression") loops--;
			},
		});
		if (wrong !== undefined)
			return fail({ code: "feel.syntax", detail: `This is not FEEL: it goes wrong at character ${wrong + 1}.`, at: source });
		if (refused !== undefined) return refuse(refused);
		if (longestRange > FEEL_LIMITS.list) return refuse(`A range has more than ${FEEL_LIMITS.list.toLocaleString("en")} numbers.`);
		return ok({ loops: deepest, longestRange });
	} catch {
		return fail({ code: "feel.syntax", detail: "This is not FEEL.", at: source });
	}
}

interface SyntaxNode {
	readonly name: string;
	readonly firstChild: SyntaxNode | null;
	readonly nextSibling: SyntaxNode | null;
}

function countIn(node: SyntaxNode): number {
	let count = 0;
	for (let child = node.firstChild; child !== null; child = child.nextSibling) {
		if (child.name !== "InExpressions") continue;
		for (let each = child.firstChild; each !== null; each = each.nextSibling) if (each.name === "InExpression") count++;
	}
	return count;
}
