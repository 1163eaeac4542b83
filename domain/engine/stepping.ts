import type { Value } from "../data/model.ts";
import type { Problem } from "../problem.ts";
import { fail, ok, type Result } from "../result.ts";
import { Arrivals } from "./arrivals.ts";
import type { Arrival } from "./behaviour.ts";
import { chooseFlows } from "./choose-flows.ts";
import { close } from "./closing.ts";
import { keepCompensable } from "./compensating.ts";
import { Conditions } from "./conditions.ts";
import { enterData, isDataScope, keepResult, needsDataScope } from "./data-scope.ts";
import { Evaluation } from "./evaluation.ts";
import { apply, draftOf, find, type Draft } from "./fold.ts";
import type { JournalEntry } from "./journal.ts";
import { overLimit, overValueLimits, tooManyTokens } from "./limits.ts";
import type { Flow, Linked, Node } from "./linked.ts";
import { enterLoop } from "./loop.ts";
import { choicesOf } from "./elements/ad-hoc-sub-process.ts";
import { hasGathered } from "./quantity.ts";
import { Depths, endScopes, isInstance, isScope } from "./scopes.ts";
import type { Resume, Scope, State, Token, Wait } from "./state.ts";
import type { Effect, StepContext, Variables } from "./types.ts";
import { awaitEvents, cancelling } from "./waits.ts";

/** An entry without its time, which is the step's. */
type Outcome = JournalEntry extends infer Entry ? (Entry extends JournalEntry ? Omit<Entry, "at"> : never) : never;

/**
 * One step of a case under way: moves tokens until every one of them rests. Behaviours change the case only through these moves,
 * each of which is a journal entry applied to a draft of the state.
 */
export class Stepping {
	readonly linked: Linked;
	readonly context: StepContext;
	readonly journal: JournalEntry[] = [];
	readonly effects: Effect[] = [];
	readonly #draft: Draft;
	readonly expressions: Evaluation;
	readonly #arrivals = new Arrivals();
	#entries = 0;
	/** Scopes that a terminate end event ended. */
	readonly #terminated = new Set<number>();
	/** Scopes that lost a token or got none: perhaps they are at their end. */
	readonly #touched = new Set<number>();
	readonly #depths: Depths;
	readonly conditions: Conditions;

	constructor(linked: Linked, state: State, context: StepContext) {
		this.linked = linked;
		this.context = context;
		this.#draft = draftOf(state);
		this.expressions = new Evaluation(linked, this.#draft, context);
		this.#depths = new Depths(this.#draft);
		this.conditions = new Conditions(state);
	}

	get state(): Readonly<Draft> {
		return this.#draft;
	}

	record(outcome: Outcome): void {
		const entry = { at: this.context.now, ...outcome };
		this.journal.push(entry);
		apply(this.#draft, entry);
	}

	/** Moves tokens until all rest, scopes that are empty end, and the case with its last scope. */
	run(): void {
		for (;;) {
			this.#drain();
			if (!this.#joinWaiting() && !this.#closeOne() && !this.conditions.ask(this)) break;
		}
	}

	/** Sends a token to an element. */
	arrive(node: Node, scope: number, via?: string): void {
		this.#arrivals.add({ node, scope, via });
	}

	/** Sends a token back to an element that it could not begin: what it gathered to get there it need not gather again. */
	arriveAgain(node: Node, token: Token): void {
		this.#arrivals.add({ node, scope: token.in, via: token.via, gathered: true });
	}

	/** A scope may be at its end. */
	touch(scope: number): void {
		this.#touched.add(scope);
	}

	/** Lets an arriving token rest at its element; `gathers`: before it, until others come. */
	rest(arrival: Arrival, gathers = false): Token {
		const token = this.#draft.next;
		const { node, scope, via } = arrival;
		this.record({
			kind: "element-entered",
			elementId: node.id,
			token,
			scope,
			...(via !== undefined && { via }),
			...(gathers && { gathers }),
		});
		return { id: token, at: node.id, in: scope, ...(via !== undefined && { via }) };
	}

	/** Rests on an activity: its boundary events begin to wait (BPMN 2.0.2 §13.5.3). */
	restWithBoundary(arrival: Arrival): Token {
		const token = this.rest(arrival);
		// The activity as a whole has the boundary events, not each of its instances.
		if (isInstance(this.#draft, arrival.scope, arrival.node)) return token;
		for (const event of arrival.node.boundary) {
			const waits = awaitEvents(this, event, token);
			if (!waits.ok) this.incident(token, waits.error);
		}
		return token;
	}

	/** Opens what a token waits for. The effect that tells the world is the caller's. */
	open(token: Token, at: Node, wait: Omit<Wait, "id" | "token" | "at">): number {
		const id = this.#draft.next;
		this.record({ kind: "wait-opened", elementId: at.id, wait: { id, token: token.id, at: at.id, ...wait } });
		return id;
	}

	/** A token passes an element without resting: outputs are mapped, `set` is assigned, the flows are taken. */
	pass(arrival: Arrival, result: Variables = {}, set: readonly (readonly [path: string, value: Value])[] = []): void {
		const { node } = arrival;
		this.stand(arrival.scope);
		const mapped = keepResult(this, node, arrival.scope, result, set);
		if (!mapped.ok) return this.fail(arrival, mapped.error);
		const flows = isInstance(this.#draft, arrival.scope, node) ? ok([]) : chooseFlows(this, node);
		if (!flows.ok) return this.fail(arrival, flows.error, { from: "flows" });
		this.passBy(arrival, flows.value);
	}

	/** Passes an element by flows that are chosen already. */
	passBy(arrival: Arrival, flows: readonly Flow[]): void {
		const { node, scope, via } = arrival;
		const each = node.quantity.completion;
		if (!this.hasRoom(flows.length * each)) return this.fail(arrival, tooManyTokens(this.context.limits), { from: "flows" });
		if (node.compensation !== null) keepCompensable(this, node, scope);
		this.record({ kind: "element-passed", elementId: node.id, ...(via !== undefined && { via }) });
		for (const flow of flows) for (let sent = 0; sent < each; sent++) this.arrive(flow.target, scope, flow.id);
	}

	/** An element is done with a resting token: outputs are mapped, the token leaves by the element's flows. */
	complete(node: Node, token: Token, result: Variables = {}, set: readonly (readonly [path: string, value: Value])[] = []): void {
		this.stand(token.in);
		const mapped = keepResult(this, node, token.in, result, set);
		if (!mapped.ok) return this.incident(token, mapped.error, { from: "outputs", result }, node);
		this.leaveByFlows(node, token);
	}

	/** The last part of `complete`, and where a retry takes up a token whose flows could not be chosen. */
	leaveByFlows(node: Node, token: Token): void {
		this.stand(token.in);
		const flows = isInstance(this.#draft, token.in, node) ? ok([]) : (node.behaviour.choose?.(this, node) ?? chooseFlows(this, node));
		if (!flows.ok) return this.incident(token, flows.error, { from: "flows" }, node);
		const each = node.quantity.completion;
		// The token that leaves makes room for one.
		if (!this.hasRoom(flows.value.length * each - 1))
			return this.incident(token, tooManyTokens(this.context.limits), { from: "flows" }, node);
		// A sub-process was kept as its scope closed, and an activity that repeats, or has data of its own, in what was done within it.
		const within = token.loop !== undefined || isScope(node) || needsDataScope(this.#draft, token.in, node);
		if (node.compensation !== null && !within) keepCompensable(this, node, token.in);
		this.leave(token, "completed");
		for (const flow of flows.value) for (let sent = 0; sent < each; sent++) this.arrive(flow.target, token.in, flow.id);
	}

	/** Takes a resting token away, with all it waits for. */
	leave(token: Token, how: "completed" | "cancelled" | "joined" | "retried"): void {
		for (const wait of this.#draft.waits) {
			const told = wait.token === token.id ? cancelling(wait) : undefined;
			if (told !== undefined) this.effects.push(told);
		}
		for (const incident of this.#draft.incidents)
			if (incident.token === token.id) this.effects.push({ type: "resolve-incident", incident: incident.id });
		this.record({ kind: "element-left", elementId: token.at, token: token.id, how });
		this.#touched.add(token.in);
	}

	/** Cancels a token and everything within the sub-process it waits on. */
	cancel(token: Token): void {
		endScopes(this, token.id);
		this.leave(token, "cancelled");
	}

	/** Ends everything in a scope: resting tokens and those on their way within this step. */
	discard(scope: number): void {
		for (const token of this.#draft.tokens.filter((each) => each.in === scope)) this.cancel(token);
		this.#arrivals.drop(scope);
		this.#touched.add(scope);
	}

	/** A terminate end event: the whole scope ends; for a process that is the case's outcome. */
	terminate(scope: number): void {
		this.discard(scope);
		this.#terminated.add(scope);
	}

	/** An arriving token cannot go on: it rests with an incident. */
	fail(arrival: Arrival, problem: Problem, resume?: Resume): void {
		this.incident(this.rest(arrival), problem, resume, arrival.node);
	}

	/** A resting token cannot go on. `at` is the element whose completion failed, where that is not the one it rests on. */
	incident(token: Token, problem: Problem, resume?: Resume, at?: Node): void {
		const incident = this.#draft.next;
		const elementId = at?.id ?? token.at;
		this.record({ kind: "incident-raised", elementId, incident, token: token.id, problem, ...(resume !== undefined && { resume }) });
		const name = (at ?? this.linked.byId.get(elementId))?.name ?? "";
		this.effects.push({ type: "raise-incident", incident, elementId, name, token: token.id, problem });
	}

	/** Sets top-level variables of the case, or data of a scope. */
	setVariables(variables: Variables, elementId?: string, scope?: number): Result<true, Problem> {
		const problem = overValueLimits(this.context.limits, variables);
		if (problem !== undefined) return fail(problem);
		if (Object.keys(variables).length === 0) return ok(true);
		this.record({ kind: "variables-set", variables, ...(elementId !== undefined && { elementId }), ...(scope !== undefined && { scope }) });
		if (scope === undefined) return ok(true);
		this.expressions.forget();
		this.conditions.askAll();
		return ok(true);
	}

	/** Expressions know the names of this scope from now on. */
	stand(scope: number): void {
		this.expressions.stand(scope);
	}

	/** An expression's value over the case's data and `names`. */
	evaluate(expression: number, names?: Variables): Result<Value, Problem> {
		return this.expressions.evaluate(expression, names);
	}

	#drain(): void {
		for (let arrival = this.#arrivals.next(); arrival !== undefined; arrival = this.#arrivals.next()) {
			const { scope } = arrival;
			if (find(this.#draft.scopes, scope) === undefined) continue;
			this.#touched.add(scope);
			const instance = isInstance(this.#draft, scope, arrival.node);
			if (!instance && !hasGathered(this, arrival)) continue;
			const over = this.charge(arrival.node, scope);
			const { loop } = arrival.node;
			this.stand(scope);
			if (over !== undefined) this.fail(arrival, over);
			else if (!instance && arrival.node.data?.own !== undefined) enterData(this, arrival);
			else if (loop === null || (instance && !isDataScope(this.#draft, scope))) arrival.node.behaviour.enter(this, arrival);
			else enterLoop(this, arrival, loop);
		}
	}

	/** Joins that decide by what else is under way can do so once nothing moves. */
	#joinWaiting(): boolean {
		for (const node of this.linked.lateJoins) if (node.behaviour.settle?.(this, node) === true) return true;
		return false;
	}

	/** Ends the innermost scope that has no token left. */
	#closeOne(): boolean {
		let innermost: Scope | undefined;
		for (const id of this.#touched) {
			const scope = find(this.#draft.scopes, id);
			if (scope === undefined || scope.live > 0 || choicesOf(this.#draft, scope.token).length > 0) this.#touched.delete(id);
			else if (innermost === undefined || scope.id > innermost.id) innermost = scope;
		}
		if (innermost === undefined) return false;
		this.#touched.delete(innermost.id);
		close(this, innermost, this.#terminated.has(innermost.id));
		return true;
	}

	/** Ends a scope with everything in it; the token that waits on it stays. */
	endScope(scope: Scope): void {
		this.discard(scope.id);
		this.#touched.delete(scope.id);
		this.record({ kind: "scope-closed", scope: scope.id, elementId: scope.at });
	}

	/** Counts what an element does against the limits of the step and the case; a problem when it may not. */
	charge(node: Node, scope: number): Problem | undefined {
		return overLimit(this.context.limits, node, {
			entries: ++this.#entries,
			tokens: this.#draft.tokens.length + this.#arrivals.length + (this.#draft.compensables?.length ?? 0),
			waits: this.#draft.waits.length,
			depth: () => this.#depths.of(scope),
		});
	}

	/** Whether so many tokens more are within the limit of the case. */
	hasRoom(more: number): boolean {
		return this.#draft.tokens.length + this.#arrivals.length + more <= this.context.limits.tokens;
	}
}
