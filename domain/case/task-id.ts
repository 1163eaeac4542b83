import * as v from "valibot";
import { type CaseId, id } from "../ids.ts";

/** A task's name outside its case: `<caseId>.<number>`, the number being the engine's. */
export type TaskId = `${string}.${number}`;

export function taskId(caseId: CaseId, task: number): TaskId {
	return `${caseId}.${task}`;
}

const caseId = id("case");

/** The schema of a task id at the edge; its output is the case and the number in it. */
export const taskIdParam = v.pipe(
	v.string(),
	v.regex(/^[a-z0-9_]{30}\.[1-9][0-9]{0,8}$/, "not a task id"),
	v.transform((text) => {
		const dot = text.indexOf(".");
		return { caseId: text.slice(0, dot), task: Number(text.slice(dot + 1)) };
	}),
	v.object({ caseId, task: v.number() }),
);
