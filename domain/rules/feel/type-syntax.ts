import type { Compiler } from "./compile.ts";
import { nameOf, operands, type SyntaxNode } from "./syntax.ts";
import { ANY, builtInType, type FeelType } from "./type.ts";

/** A type as an expression writes it (DMN 1.5 §10.3.1.2, rules 41 and 42); undefined when there is none of that name. */
export function compileType(node: SyntaxNode, compiler: Compiler): FeelType | undefined {
	const inner = operands(node);
	const [first] = inner;
	switch (node.name) {
		case "Type":
			return first === undefined ? undefined : compileType(first, compiler);
		case "QualifiedName": {
			const name = nameOf(node, compiler.source).replace(/\s*\.\s*/g, ".");
			return builtInType(name) ?? compiler.type(name);
		}
		case "SpecialType":
			return builtInType(nameOf(node, compiler.source));
		case "ListType": {
			const item = first === undefined ? ANY : compileType(first, compiler);
			const range = compiler.source.slice(node.from, node.from + 5) === "range";
			return item === undefined ? undefined : { kind: range ? "range" : "list", item };
		}
		case "ContextType":
			return contextType(first, compiler);
		case "FunctionType": {
			const named = inner.find((part) => part.name === "ArgumentTypes");
			const result = inner.find((part) => part.name === "Type");
			const parameters = (named === undefined ? [] : operands(named)).map((each) => {
				const [type] = operands(each);
				return type === undefined ? undefined : compileType(type, compiler);
			});
			const made = result === undefined ? undefined : compileType(result, compiler);
			const known = parameters.filter((each) => each !== undefined);
			return made === undefined || known.length !== parameters.length ? undefined : { kind: "function", parameters: known, result: made };
		}
		default:
			return undefined;
	}
}

function contextType(entries: SyntaxNode | undefined, compiler: Compiler): FeelType | undefined {
	const fields = new Map<string, FeelType>();
	for (const entry of entries === undefined ? [] : operands(entries)) {
		const [name, written] = operands(entry);
		const type = written === undefined ? undefined : compileType(written, compiler);
		if (name === undefined || type === undefined) return undefined;
		fields.set(nameOf(name, compiler.source), type);
	}
	return { kind: "context", fields };
}
