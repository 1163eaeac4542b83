/** A condition of the suite, written in Java's unified expression language or in Java, as FEEL. ISO 8601 stays as it is. */
export function asFeel(source: string): string {
	return source
		.trim()
		.replace(/^[$#]\{([\s\S]*)\}$/, "$1")
		.replace(/(\w+)\.contains\(([^()]*)\)/g, "contains($1, $2)")
		.replace(/(\w+)\.equals\(([^()]*)\)/g, "$1 = $2")
		.replace(/==/g, "=")
		.replace(/&&/g, " and ")
		.replace(/\|\|/g, " or ")
		.replace(/!(?!=)\s*(\w+(?:\([^()]*\))?)/g, "not($1)")
		.replace(/'([^']*)'/g, '"$1"')
		.trim();
}
