/**
 * Which rules of a decision table can hit for these inputs, counted from nought and in order: found by the value of one input where many
 * rules ask for a text or a whole number, instead of asking every rule. Rules that are left out would not hit; those that are given
 * are still asked.
 */
export type RowIndex = (inputs: readonly unknown[]) => readonly number[];

/** With fewer rules than this that an index can tell apart, asking them all is as fast. */
const WORTH_IT = 8;

/** Made once for a table from the texts of its input cells, one list a rule. */
export function indexRows(rules: readonly (readonly string[])[]): RowIndex {
	const all = rules.map((_, row) => row);
	const columns = Math.max(0, ...rules.map((cells) => cells.length));
	let best: { readonly column: number; readonly known: Map<string | number, number[]>; readonly open: number[] } | undefined;
	for (let column = 0; column < columns; column++) {
		const made = { column, known: new Map<string | number, number[]>(), open: [] as number[] };
		for (const [row, cells] of rules.entries()) {
			const values = literals(cells[column] ?? "-");
			if (values === null) made.open.push(row);
			else
				for (const value of new Set(values)) {
					const rows = made.known.get(value);
					if (rows === undefined) made.known.set(value, [row]);
					else rows.push(row);
				}
		}
		if (made.known.size >= WORTH_IT && made.open.length < (best?.open.length ?? rules.length)) best = made;
	}
	if (best === undefined) return () => all;
	const { column, known, open } = best;
	return (inputs) => {
		const input = inputs[column];
		// Other kinds pass tests in ways of their own: a list when one of its items does.
		if (typeof input !== "string" && typeof input !== "number") return all;
		const rows = known.get(input);
		if (rows === undefined) return open;
		return open.length === 0 ? rows : [...rows, ...open].toSorted((a, b) => a - b);
	};
}

const LITERAL = /^\s*(?:"([^"\\\r\n]*)"|(-?\d{1,15}))\s*(,|$)/;

/** The texts and whole numbers that a cell lists, when it does nothing else. */
function literals(cell: string): readonly (string | number)[] | null {
	const made: (string | number)[] = [];
	for (let rest = cell; ;) {
		const found = LITERAL.exec(rest);
		if (found === null) return null;
		made.push(found[1] ?? Number(found[2]) + 0);
		rest = rest.slice(found[0].length);
		if (found[3] === "") return made;
	}
}
