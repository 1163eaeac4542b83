import type { InboxTask } from "./work-api.ts";

/** What the live socket tells of one case: lines to show or update, and task ids to take away. */
export interface InboxChange {
	readonly changed: readonly InboxTask[];
	readonly removed: readonly string[];
}

/** A task's name outside of its case, as addresses and the API spell it. */
export function taskIdOf(task: { readonly caseId: string; readonly task: number }): string {
	return `${task.caseId}.${task.task}`;
}

/**
 * Takes a change into the lines in sight: known lines are updated where they stand, removed ones go, and new ones are only
 * counted, because a row that comes in under the cursor makes people open the wrong task. `keep` is the open task: it stays
 * until one leaves it, even when someone else finished it.
 */
export function takeChange(
	lines: readonly InboxTask[],
	change: InboxChange,
	keep: string | undefined,
): { readonly lines: readonly InboxTask[]; readonly arrived: readonly string[] } {
	const byId = new Map(change.changed.map((task) => [taskIdOf(task), task]));
	const gone = new Set(change.removed);
	const next = lines.filter((line) => !gone.has(taskIdOf(line)) || taskIdOf(line) === keep).map((line) => byId.get(taskIdOf(line)) ?? line);
	const known = new Set(lines.map(taskIdOf));
	return { lines: next, arrived: [...byId.keys()].filter((id) => !known.has(id)) };
}

/** The line that opens when a task is done: the next one below, else the one above. */
export function nextAfter(lines: readonly InboxTask[], taskId: string): string | undefined {
	const index = lines.findIndex((line) => taskIdOf(line) === taskId);
	const next = index < 0 ? lines[0] : (lines[index + 1] ?? lines[index - 1]);
	return next === undefined ? undefined : taskIdOf(next);
}
