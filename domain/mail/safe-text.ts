/** Control characters but tab and line feed, and those that turn the direction of text or hide in it (CVE-2021-42574). */
const HIDDEN = /[^\P{Cc}\t\n]|[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/**
 * A decoded header value as one line: an encoded word may carry CR, LF and NUL (`=?utf-8?Q?a=0D=0ABcc:_x?=`), which would
 * become a header of its own wherever the value is written into another message.
 */
export function oneLine(text: string, maxLength: number): string {
	return text
		.replaceAll(/[\t\r\n]+/g, " ")
		.replaceAll(HIDDEN, "")
		.trim()
		.slice(0, maxLength)
		.toWellFormed();
}

/** A body: lines end with LF, control characters are gone. */
export function manyLines(text: string, maxLength: number): string {
	return text.replaceAll(/\r\n?/g, "\n").replaceAll(HIDDEN, "").slice(0, maxLength).toWellFormed();
}

const MAX_NAME = 120;

/** A file name that is safe to store, to show and to write into a header: the last part of any path, never empty or hidden. */
export function safeFileName(name: string): string {
	const last =
		oneLine(name, 1000)
			.split(/[/\\]/)
			.findLast((part) => part.trim() !== "") ?? "";
	const plain = last
		.replaceAll(/[<>:"|?*]/g, "_")
		.replace(/^[.\s]+/, "")
		.replace(/[.\s]+$/, "");
	if (plain === "") return "attachment";
	if (plain.length <= MAX_NAME) return plain;
	const dot = plain.lastIndexOf(".");
	const extension = dot > 0 && plain.length - dot <= 12 ? plain.slice(dot) : "";
	return (plain.slice(0, MAX_NAME - extension.length) + extension).toWellFormed();
}

const BLOCKS = new Set(["br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote", "pre"]);
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/** The words of an HTML body, for conditions and mappings; one pass, so that hostile markup costs no more than its length. */
export function textOfHtml(html: string): string {
	let text = "";
	let at = 0;
	while (at < html.length) {
		const open = html.indexOf("<", at);
		if (open === -1) {
			text += html.slice(at);
			break;
		}
		text += html.slice(at, open);
		const close = html.indexOf(">", open);
		if (close === -1) break;
		const tag = /^\/?([a-z0-9]+)/i.exec(html.slice(open + 1, Math.min(close, open + 20)))?.[1]?.toLowerCase() ?? "";
		at = close + 1;
		if (tag === "script" || tag === "style") {
			const end = html.toLowerCase().indexOf(`</${tag}`, at);
			// Looked for once at the most where there is no end: what follows is the element's content.
			if (html[open + 1] !== "/") at = end === -1 ? html.length : end;
		} else if (BLOCKS.has(tag)) text += "\n";
	}
	return text
		.replaceAll(/&(#x?[0-9a-f]{1,6}|[a-z]{2,8});/gi, (whole, name: string) => entity(name) ?? whole)
		.replaceAll(/[ \t\r\u00a0]+/g, " ")
		.replaceAll(/ ?\n[\n ]*/g, "\n")
		.trim();
}

function entity(name: string): string | undefined {
	if (!name.startsWith("#")) return ENTITIES[name.toLowerCase()];
	const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
	return Number.isNaN(code) || code > 0x10ffff || code === 0 ? "" : String.fromCodePoint(code);
}
