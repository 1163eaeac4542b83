import { nothing, type Closure } from "../feel/compile.ts";
import { compileCell, compileExpression, type Surroundings } from "../feel/expression.ts";
import { inside } from "../feel/scope.ts";
import { coerce, type FeelType } from "../feel/type.ts";
import type { Test } from "../feel/unary-test.ts";
import { record, type Parameter } from "../feel/value.ts";
import type { Explain } from "./hit.ts";
import { plain } from "./item-definition.ts";
import { children, type Element } from "./xml.ts";

/** What is around a boxed expression, and what hears which rules of its tables hit. */
export interface Around extends Surroundings {
	readonly explain: Explain;
	readonly decision: string;
	/** The boxed expressions directly inside an element, compiled. */
	readonly boxed: (element: Element | undefined, around: Around) => readonly Closure[];
}

/** One kind of boxed expression (DMN 1.5 §10.2); `names` are the elements that write it. */
export interface BoxedKind {
	readonly names: readonly string[];
	readonly compile: (element: Element, around: Around) => Closure;
}

/** The one boxed expression that an element holds; null when it holds none. */
export function boxedIn(element: Element | undefined, around: Around): Closure {
	return around.boxed(element, around)[0] ?? nothing;
}

/** The type that an element asks of its value. */
export function typeOf(element: Element | undefined, around: Surroundings): FeelType | null {
	const name = element?.attributes["typeRef"];
	return name === undefined ? null : (around.type(plain(name)) ?? around.type(name) ?? null);
}

/** A value of a type, or null. */
export function typed(value: Closure, type: FeelType | null): Closure {
	return type === null ? value : (scope) => coerce(value(scope), type, scope.meter) ?? null;
}

/** A text of FEEL; one that is not FEEL gives null. */
export function literal(source: string, around: Around): Closure {
	if (source === "") return nothing;
	const made = compileExpression(source, around);
	return typeof made === "function" ? made : nothing;
}

/** Unary tests, in which `?` is the input too. Null for those that let everything pass; a text that is none lets nothing pass. */
export function unaryTests(source: string, around: Around): Test | null {
	if (source === "" || source === "-") return null;
	const test = compileCell(source, around);
	if (typeof test !== "function") return () => false;
	return (input, scope) => test(input, inside(scope, record([["?", input]])));
}

export function parametersOf(element: Element, around: Surroundings): Parameter[] {
	return children(element, "formalParameter").map((each) => ({ name: each.attributes["name"] ?? "", type: typeOf(each, around) }));
}
