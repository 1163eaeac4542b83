import { escapeXml, num, type Box } from "./markup.ts";

/** What is known of an element in a running case or in many: colour, symbol and word always go together. */
export interface Mark {
	readonly state: "active" | "done" | "incident";
	/** How many tokens, cases or incidents; shown from two on. */
	readonly count?: number;
}

export type Marks = Readonly<Record<string, Mark>>;

export const MARK_WORDS = { active: "active", done: "done", incident: "incident" } as const;

/** `2 active`, `incident`, `done`: for the spoken label. */
export function markWords(mark: Mark | undefined): string {
	if (mark === undefined) return "";
	const word = MARK_WORDS[mark.state];
	return mark.count === undefined || mark.count < 2 ? word : `${mark.count} ${mark.state === "incident" ? "incidents" : word}`;
}

/** The spoken label of an element in a running case: its state first, for that is what one listens for. */
export function speakMarked(spoken: string, mark: Mark | undefined): string {
	const words = markWords(mark);
	return words === "" ? spoken : `${words.slice(0, 1).toUpperCase()}${words.slice(1)}. ${spoken}`;
}

const SYMBOLS = { active: "M-2.6-4.4L4.6 0L-2.6 4.4Z", done: "M-4.4 .2L-1.4 3.4L4.6-3.6", incident: "M0-5V1.4M0 4.2V5" } as const;

/** A round badge at the upper right corner of a shape. The page's script puts the same one on a picture that is already shown. */
export function drawBadge(mark: Mark, box: Box): string {
	const number = mark.count !== undefined && mark.count > 1 ? String(mark.count) : "";
	const width = number === "" ? 20 : 26 + number.length * 7;
	const right = box.x + box.width + 8;
	const middle = box.y - 2;
	const symbol = right - width + 10;
	return (
		`<g class="badge ${mark.state}"><rect x="${num(right - width)}" y="${num(middle - 10)}" width="${num(width)}" height="20" rx="10"/>` +
		`<path transform="translate(${num(symbol)} ${num(middle)})" d="${SYMBOLS[mark.state]}"/>` +
		(number === "" ? "" : `<text x="${num(symbol + 9)}" y="${num(middle)}" dominant-baseline="central">${escapeXml(number)}</text>`) +
		`</g>`
	);
}
