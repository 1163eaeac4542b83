import { metered, weight, type Closure, type Compiler } from "./compile.ts";
import { FEEL_LIMITS } from "./limits.ts";
import { parse, type SyntaxNode } from "./syntax.ts";
import type { FeelType } from "./type.ts";
import { compileUnaryTests, type Test } from "./unary-test.ts";

/** What is around an expression: the names with signs in them, and the types by name. */
export interface Surroundings {
	readonly names: object;
	readonly type: (name: string) => FeelType | undefined;
}

export const ALONE: Surroundings = { names: {}, type: () => undefined };

/** What went wrong: `syntax` with the character (from nought), or `deep`. */
export type Refusal = { readonly reason: "syntax"; readonly at: number } | { readonly reason: "deep" };

/** Sees the syntax tree of what is compiled. */
export type Inspect = (root: SyntaxNode) => void;

export function compileExpression(source: string, around: Surroundings = ALONE, inspect?: Inspect): Closure | Refusal {
	return compileText(source, "Expression", around, (root, compiler) => {
		inspect?.(root);
		return metered(root, compiler);
	});
}

export function compileCell(source: string, around: Surroundings = ALONE, inspect?: Inspect): Test | Refusal {
	return compileText(source, "UnaryTests", around, (root, compiler) => {
		inspect?.(root);
		const test = compileUnaryTests(root, compiler);
		const cost = weight(root);
		return (input, scope) => {
			scope.meter.burn(cost);
			return test(input, scope);
		};
	});
}

function compileText<Made>(
	source: string,
	top: "Expression" | "UnaryTests",
	around: Surroundings,
	make: (root: SyntaxNode, compiler: Compiler) => Made,
): Made | Refusal {
	const parsed = parse(source, top, around.names);
	if (parsed.wrong !== undefined) return { reason: "syntax", at: parsed.wrong };
	if (parsed.depth > FEEL_LIMITS.depth || parsed.chain > FEEL_LIMITS.chain) return { reason: "deep" };
	return make(parsed.root, { source, type: around.type });
}
