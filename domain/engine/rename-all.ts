import type { Draft } from "./fold.ts";
import type { JournalEntry } from "./journal.ts";
import type { Token } from "./state.ts";

/** Everything that names elements and flows gets the names of another version. A flow that is not named there says nothing any more. */
export function renameAll(draft: Draft, { elements, flows }: Extract<JournalEntry, { kind: "case-migrated" }>): void {
	const named = (id: string): string => (Object.hasOwn(elements, id) ? (elements[id] ?? id) : id);
	draft.processId = named(draft.processId);
	if (draft.compensables !== undefined) draft.compensables = draft.compensables.map((each) => ({ ...each, at: named(each.at) }));
	for (const list of [draft.scopes, draft.waits, draft.incidents] as { at: string }[][])
		for (const [index, item] of list.entries()) list[index] = { ...item, at: named(item.at) };
	for (const [index, token] of draft.tokens.entries()) {
		const { via, ...rest } = withNames(token, named);
		const flow = via !== undefined && Object.hasOwn(flows, via) ? flows[via] : undefined;
		draft.tokens[index] = { ...rest, at: named(token.at), ...(flow !== undefined && { via: flow }) };
	}
}

function withNames({ compensating, came, ...token }: Token, named: (id: string) => string): Token {
	return {
		...token,
		...(compensating !== undefined && {
			compensating: { ...compensating, left: compensating.left.map((each) => ({ ...each, at: named(each.at) })) },
		}),
		...(came !== undefined && { came: came.map((each) => ({ ...each, wait: { ...each.wait, at: named(each.wait.at) } })) }),
	};
}
