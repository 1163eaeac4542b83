import "./built-ins/conversion.ts";
import "./built-ins/list.ts";
import "./built-ins/number.ts";
import "./built-ins/range.ts";
import "./built-ins/temporal.ts";
import "./built-ins/text.ts";
import { negate, operationOf } from "./arithmetic.ts";
import { comparisonOf } from "./comparison.ts";
import { compileFor, compileQuantified } from "./iteration.ts";
import { compileFunction, compileInvocation, functionValue } from "./invocation.ts";
import { readNumber } from "./number.ts";
import { property } from "./property.ts";
import { readTemporal } from "./read-temporal.ts";
import { inside, lookUp, type Scope } from "./scope.ts";
import { compileFilter } from "./filter.ts";
import { compileInterval, compileSimpleTest, compileTests } from "./unary-test.ts";
import { nameOf, operands, parts, unquote, type SyntaxNode } from "./syntax.ts";
import { compileType } from "./type-syntax.ts";
import { isInstance, type FeelType } from "./type.ts";
import { compare, record, type FeelValue } from "./value.ts";

/** An expression, compiled: gives its value in a scope. */
export type Closure = (scope: Scope) => FeelValue;

/** What compiling needs to know besides the syntax tree. */
export interface Compiler {
	readonly source: string;
	/** Types by name besides those of the language. */
	readonly type: (name: string) => FeelType | undefined;
}

/** Compiles a node of the syntax tree (DMN 1.5 §10.3.1.2; each case is one production). */
export function compileNode(node: SyntaxNode, compiler: Compiler): Closure {
	const { source } = compiler;
	const written = source.slice(node.from, node.to);
	const inner = operands(node);
	const compile = (at: number): Closure => {
		const operand = inner[at];
		return operand === undefined ? nothing : compileNode(operand, compiler);
	};
	switch (node.name) {
		case "Expression":
		case "ParenthesizedExpression":
		case "PositiveUnaryTest":
		case "FunctionBody":
		case "IterationContext":
			return compile(0);
		case "NumericLiteral":
			return constant(readNumber(written.replace(/\s+/g, "")));
		case "StringLiteral":
			return constant(unquote(written));
		case "BooleanLiteral":
			return constant(written === "true");
		case "null":
			return nothing;
		case "DateTimeLiteral":
			return inner[0]?.name === "AtLiteral" ? compile(0) : compileInvocation(node, compiler);
		case "AtLiteral":
			return constant(readTemporal(unquote(written.slice(1).trim())));
		case "VariableName":
			return compileName(nameOf(node, source));
		case "?":
			return compileName("?");
		case "PathExpression":
			return compilePath(inner, compiler);
		case "FilterExpression":
			return compileFilter(compile(0), inner[1], compiler);
		case "FunctionInvocation":
			return compileInvocation(node, compiler);
		case "FunctionDefinition":
			return compileFunction(node, compiler);
		case "ArithmeticExpression":
			return compileArithmetic(node, compiler);
		case "Comparison":
			return compileComparison(node, compiler);
		case "Conjunction":
			return conjunction(compile(0), compile(1));
		case "Disjunction":
			return disjunction(compile(0), compile(1));
		case "IfExpression": {
			const [condition, then, otherwise] = [compile(0), compile(1), compile(2)];
			return (scope) => (condition(scope) === true ? then(scope) : otherwise(scope));
		}
		case "ForExpression":
			return compileFor(node, compiler);
		case "QuantifiedExpression":
			return compileQuantified(node, compiler);
		case "InstanceOfExpression": {
			const type = inner[1] === undefined ? undefined : compileType(inner[1], compiler);
			const value = compile(0);
			return type === undefined ? nothing : (scope) => isInstance(value(scope), type, scope.meter);
		}
		case "List": {
			const items = inner.map((item) => compileNode(item, compiler));
			return (scope) => {
				scope.meter.burn(items.length);
				return items.map((item) => item(scope));
			};
		}
		case "Context":
			return compileContext(inner, compiler);
		case "SimplePositiveUnaryTest":
			return compileSimpleTest(node, compiler);
		case "Interval":
			return compileInterval(node, compiler);
		default:
			return nothing;
	}
}

/** What evaluating a node once costs: its text stands for the number of nodes in it. */
export function weight(node: SyntaxNode): number {
	return 1 + ((node.to - node.from) >> 3);
}

/** A node that is evaluated by itself or again and again: every time costs what its size says. */
export function metered(node: SyntaxNode, compiler: Compiler): Closure {
	const value = compileNode(node, compiler);
	const cost = weight(node);
	return (scope) => {
		scope.meter.burn(cost);
		return value(scope);
	};
}

export function nothing(): null {
	return null;
}

function constant(value: FeelValue): Closure {
	return () => value;
}

function compileName(name: string): Closure {
	return (scope) => lookUp(scope, name) ?? functionValue(scope, name);
}

function compilePath(inner: readonly SyntaxNode[], compiler: Compiler): Closure {
	const [from, to] = inner;
	if (from === undefined || to === undefined) return nothing;
	const value = compileNode(from, compiler);
	const name = nameOf(to, compiler.source);
	return (scope) => property(value(scope), name, scope.meter);
}

function compileArithmetic(node: SyntaxNode, compiler: Compiler): Closure {
	const [first, second, third] = parts(node);
	if (first === undefined || second === undefined) return nothing;
	if (third === undefined) {
		const value = compileNode(second, compiler);
		return (scope) => negate(value(scope));
	}
	const sign = compiler.source.slice(second.from, second.to);
	// The grammar reads `-2 ** 2` as the square of minus two, and so does the standard: a sign binds closest (rule 4.g).
	const operate = operationOf(sign);
	if (operate === null) return nothing;
	const left = compileNode(first, compiler);
	const right = compileNode(third, compiler);
	return (scope) => operate(left(scope), right(scope), scope.meter);
}

function compileComparison(node: SyntaxNode, compiler: Compiler): Closure {
	const all = parts(node);
	const [first, sign, second, , third] = all;
	if (first === undefined || sign === undefined || second === undefined) return nothing;
	const left = compileNode(first, compiler);
	if (sign.name === "between") {
		const low = compileNode(second, compiler);
		const high = third === undefined ? nothing : compileNode(third, compiler);
		return (scope) => {
			const value = left(scope);
			const from = compare(value, low(scope));
			const to = compare(value, high(scope));
			return from === null || to === null ? null : from >= 0 && to <= 0;
		};
	}
	if (sign.name === "in") {
		const tests = compileTests(all.slice(2), compiler);
		return (scope) => tests(left(scope), scope);
	}
	const right = compileNode(second, compiler);
	const holds = comparisonOf(compiler.source.slice(sign.from, sign.to));
	return holds === null ? nothing : (scope) => holds(left(scope), right(scope), scope.meter);
}

/** Three-valued logic (§10.3.2.10, table 50). */
function conjunction(left: Closure, right: Closure): Closure {
	return (scope) => {
		const a = left(scope);
		if (a === false) return false;
		const b = right(scope);
		return b === false ? false : a === true && b === true ? true : null;
	};
}

function disjunction(left: Closure, right: Closure): Closure {
	return (scope) => {
		const a = left(scope);
		if (a === true) return true;
		const b = right(scope);
		return b === true ? true : a === false && b === false ? false : null;
	};
}

/** A context's entries see those before them; the same name twice makes no context (§10.3.2.6). */
function compileContext(entries: readonly SyntaxNode[], compiler: Compiler): Closure {
	const made: { readonly name: string; readonly value: Closure }[] = [];
	for (const entry of entries) {
		const [key, value] = operands(entry);
		const [name] = key === undefined ? [] : operands(key);
		if (name === undefined || value === undefined) return nothing;
		const written = name.name === "StringLiteral" ? unquote(compiler.source.slice(name.from, name.to)) : nameOf(name, compiler.source);
		if (made.some((each) => each.name === written)) return nothing;
		made.push({ name: written, value: compileNode(value, compiler) });
	}
	return (scope) => {
		scope.meter.burn(made.length);
		const names = record([]) as Record<string, FeelValue>;
		const within = inside(scope, names);
		for (const { name, value } of made) names[name] = value(within);
		return names;
	};
}
