import { compileNode, metered, nothing, type Closure, type Compiler } from "./compile.ts";
import { bounded } from "./meter.ts";
import { whole } from "./number.ts";
import { inside, type Scope } from "./scope.ts";
import { nameOf, operands, parts, type SyntaxNode } from "./syntax.ts";
import { FeelDate, dateOfEpochDay, epochDay } from "./temporal.ts";
import { Range, isList, record, type FeelValue } from "./value.ts";

/** `for`, `some` and `every` (DMN 1.5 §10.3.2.12 and .13). */

export interface Iterator {
	readonly name: string;
	/** Null when what is asked is no list. */
	readonly items: (scope: Scope) => readonly FeelValue[] | null;
}

export function compileFor(node: SyntaxNode, compiler: Compiler): Closure {
	const [loops, body] = operands(node);
	if (loops === undefined || body === undefined) return nothing;
	return iterate(compileIterators(loops, compiler), metered(body, compiler));
}

/** The values of a body for every round; `partial` are those so far. */
export function iterate(iterators: readonly Iterator[], body: Closure): Closure {
	return (scope) => {
		const made: FeelValue[] = [];
		const outer = inside(scope, record([["partial", made]]));
		const ended = rounds(iterators, 0, outer, (within) => {
			made.push(body(within));
			bounded(made);
			return true;
		});
		return ended ? [...made] : null;
	};
}

export function compileQuantified(node: SyntaxNode, compiler: Compiler): Closure {
	const [loops, condition] = operands(node);
	if (loops === undefined || condition === undefined) return nothing;
	const kind = parts(node)[0]?.name === "every" ? "every" : "some";
	return quantify(kind, compileIterators(loops, compiler), metered(condition, compiler));
}

/** Whether a condition is true for some or every round; null when no round decides and one gives no boolean; `strict`, when any gives none. */
export function quantify(kind: "some" | "every", iterators: readonly Iterator[], condition: Closure, strict = false): Closure {
	const deciding = kind === "some";
	return (scope) => {
		let decided = false;
		let unclear = false;
		const ended = rounds(iterators, 0, scope, (within) => {
			const value = condition(within);
			if (value === deciding) decided = true;
			else if (typeof value !== "boolean") unclear = true;
			return strict || !decided;
		});
		if (decided && !(strict && unclear)) return deciding;
		return !ended || unclear ? null : !deciding;
	};
}

/** False when one of the iterators has no list. */
function rounds(iterators: readonly Iterator[], at: number, scope: Scope, round: (scope: Scope) => boolean): boolean {
	let going = true;
	const loop = (depth: number, outer: Scope): boolean => {
		const iterator = iterators[depth];
		if (iterator === undefined) {
			going = round(outer);
			return true;
		}
		const items = iterator.items(outer);
		if (items === null) return false;
		for (const item of items) {
			outer.meter.burn(1);
			if (!loop(depth + 1, inside(outer, record([[iterator.name, item]])))) return false;
			if (!going) return true;
		}
		return true;
	};
	return loop(at, scope);
}

function compileIterators(node: SyntaxNode, compiler: Compiler): Iterator[] {
	return operands(node).map((each) => {
		const [name, over] = operands(each);
		const [from, to] = over === undefined ? [] : operands(over);
		return {
			name: name === undefined ? "" : nameOf(name, compiler.source),
			items: from === undefined ? () => null : compileItems(metered(from, compiler), to === undefined ? null : compileNode(to, compiler)),
		};
	});
}

/** What is iterated: a list, a value as a list of one, a range, or the range between two values. */
export function compileItems(from: Closure, to: Closure | null): Iterator["items"] {
	return (scope) => {
		const start = from(scope);
		if (to !== null) return counted(start, to(scope), scope);
		if (start instanceof Range) return rangeItems(start, scope);
		return isList(start) ? start : start === null ? null : [start];
	};
}

function rangeItems(range: Range, scope: Scope): readonly FeelValue[] | null {
	const items = counted(range.start ?? null, range.end ?? null, scope);
	if (items === null) return null;
	return items.slice(range.startIncluded ? 0 : 1, range.endIncluded ? undefined : -1);
}

function counted(start: FeelValue, end: FeelValue, scope: Scope): readonly FeelValue[] | null {
	const dates = start instanceof FeelDate && end instanceof FeelDate;
	const first = start instanceof FeelDate ? epochDay(start) : whole(start);
	const last = end instanceof FeelDate ? epochDay(end) : whole(end);
	if (first === null || last === null || start instanceof FeelDate !== end instanceof FeelDate) return null;
	const length = Math.abs(last - first) + 1;
	scope.meter.burn(length);
	const step = last < first ? -1 : 1;
	return Array.from({ length }, (_, at) => (dates ? dateOfEpochDay(first + at * step) : first + at * step));
}
