import type { DrawnElement } from "./drawn-elements.ts";
import type { CaseDetail } from "./work-api.ts";

/** A step on the bar over a case. */
export interface Stage {
	readonly elementId: string;
	readonly name: string;
	readonly state: "done" | "now" | "to-come";
	/** When it was done, or since when it waits; epoch milliseconds. */
	readonly at: number | undefined;
	/** Who did it or has it. */
	readonly who: string | undefined;
}

/** So many steps fit and can be taken in. */
const MOST_TO_COME = 3;

/**
 * What a case has done, waits for, and may come to: its people's tasks, and from the diagram those that can be reached from
 * where its tokens are. A loop brings nothing that stands on the bar already.
 */
export function caseStages(view: Pick<CaseDetail, "tasks" | "state" | "marks">, elements: readonly DrawnElement[]): readonly Stage[] {
	const done: Stage[] = view.tasks
		.filter((task) => task.state === "completed")
		.toSorted((a, b) => (a.closedAt ?? 0) - (b.closedAt ?? 0))
		.map((task) => ({
			elementId: task.elementId,
			name: task.title,
			state: "done",
			at: task.closedAt ?? undefined,
			who: task.closedByName ?? undefined,
		}));
	const now: Stage[] = view.tasks
		.filter((task) => task.state === "open")
		.map((task) => ({
			elementId: task.elementId,
			name: task.title,
			state: "now",
			at: task.createdAt,
			who: task.assigneeName ?? undefined,
		}));
	if (view.state !== "running" && view.state !== "suspended") return done;
	const seen = new Set([...done, ...now].map((stage) => stage.elementId));
	const toCome = reachable(view.marks.active, elements)
		.filter((element) => isWork(element.kind) && !seen.has(element.id))
		.slice(0, MOST_TO_COME)
		.map((element): Stage => ({ elementId: element.id, name: element.name, state: "to-come", at: undefined, who: undefined }));
	return [...done, ...now, ...toCome];
}

/** What people do; automatic steps pass too fast to be waited for. */
function isWork(kind: string): boolean {
	return kind === "UserTask" || kind === "ManualTask" || kind === "ReceiveTask";
}

function reachable(from: readonly string[], elements: readonly DrawnElement[]): readonly DrawnElement[] {
	const byId = new Map(elements.map((element) => [element.id, element]));
	const found = new Set<DrawnElement>();
	let front = from.flatMap((id) => byId.get(id)?.next ?? []);
	while (front.length > 0) {
		const fresh = front.flatMap((id) => byId.get(id) ?? []).filter((element) => !found.has(element));
		for (const element of fresh) found.add(element);
		front = fresh.flatMap((element) => element.next);
	}
	return [...found];
}
