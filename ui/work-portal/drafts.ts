import type { Values } from "./work-api.ts";

/**
 * The copy of a draft on this machine, written with each keystroke, so that not even a closed lid loses a word.
 * The server's draft is the one that follows a person to other machines; this one bridges until it is saved.
 */
const keyOf = (personId: string, taskId: string): string => `portico.draft.${personId}.${taskId}`;

export interface LocalDraft {
	readonly values: Values;
	/** Epoch milliseconds. */
	readonly at: number;
}

/** Answers whether the browser kept it. */
export function keepDraft(personId: string, taskId: string, draft: LocalDraft): boolean {
	try {
		localStorage.setItem(keyOf(personId, taskId), JSON.stringify(draft));
		return true;
	} catch {
		return false;
	}
}

export function readDraft(personId: string, taskId: string): LocalDraft | undefined {
	try {
		const text = localStorage.getItem(keyOf(personId, taskId));
		if (text === null) return undefined;
		const draft: unknown = JSON.parse(text);
		return isDraft(draft) ? draft : undefined;
	} catch {
		return undefined;
	}
}

export function dropDraft(personId: string, taskId: string): void {
	try {
		localStorage.removeItem(keyOf(personId, taskId));
	} catch {
		// Where storage is refused there is nothing to drop.
	}
}

function isDraft(draft: unknown): draft is LocalDraft {
	return (
		typeof draft === "object" &&
		draft !== null &&
		"values" in draft &&
		typeof draft.values === "object" &&
		draft.values !== null &&
		"at" in draft
	);
}
