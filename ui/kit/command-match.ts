/** Every word typed begins some word of the command. */
export function matches(command: { readonly title: string; readonly group: string; readonly words?: string }, text: string): boolean {
	const words = `${command.title} ${command.group} ${command.words ?? ""}`.toLowerCase().split(/[\s:/.-]+/);
	return text
		.toLowerCase()
		.split(/\s+/)
		.filter(Boolean)
		.every((wanted) => words.some((word) => word.startsWith(wanted)));
}
