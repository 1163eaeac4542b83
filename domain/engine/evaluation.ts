import type { Value } from "../data/model.ts";
import type { Problem } from "../problem.ts";
import { fail, ok, type Result } from "../result.ts";
import { toData } from "../rules/feel/data.ts";
import { evaluateFeel, FEEL_LIMITS, metered, type Fuel } from "../rules/feel.ts";
import type { Scope as Names } from "../rules/feel/scope.ts";
import { assign } from "./assign.ts";
import { decideByTable, type Table, type TableValue } from "./decision-table.ts";
import { tableHit, type Decided } from "./decision.ts";
import { find } from "./fold.ts";
import type { Linked, Node } from "./linked.ts";
import type { Mapping } from "./program.ts";
import type { Scope, State } from "./state.ts";
import type { StepContext, Variables } from "./types.ts";

/** What any evaluation costs beside what it does. */
const EVALUATION_FUEL = 5;

const TOO_MUCH_WORK: Problem = {
	code: "engine.too_much_work",
	detail: "This step evaluates too many expressions over too much data. Make the loop shorter or the data smaller, then retry.",
};

/** The expressions of one step: over the data as they are at that moment, the names of where a token stands, and fuel for them all. */
export class Evaluation {
	readonly #linked: Linked;
	readonly #state: State;
	readonly #context: StepContext;
	/** The scope whose own names expressions know: that of the token that moves. */
	#here = 0;
	/** What evaluations of this step may still cost. */
	readonly #fuel: Fuel;
	#names: { readonly of: Variables; readonly here: number; readonly all: Variables } | undefined;

	/** `state` is the draft of the step, which changes under it. */
	constructor(linked: Linked, state: State, context: StepContext) {
		this.#linked = linked;
		this.#state = state;
		this.#context = context;
		this.#fuel = { left: context.limits.stepFuel };
	}

	/** Expressions know the names of this scope from now on. */
	stand(scope: number): void {
		this.#here = scope;
	}

	/** An expression's value over the case's data and `names`. */
	evaluate(expression: number, names?: Variables): Result<Value, Problem> {
		const compiled = this.#linked.expression(expression);
		if (!compiled.ok) return compiled;
		if (!this.#afford()) return fail(TOO_MUCH_WORK);
		const all = names === undefined ? this.#known() : { ...this.#known(), ...names };
		return this.#within(evaluateFeel(compiled.value, all, this.#context.now, this.#fuel));
	}

	/** An expression's value over names alone: what a message carries knows nothing of the case. */
	over(expression: number, names: Variables): Result<Value, Problem> {
		const compiled = this.#linked.expression(expression);
		if (!compiled.ok) return compiled;
		if (!this.#afford()) return fail(TOO_MUCH_WORK);
		return this.#within(evaluateFeel(compiled.value, names, this.#context.now, this.#fuel));
	}

	/** What a decision table of that name gives over the case's data. */
	decideByTable(name: string, table: Table): Result<Decided, Problem> {
		if (!this.#afford()) return fail(TOO_MUCH_WORK);
		const work = (scope: Names): Result<TableValue, Problem> => decideByTable(this.#linked, table, scope);
		const decided = this.#within(metered(name, this.#known(), this.#context.now, this.#fuel, work, FEEL_LIMITS.decision));
		if (!decided.ok) return decided;
		const { value, inputs, rules } = decided.value;
		return ok({ value, hits: [tableHit(name, inputs, rules)] });
	}

	/** The value of a decision of a DMN file over what is mapped to it, or over all data of the case. */
	decide(file: number, decision: string, mappings: readonly Mapping[]): Result<Decided, Problem> {
		const model = this.#linked.decisions(file);
		if (!model.ok) return model;
		const given = mappings.length === 0 ? ok(this.#known()) : this.inputs(mappings);
		if (!given.ok) return given;
		if (!this.#afford()) return fail(TOO_MUCH_WORK);
		const decided = model.value.evaluate(decision, given.value, { now: this.#context.now, fuel: this.#fuel, data: true });
		if (decided === null) return fail({ code: "decision.not_in_file", detail: `The DMN file has no decision "${decision}".` });
		const value = this.#within(decided.problem === null ? toData(decided.value) : fail(decided.problem));
		if (!value.ok) return value;
		const hits = decided.hits.map(({ decision: name, inputs, rules }) => {
			const seen = inputs.map((input) => {
				const data = toData(input.value);
				return { expression: input.expression, value: data.ok ? data.value : null };
			});
			return tableHit(name, seen, rules);
		});
		return ok({ value: value.value, hits });
	}

	/** Values of mappings by name: what an element takes in. */
	inputs(mappings: readonly Mapping[]): Result<Variables, Problem> {
		let made: Variables = {};
		for (const [expression, to] of mappings) {
			const result = this.evaluate(expression, made);
			if (!result.ok) return result;
			made = assign(made, to, result.value);
		}
		return ok(made);
	}

	/** What an element's result changes: `set` is assigned, then its output mapping. Answers the variables that become others. */
	outputs(node: Node, result: Variables, set: readonly (readonly [string, Value])[]): Result<Variables, Problem> {
		if (node.outputs.length === 0 && set.length === 0) return ok({});
		const before = this.#data();
		let after = before;
		for (const [path, value] of set) after = assign(after, path, value);
		for (const [expression, to] of node.outputs) {
			const evaluated = this.evaluate(expression, set.length === 0 ? result : { ...after, ...result });
			if (!evaluated.ok) return fail({ ...evaluated.error, at: node.id });
			after = assign(after, to, evaluated.value);
		}
		return ok(Object.fromEntries(Object.entries(after).filter(([name, value]) => before[name] !== value)));
	}

	#known(): Variables {
		const { variables, starter } = this.#state;
		const { loops, data } = this.#linked.program;
		const here = loops.length === 0 && data === undefined ? 0 : this.#here;
		if (this.#names?.of === variables && this.#names.here === here) return this.#names.all;
		const all: Variables = {
			...variables,
			...(here !== 0 && this.own(here)),
			case: { number: this.#context.caseNumber, starter: { name: starter.name, email: starter.email, personId: starter.personId } },
			parameters: this.#context.parameters,
		};
		this.#names = { of: variables, here, all };
		return all;
	}

	/** Names that only the scopes around know, the innermost first: of instances, and data. */
	own(scopeId: number): Variables {
		let own: Variables = {};
		for (const scope of this.#around(scopeId)) {
			if (scope.data !== undefined) own = { ...this.#dataOf(scope), ...own };
			if (scope.instance !== undefined) own = { ...scope.instance, ...own };
		}
		return own;
	}

	/** The value of a name where a token stands: of the innermost scope that declares it, else of the case. */
	value(name: string): Value {
		const data = this.#data();
		return Object.hasOwn(data, name) ? (data[name] ?? null) : null;
	}

	/** The innermost scope around that declares a name; undefined: it is the case's. */
	holder(name: string, scopeId: number): number | undefined {
		for (const scope of this.#around(scopeId))
			if (scope.data !== undefined && (Object.hasOwn(scope.data, name) || this.#declared(scope).includes(name))) return scope.id;
		return undefined;
	}

	/** Data of a scope became others. */
	forget(): void {
		this.#names = undefined;
	}

	/** The data that can be written to where a token stands, by name. */
	#data(): Variables {
		const { variables } = this.#state;
		if (this.#linked.program.data === undefined) return variables;
		let data: Variables = {};
		for (const scope of this.#around(this.#here)) if (scope.data !== undefined) data = { ...this.#dataOf(scope), ...data };
		return { ...variables, ...data };
	}

	/** What a scope declares hides what is called the same around it, also while it is empty. */
	#dataOf(scope: Scope): Variables {
		return { ...Object.fromEntries(this.#declared(scope).map((name) => [name, null])), ...scope.data };
	}

	#declared(scope: Scope): readonly string[] {
		const data = this.#linked.byId.get(scope.at)?.data;
		return (scope.instance === undefined ? data?.holds : data?.own) ?? [];
	}

	/** A scope and those around it, the innermost first. */
	*#around(scopeId: number): Generator<Scope> {
		for (let scope = find(this.#state.scopes, scopeId); scope !== undefined;) {
			yield scope;
			const token = scope.token === undefined ? undefined : find(this.#state.tokens, scope.token);
			scope = token === undefined ? undefined : find(this.#state.scopes, token.in);
		}
	}

	/** Charges the step for an evaluation: a loop of the process must end before the platform ends it. */
	#afford(): boolean {
		this.#fuel.left -= EVALUATION_FUEL;
		return this.#fuel.left > 0;
	}

	/** What ended because the step, not the expression, had no fuel left says so. */
	#within<Made>(result: Result<Made, Problem>): Result<Made, Problem> {
		return !result.ok && result.error.code === "feel.too_much_work" && this.#fuel.left <= 0 ? fail(TOO_MUCH_WORK) : result;
	}
}

/** What an event that has no output mapping takes from its message: the fields that are named like the process data. */
export function attributesOf(linked: Linked, node: Node, payload: Value): readonly (readonly [string, Value])[] {
	if (node.outputs.length > 0 || typeof payload !== "object" || payload === null || Array.isArray(payload)) return [];
	const fields = payload as Variables;
	return linked.program.attributes.flatMap((name) => {
		const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
		return value === undefined ? [] : [[name, value] as const];
	});
}
