import { metered, nothing, type Closure, type Compiler } from "./compile.ts";
import { isNumber, whole } from "./number.ts";
import { inside, type Scope } from "./scope.ts";
import type { SyntaxNode } from "./syntax.ts";
import { isList, isRecord, record, type FeelValue } from "./value.ts";

/** `list[…]` (DMN 1.5 §10.3.2.5, filters): an item by its place, or the items for which the condition is true. */
export function compileFilter(list: Closure, node: SyntaxNode | undefined, compiler: Compiler): Closure {
	if (node === undefined) return nothing;
	const condition = metered(node, compiler);
	return (scope) => filtered(list(scope), condition, scope);
}

export function filtered(value: FeelValue, condition: Closure, scope: Scope): FeelValue {
	const items = isList(value) ? value : value === null ? [] : [value];
	scope.meter.burn(items.length + 1);
	const first = condition(itemScope(scope, items[0] ?? null));
	if (isNumber(first)) return placed(items, first, value);
	return items.filter((item) => condition(itemScope(scope, item)) === true);
}

/** Inside the condition `item` is the item, and its entries are names. */
export function itemScope(scope: Scope, item: FeelValue): Scope {
	const named = inside(scope, record([["item", item]]));
	return isRecord(item) ? inside(named, item) : named;
}

function placed(items: readonly FeelValue[], place: FeelValue, value: FeelValue): FeelValue {
	const at = whole(place);
	if (at === null || at === 0 || value === null) return null;
	return items.at(at > 0 ? at - 1 : at) ?? null;
}
