import type { Finding } from "../problem.ts";
import { find } from "./fold.ts";
import type { Linked, Node } from "./linked.ts";
import type { State, Token, Wait } from "./state.ts";

/** Which element of the target an element of the source becomes; what is left out becomes nothing. */
export type ElementMapping = Readonly<Record<string, string>>;

/** One element of the source and what is proposed for it. */
export interface Proposal {
	readonly from: string;
	readonly name: string;
	readonly type: string;
	/** Null: the target has nothing like it. */
	readonly to: string | null;
}

/**
 * What each element of the source becomes: the element of the same id where that is of the same kind, else the only one of its kind
 * and name in the same place. In the order of the source. Linear.
 */
export function proposeMapping(from: Linked, to: Linked): Proposal[] {
	const mapped = new Map<Node, Node>();
	const taken = new Set<Node>();
	const take = (source: Node, target: Node): void => {
		mapped.set(source, target);
		taken.add(target);
	};
	for (const node of from.byId.values()) {
		const target = to.byId.get(node.id);
		if (target !== undefined && kindOf(target) === kindOf(node)) take(node, target);
	}
	const named = new Map<string, Node[]>();
	for (const node of to.byId.values()) {
		if (taken.has(node) || node.name === "") continue;
		const key = `${kindOf(node)} ${node.name}`;
		const others = named.get(key);
		if (others === undefined) named.set(key, [node]);
		else others.push(node);
	}
	// Containers come before what lies in them, so the place of each is known.
	for (const node of from.byId.values()) {
		if (mapped.has(node)) continue;
		const place = node.parent === null ? null : mapped.get(node.parent);
		const [only, ...others] = (named.get(`${kindOf(node)} ${node.name}`) ?? []).filter((each) => each.parent === place && !taken.has(each));
		if (only !== undefined && others.length === 0) take(node, only);
	}
	return [...from.byId.values()].map((node) => ({
		from: node.id,
		name: node.name || node.id,
		type: node.type,
		to: mapped.get(node)?.id ?? null,
	}));
}

/** What an element is to whoever waits on it: a task stays a task, a timer a timer. */
function kindOf(node: Node): string {
	const events = node.events.map(({ type }) => type).join(",");
	return `${node.type} ${events}${node.loop === null ? "" : " repeats"}${node.parallel ? " together" : ""}`;
}

/** How the active parts of a case are carried over. */
export interface Plan {
	/** Elements that are named in the state, each with what it becomes. */
	readonly elements: ElementMapping;
	/** Flows by which tokens wait before joins. */
	readonly flows: ElementMapping;
	/** Waits of boundary events that the target does not have. */
	readonly dropped: readonly Wait[];
	/** Tokens that listen for the start of an event sub-process that the target does not have. */
	readonly silenced: readonly Token[];
}

/** The plan for a case where it is now, or everything that keeps it from being moved, each at its element. Linear in what is active. */
export function planMigration(from: Linked, to: Linked, state: State, mapping: ElementMapping): Plan | readonly Finding[] {
	return new Planning(from, to, state, mapping).make();
}

class Planning {
	readonly #from: Linked;
	readonly #to: Linked;
	readonly #state: State;
	readonly #mapping: ElementMapping;
	readonly #elements = new Map<string, string>();
	readonly #flows = new Map<string, string>();
	readonly #findings: Finding[] = [];

	constructor(from: Linked, to: Linked, state: State, mapping: ElementMapping) {
		this.#from = from;
		this.#to = to;
		this.#state = state;
		this.#mapping = mapping;
	}

	make(): Plan | readonly Finding[] {
		const state = this.#state;
		this.#carry(state.processId);
		for (const scope of state.scopes) this.#carry(scope.at);
		const silenced = state.tokens.filter((token) => token.listens === true && !this.#stillListens(token));
		for (const token of state.tokens) if (token.listens !== true) this.#carryToken(token);
		const gone = new Set(silenced.map(({ id }) => id));
		const dropped = state.waits.filter((wait) => !gone.has(wait.token) && !this.#carryWait(wait));
		for (const incident of state.incidents) this.#carry(incident.at);
		// What completed and can be compensated is under way in a sense: it is not lost without a word.
		for (const { at } of state.compensables ?? []) this.#carry(at);
		for (const { compensating } of state.tokens) for (const { at } of compensating?.left ?? []) this.#carry(at);
		if (this.#findings.length > 0) return this.#findings;
		return { elements: Object.fromEntries(this.#elements), flows: Object.fromEntries(this.#flows), dropped, silenced };
	}

	/** The target of an element, where it has one that is like it. */
	#targetOf(id: string): Node | undefined {
		const source = this.#from.byId.get(id);
		const target = Object.hasOwn(this.#mapping, id) ? this.#to.byId.get(this.#mapping[id] ?? "") : undefined;
		return source === undefined || target === undefined || kindOf(source) !== kindOf(target) ? undefined : target;
	}

	/** Carries an element that the case cannot do without. */
	#carry(id: string): Node | undefined {
		const target = this.#targetOf(id);
		if (target !== undefined) this.#elements.set(id, target.id);
		else if (!this.#findings.some(({ at }) => at === id)) this.#refuse(id, this.#why(id));
		return target;
	}

	#why(id: string): readonly [code: string, detail: string] {
		const source = this.#from.byId.get(id);
		const title = source?.name || id;
		const to = Object.hasOwn(this.#mapping, id) ? this.#mapping[id] : undefined;
		const target = to === undefined ? undefined : this.#to.byId.get(to);
		if (target === undefined) return ["migration.no_target", `The case is at "${title}", which becomes nothing in the other version.`];
		return [
			"migration.other_kind",
			`"${title}" cannot become "${target.name || target.id}": the one is not of the same kind as the other.`,
		];
	}

	#refuse(at: string, [code, detail]: readonly [code: string, detail: string]): void {
		this.#findings.push({ severity: "error", code, detail, at });
	}

	/** A token goes where its scope goes: it cannot enter or leave a sub-process on the way. */
	#carryToken(token: Token): void {
		const target = this.#carry(token.at);
		const scope = find(this.#state.scopes, token.in);
		if (target === undefined || scope === undefined) return;
		const around = this.#targetOf(scope.at);
		// Within one instance of an activity that repeats, the token is at that activity itself.
		const place = scope.instance !== undefined && scope.at === token.at ? target : target.parent;
		if (around !== undefined && place !== around) {
			const title = this.#from.byId.get(token.at)?.name || token.at;
			this.#refuse(token.at, ["migration.other_place", `"${title}" lies in another sub-process in the other version.`]);
			return;
		}
		if (token.via !== undefined) this.#carryFlow(token, token.via, target);
	}

	/** A join counts by flow, so the flow must lead there in the other version too. Elsewhere it says nothing any more. */
	#carryFlow(token: Token, via: string, target: Node): void {
		const source = this.#from.byId.get(token.at)?.incoming.find(({ id }) => id === via)?.source;
		const before = source === undefined ? undefined : this.#targetOf(source.id);
		const flow = target.incoming.find(({ id }) => id === via) ?? target.incoming.find((each) => each.source === before);
		if (flow !== undefined) this.#flows.set(via, flow.id);
		else if (target.incoming.length > 1 && target.type.endsWith("Gateway")) {
			const detail = `A token waits before "${target.name || target.id}" by a flow that the other version does not have.`;
			this.#refuse(token.at, ["migration.no_flow", detail]);
		}
	}

	#stillListens(token: Token): boolean {
		const target = this.#targetOf(token.at);
		const scope = find(this.#state.scopes, token.in);
		const around = scope === undefined ? undefined : this.#targetOf(scope.at);
		if (target === undefined || around?.listeners.includes(target) !== true) return false;
		this.#elements.set(token.at, target.id);
		return true;
	}

	/** Answers whether the wait goes on. */
	#carryWait(wait: Wait): boolean {
		const token = find(this.#state.tokens, wait.token);
		const source = this.#from.byId.get(wait.at);
		if (token === undefined || source === undefined || wait.at === token.at) return true;
		if (source.attachedTo !== null) {
			const target = this.#targetOf(wait.at);
			if (target === undefined || target.attachedTo !== this.#targetOf(token.at)) return false;
			this.#elements.set(wait.at, target.id);
			return true;
		}
		const target = this.#carry(wait.at);
		if (wait.what === "choice") {
			if (target !== undefined && target.parent !== this.#targetOf(token.at))
				this.#refuse(wait.at, ["migration.other_place", `"${source.name || source.id}" lies in another sub-process in the other version.`]);
			return true;
		}
		const gateway = this.#targetOf(token.at);
		if (target !== undefined && gateway?.outgoing.some((flow) => flow.target === target) === false)
			this.#refuse(wait.at, [
				"migration.other_place",
				`"${source.name || source.id}" does not follow the same gateway in the other version.`,
			]);
		return true;
	}
}
