const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
// XML 1.0 knows no control characters but tab and line ends, not even as references.
// oxlint-disable-next-line no-control-regex -- these are the characters to take out
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Text from a file, made safe for element content and for attributes alike. */
export function escapeXml(value: string): string {
	return value
		.toWellFormed()
		.replace(NOT_XML, "")
		.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

/** A coordinate with at most two decimals. */
export function num(value: number): string {
	return String(Math.round(value * 100) / 100);
}

export interface Point {
	readonly x: number;
	readonly y: number;
}

export interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

export function centre(box: Box): Point {
	return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

export function rect(box: Box, className: string, radius = 0): string {
	const round = radius === 0 ? "" : ` rx="${num(radius)}"`;
	return `<rect class="${className}" x="${num(box.x)}" y="${num(box.y)}" width="${num(box.width)}" height="${num(box.height)}"${round}/>`;
}

export function circle(at: Point, radius: number, className: string): string {
	return `<circle class="${className}" cx="${num(at.x)}" cy="${num(at.y)}" r="${num(Math.max(0, radius))}"/>`;
}

/** A path through points written relative to `at` and scaled: icons are drawn once, in a unit of their own. */
export function icon(d: string, className: string, at: Point, scale: number): string {
	return `<path class="${className}" transform="translate(${num(at.x)} ${num(at.y)}) scale(${num(scale)})" d="${d}"/>`;
}

export function shrink(box: Box, by: number): Box {
	return {
		x: box.x + by,
		y: box.y + by,
		width: Math.max(0, box.width - 2 * by),
		height: Math.max(0, box.height - 2 * by),
	};
}
