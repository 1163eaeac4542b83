/**
 * Whether a JSON text has lists and objects more than so many deep within each other. One linear look at the text, before anything is made
 * of it: what reads, checks and writes JSON calls itself for each level, and a text of ten thousand brackets would end it.
 */
export function nestsDeeper(json: string, levels: number): boolean {
	let depth = 0;
	let quoted = false;
	for (let at = 0; at < json.length; at++) {
		const sign = json.charCodeAt(at);
		if (quoted) {
			if (sign === 0x5c) at++;
			else if (sign === 0x22) quoted = false;
		} else if (sign === 0x22) quoted = true;
		else if (sign === 0x5b || sign === 0x7b) {
			if (++depth > levels) return true;
		} else if (sign === 0x5d || sign === 0x7d) depth--;
	}
	return false;
}
