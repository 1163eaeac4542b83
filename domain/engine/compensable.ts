import type { JournalEntry } from "./journal.ts";
import type { Compensable, Scope, Token } from "./state.ts";

/** What entries do to the activities that can be compensated: a part of `fold.ts`. */

type Entry<Kind> = Extract<JournalEntry, { readonly kind: Kind }>;

/** An activity completed: it is kept, and what completed in it belongs to it from now on. */
export function kept(list: readonly Compensable[], entry: Entry<"compensation-kept">): readonly Compensable[] {
	const { compensable: id, elementId: at, scope, token, names, inner } = entry;
	const own: Compensable = { id, at, in: scope, ...(token !== undefined && { token }), ...(names !== undefined && { names }) };
	// The newest has the highest id, so the list stays in order.
	const before = inner === undefined ? list : list.map((each) => (each.in === inner ? { ...each, within: each.within ?? id } : each));
	return [...before, own];
}

/** A scope is gone: what completed in it can no longer be compensated, unless its activity was kept with it. */
export function afterScope(list: readonly Compensable[], scope: Scope): readonly Compensable[] {
	return without(
		list,
		(each) => (each.in === scope.id && each.within === undefined) || (scope.compensates !== undefined && each.within === scope.compensates),
	);
}

/** A token is gone: instances of its activity can be compensated from now on when that completed, and never when it was cancelled. */
export function afterToken(list: readonly Compensable[], token: Token, how: Entry<"element-left">["how"]): readonly Compensable[] {
	const left = new Set(token.compensating?.left.map((each) => each.id));
	const rest = left.size === 0 ? list : without(list, ({ within }) => within !== undefined && left.has(within));
	if (!rest.some((each) => each.token === token.id)) return rest;
	if (how !== "completed") return without(rest, (each) => each.token === token.id);
	return rest.map((each) => {
		if (each.token !== token.id) return each;
		const { token: _, ...done } = each;
		return done;
	});
}

/** A token compensates: what it is to compensate is its own, and is compensated once. */
export function thrown(list: readonly Compensable[], { left, taken }: Entry<"compensation-thrown">): readonly Compensable[] {
	const gone = new Set([...left.map((each) => each.id), ...(taken ?? [])]);
	return list.filter((each) => !gone.has(each.id));
}

/** Without those of which `is` is true, and all within them. */
function without(list: readonly Compensable[], is: (each: Compensable) => boolean): readonly Compensable[] {
	const gone = new Set(list.filter(is).map((each) => each.id));
	if (gone.size === 0) return list;
	// What is within an activity completed before it, so its id is lower.
	for (const each of list.toReversed()) if (each.within !== undefined && gone.has(each.within)) gone.add(each.id);
	return list.filter((each) => !gone.has(each.id));
}
