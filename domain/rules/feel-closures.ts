import { evaluate, parseExpression, parseUnaryTests } from "feelin";
import type { Value } from "../data/model.ts";

/**
 * The part of FEEL that conditions and table cells are mostly made of, compiled once to closures: literals, names, paths, comparison,
 * and/or, arithmetic, if, lists, simple unary tests. Whatever else an expression uses, or a value of another type than these closures
 * are sure of, is left to the full evaluator; both give the same values, which a test holds them to.
 */

type Context = Readonly<Record<string, Value>>;
export type Closure = (context: Context) => Value;
export type TestClosure = (input: Value, context: Context) => boolean;

/** Says, in place of a value, that the full evaluator must take over. */
export const LEAVE: unique symbol = Symbol("leave");
class Leave extends Error {}
const leave = new Leave();

interface SyntaxNode {
	readonly name: string;
	readonly from: number;
	readonly to: number;
	readonly firstChild: SyntaxNode | null;
	readonly nextSibling: SyntaxNode | null;
}

/** A name that spaces or signs could be part of (`content-type`) reads otherwise where the data has such a name. */
const AMBIGUOUS = /[A-Za-z_]\w*['+*/-][A-Za-z_]/;

/** Functions that the full evaluator replaces by Portico's own: no variable hides these. */
const OURS = new Set(["now", "today", "matches", "replace", "split"]);

const builtins = new Map<string, boolean>();

/** The closure of an expression, or null when it is not of this part. */
export function closureOf(source: string): Closure | null {
	if (AMBIGUOUS.test(source)) return null;
	const root = parseExpression(source, {}, undefined).topNode as SyntaxNode;
	return expression(root, source);
}

/** The closure of a unary test, or null. */
export function testClosureOf(source: string): TestClosure | null {
	if (AMBIGUOUS.test(source)) return null;
	const [first, second, third] = children(parseUnaryTests(source, {}, undefined).topNode as SyntaxNode);
	if (first?.name === "Wildcard") return () => true;
	const negated = first?.name === "not" && second?.name === "(";
	const list = negated ? third : first;
	if (list?.name !== "PositiveUnaryTests") return null;
	const tests: TestClosure[] = [];
	for (const node of children(list)) {
		const test = positiveTest(node, source);
		if (test === null) return null;
		tests.push(test);
	}
	return (input, context) => tests.some((test) => test(input, context)) !== negated;
}

/** Runs a closure; `LEAVE` when it met a value that it is not sure of. */
export function run<Made>(work: () => Made): Made | typeof LEAVE {
	try {
		return work();
	} catch (error) {
		if (error === leave) return LEAVE;
		throw error;
	}
}

function expression(node: SyntaxNode, source: string): Closure | null {
	const parts = children(node);
	const written = source.slice(node.from, node.to);
	switch (node.name) {
		case "Expression":
			return parts.length === 1 && parts[0] !== undefined ? expression(parts[0], source) : null;
		case "ParenthesizedExpression":
			return parts.length === 3 && parts[1] !== undefined ? expression(parts[1], source) : null;
		case "NumericLiteral": {
			const value = Number(written);
			return Number.isFinite(value) && /^\d+(?:\.\d+)?$/.test(written) ? () => value : null;
		}
		case "BooleanLiteral":
			return () => written === "true";
		case "StringLiteral": {
			const value = written.slice(1, -1);
			return value.includes("\\") || !written.startsWith('"') ? null : () => value;
		}
		case "null":
			return () => null;
		case "VariableName":
			return variable(written);
		case "PathExpression":
			return path(parts, source);
		case "Comparison":
			return parts[1]?.name === "CompareOp" ? both(parts[0], parts[2], source, comparison(source.slice(parts[1].from, parts[1].to))) : null;
		case "Conjunction":
			return both(parts[0], parts[2], source, (a, b) => (a === false || b === false ? false : a === true && b === true ? true : null));
		case "Disjunction":
			return both(parts[0], parts[2], source, (a, b) => (a === true || b === true ? true : a === false && b === false ? false : null));
		case "ArithmeticExpression":
			if (parts.length === 2 && written.startsWith("-")) return both(undefined, parts[1], source, arithmetic("-"));
			return parts[1]?.name === "ArithOp" ? both(parts[0], parts[2], source, arithmetic(source.slice(parts[1].from, parts[1].to))) : null;
		case "IfExpression":
			return choice(parts, source);
		case "List": {
			const items = parts.slice(1, -1).map((part) => expression(part, source));
			return items.every((item) => item !== null) ? (context) => items.map((item) => item(context)) : null;
		}
		default:
			return null;
	}
}

function variable(name: string): Closure | null {
	if (!/^[A-Za-z_]\w*$/.test(name)) return null;
	if (!isBuiltin(name)) return (context) => own(context, name);
	if (OURS.has(name)) return null;
	// A variable that is called like a function (`count`, `sum`) hides it; without one the name is the function's.
	return (context) => {
		const value = Object.hasOwn(context, name) ? context[name] : undefined;
		if (value === undefined || value === null) throw leave;
		return value;
	};
}

function path(parts: readonly SyntaxNode[], source: string): Closure | null {
	const [first, , last] = parts;
	if (first === undefined || last?.name !== "PathName" || parts.length !== 3) return null;
	const target = expression(first, source);
	const name = source.slice(last.from, last.to);
	if (target === null || !/^[A-Za-z_]\w*$/.test(name)) return null;
	return (context) => {
		const from = target(context);
		return Array.isArray(from) ? from.map((item: Value) => own(item, name)) : own(from, name);
	};
}

/** A property of a context; null of anything else. Where only a differently spaced name could be meant, the full evaluator looks. */
function own(from: Value, name: string): Value {
	if (typeof from !== "object" || from === null) return null;
	if (Array.isArray(from)) throw leave;
	if (Object.hasOwn(from, name)) return (from as Context)[name] ?? null;
	for (const key of Object.keys(from)) if (!/^\w+$/.test(key)) throw leave;
	return null;
}

function choice(parts: readonly SyntaxNode[], source: string): Closure | null {
	const [, condition, , then, , otherwise] = parts;
	if (parts.length !== 6 || condition === undefined || then === undefined || otherwise === undefined) return null;
	const asked = expression(condition, source);
	const yes = expression(then, source);
	const no = expression(otherwise, source);
	if (asked === null || yes === null || no === null) return null;
	return (context) => {
		const answer = asked(context);
		return answer !== false && answer !== null ? yes(context) : no(context);
	};
}

function both(
	left: SyntaxNode | undefined,
	right: SyntaxNode | undefined,
	source: string,
	operate: ((a: Value, b: Value) => Value) | null,
): Closure | null {
	const first = left === undefined ? () => 0 : expression(left, source);
	const second = right === undefined ? null : expression(right, source);
	if (first === null || second === null || operate === null) return null;
	return (context) => operate(first(context), second(context));
}

function comparison(operator: string): ((a: Value, b: Value) => Value) | null {
	switch (operator) {
		case "=":
			return equal;
		case "!=":
			return (a, b) => {
				const same = equal(a, b);
				return same === null ? null : !same;
			};
		case "<":
			return ordered((a, b) => a < b);
		case "<=":
			return ordered((a, b) => a <= b);
		case ">":
			return ordered((a, b) => a > b);
		case ">=":
			return ordered((a, b) => a >= b);
		default:
			return null;
	}
}

function equal(a: Value, b: Value): boolean | null {
	if (a === null || b === null) return a === b;
	if (typeof a === "object" || typeof b === "object") throw leave;
	return typeof a === typeof b ? a === b : null;
}

function ordered(holds: (a: number | string, b: number | string) => boolean): (a: Value, b: Value) => Value {
	return (a, b) => {
		if (b === null) return null;
		if (a === null && (typeof b === "number" || typeof b === "string")) return null;
		if (typeof a === "number" && typeof b === "number") return holds(a, b);
		if (typeof a === "string" && typeof b === "string") return holds(a, b);
		throw leave;
	};
}

function arithmetic(operator: string): ((a: Value, b: Value) => Value) | null {
	const numbers = (operate: (a: number, b: number) => Value) => (a: Value, b: Value) =>
		typeof a === "number" && typeof b === "number" ? operate(a, b) : null;
	switch (operator) {
		case "+":
			return (a, b) => {
				if (typeof a === "number" && typeof b === "number") return a + b;
				return typeof a === "string" && typeof b === "string" ? a + b : null;
			};
		case "-":
			return numbers((a, b) => a - b);
		case "*":
			return numbers((a, b) => a * b);
		case "/":
			return numbers((a, b) => (b === 0 || Number.isNaN(b) ? null : a / b));
		case "**":
			return numbers((a, b) => a ** b);
		default:
			return null;
	}
}

function positiveTest(node: SyntaxNode, source: string): TestClosure | null {
	const [inner] = children(node);
	if (node.name !== "PositiveUnaryTest" || inner === undefined) return null;
	if (inner.name === "NumericLiteral" || inner.name === "StringLiteral" || inner.name === "BooleanLiteral") {
		const literal = expression(inner, source);
		if (literal === null) return null;
		const value = literal({});
		return (input) => {
			if (typeof input === "object" && input !== null) throw leave;
			return input === value;
		};
	}
	if (inner.name !== "SimplePositiveUnaryTest") return null;
	const [operator, operand] = children(inner);
	if (operator?.name === "CompareOp" && operand !== undefined) {
		const compare = comparison(source.slice(operator.from, operator.to));
		const value = expression(operand, source);
		if (compare === null || value === null || operand.name === "Disjunction" || operand.name === "Conjunction") return null;
		return (input, context) => compare(input, value(context)) === true;
	}
	if (operator?.name !== "Interval") return null;
	const [open, low, , high, close] = children(operator);
	const from = low === undefined ? null : expression(low, source);
	const to = high === undefined ? null : expression(high, source);
	if (from === null || to === null || open === undefined || close === undefined) return null;
	const withLow = source.slice(open.from, open.to) === "[";
	const withHigh = source.slice(close.from, close.to) === "]";
	return (input, context) => {
		const start = from(context);
		const end = to(context);
		if (typeof input !== "number" || typeof start !== "number" || typeof end !== "number" || start > end) throw leave;
		return (withLow ? input >= start : input > start) && (withHigh ? input <= end : input < end);
	};
}

function isBuiltin(name: string): boolean {
	const known = builtins.get(name);
	if (known !== undefined) return known;
	let built = true;
	try {
		built = evaluate(name, {}).value !== null;
	} catch {
		// A word of the language: not a name at all.
	}
	if (builtins.size < 10_000) builtins.set(name, built);
	return built;
}

function children(node: SyntaxNode): SyntaxNode[] {
	const made: SyntaxNode[] = [];
	for (let child = node.firstChild; child !== null; child = child.nextSibling) made.push(child);
	return made;
}
