import type { Meter } from "../feel/meter.ts";
import type { Scope } from "../feel/scope.ts";
import type { FeelType } from "../feel/type.ts";
import type { FeelRecord, FeelValue } from "../feel/value.ts";

/** One evaluation: what has been decided so far. */
export interface Run {
	readonly inputs: FeelRecord;
	readonly meter: Meter;
	/** The inputs are data of a case, in which dates are text. */
	readonly data: boolean;
	readonly decided: Map<Node, FeelValue>;
	/** Decisions being worked on: one that needs itself is null. */
	readonly open: Set<Node>;
	/** Values given in place of decisions and inputs, inside a decision service. */
	readonly given: ReadonlyMap<Node, FeelValue>;
}

/** An element of a requirement graph, with its value in a run. */
export interface Node {
	/** The name of its variable, by which others know it. */
	readonly name: string;
	/** The element that writes it: `decision`. */
	readonly kind: string;
	readonly type: FeelType | null;
	readonly value: (run: Run) => FeelValue;
}

export function scopeOf(run: Run, names: FeelRecord): Scope {
	return { names, outer: null, meter: run.meter };
}

/** The value of a node in a run: given, known by now, or made. */
export function valueIn(run: Run, node: Node, make: (run: Run) => FeelValue): FeelValue {
	if (run.given.has(node)) return run.given.get(node) ?? null;
	const done = run.decided.get(node);
	if (done !== undefined) return done;
	if (run.open.has(node)) return null;
	run.open.add(node);
	const value = make(run);
	run.open.delete(node);
	run.decided.set(node, value);
	return value;
}
