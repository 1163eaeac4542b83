/** A value in JSON text, as a person reads it; a dash for none. */
export function valueWords(json: string | null): string {
	if (json === null) return "–";
	const value: unknown = JSON.parse(json);
	if (value === true) return "yes";
	if (value === false) return "no";
	return typeof value === "string" ? (value === "" ? "empty" : value) : JSON.stringify(value);
}
