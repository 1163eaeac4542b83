import type { Value } from "../data/model.ts";
import type { Problem } from "../problem.ts";
import { fail, ok, type Result } from "../result.ts";
import { compileFeelTest, evaluateFeel, unaryTest, type Fuel } from "../rules/feel.ts";
import { assign } from "./assign.ts";
import type { Arrival } from "./behaviour.ts";
import { isEventSubProcess } from "./elements/sub-process.ts";
import { apply, draftOf, find, type Draft } from "./fold.ts";
import type { JournalEntry } from "./journal.ts";
import { overLimit, overValueLimit, tooManyTokens } from "./limits.ts";
import type { Flow, Linked, Node } from "./linked.ts";
import { enterLoop, instanceEnded } from "./loop.ts";
import type { Mapping } from "./program.ts";
import { hasGathered } from "./quantity.ts";
import type { Resume, Scope, State, Token, Wait } from "./state.ts";
import type { Effect, StepContext, Variables } from "./types.ts";

/** An entry without its time, which is the step's. */
type Outcome = JournalEntry extends infer Entry ? (Entry extends JournalEntry ? Omit<Entry, "at"> : never) : never;

/** What any evaluation costs beside what it does. */
const EVALUATION_FUEL = 5;

const TOO_MUCH_WORK: Problem = {
	code: "engine.too_much_work",
	detail: "This step evaluates too many expressions over too much data. Make the loop shorter or the data smaller, then retry.",
};

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
	#queue: Arrival[] = [];
	#head = 0;
	#entries = 0;
	#terminated = false;
	/** Scopes that lost a token or got none: perhaps they are at their end. */
	/** The scope whose own names expressions know: that of the token that moves. */
	#here = 0;
	readonly #touched = new Set<number>();
	/** What evaluations of this step may still cost. */
	readonly #fuel: Fuel;
	/** Scopes around a scope, by its id: they are the same for as long as it lives. */
	readonly #depths = new Map<number, number>();
	#names: { readonly of: Variables; readonly here: number; readonly all: Variables } | undefined;

	constructor(linked: Linked, state: State, context: StepContext) {
		this.linked = linked;
		this.context = context;
		this.#draft = draftOf(state);
		this.#fuel = { left: context.limits.stepFuel };
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
			if (!this.#joinWaiting() && !this.#closeOne()) break;
		}
	}

	/** Sends a token to an element. */
	arrive(node: Node, scope: number, via?: string): void {
		this.#queue.push({ node, scope, via });
	}

	/** Sends a token back to an element that it could not begin: what it gathered to get there it need not gather again. */
	arriveAgain(node: Node, token: Token): void {
		this.#queue.push({ node, scope: token.in, via: token.via, gathered: true });
	}

	/** Begins a process or sub-process: a new scope, and a token at each of its starts. */
	openScope(node: Node, token?: Token, starts: readonly Node[] = node.starts): number {
		const scope = this.#draft.next;
		this.record({ kind: "scope-opened", scope, elementId: node.id, ...(token !== undefined && { token: token.id }) });
		this.#touched.add(scope);
		for (const listener of node.listeners) this.listen(listener, scope);
		for (const start of starts) this.arrive(start, scope);
		return scope;
	}

	/** The start of an event sub-process begins to wait in a scope, with a token of its own that nobody counts (§13.5.4). */
	listen(start: Node, scope: number): void {
		// Errors and escalations are looked for when they are thrown.
		if (start.events.every(({ behaviour }) => behaviour.await === undefined)) return;
		const token: Token = { id: this.#draft.next, at: start.id, in: scope, listens: true };
		this.record({ kind: "listener-opened", elementId: start.id, token: token.id, scope });
		for (const { behaviour, settings } of start.events) {
			const waits = behaviour.await?.(this, start, token, settings);
			if (waits !== undefined && !waits.ok) return this.incident(token, waits.error);
		}
	}

	/** An event sub-process begins in a scope: instead of everything there, or beside it. */
	startEventSubProcess(
		start: Node,
		scope: number,
		brought: Variables = {},
		set: readonly (readonly [path: string, value: Value])[] = [],
	): void {
		const node = start.parent;
		if (node === null) return;
		if (start.interrupting) this.discard(scope);
		const token = this.rest({ node, scope, via: undefined });
		this.pass({ node: start, scope: this.openScope(node, token, []), via: undefined }, brought, set);
	}

	/** Begins one instance of an activity that repeats. */
	openInstance(node: Node, token: Token, instance: Variables): void {
		const scope = this.#draft.next;
		this.record({ kind: "scope-opened", scope, elementId: node.id, token: token.id, instance });
		this.#touched.add(scope);
		this.arrive(node, scope);
	}

	/** A resting token begins to count instances. */
	startLoop(token: Token, total: number | null, items: readonly Value[]): void {
		this.record({ kind: "loop-started", elementId: token.at, token: token.id, total, ...(items.length > 0 && { items }) });
	}

	/** Ends the instances that still go on. */
	endInstances(token: Token): void {
		for (const scope of this.#draft.scopes.filter((each) => each.token === token.id)) this.#endScope(scope);
	}

	/** Expressions know the names of this scope from now on. */
	stand(scope: number): void {
		this.#here = scope;
	}

	/** Whether a scope is one instance of an activity that repeats. */
	#isInstance(scope: number, node: Node | undefined): boolean {
		return (
			node !== undefined &&
			node.loop !== null &&
			find(this.#draft.scopes, scope)?.instance !== undefined &&
			find(this.#draft.scopes, scope)?.at === node.id
		);
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
		if (this.#isInstance(arrival.scope, arrival.node)) return token;
		for (const event of arrival.node.boundary) {
			for (const { behaviour, settings } of event.events) {
				const waits = behaviour.await?.(this, event, token, settings);
				if (waits !== undefined && !waits.ok) this.incident(token, waits.error);
			}
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
		this.#here = arrival.scope;
		const mapped = this.#outputs(node, result, set);
		if (!mapped.ok) return this.fail(arrival, mapped.error);
		const flows = this.#isInstance(arrival.scope, node) ? ok([]) : this.chooseFlows(node);
		if (!flows.ok) return this.fail(arrival, flows.error, { from: "flows" });
		this.passBy(arrival, flows.value);
	}

	/** Passes an element by flows that are chosen already. */
	passBy(arrival: Arrival, flows: readonly Flow[]): void {
		const { node, scope, via } = arrival;
		const each = node.quantity.completion;
		if (!this.hasRoom(flows.length * each)) return this.fail(arrival, this.tooManyTokens(), { from: "flows" });
		this.record({ kind: "element-passed", elementId: node.id, ...(via !== undefined && { via }) });
		for (const flow of flows) for (let sent = 0; sent < each; sent++) this.arrive(flow.target, scope, flow.id);
	}

	/** An element is done with a resting token: outputs are mapped, the token leaves by the element's flows. */
	complete(node: Node, token: Token, result: Variables = {}, set: readonly (readonly [path: string, value: Value])[] = []): void {
		this.#here = token.in;
		const mapped = this.#outputs(node, result, set);
		if (!mapped.ok) return this.incident(token, mapped.error, { from: "outputs", result }, node);
		this.leaveByFlows(node, token);
	}

	/** The last part of `complete`, and where a retry takes up a token whose flows could not be chosen. */
	leaveByFlows(node: Node, token: Token): void {
		this.#here = token.in;
		const flows = this.#isInstance(token.in, node) ? ok([]) : (node.behaviour.choose?.(this, node) ?? this.chooseFlows(node));
		if (!flows.ok) return this.incident(token, flows.error, { from: "flows" }, node);
		const each = node.quantity.completion;
		// The token that leaves makes room for one.
		if (!this.hasRoom(flows.value.length * each - 1)) return this.incident(token, this.tooManyTokens(), { from: "flows" }, node);
		this.leave(token, "completed");
		for (const flow of flows.value) for (let sent = 0; sent < each; sent++) this.arrive(flow.target, token.in, flow.id);
	}

	/** Takes a resting token away, with all it waits for. */
	leave(token: Token, how: "completed" | "cancelled" | "joined" | "retried"): void {
		for (const wait of this.#draft.waits) if (wait.token === token.id) this.#cancelled(wait);
		for (const incident of this.#draft.incidents)
			if (incident.token === token.id) this.effects.push({ type: "resolve-incident", incident: incident.id });
		this.record({ kind: "element-left", elementId: token.at, token: token.id, how });
		this.#touched.add(token.in);
	}

	/** Cancels a token and everything within the sub-process it waits on. */
	cancel(token: Token): void {
		for (const scope of this.#draft.scopes.filter((each) => each.token === token.id)) this.#endScope(scope);
		this.leave(token, "cancelled");
	}

	/** Ends everything in a scope: resting tokens and those on their way within this step. */
	discard(scope: number): void {
		for (const token of this.#draft.tokens.filter((each) => each.in === scope)) this.cancel(token);
		this.#queue = this.#queue.slice(this.#head).filter((arrival) => arrival.scope !== scope);
		this.#head = 0;
		this.#touched.add(scope);
	}

	/** A terminate end event: the whole scope ends; for a process that is the case's outcome. */
	terminate(scope: number): void {
		this.discard(scope);
		if (find(this.#draft.scopes, scope)?.token === undefined) this.#terminated = true;
	}

	/** Cancels the case. */
	cancelCase(reason: string): void {
		for (const scope of this.#draft.scopes.filter((each) => each.token === undefined)) this.#endScope(scope);
		this.record({ kind: "case-ended", outcome: "cancelled", reason });
		this.effects.push({ type: "end-case", outcome: "cancelled" });
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
		this.effects.push({ type: "raise-incident", incident, elementId, problem });
	}

	/**
	 * Throws a BPMN error out of a scope or, with `token`, out of the activity it rests on (§10.5.6): the innermost event sub-process or
	 * boundary event that catches the code interrupts. Answers whether one did; `leaving` is called before it does.
	 */
	throwError(from: string, scopeId: number, code: string, message: string, token?: Token, leaving?: () => void): boolean {
		const caught = this.#caught(scopeId, token, code, "error");
		if (caught === undefined) return false;
		leaving?.();
		this.record({ kind: "error-thrown", elementId: from, code, caughtBy: caught.event.id });
		this.#catch(caught, { error: { code, message } });
		return true;
	}

	/** The innermost event that catches a code, climbing from scope to scope. What an event sub-process throws is not for it or its like. */
	#caught(scopeId: number, token: Token | undefined, code: string, kind: "error" | "escalation"): Caught | undefined {
		let scope = scopeId;
		for (let activity = token; ; activity = this.#around(scope)) {
			const node = activity === undefined ? undefined : this.linked.byId.get(activity.at);
			if (activity !== undefined) {
				const event = this.#isInstance(activity.in, node) ? undefined : catching(node?.boundary ?? [], code, kind);
				if (event !== undefined) return { event, activity, scope: activity.in };
				scope = activity.in;
			}
			const within = find(this.#draft.scopes, scope);
			const around = within?.instance === undefined ? this.linked.byId.get(within?.at ?? "") : undefined;
			const start = node !== undefined && isEventSubProcess(node) ? undefined : catching(around?.listeners ?? [], code, kind);
			if (start !== undefined) return { event: start, activity: undefined, scope };
			if (this.#around(scope) === undefined) return undefined;
		}
	}

	#catch({ event, activity, scope }: Caught, brought: Variables): void {
		if (activity === undefined) return this.startEventSubProcess(event, scope, brought);
		if (event.interrupting) this.cancel(activity);
		this.pass({ node: event, scope, via: undefined }, brought);
	}

	/**
	 * Throws an escalation out of a scope or, with `token`, out of the activity it rests on (§10.5.6): the innermost event sub-process or boundary event that catches the code interrupts
	 * or goes on beside; without one nothing happens. Answers whether the thrower's scope was ended.
	 */
	throwEscalation(from: string, scopeId: number, code: string, leaving: () => void, token?: Token): boolean {
		const caught = this.#caught(scopeId, token, code, "escalation");
		if (caught?.event.interrupting === true) leaving();
		this.record({ kind: "escalation-thrown", elementId: from, code, ...(caught !== undefined && { caughtBy: caught.event.id }) });
		if (caught !== undefined) this.#catch(caught, { escalation: { code } });
		return caught?.event.interrupting === true;
	}

	/** The flows that a token leaves an activity or event by: all, or those whose condition holds, else the default (§13.3.1). */
	chooseFlows(node: Node): Result<readonly Flow[], Problem> {
		if (node.unconditional) return ok(node.outgoing);
		const taken: Flow[] = [];
		let chosen = false;
		for (const flow of node.outgoing) {
			if (flow === node.defaultFlow) continue;
			const holds = this.holds(flow);
			if (!holds.ok) return holds;
			if (!holds.value) continue;
			taken.push(flow);
			chosen ||= flow.condition !== -1;
		}
		// The default stands in for conditions that fail, beside the flows that have none.
		if (!chosen && node.defaultFlow !== null) taken.push(node.defaultFlow);
		if (taken.length > 0) return ok(taken);
		return fail({
			code: "engine.no_flow",
			detail: `No condition of "${node.name || node.id}" holds and it has no default flow.`,
			at: node.id,
		});
	}

	/** Whether a flow's condition holds; a flow without one does. Anything but true or false is a problem, not a no. `names` are known beside the data. */
	holds(flow: Flow, names?: Variables): Result<boolean, Problem> {
		if (flow.condition === -1) return ok(true);
		const result = this.evaluate(flow.condition, names);
		if (!result.ok) return fail({ ...result.error, at: flow.id });
		if (typeof result.value === "boolean") return ok(result.value);
		return fail({
			code: "engine.condition_not_boolean",
			detail: `The condition gives ${result.value === null ? "nothing" : "a value"} instead of true or false: is a field it uses empty?`,
			at: flow.id,
		});
	}

	/** An expression's value over the case's data and `names`. */
	evaluate(expression: number, names?: Variables): Result<Value, Problem> {
		const compiled = this.linked.expression(expression);
		if (!compiled.ok) return compiled;
		if (!this.#afford()) return fail(TOO_MUCH_WORK);
		const all = names === undefined ? this.#context() : { ...this.#context(), ...names };
		return this.#within(evaluateFeel(compiled.value, all, this.context.now, this.#fuel));
	}

	/** Whether a value passes a unary test over the case's data. */
	test(source: string, input: Value): Result<boolean, Problem> {
		const compiled = compileFeelTest(source);
		if (!compiled.ok) return compiled;
		if (!this.#afford()) return fail(TOO_MUCH_WORK);
		return this.#within(unaryTest(compiled.value, input, this.#context(), this.context.now, this.#fuel));
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

	/** Sets top-level variables of the case. */
	setVariables(variables: Variables, elementId?: string): Result<true, Problem> {
		for (const [name, value] of Object.entries(variables)) {
			const problem = overValueLimit(this.context.limits, name, value);
			if (problem !== undefined) return fail(problem);
		}
		if (Object.keys(variables).length > 0) this.record({ kind: "variables-set", variables, ...(elementId !== undefined && { elementId }) });
		return ok(true);
	}

	/**
	 * What an event that has no output mapping takes from its message: the fields that are named like the process data.
	 */
	attributesOf(node: Node, payload: Value): readonly (readonly [string, Value])[] {
		if (node.outputs.length > 0 || typeof payload !== "object" || payload === null || Array.isArray(payload)) return [];
		const fields = payload as Variables;
		return this.linked.program.attributes.flatMap((name) => {
			const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
			return value === undefined ? [] : [[name, value] as const];
		});
	}

	#outputs(node: Node, result: Variables, set: readonly (readonly [string, Value])[]): Result<true, Problem> {
		if (node.outputs.length === 0 && set.length === 0) return ok(true);
		let after = this.#draft.variables;
		for (const [path, value] of set) after = assign(after, path, value);
		for (const [expression, to] of node.outputs) {
			const evaluated = this.evaluate(expression, set.length === 0 ? result : { ...after, ...result });
			if (!evaluated.ok) return fail({ ...evaluated.error, at: node.id });
			after = assign(after, to, evaluated.value);
		}
		const before = this.#draft.variables;
		const changed = Object.entries(after).filter(([name, value]) => before[name] !== value);
		return this.setVariables(Object.fromEntries(changed), node.id);
	}

	#context(): Variables {
		const { variables, starter } = this.#draft;
		const here = this.linked.program.loops.length === 0 ? 0 : this.#here;
		if (this.#names?.of === variables && this.#names.here === here) return this.#names.all;
		const all: Variables = {
			...variables,
			...(here !== 0 && this.#own(here)),
			case: { number: this.context.caseNumber, starter: { name: starter.name, email: starter.email, personId: starter.personId } },
			parameters: this.context.parameters,
		};
		this.#names = { of: variables, here, all };
		return all;
	}

	/** Names that only the instances around a scope know, the innermost first. */
	#own(scopeId: number): Variables {
		let own: Variables = {};
		for (let scope = find(this.#draft.scopes, scopeId); scope !== undefined;) {
			if (scope.instance !== undefined) own = { ...scope.instance, ...own };
			const token = scope.token === undefined ? undefined : find(this.#draft.tokens, scope.token);
			scope = token === undefined ? undefined : find(this.#draft.scopes, token.in);
		}
		return own;
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

	#drain(): void {
		while (this.#head < this.#queue.length) {
			const arrival = this.#queue[this.#head++];
			if (arrival === undefined || find(this.#draft.scopes, arrival.scope) === undefined) continue;
			this.#touched.add(arrival.scope);
			const instance = this.#isInstance(arrival.scope, arrival.node);
			if (!instance && !hasGathered(this, arrival)) continue;
			const over = overLimit(this.context.limits, arrival.node, {
				entries: ++this.#entries,
				tokens: this.#draft.tokens.length + this.#queue.length - this.#head,
				waits: this.#draft.waits.length,
				depth: () => this.depth(arrival.scope),
			});
			const { loop } = arrival.node;
			this.#here = arrival.scope;
			if (over !== undefined) this.fail(arrival, over);
			else if (loop === null || instance) arrival.node.behaviour.enter(this, arrival);
			else enterLoop(this, arrival, loop);
		}
		this.#queue = [];
		this.#head = 0;
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
			if (scope === undefined || scope.live > 0) this.#touched.delete(id);
			else if (innermost === undefined || scope.id > innermost.id) innermost = scope;
		}
		if (innermost === undefined) return false;
		this.#touched.delete(innermost.id);
		this.#endScope(innermost);
		const token = innermost.token === undefined ? undefined : find(this.#draft.tokens, innermost.token);
		// The activity: a sub-process is its own scope, a call has the called process for one.
		const node = this.linked.byId.get(token?.at ?? innermost.at);
		if (token !== undefined) this.#here = token.in;
		if (token !== undefined && node !== undefined && innermost.instance !== undefined) instanceEnded(this, node, token);
		else if (token !== undefined && node !== undefined) this.complete(node, token);
		else if (innermost.token === undefined) {
			const outcome = this.#terminated ? "terminated" : "completed";
			this.record({ kind: "case-ended", outcome });
			this.effects.push({ type: "end-case", outcome });
		}
		return true;
	}

	#endScope(scope: Scope): void {
		this.discard(scope.id);
		this.#touched.delete(scope.id);
		this.record({ kind: "scope-closed", scope: scope.id, elementId: scope.at });
	}

	/** The token that waits on the sub-process of a scope. */
	#around(scopeId: number): Token | undefined {
		const token = find(this.#draft.scopes, scopeId)?.token;
		return token === undefined ? undefined : find(this.#draft.tokens, token);
	}

	#cancelled(wait: Wait): void {
		switch (wait.what) {
			case "task":
				this.effects.push({ type: "cancel-task", task: wait.id });
				break;
			case "job":
				this.effects.push({ type: "cancel-job", job: wait.id });
				break;
			case "timer":
				this.effects.push({ type: "cancel-timer", timer: wait.id });
				break;
			case "message":
			case "signal":
				this.effects.push({ type: "close-subscription", subscription: wait.id });
				break;
		}
	}

	/** Whether so many tokens more are within the limit of the case. */
	hasRoom(more: number): boolean {
		return this.#draft.tokens.length + this.#queue.length - this.#head + more <= this.context.limits.tokens;
	}

	/** What an incident says of too many tokens. */
	tooManyTokens(): Problem {
		return tooManyTokens(this.context.limits);
	}

	/** How many scopes there are around what is in a scope, with that scope. */
	depth(scopeId: number): number {
		const path: number[] = [];
		let known: number | undefined;
		for (let id: number | undefined = scopeId; id !== undefined; id = this.#around(id)?.in) {
			known = this.#depths.get(id);
			if (known !== undefined) break;
			path.push(id);
		}
		let depth = known ?? 0;
		for (const id of path.toReversed()) this.#depths.set(id, ++depth);
		return depth;
	}
}

/** An event that catches what was thrown: on the boundary of the activity that a token rests on, or of an event sub-process in a scope. */
interface Caught {
	readonly event: Node;
	readonly activity: Token | undefined;
	readonly scope: number;
}

/** The event that catches a code: one that names it before one that names none. */
function catching(candidates: readonly Node[], code: string, kind: "error" | "escalation"): Node | undefined {
	let any: Node | undefined;
	for (const event of candidates) {
		for (const { type, settings } of event.events) {
			if (type !== kind) continue;
			if (settings === code) return event;
			if (settings === null) any ??= event;
		}
	}
	return any;
}
