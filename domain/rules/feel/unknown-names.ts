import { builtIn } from "./built-ins/signature.ts";
import type { Surroundings } from "./expression.ts";
import { normal } from "./scope.ts";
import { nameOf, operands, parts, unquote, type SyntaxNode } from "./syntax.ts";
import { builtInType } from "./type.ts";

/** A name or a type that an expression uses and nothing around it has, or a function that is not of FEEL; `at` is its character, from nought. */
export interface Unknown {
	readonly kind: "name" | "type" | "external";
	readonly name: string;
	readonly at: number;
}

/** What an expression may use. */
export interface Names extends Pick<Surroundings, "type"> {
	/** Whether something around has a name, which comes as `normal` makes it. */
	readonly has: (name: string) => boolean;
}

interface Known {
	readonly names: ReadonlySet<string>;
	/** Names may be those of an item that nobody knows before it is there: inside a filter. */
	readonly loose: boolean;
}

/** What a text uses that is neither around it nor made in it (DMN 1.5 §10.3.2.11). Names inside filters are left out: items bring their own. */
export function unknownNames(root: SyntaxNode, source: string, around: Names): readonly Unknown[] {
	const found: Unknown[] = [];
	look(root, { names: new Set(), loose: false });
	return found;

	function look(node: SyntaxNode, known: Known): void {
		const inner = operands(node);
		const [first, second] = inner;
		switch (node.name) {
			case "VariableName":
				return name(node, known);
			case "Type":
				return type(node);
			case "PathExpression":
				if (first !== undefined) look(first, known);
				return;
			case "FilterExpression":
				if (first !== undefined) look(first, known);
				if (second !== undefined) look(second, { ...known, loose: true });
				return;
			case "ForExpression":
			case "QuantifiedExpression": {
				let within = node.name === "ForExpression" ? more(known, "partial") : known;
				for (const each of first === undefined ? [] : operands(first)) {
					const [own, over] = operands(each);
					if (over !== undefined) look(over, within);
					if (own !== undefined) within = more(within, nameOf(own, source));
				}
				if (second !== undefined) look(second, within);
				return;
			}
			case "FunctionDefinition": {
				let within = known;
				for (const formal of inner.filter((each) => each.name === "FormalParameters").flatMap(operands)) {
					const [own, typed] = operands(formal);
					if (typed !== undefined) look(typed, known);
					if (own !== undefined) within = more(within, nameOf(own, source));
				}
				const body = inner.find((each) => each.name === "FunctionBody");
				const external = parts(node).find((each) => each.name === "external");
				if (external !== undefined) found.push({ kind: "external", name: "external", at: external.from });
				else if (body !== undefined) look(body, within);
				return;
			}
			case "Context": {
				let within = known;
				for (const entry of inner) {
					const [key, value] = operands(entry);
					if (value !== undefined) look(value, within);
					if (key !== undefined) within = more(within, keyOf(key));
				}
				return;
			}
			default:
				for (const each of inner) look(each, known);
		}
	}

	function name(node: SyntaxNode, known: Known): void {
		const written = nameOf(node, source);
		const wanted = normal(written);
		if (known.loose || known.names.has(wanted) || around.has(wanted) || builtIn(written) !== undefined) return;
		found.push({ kind: "name", name: written, at: node.from });
	}

	function type(node: SyntaxNode): void {
		if (node.name !== "QualifiedName") return operands(node).forEach(type);
		const written = nameOf(node, source).replace(/\s*\.\s*/g, ".");
		if (builtInType(written) === undefined && around.type(written) === undefined)
			found.push({ kind: "type", name: written, at: node.from });
	}

	function keyOf(key: SyntaxNode): string {
		const [own] = operands(key);
		if (own?.name === "StringLiteral") return unquote(source.slice(own.from, own.to));
		return nameOf(own ?? key, source);
	}
}

function more(known: Known, name: string): Known {
	return { ...known, names: new Set([...known.names, normal(name)]) };
}
