const COMMANDS: Readonly<Record<string, string>> = {
	start: "started the case",
	"complete-task": "completed a task",
	"claim-task": "claimed a task",
	claim: "claimed a task",
	release: "released a task",
	"release-task": "released a task",
	"complete-job": "finished an automatic step",
	"fail-job": "could not finish an automatic step",
	"fire-timer": "time ran out",
	"deliver-message": "received a message",
	"receive-mail": "received a mail",
	"record-mail": "sent a mail",
	attach: "added a file",
	"set-variables": "changed the data",
	"retry-incident": "tried again",
	cancel: "cancelled the case",
	allocate: "gave a task to a person",
};

/** `attachment-added` as words: `attachment added`. */
export function kindWords(kind: string): string {
	return kind.replaceAll(/[-_.]+/g, " ").replaceAll(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
}

/** What a step of the log did, as the end of a sentence that begins with who did it. */
export function commandWords(command: string): string {
	return COMMANDS[command] ?? kindWords(command);
}

/** One outcome of a step, as the log shows it. */
export interface LogLine {
	readonly kind: string;
	readonly elementId: string | undefined;
	/** The other fields, as short texts. */
	readonly details: readonly (readonly [name: string, value: string])[];
}

/** The outcomes of a step. */
export function logLines(step: { readonly entries: readonly Readonly<Record<string, unknown>>[] }): readonly LogLine[] {
	return step.entries.map(({ kind, elementId, ...rest }) => ({
		kind: typeof kind === "string" ? kind : "",
		elementId: typeof elementId === "string" ? elementId : undefined,
		details: Object.entries(rest)
			.filter(([, value]) => value !== null && value !== undefined)
			.map(([name, value]) => [kindWords(name), shortText(value)] as const),
	}));
}

const LONGEST = 120;

function shortText(value: unknown): string {
	const text = typeof value === "string" ? value : JSON.stringify(value);
	return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
