const MAX_WORDS = 8;

/**
 * A query of the search index that finds rows of one company in which every word of the text begins a word. What a person types is
 * quoted, so none of the index's own operators can be written. Nothing when the text has no word.
 */
export function matchQuery(companyId: string, text: string): string | undefined {
	const words = text
		.normalize("NFC")
		.split(/[^\p{L}\p{N}]+/u)
		.filter((word) => word !== "")
		.slice(0, MAX_WORDS);
	if (words.length === 0) return undefined;
	return `company : "${companyId.replaceAll('"', "")}" AND {name lane documentation} : (${words.map((word) => `"${word}" *`).join(" AND ")})`;
}
