import type { Closure } from "../feel/compile.ts";
import { typed, type Around, type BoxedKind } from "./around.ts";
import { conditional } from "./boxed/conditional.ts";
import { context } from "./boxed/context.ts";
import { decisionTable } from "./boxed/decision-table.ts";
import { filter } from "./boxed/filter.ts";
import { functionDefinition } from "./boxed/function-definition.ts";
import { invocation } from "./boxed/invocation.ts";
import { iterator } from "./boxed/iterator.ts";
import { list } from "./boxed/list.ts";
import { literalExpression } from "./boxed/literal-expression.ts";
import { relation } from "./boxed/relation.ts";
import { typeOf } from "./type-ref.ts";
import type { Element } from "./xml.ts";

const KINDS: ReadonlyMap<string, BoxedKind> = new Map(
	[literalExpression, context, invocation, decisionTable, relation, list, functionDefinition, conditional, filter, iterator].flatMap(
		(kind) => kind.names.map((name) => [name, kind]),
	),
);

/** The boxed expressions directly inside an element (DMN 1.5 §10.2), each of the type that it asks of its value. */
export function compileBoxed(element: Element | undefined, around: Around): readonly Closure[] {
	return (element?.children ?? []).flatMap((each) => {
		const kind = KINDS.get(each.name);
		return kind === undefined ? [] : [typed(kind.compile(each, around), typeOf(each, around))];
	});
}

export function hasBoxed(element: Element | undefined): boolean {
	return element?.children.some((each) => KINDS.has(each.name)) === true;
}
