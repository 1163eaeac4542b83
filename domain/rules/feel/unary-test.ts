import { comparisonOf } from "./comparison.ts";
import { compileNode, nothing, type Closure, type Compiler } from "./compile.ts";
import type { Meter } from "./meter.ts";
import { inside, type Scope } from "./scope.ts";
import { operands, parts, type SyntaxNode } from "./syntax.ts";
import { Range, compare, equal, isList, record, within, type FeelValue } from "./value.ts";

/** Unary tests (DMN 1.5 §10.3.1.2, rules 7 to 18; §10.3.2.8): whether a value passes one. Null when that cannot be said. */
export type Test = (input: FeelValue, scope: Scope) => boolean | null;

/** The tests of a decision table's cell: `-`, a list of tests, or `not` of one. */
export function compileUnaryTests(node: SyntaxNode, compiler: Compiler): Test {
	const [first, ...rest] = parts(node);
	if (first === undefined || first.name === "Wildcard") return () => true;
	const negated = first.name === "not" && rest.length > 0;
	const test = compileTests(negated ? rest : [first], compiler);
	const named: Test = (input, scope) => test(input, inside(scope, record([["?", input]])));
	if (!negated) return named;
	return (input, scope) => {
		const passed = named(input, scope);
		return passed === null ? null : !passed;
	};
}

/** One of several tests, in brackets or not. */
export function compileTests(nodes: readonly SyntaxNode[], compiler: Compiler): Test {
	const tests = nodes
		.filter((node) => /^[A-Z?]/.test(node.name) || node.name === "null")
		.flatMap((node) => (node.name === "PositiveUnaryTests" ? operands(node) : [node]))
		.map((node) => compileTest(node, compiler));
	const [only] = tests;
	if (tests.length === 1 && only !== undefined) return only;
	return (input, scope) => {
		let unclear = false;
		for (const test of tests) {
			const passed = test(input, scope);
			if (passed === true) return true;
			if (passed === null) unclear = true;
		}
		return unclear ? null : false;
	};
}

function compileTest(node: SyntaxNode, compiler: Compiler): Test {
	const [inner] = operands(node);
	if ((node.name === "PositiveUnaryTest" || node.name === "ParenthesizedExpression") && inner !== undefined)
		return compileTest(inner, compiler);
	const all = parts(node);
	const [sign, operand] = all;
	if (node.name === "SimplePositiveUnaryTest" && sign?.name === "CompareOp" && operand !== undefined) {
		const holds = comparisonOf(compiler.source.slice(sign.from, sign.to));
		const value = compileNode(operand, compiler);
		return holds === null ? nothing : (input, scope) => holds(input, value(scope), scope.meter);
	}
	const value = compileNode(node, compiler);
	if (sign?.name === "Interval")
		return (input, scope) => {
			const range = value(scope);
			return range === null ? null : member(input, range, scope.meter);
		};
	// A test that names the input itself says whether it passes.
	if (namesInput(node))
		return (_, scope) => {
			const passed = value(scope);
			return typeof passed === "boolean" ? passed : null;
		};
	return (input, scope) => member(input, value(scope), scope.meter);
}

function namesInput(node: SyntaxNode): boolean {
	return node.name === "?" || parts(node).some(namesInput);
}

/** Whether a value is another, in a range, or one of a list's items. */
export function member(input: FeelValue, value: FeelValue, meter: Meter): boolean | null {
	if (value instanceof Range) return input instanceof Range ? equal(input, value, meter) : within(input, value);
	if (isList(value)) {
		meter.burn(value.length);
		if (isList(input) && equal(input, value, meter) === true) return true;
		return value.some((item) =>
			item instanceof Range && !(input instanceof Range)
				? within(input, item) === true
				: isList(item) && !isList(input)
					? member(input, item, meter) === true
					: equal(input, item, meter) === true,
		);
	}
	if (isList(input) && value !== null) {
		meter.burn(input.length);
		return input.some((item) => equal(item, value, meter) === true);
	}
	if (typeof value === "boolean" && typeof input !== "boolean") return value;
	return equal(input, value, meter);
}

/** A test with a sign, as a value: `(> 5)` is the range of all that is greater. */
export function compileSimpleTest(node: SyntaxNode, compiler: Compiler): Closure {
	const [first, second] = parts(node);
	if (first?.name === "Interval") return compileInterval(first, compiler);
	if (first === undefined || second === undefined) return nothing;
	const sign = compiler.source.slice(first.from, first.to);
	const value = compileNode(second, compiler);
	return (scope) => {
		const end = value(scope);
		if (end === null) return null;
		switch (sign) {
			case "=":
				return new Range(end, true, end, true, true);
			case "<":
			case "<=":
				return new Range(undefined, false, end, sign === "<=");
			case ">":
			case ">=":
				return new Range(end, sign === ">=", undefined, false);
			default:
				return null;
		}
	};
}

/** `[1..5)`, `]1..5[` */
export function compileInterval(node: SyntaxNode, compiler: Compiler): Closure {
	const [low, high] = operands(node);
	if (low === undefined || high === undefined) return nothing;
	const from = compileNode(low, compiler);
	const to = compileNode(high, compiler);
	const written = compiler.source.slice(node.from, node.to);
	const startIncluded = written.startsWith("[");
	const endIncluded = written.endsWith("]");
	return (scope) => {
		const start = from(scope);
		const end = to(scope);
		const order = compare(start, end);
		return order === null || order > 0 ? null : new Range(start, startIncluded, end, endIncluded);
	};
}
