const COMMANDS: Readonly<Record<string, string>> = {
	start: "started the case",
	"complete-task": "completed a task",
	"claim-task": "claimed a task",
	"release-task": "released a task",
	"assign-task": "gave a task to a person",
	"complete-job": "finished an automatic step",
	"fail-job": "could not finish an automatic step",
	"fire-timer": "saw that time is up",
	"deliver-message": "took in a message",
	"receive-mail": "took in a mail",
	"record-mail": "noted what became of a mail",
	attach: "added a file",
	"set-variables": "changed the data",
	"retry-incident": "tried again",
	cancel: "cancelled the case",
	suspend: "suspended the case",
	resume: "resumed the case",
	"start-activity": "started an activity",
	migrate: "moved the case to another version",
	"move-token": "moved the case to another step",
	assign: "gave a task to a person",
	allocate: "gave a task to a person",
	"ring-alarm": "rang an alarm",
	"reckon-due": "set a due date",
};

const KINDS: Readonly<Record<string, string>> = {
	"case-started": "The case began",
	"case-ended": "The case ended",
	"case-suspended": "Suspended",
	"case-resumed": "Resumed",
	"rules-hit": "Decided at",
	"token-moved": "Moved from",
	"activity-chosen": "Chosen",
	"case-migrated": "Moved to another version",
	"kept-for-later": "Kept until the case is resumed",
	"title-set": "Named",
	"variables-set": "Data",
	"element-passed": "Passed",
	"element-entered": "Reached",
	"element-left": "Left",
	"wait-opened": "Waits at",
	"wait-closed": "Went on at",
	"event-came": "Came, with others to come, at",
	"condition-failed": "No longer true at",
	"compensation-kept": "Can be undone:",
	"compensation-thrown": "Undoes from",
	"compensation-started": "Undoes",
	"transaction-cancelled": "Cancelled from",
	"incident-raised": "Incident at",
	"incident-resolved": "Repaired",
	"message-thrown": "Sent a message from",
	"message-correlated": "Got the key of its messages at",
	"signal-thrown": "Sent a signal from",
	"error-thrown": "Error at",
	"escalation-thrown": "Escalated at",
	"attachment-added": "File",
	"task-claimed": "Claimed",
	"task-released": "Released",
	"task-assigned": "Given",
	"alarm-rung": "Alarm",
	"case-due": "Due",
	"due-reckoned": "Due",
};

/** What a reader of the log can do nothing with: the engine's own numbers, and scopes, which it opens around every element. */
const INNER_KINDS: ReadonlySet<string> = new Set(["scope-opened", "listener-opened", "loop-started", "scope-closed"]);
const INNER_FIELDS: ReadonlySet<string> = new Set([
	"at",
	"token",
	"scope",
	"via",
	"engine",
	"wait",
	"incident",
	"resume",
	"processId",
	"starter",
	// Of an alarm: when it rings says as much to a reader.
	"by",
]);

/** `attachment-added` as words: `attachment added`. */
export function plainWords(name: string): string {
	return name.replaceAll(/[-_.]+/g, " ").replaceAll(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
}

/** What a step of the log did, as the end of a sentence that begins with who did it. */
export function commandWords(command: string): string {
	return COMMANDS[command] ?? plainWords(command);
}

/** One outcome of a step, as the log shows it. */
export interface LogLine {
	/** The beginning of the line: `Reached`. */
	readonly words: string;
	readonly elementId: string | undefined;
	/** The other fields, as short texts. */
	readonly details: readonly (readonly [name: string, value: string])[];
}

/** The outcomes of a step that a reader can use. */
export function logLines(step: { readonly entries: readonly Readonly<Record<string, unknown>>[] }): readonly LogLine[] {
	return step.entries.flatMap(({ kind, elementId, variables, ...rest }) => {
		const name = typeof kind === "string" ? kind : "";
		if (INNER_KINDS.has(name)) return [];
		const fields = Object.entries(rest).filter(([field]) => !INNER_FIELDS.has(field));
		return [
			{
				words: KINDS[name] ?? capital(plainWords(name)),
				elementId: typeof elementId === "string" ? elementId : undefined,
				details: [...fields, ...Object.entries(Object(variables ?? {}))]
					.filter(([, value]) => value !== null && value !== undefined)
					.map(([field, value]) => [plainWords(field), shortText(field, value)] as const),
			},
		];
	});
}

const LONGEST = 120;

function capital(words: string): string {
	return words.slice(0, 1).toUpperCase() + words.slice(1);
}

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

function shortText(field: string, value: unknown): string {
	if (field === "dueAt" && typeof value === "number") return moment.format(value);
	const names = Array.isArray(value) && value.every((each) => typeof each === "string" || typeof each === "number");
	const text = typeof value === "string" ? value : names ? value.join(", ") : JSON.stringify(value);
	return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
