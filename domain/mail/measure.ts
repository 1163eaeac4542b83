/** What a raw message weighs before any of it is decoded. */
export interface MailMeasure {
	/** Lines that separate MIME parts. */
	readonly parts: number;
	/** Header lines of the message itself, folded lines not counted. */
	readonly headers: number;
}

const LF = 10;
const CR = 13;
const DASH = 45;
const SPACE = 32;
const TAB = 9;
/** RFC 2046 §5.1.1: a boundary has 70 characters at the most. */
const MAX_BOUNDARY = 70;

/**
 * Counts parts and headers of a raw message in one pass over its bytes, so that a message of 300 parts is refused before a
 * parser makes objects of them. A part is counted where a line begins with `--` and a boundary that some header line declared.
 */
export function measureMail(raw: Uint8Array): MailMeasure {
	const boundaries = declaredBoundaries(raw);
	let parts = 0;
	let headers = 0;
	let inHeader = true;
	let at = 0;
	while (at < raw.length) {
		let end = raw.indexOf(LF, at);
		if (end === -1) end = raw.length;
		const first = raw[at];
		if (inHeader) {
			if (end === at || (end === at + 1 && first === CR)) inHeader = false;
			else if (first !== SPACE && first !== TAB) headers++;
		} else if (first === DASH && raw[at + 1] === DASH && boundaries.size > 0 && end - at <= MAX_BOUNDARY + 10) {
			const line = latin1(raw.subarray(at + 2, end)).trimEnd();
			if (boundaries.has(line)) parts++;
		}
		at = end + 1;
	}
	return { parts, headers };
}

/** More declarations than this are as many as can matter: the parts they separate are over the limit already. */
const MAX_BOUNDARIES = 300;

function declaredBoundaries(raw: Uint8Array): Set<string> {
	const found = new Set<string>();
	const text = latin1(raw);
	const pattern = /\bboundary\*?0?\*?\s*=\s*(?:"([^"\r\n]{1,80})"|([^\s;"]{1,80}))/gi;
	for (const match of text.matchAll(pattern)) {
		const boundary = (match[1] ?? match[2] ?? "").trimEnd();
		if (boundary !== "") found.add(boundary);
		if (found.size >= MAX_BOUNDARIES) break;
	}
	return found;
}

const DECODER = new TextDecoder("latin1");

function latin1(bytes: Uint8Array): string {
	return DECODER.decode(bytes);
}
