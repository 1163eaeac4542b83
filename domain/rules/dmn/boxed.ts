import { nothing, type Closure } from "../feel/compile.ts";
import { compileExpression, type Surroundings } from "../feel/expression.ts";
import { filtered, itemScope } from "../feel/filter.ts";
import { functionOf, invoke } from "../feel/invocation.ts";
import { compileItems, iterate, quantify } from "../feel/iteration.ts";
import { isNumber } from "../feel/number.ts";
import { inside, lookUp, type Scope } from "../feel/scope.ts";
import { coerce, type FeelType } from "../feel/type.ts";
import { FeelFunction, isList, record, type FeelValue, type Parameter } from "../feel/value.ts";
import { compileTable, type Explain } from "./decision-table.ts";
import { plain } from "./item-definition.ts";
import { child, children, textIn, type Element } from "./xml.ts";

/** What is around a boxed expression, and what hears which rules of its tables hit. */
export interface Around extends Surroundings {
	readonly explain: Explain;
	readonly decision: string;
}

const KINDS = new Set([
	"literalExpression",
	"context",
	"invocation",
	"decisionTable",
	"relation",
	"list",
	"functionDefinition",
	"conditional",
	"filter",
	"for",
	"some",
	"every",
]);

/** The boxed expression inside an element (DMN 1.5 §10.2); undefined when there is none. */
export function boxedIn(element: Element | undefined): Element | undefined {
	return element?.children.find((each) => KINDS.has(each.name));
}

/** The type that an element asks of its value. */
export function typeOf(element: Element | undefined, around: Surroundings): FeelType | null {
	const name = element?.attributes["typeRef"];
	return name === undefined ? null : (around.type(plain(name)) ?? around.type(name) ?? null);
}

export function compileBoxed(element: Element | undefined, around: Around): Closure {
	if (element === undefined) return nothing;
	const value = untyped(element, around);
	return typed(value, typeOf(element, around));
}

/** A value of a type, or null. */
export function typed(value: Closure, type: FeelType | null): Closure {
	return type === null ? value : (scope) => coerce(value(scope), type, scope.meter) ?? null;
}

function untyped(element: Element, around: Around): Closure {
	const part = (name: string): Closure => compileBoxed(boxedIn(child(element, name)), around);
	switch (element.name) {
		case "literalExpression":
			return literal(textIn(element, "text") ?? "", around);
		case "context":
			return context(element, around);
		case "invocation":
			return invocation(element, around);
		case "decisionTable":
			return compileTable(element, around);
		case "relation":
			return relation(element, around);
		case "list": {
			const items = element.children.filter((each) => KINDS.has(each.name)).map((each) => compileBoxed(each, around));
			return (scope) => items.map((item) => item(scope));
		}
		case "functionDefinition": {
			const kind = element.attributes["kind"] ?? "FEEL";
			return functionOf(parametersOf(element, around), kind === "FEEL" ? compileBoxed(boxedIn(element), around) : nothing);
		}
		case "conditional": {
			const [condition, then, otherwise] = [part("if"), part("then"), part("else")];
			return (scope) => {
				const holds = condition(scope);
				return holds === true ? then(scope) : holds === false ? otherwise(scope) : null;
			};
		}
		case "filter": {
			const [list, match] = [part("in"), part("match")];
			return (scope) => {
				const items = list(scope);
				const all = isList(items) ? items : items === null ? [] : [items];
				if (all.some((item) => !isBoolean(match(itemScope(scope, item))))) return null;
				return filtered(items, match, scope);
			};
		}
		case "for":
		case "some":
		case "every": {
			const iterator = { name: element.attributes["iteratorVariable"] ?? "", items: compileItems(part("in"), null) };
			if (element.name === "for") return iterate([iterator], part("return"));
			return quantify(element.name, [iterator], part("satisfies"), true);
		}
		default:
			return nothing;
	}
}

function isBoolean(value: FeelValue): boolean {
	return typeof value === "boolean" || isNumber(value);
}

/** A text of FEEL; one that is not FEEL gives null. */
export function literal(source: string, around: Around): Closure {
	if (source === "") return nothing;
	const made = compileExpression(source, around);
	return typeof made === "function" ? made : nothing;
}

export function parametersOf(element: Element, around: Surroundings): Parameter[] {
	return children(element, "formalParameter").map((each) => ({ name: each.attributes["name"] ?? "", type: typeOf(each, around) }));
}

/** Entries see those before them; an entry without a name is the result (§10.2.1.4). */
function context(element: Element, around: Around): Closure {
	const entries = children(element, "contextEntry").map((entry) => {
		const variable = child(entry, "variable");
		return {
			name: variable?.attributes["name"],
			value: typed(compileBoxed(boxedIn(entry), around), typeOf(variable, around)),
		};
	});
	return (scope) => {
		const names = record([]) as Record<string, FeelValue>;
		const within = inside(scope, names);
		for (const { name, value } of entries) {
			if (name === undefined) return value(within);
			names[name] = value(within);
		}
		return names;
	};
}

/** A call with a value for each parameter by name (§10.2.1.3). */
function invocation(element: Element, around: Around): Closure {
	const called = literalName(child(element, "literalExpression"), around);
	const bindings = children(element, "binding").map((binding) => ({
		name: child(binding, "parameter")?.attributes["name"] ?? "",
		value: typed(compileBoxed(boxedIn(binding), around), typeOf(child(binding, "parameter"), around)),
	}));
	return (scope) => {
		const target = called(scope);
		if (!(target instanceof FeelFunction)) return null;
		const values = target.order(new Map(bindings.map((each) => [each.name, each.value(scope)])));
		return values === null ? null : invoke(target, values, scope);
	};
}

function literalName(element: Element | undefined, around: Around): Closure {
	const source = textIn(element, "text") ?? "";
	const value = literal(source, around);
	return (scope: Scope) => lookUp(scope, source) ?? value(scope);
}

/** Rows of contexts (§10.2.1.7). */
function relation(element: Element, around: Around): Closure {
	const columns = children(element, "column").map((each) => ({ name: each.attributes["name"] ?? "", type: typeOf(each, around) }));
	const rows = children(element, "row").map((row) =>
		row.children.filter((each) => KINDS.has(each.name)).map((each, at) => typed(compileBoxed(each, around), columns[at]?.type ?? null)),
	);
	return (scope) => rows.map((row) => record(columns.map(({ name }, at) => [name, row[at]?.(scope) ?? null])));
}
