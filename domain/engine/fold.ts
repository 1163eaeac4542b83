import { renameAll } from "./rename-all.ts";
import { afterScope, afterToken, kept, thrown } from "./compensable.ts";
import type { JournalEntry } from "./journal.ts";
import type { Compensable, Incident, Scope, State, Token, Wait } from "./state.ts";
import type { Variables } from "./types.ts";

/** A state under change. Its lists are this draft's own; what is in them is shared and replaced, never changed. */
export type Draft = { -readonly [Key in keyof State]: State[Key] } & {
	scopes: Scope[];
	tokens: Token[];
	waits: Wait[];
	incidents: Incident[];
};

/** A draft of a state, to apply entries to. */
export function draftOf(state: State): Draft {
	return {
		format: 1,
		next: state.next,
		status: state.status,
		processId: state.processId,
		starter: state.starter,
		title: state.title,
		scopes: state.scopes.slice(),
		tokens: state.tokens.slice(),
		waits: state.waits.slice(),
		incidents: state.incidents.slice(),
		variables: state.variables,
		...optional(state),
	};
}

/** What not every case has, always in the same order: the same state has the same bytes. */
function optional({
	suspended,
	dueAt,
	compensables,
}: Pick<State, "suspended" | "dueAt" | "compensables">): Pick<State, "suspended" | "dueAt" | "compensables"> {
	return {
		...(suspended !== undefined && { suspended }),
		...(dueAt !== undefined && { dueAt }),
		...(compensables !== undefined && compensables.length > 0 && { compensables }),
	};
}

function setOptional(
	draft: Draft,
	change: { readonly suspended?: true | undefined; readonly dueAt?: number; readonly compensables?: readonly Compensable[] },
): void {
	const { suspended, dueAt, compensables } = { ...draft, ...change };
	delete draft.suspended;
	delete draft.dueAt;
	delete draft.compensables;
	Object.assign(
		draft,
		optional({
			...(suspended === true && { suspended }),
			...(dueAt !== undefined && { dueAt }),
			...(compensables !== undefined && { compensables }),
		}),
	);
}

function setCompensables(draft: Draft, change: (list: readonly Compensable[]) => readonly Compensable[]): void {
	const before = draft.compensables ?? [];
	const after = change(before);
	if (after !== before) setOptional(draft, { compensables: after });
}

/** What every case is before its first entry. */
export const UNBORN: State = {
	format: 1,
	next: 1,
	status: "active",
	processId: "",
	starter: { personId: null, name: "", email: null },
	title: "",
	scopes: [],
	tokens: [],
	waits: [],
	incidents: [],
	variables: {},
};

/** The state of a case is the fold of its journal: this is the one place that says what an entry does to it. */
export function apply(draft: Draft, entry: JournalEntry): void {
	switch (entry.kind) {
		case "case-started":
			draft.processId = entry.processId;
			draft.starter = entry.starter;
			break;
		case "case-ended":
			draft.status = entry.outcome;
			break;
		case "case-suspended":
			setOptional(draft, { suspended: true });
			break;
		case "case-resumed":
			setOptional(draft, { suspended: undefined });
			break;
		case "case-due":
			setOptional(draft, { dueAt: entry.dueAt });
			break;
		case "title-set":
			draft.title = entry.title;
			break;
		case "variables-set":
			if (entry.scope === undefined) draft.variables = { ...draft.variables, ...entry.variables };
			else setData(draft, entry.scope, entry.variables);
			break;
		case "scope-opened":
			draft.next = entry.scope + 1;
			draft.scopes.push({
				id: entry.scope,
				at: entry.elementId,
				...(entry.token !== undefined && { token: entry.token }),
				...(entry.instance !== undefined && { instance: entry.instance }),
				...(entry.data !== undefined && { data: entry.data }),
				...(entry.compensates !== undefined && { compensates: entry.compensates }),
				live: 0,
			});
			if (entry.instance !== undefined) countInstance(draft, entry.token, "started");
			break;
		case "message-correlated": {
			const at = indexOfId(draft.scopes, entry.scope);
			const scope = draft.scopes[at];
			if (scope !== undefined) draft.scopes[at] = { ...scope, keys: { ...scope.keys, [entry.key]: entry.values } };
			break;
		}
		case "scope-closed": {
			const scope = remove(draft.scopes, entry.scope);
			if (scope?.instance !== undefined) countInstance(draft, scope.token, "done");
			if (scope !== undefined) setCompensables(draft, (list) => afterScope(list, scope));
			break;
		}
		case "loop-started": {
			const loop = { total: entry.total, started: 0, done: 0, ...(entry.items !== undefined && { items: entry.items }) };
			changeToken(draft, entry.token, (token) => ({ ...token, loop }));
			break;
		}
		case "element-entered":
			draft.next = entry.token + 1;
			draft.tokens.push({
				id: entry.token,
				at: entry.elementId,
				in: entry.scope,
				...(entry.via !== undefined && { via: entry.via }),
				...(entry.gathers !== undefined && { gathers: entry.gathers }),
			});
			count(draft, entry.scope, 1);
			break;
		case "listener-opened":
			draft.next = entry.token + 1;
			draft.tokens.push({ id: entry.token, at: entry.elementId, in: entry.scope, listens: true });
			break;
		case "element-left": {
			const token = remove(draft.tokens, entry.token);
			if (token === undefined) break;
			if (token.listens === undefined) count(draft, token.in, -1);
			setCompensables(draft, (list) => afterToken(list, token, entry.how));
			if (draft.waits.length > 0) dropOf(draft.waits, entry.token);
			if (draft.incidents.length > 0) dropOf(draft.incidents, entry.token);
			break;
		}
		case "wait-opened":
			draft.next = entry.wait.id + 1;
			draft.waits.push(entry.wait);
			break;
		case "case-migrated":
			renameAll(draft, entry);
			break;
		case "activity-chosen": {
			const at = indexOfId(draft.waits, entry.wait);
			const wait = draft.waits[at];
			if (wait !== undefined) draft.waits[at] = { ...wait, started: (wait.started ?? 0) + 1 };
			break;
		}
		case "wait-closed":
		case "wait-dropped":
			remove(draft.waits, entry.wait);
			break;
		case "condition-failed": {
			const at = indexOfId(draft.waits, entry.wait);
			const { holds: _, ...wait } = draft.waits[at] ?? {};
			if (at !== -1) draft.waits[at] = wait as Wait;
			break;
		}
		case "incident-raised":
			draft.next = entry.incident + 1;
			draft.incidents.push({
				id: entry.incident,
				token: entry.token,
				at: entry.elementId,
				problem: entry.problem,
				...(entry.resume !== undefined && { resume: entry.resume }),
			});
			break;
		case "incident-resolved":
			remove(draft.incidents, entry.incident);
			break;
		case "event-came": {
			const { wait, arrived } = entry;
			changeToken(draft, entry.token, (token) => ({ ...token, came: [...(token.came ?? []), { wait, arrived }] }));
			break;
		}
		case "events-came":
			changeToken(draft, entry.token, ({ came, ...token }) => {
				const others = came?.filter((each) => each.wait.at !== entry.elementId) ?? [];
				return { ...token, ...(others.length > 0 && { came: others }) };
			});
			break;
		case "compensation-kept":
			draft.next = entry.compensable + 1;
			setCompensables(draft, (list) => kept(list, entry));
			break;
		case "compensation-thrown": {
			setCompensables(draft, (list) => thrown(list, entry));
			const compensating = { left: entry.left, ...(entry.detached !== undefined && { detached: entry.detached }) };
			changeToken(draft, entry.token, (token) => ({ ...token, compensating }));
			break;
		}
		case "compensation-started":
			changeToken(draft, entry.token, ({ compensating, ...token }) => ({
				...token,
				compensating: { ...compensating, left: compensating?.left.filter((each) => each.id !== entry.compensable) ?? [] },
			}));
			break;
		case "transaction-cancelled":
		case "rules-hit":
		case "token-moved":
		case "element-passed":
		case "message-thrown":
		case "signal-thrown":
		case "error-thrown":
		case "escalation-thrown":
			break;
	}
}

/** The state after a whole journal. */
export function fold(journal: Iterable<JournalEntry>): State {
	const draft = draftOf(UNBORN);
	for (const entry of journal) apply(draft, entry);
	return draft;
}

/** The place of an id in a list that is in the order of ids; -1 when it is not there. */
export function indexOfId(list: readonly { readonly id: number }[], id: number): number {
	let low = 0;
	let high = list.length - 1;
	while (low <= high) {
		const middle = (low + high) >> 1;
		const found = list[middle]?.id ?? 0;
		if (found === id) return middle;
		if (found < id) low = middle + 1;
		else high = middle - 1;
	}
	return -1;
}

export function find<Item extends { readonly id: number }>(list: readonly Item[], id: number): Item | undefined {
	return list[indexOfId(list, id)];
}

function remove<Item extends { readonly id: number }>(list: Item[], id: number): Item | undefined {
	const at = indexOfId(list, id);
	return at === -1 ? undefined : list.splice(at, 1)[0];
}

function dropOf(list: { readonly token: number }[], token: number): void {
	let kept = 0;
	for (const item of list) if (item.token !== token) list[kept++] = item;
	list.length = kept;
}

function changeToken(draft: Draft, id: number, change: (token: Token) => Token): void {
	const at = indexOfId(draft.tokens, id);
	const token = draft.tokens[at];
	if (token !== undefined) draft.tokens[at] = change(token);
}

function countInstance(draft: Draft, tokenId: number | undefined, what: "started" | "done"): void {
	const at = tokenId === undefined ? -1 : indexOfId(draft.tokens, tokenId);
	const token = draft.tokens[at];
	if (token?.loop !== undefined) draft.tokens[at] = { ...token, loop: { ...token.loop, [what]: token.loop[what] + 1 } };
}

function setData(draft: Draft, scopeId: number, variables: Variables): void {
	const at = indexOfId(draft.scopes, scopeId);
	const scope = draft.scopes[at];
	if (scope !== undefined) draft.scopes[at] = { ...scope, data: { ...scope.data, ...variables } };
}

function count(draft: Draft, scopeId: number, change: 1 | -1): void {
	const at = indexOfId(draft.scopes, scopeId);
	const scope = draft.scopes[at];
	if (scope !== undefined) draft.scopes[at] = { ...scope, live: scope.live + change };
}
