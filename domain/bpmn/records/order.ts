/**
 * Places in a list that several people change at once: texts that sort, with room between any two. A new place never moves
 * another, so two people who insert at the same time keep both. Equal places are told apart by the record's key.
 */

const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";
const WIDTH = 6;
const FIRST = "i00000";
/** Steps between neighbours of a fresh list, so that the first insertions stay short. */
const STEP = DIGITS.length;
const LARGEST = DIGITS.length ** WIDTH - 1;
/** Places grow by a digit for every few insertions at one spot; a text longer than this gives up being strictly between. */
const LONGEST = 60;

/** A place after `lower` and before `upper`; either may be missing. */
export function between(lower: string | undefined, upper: string | undefined): string {
	if (lower === undefined && upper === undefined) return FIRST;
	if (upper === undefined) return shifted(lower ?? FIRST, STEP);
	if (lower === undefined) return shifted(upper, -STEP);
	return midpoint(lower, upper);
}

function shifted(place: string, by: number): string {
	const head = Number.parseInt(place.slice(0, WIDTH).padEnd(WIDTH, "0"), DIGITS.length) + by;
	if (!Number.isFinite(head)) return FIRST;
	if (head > LARGEST) return `${place}i`;
	if (head < 0) return midpoint("", place);
	return head.toString(DIGITS.length).padStart(WIDTH, "0");
}

function midpoint(lower: string, upper: string): string {
	let place = "";
	let bounded = true;
	for (let at = 0; at < LONGEST; at++) {
		const low = Math.max(0, DIGITS.indexOf(lower[at] ?? "0"));
		const high = bounded ? Math.max(0, DIGITS.indexOf(upper[at] ?? "0")) : DIGITS.length;
		if (high - low > 1) return place + DIGITS.charAt((low + high) >> 1);
		place += DIGITS.charAt(low);
		if (high > low) bounded = false;
	}
	return `${lower}i`;
}

/** One sibling: its key and the place it has so far. */
export interface Sibling {
	readonly key: string;
	readonly place: string | undefined;
}

/**
 * Places for siblings in the sequence given. Those whose place already fits the sequence keep it; the others, such as one
 * that was brought to the front, get a new one. The result is as long as the input.
 */
export function placesFor(siblings: readonly Sibling[]): string[] {
	const kept = longestRising(siblings);
	const places: string[] = [];
	let last: string | undefined;
	let next = 0;
	for (const [index, sibling] of siblings.entries()) {
		if (sibling.place !== undefined && kept.has(index)) {
			last = sibling.place;
		} else {
			next = Math.max(next, index);
			while (next < siblings.length && !kept.has(next)) next++;
			last = between(last, siblings[next]?.place);
		}
		places.push(last);
	}
	return places;
}

/** Indexes of a longest run of siblings that already stand in order: those need no new place. */
function longestRising(siblings: readonly Sibling[]): ReadonlySet<number> {
	const tails: number[] = [];
	const before: (number | undefined)[] = [];
	const less = (a: Sibling | undefined, b: Sibling | undefined): boolean =>
		compareSiblings(a?.place ?? "", a?.key ?? "", b?.place ?? "", b?.key ?? "") < 0;
	for (const [index, sibling] of siblings.entries()) {
		if (sibling.place === undefined) continue;
		let low = 0;
		let high = tails.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (less(siblings[tails[middle] ?? -1], sibling)) low = middle + 1;
			else high = middle;
		}
		before[index] = low > 0 ? tails[low - 1] : undefined;
		tails[low] = index;
	}
	const rising = new Set<number>();
	for (let index = tails.at(-1); index !== undefined; index = before[index]) rising.add(index);
	return rising;
}

/** The one order of siblings everywhere: by place, then by key. Compares code units, never by locale. */
export function compareSiblings(placeA: string, keyA: string, placeB: string, keyB: string): number {
	if (placeA !== placeB) return placeA < placeB ? -1 : 1;
	if (keyA === keyB) return 0;
	return keyA < keyB ? -1 : 1;
}
