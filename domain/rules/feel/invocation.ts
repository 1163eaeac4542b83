import { builtIn, callBuiltIn, callBuiltInNamed, orderForBuiltIn, type BuiltIn } from "./built-ins/signature.ts";
import { compileNode, metered, nothing, type Closure, type Compiler } from "./compile.ts";
import { inside, lookUp, type Scope } from "./scope.ts";
import { nameOf, operands, parts, type SyntaxNode } from "./syntax.ts";
import { compileType } from "./type-syntax.ts";
import { coerce } from "./type.ts";
import { FeelFunction, record, type FeelValue, type Parameter } from "./value.ts";

/** Calls and functions of the author's own (DMN 1.5 §10.3.2.13.2 and §10.3.2.14). */

const CONSTRUCTORS = new Set(["VariableName", "SpecialFunctionName", "DateTimeConstructor"]);

export function compileInvocation(node: SyntaxNode, compiler: Compiler): Closure {
	const [callee, given] = operands(node);
	if (callee === undefined || given === undefined) return nothing;
	const name = CONSTRUCTORS.has(callee.name) ? nameOf(callee, compiler.source) : null;
	const known = name === null ? undefined : builtIn(name);
	const target = name === null ? compileNode(callee, compiler) : (scope: Scope) => lookUp(scope, name) ?? null;
	if (given.name === "NamedParameters") {
		const named = operands(given).map((each) => {
			const [key, value] = operands(each);
			return {
				name: key === undefined ? "" : nameOf(key, compiler.source),
				value: value === undefined ? nothing : compileNode(value, compiler),
			};
		});
		return (scope) => {
			const values = new Map(named.map((each) => [each.name, each.value(scope)]));
			const called = target(scope);
			if (called instanceof FeelFunction) {
				const ordered = called.order(values);
				return ordered === null ? null : invoke(called, ordered, scope);
			}
			return known === undefined ? null : callBuiltInNamed(known, values, scope.meter);
		};
	}
	const positional = operands(given).map((each) => compileNode(each, compiler));
	return (scope) => {
		const values = positional.map((each) => each(scope));
		const called = target(scope);
		if (called instanceof FeelFunction) return invoke(called, values, scope);
		return known === undefined ? null : callBuiltIn(known, values, scope.meter);
	};
}

/** Calls a function with values that fit its parameters' types; null when they do not. */
export function invoke(called: FeelFunction, values: readonly FeelValue[], scope: Scope): FeelValue {
	const { parameters, result } = called;
	let given = values;
	if (parameters !== null) {
		if (values.length !== parameters.length) return null;
		const fitted: FeelValue[] = [];
		for (const [at, { type }] of parameters.entries()) {
			const value = type === null ? (values[at] ?? null) : coerce(values[at] ?? null, type, scope.meter);
			if (value === undefined) return null;
			fitted.push(value);
		}
		given = fitted;
	}
	scope.meter.burn(1);
	scope.meter.enter();
	const value = called.call(given);
	scope.meter.leave();
	return result === null ? value : (coerce(value, result, scope.meter) ?? null);
}

/** A built-in function as a value. */
export function functionValue(scope: Scope, name: string): FeelValue {
	const known: BuiltIn | undefined = builtIn(name);
	if (known === undefined) return null;
	return new FeelFunction(
		null,
		null,
		(values) => callBuiltIn(known, values, scope.meter),
		(named) => orderForBuiltIn(known, named),
	);
}

export function compileFunction(node: SyntaxNode, compiler: Compiler): Closure {
	const inner = operands(node);
	const body = inner.find((part) => part.name === "FunctionBody");
	const formal = inner.find((part) => part.name === "FormalParameters");
	if (body === undefined) return nothing;
	const parameters = (formal === undefined ? [] : operands(formal)).map((each): Parameter => {
		const [name, type] = operands(each);
		return {
			name: name === undefined ? "" : nameOf(name, compiler.source),
			type: type === undefined ? null : (compileType(type, compiler) ?? null),
		};
	});
	// Functions in Java or PMML cannot be run here: calling one gives null.
	const external = parts(node).some((part) => part.name === "external");
	return functionOf(parameters, external ? nothing : metered(body, compiler));
}

/** Makes a function that keeps the scope where it is written. */
export function functionOf(parameters: readonly Parameter[], body: Closure): Closure {
	return (scope) =>
		new FeelFunction(parameters, null, (values) =>
			body(inside(scope, record(parameters.map((parameter, at) => [parameter.name, values[at] ?? null])))),
		);
}
