import { RowTooLarge } from "./row-limit.ts";

/** UTF-16 units of one piece: at most three bytes each, so a piece always fits a row. */
const PIECE = 300_000;

/** A text in pieces that fit a row each. No piece ends in the middle of a character. */
export function* piecesOf(text: string): Iterable<string> {
	for (let from = 0; from < text.length;) {
		let to = Math.min(from + PIECE, text.length);
		const last = text.charCodeAt(to - 1);
		if (to < text.length && last >= 0xd800 && last < 0xdc00) to--;
		yield text.slice(from, to);
		from = to;
	}
}

/** Whether a text fits the row of its table, as nearly all do. */
export function isShort(text: string): boolean {
	return text.length <= PIECE;
}

/** What a case's state, and the journal of one step, may have at most: an object has 128 MB of memory, shared with others. UTF-16 units. */
export const LONGEST_STATE = 16_000_000;
export const LONGEST_JOURNAL = 32_000_000;

/** Writes the engine's state. `pieces` is how many rows the state before it has in `state_piece`; answers how many this one has. */
export function writeState(sql: SqlStorage, text: string, pieces: number): number {
	if (text.length > LONGEST_STATE)
		throw new RowTooLarge("The state of the case is too large: too much goes on in it at once. Let some of it end, or cancel the case.");
	if (isShort(text)) {
		sql.exec("UPDATE position SET engine = ?", text);
		if (pieces > 0) sql.exec("DELETE FROM state_piece");
		return 0;
	}
	let piece = 0;
	for (const part of piecesOf(text))
		// A piece that is as it was costs no write.
		sql.exec(
			"INSERT INTO state_piece (piece, text) VALUES (?1, ?2) ON CONFLICT (piece) DO UPDATE SET text = ?2 WHERE text <> ?2",
			piece++,
			part,
		);
	if (piece < pieces) sql.exec("DELETE FROM state_piece WHERE piece >= ?", piece);
	if (pieces === 0) sql.exec("UPDATE position SET engine = ''");
	return piece;
}

/** The engine's state as text and how many pieces it is in; null before the case is started. */
export function readState(sql: SqlStorage): { readonly text: string | null; readonly pieces: number } {
	const text = sql.exec<{ engine: string | null }>("SELECT engine FROM position").toArray()[0]?.engine ?? null;
	if (text !== "") return { text, pieces: 0 };
	const pieces = sql.exec<{ text: string }>("SELECT text FROM state_piece ORDER BY piece").toArray();
	return { text: pieces.map((piece) => piece.text).join(""), pieces: pieces.length };
}

/** Keeps the rest of a step's journal where it is longer than its row; answers what stands in the row itself. */
export function writeLongJournal(sql: SqlStorage, step: number, entries: string): string {
	if (isShort(entries)) return entries;
	if (entries.length > LONGEST_JOURNAL) throw new RowTooLarge("This step does more at once than its journal can hold. Do it in parts.");
	let piece = 0;
	for (const text of piecesOf(entries)) sql.exec("INSERT INTO journal_piece (step, piece, text) VALUES (?, ?, ?)", step, piece++, text);
	return "";
}

/** The entries of a step as JSON text. `row` is what its row of the journal has. */
export function wholeJournal(sql: SqlStorage, step: number, row: string): string {
	if (row !== "") return row;
	return sql
		.exec<{ text: string }>("SELECT text FROM journal_piece WHERE step = ? ORDER BY piece", step)
		.toArray()
		.map((piece) => piece.text)
		.join("");
}
