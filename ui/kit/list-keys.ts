/** Where the cursor of a list goes for a step; stays in the list. `-1` stands for no row yet. */
export function moveCursor(index: number, step: number, count: number): number {
	if (count === 0) return -1;
	if (index < 0) return step > 0 ? 0 : count - 1;
	return Math.min(Math.max(index + step, 0), count - 1);
}

/** Marks or unmarks a row. */
export function toggle(marked: ReadonlySet<string>, id: string): ReadonlySet<string> {
	const next = new Set(marked);
	if (!next.delete(id)) next.add(id);
	return next;
}
