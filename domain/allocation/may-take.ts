import type { Candidates } from "../case/rows.ts";

/** A person of an environment as allocation sees them. */
export interface Worker {
	readonly personId: string;
	readonly name: string;
	readonly email: string;
	readonly roles: readonly string[];
	readonly groups: readonly string[];
}

/** Whether a person is among those a task is for. */
export function isCandidate(worker: Worker, candidates: Candidates): boolean {
	return (
		candidates.people.includes(worker.email.toLowerCase()) ||
		candidates.roles.some((role) => worker.roles.includes(role)) ||
		candidates.groups.some((group) => worker.groups.includes(group))
	);
}

/** Whether a task shows in a person's inbox: it is theirs, or it lies in a pool they belong to. */
export function mayTake(
	worker: Worker,
	task: { readonly assign: "pool" | "one"; readonly assigneeId: string | null; readonly candidates: Candidates },
): boolean {
	if (task.assigneeId !== null) return task.assigneeId === worker.personId;
	return task.assign === "pool" && isCandidate(worker, task.candidates);
}
