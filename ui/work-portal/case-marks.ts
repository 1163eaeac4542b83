import type { Marks } from "../../domain/bpmn/render-svg.ts";

/** Where a case stands, as marks of its diagram. What has an incident is shown so, even when a token is there too. */
export function caseMarks(marks: {
	readonly active: readonly string[];
	readonly done: readonly string[];
	readonly incident: readonly string[];
}): Marks {
	const all: Record<string, { state: "active" | "done" | "incident"; count?: number }> = {};
	for (const id of marks.done) all[id] = { state: "done" };
	for (const id of marks.active) {
		const count = marks.active.filter((each) => each === id).length;
		all[id] = count > 1 ? { state: "active", count } : { state: "active" };
	}
	for (const id of marks.incident) all[id] = { state: "incident" };
	return all;
}
