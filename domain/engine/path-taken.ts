import type { JournalEntry } from "./journal.ts";
import type { State } from "./state.ts";

/** What became of one element or flow of the diagram in a case. Times are epoch milliseconds. */
export interface ElementFacts {
	readonly state: "done" | "active" | "incident";
	/** How often tokens came. */
	readonly times: number;
	/** Tokens that rest there now. */
	readonly active: number;
	readonly firstAt: number;
	readonly lastAt: number;
	/** How often it was cancelled rather than completed. */
	readonly cancelled: number;
}

export type PathTaken = Readonly<Record<string, ElementFacts>>;

/**
 * Which elements and flows of the diagram a case went through, by BPMN id: `incident` before `active` before `done`. The journal is
 * the whole of the case's; the state says what goes on now. Elements that no token came to are absent.
 */
export function pathTaken(journal: Iterable<JournalEntry>, state: State | null): PathTaken {
	const facts = new Map<string, { times: number; firstAt: number; lastAt: number; cancelled: number }>();
	const come = (id: string | undefined, at: number): void => {
		if (id === undefined) return;
		const known = facts.get(id);
		if (known === undefined) facts.set(id, { times: 1, firstAt: at, lastAt: at, cancelled: 0 });
		else {
			known.times++;
			known.lastAt = at;
		}
	};
	for (const entry of journal) {
		if (entry.kind === "element-passed" || entry.kind === "element-entered") {
			come(entry.elementId, entry.at);
			come(entry.via, entry.at);
		} else if (entry.kind === "scope-opened" && entry.token === undefined) come(entry.elementId, entry.at);
		else if (entry.kind === "element-left") {
			const known = facts.get(entry.elementId);
			if (known === undefined) continue;
			known.lastAt = entry.at;
			if (entry.how === "cancelled") known.cancelled++;
			// A retry comes again, a join is passed once more: neither is another visit.
			if (entry.how === "retried" || entry.how === "joined") known.times--;
		}
	}
	const active = new Map<string, number>();
	for (const token of state?.tokens ?? []) if (token.listens === undefined) active.set(token.at, (active.get(token.at) ?? 0) + 1);
	for (const scope of state?.scopes ?? []) if (scope.token === undefined) active.set(scope.at, 1);
	const incidents = new Set<string>();
	for (const incident of state?.incidents ?? []) incidents.add(incident.at);
	const made: [string, ElementFacts][] = [];
	for (const [id, known] of facts) {
		const now = active.get(id) ?? 0;
		made.push([id, { state: incidents.has(id) ? "incident" : now > 0 ? "active" : "done", active: now, ...known }]);
	}
	return Object.fromEntries(made);
}
