import "../feel/built-ins/patterns.ts";
import { nothing, type Closure } from "../feel/compile.ts";
import { refusalText } from "../feel/refusal.ts";
import { compileCell, compileExpression, type Inspect, type Refusal, type Surroundings } from "../feel/expression.ts";
import { inside, normal } from "../feel/scope.ts";
import { coerce, type FeelType } from "../feel/type.ts";
import type { SyntaxNode } from "../feel/syntax.ts";
import type { Test } from "../feel/unary-test.ts";
import { unknownNames } from "../feel/unknown-names.ts";
import { record, type Parameter } from "../feel/value.ts";
import { doubt, inPlace, wrong, type Reporting } from "./finding.ts";
import type { Explain } from "./hit.ts";
import { shapeOf } from "./shape.ts";
import { typeOf } from "./type-ref.ts";
import { children, type Element } from "./xml.ts";

/** What is around a boxed expression, and what hears which rules of its tables hit. */
export interface Around extends Surroundings, Reporting {
	readonly explain: Explain;
	readonly decision: string;
	/** The boxed expressions directly inside an element, compiled. */
	readonly boxed: (element: Element | undefined, around: Around) => readonly Closure[];
	/** Names that the element requires, as `normal` makes them. */
	readonly required: ReadonlySet<string>;
	/** Whether an element or an import of the file has this name: requiring it would make it known. */
	readonly requirable: (name: string) => boolean;
	/** Names may be those of an item that nobody knows before it is there. */
	readonly loose: boolean;
	/** Names that boxed expressions around this one make, the innermost first. */
	readonly made: Made | null;
}

interface Made {
	readonly name: string;
	readonly outer: Made | null;
}

/** Names that the parser has to know within one element: each costs every text in it. */
const MOST_NAMES = 500;

/** One kind of boxed expression (DMN 1.5 §10.2); `names` are the elements that write it. */
export interface BoxedKind {
	readonly names: readonly string[];
	readonly compile: (element: Element, around: Around) => Closure;
}

/** The one boxed expression that an element holds; null when it holds none. */
export function boxedIn(element: Element | undefined, around: Around): Closure {
	return around.boxed(element, around)[0] ?? nothing;
}

/** The boxed expression in a part of a boxed expression, which has to be there. */
export function boxedPart(element: Element, part: string, around: Around): Closure {
	const within = inPlace(around, part);
	const [made] = children(element, part).flatMap((each) => around.boxed(each, within));
	if (made === undefined) wrong(within, "dmn.part_missing", "This part is empty.");
	return made ?? nothing;
}

/** A name that is known from here on. The parser has to know it when it has signs or words of the language in it, or entries that may. */
export function withName(around: Around, name: string, type: FeelType | null): Around {
	const made = around.report === null ? null : { name: normal(name), outer: around.made };
	const shape = shapeOf(type);
	if ((/^\w*$/.test(name) && shape === 0) || Object.keys(around.names).length >= MOST_NAMES) return { ...around, made };
	return { ...around, names: { ...around.names, [name]: shape }, made };
}

/** A value of a type, or null. */
export function typed(value: Closure, type: FeelType | null): Closure {
	return type === null ? value : (scope) => coerce(value(scope), type, scope.meter) ?? null;
}

/** A text of FEEL; one that is not FEEL gives null. */
export function literal(source: string, around: Around): Closure {
	if (source === "") return nothing;
	const made = compileExpression(source, around, inspection(source, around));
	if (typeof made !== "function") return refused(made, source, around, nothing);
	return made;
}

/** Unary tests, in which `?` is the input too. Null for those that let everything pass; a text that is none lets nothing pass. */
export function unaryTests(source: string, around: Around): Test | null {
	if (source === "" || source === "-") return null;
	const test = compileCell(source, around, inspection(source, around));
	if (typeof test !== "function") return refused(test, source, around, () => false);
	return (input, scope) => test(input, inside(scope, record([["?", input]])));
}

export function parametersOf(element: Element, around: Around): Parameter[] {
	const made: Parameter[] = [];
	for (const each of children(element, "formalParameter")) {
		const name = each.attributes["name"] ?? "";
		const within = inPlace(around, `parameter "${name}"`);
		if (made.some((other) => other.name === name)) wrong(within, "dmn.name_twice", "Two parameters have this name.");
		made.push({ name, type: typeOf(each, within) });
	}
	return made;
}

/** The text of an element in a language that is run here: FEEL. */
export function checkLanguage(element: Element | undefined, around: Reporting): void {
	const language = element?.attributes["expressionLanguage"];
	if (language !== undefined && language !== "" && !/feel/i.test(language))
		wrong(around, "dmn.language", `The text is in the language "${language}", and only FEEL is run here.`);
}

function refused<Instead>(refusal: Refusal, source: string, around: Around, instead: Instead): Instead {
	wrong(around, ...refusalText(refusal, source), refusal.reason === "syntax" ? refusal.at + 1 : null);
	return instead;
}

/** Tells what a text uses that there is not, when somebody hears it. */
function inspection(source: string, around: Around): Inspect | undefined {
	return around.report === null ? undefined : (root) => checkNames(root, source, around);
}

function checkNames(root: SyntaxNode, source: string, around: Around): void {
	const has = (wanted: string): boolean => {
		for (let at = around.made; at !== null; at = at.outer) if (at.name === wanted) return true;
		return around.required.has(wanted);
	};
	for (const { kind, name, at } of unknownNames(root, source, { type: around.type, has })) {
		if (kind === "external") wrong(around, "dmn.function_kind", "External functions are not run here: calling one gives null.", at + 1);
		else if (kind === "type") wrong(around, "dmn.type_unknown", `There is no type "${name}".`, at + 1);
		else if (around.loose) continue;
		else if (around.requirable(name))
			doubt(around, "dmn.requirement_missing", `"${name}" is used and not required, so that it is null here.`, at + 1);
		else doubt(around, "dmn.name_unknown", `Nothing is called "${name}" here, so that it is null.`, at + 1);
	}
}
