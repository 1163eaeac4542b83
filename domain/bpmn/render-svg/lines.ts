import { escapeXml, num, type Box, type Point } from "./markup.ts";

/** Advance widths of a grotesque (Inter), in ems, by class of character: close enough to keep a label inside its shape. */
function advance(character: string): number {
	if (character === " ") return 0.29;
	if ("iljtfrI|!.,:;'`()[]{}-".includes(character)) return 0.36;
	if ("mwMW@%—…".includes(character)) return 0.9;
	const code = character.codePointAt(0) ?? 0;
	// East Asian scripts, fullwidth forms, emoji.
	if ((code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xffdc && !(code >= 0xd800 && code <= 0xf8ff)) || code >= 0x1f000)
		return 1;
	if (character >= "A" && character <= "Z") return 0.69;
	return 0.585;
}

export function textWidth(line: string, size: number): number {
	let width = 0;
	for (const character of line) width += advance(character);
	return width * size;
}

/** Cuts a word that is wider than the line; scripts without spaces break anywhere. */
function cut(word: string, max: number, size: number): string[] {
	const parts: string[] = [];
	let part = "";
	for (const character of word) {
		if (part !== "" && textWidth(part + character, size) > max) {
			parts.push(part);
			part = "";
		}
		part += character;
	}
	if (part !== "") parts.push(part);
	return parts;
}

/** Breaks text into lines of at most `max` units at font size `size`; the file's own line breaks are kept. */
export function wrapText(value: string, max: number, size: number): string[] {
	const lines: string[] = [];
	for (const paragraph of value.split(/\r?\n/)) {
		let line = "";
		for (const word of paragraph.split(/\s+/).filter((each) => each !== "")) {
			const longer = line === "" ? word : `${line} ${word}`;
			if (textWidth(longer, size) <= max) {
				line = longer;
				continue;
			}
			if (line !== "") lines.push(line);
			const parts = textWidth(word, size) <= max ? [word] : cut(word, max, size);
			line = parts.pop() ?? "";
			lines.push(...parts);
		}
		if (line !== "") lines.push(line);
	}
	return lines;
}

export const LINE_HEIGHT = 1.22;

/** The first of `sizes` at which the text fits the room; at the last of them what does not fit ends in an ellipsis. */
export function fitText(
	value: string,
	room: { readonly width: number; readonly height: number },
	sizes: readonly number[],
): { lines: readonly string[]; size: number } {
	let smallest = { lines: [] as readonly string[], size: sizes.at(-1) ?? 12 };
	for (const size of sizes) {
		const lines = wrapText(value, room.width, size);
		if (lines.length * size * LINE_HEIGHT <= room.height && !splitsWord(value, lines)) return { lines, size };
		smallest = { lines, size };
	}
	const most = Math.max(1, Math.floor(room.height / (smallest.size * LINE_HEIGHT)));
	if (smallest.lines.length <= most) return smallest;
	const kept = smallest.lines.slice(0, most);
	let last = kept[most - 1] ?? "";
	while (last !== "" && textWidth(`${last}…`, smallest.size) > room.width) last = last.slice(0, -1);
	return { lines: [...kept.slice(0, -1), `${last}…`], size: smallest.size };
}

/** Whether a word was cut: then a smaller size is worth a try. */
function splitsWord(value: string, lines: readonly string[]): boolean {
	return lines.join(" ").length > value.trim().replace(/\s+/g, " ").length;
}

export type Anchor = "start" | "middle" | "end";

/** Lines of text whose block is centred vertically on `at`. */
export function textBlock(lines: readonly string[], at: Point, size: number, anchor: Anchor = "middle", className = "label"): string {
	const step = size * LINE_HEIGHT;
	const first = at.y - ((lines.length - 1) / 2) * step;
	return lines
		.map(
			(line, index) =>
				`<text class="${className}" x="${num(at.x)}" y="${num(first + index * step)}" font-size="${num(size)}" text-anchor="${anchor}" dominant-baseline="central">${escapeXml(line)}</text>`,
		)
		.join("");
}

/** A label outside its shape, with the box that it fills (so that the picture's frame can take it in). */
export function outsideLabel(
	value: string,
	at: Point,
	place: "above" | "below" | "centre",
	width: number,
	size = 11,
): { markup: string; box: Box } {
	const lines = wrapText(value, width, size);
	const height = lines.length * size * LINE_HEIGHT;
	const widest = Math.max(0, ...lines.map((line) => textWidth(line, size)));
	const middle = place === "below" ? at.y + height / 2 : place === "above" ? at.y - height / 2 : at.y;
	return {
		markup: textBlock(lines, { x: at.x, y: middle }, size, "middle", "label outside"),
		box: { x: at.x - widest / 2, y: middle - height / 2, width: widest, height },
	};
}
