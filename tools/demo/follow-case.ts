import type { DataModel, Value } from "../../domain/data/model.ts";
import type { Form } from "../../domain/forms/form.ts";
import type { Answer } from "../acts.ts";
import type { Client } from "../client.ts";
import { type Choose, fillForm } from "./fill-form.ts";

/** A loop that a person would leave: more tasks than this in one case is not a path but a circle. */
const TASKS_AT_MOST = 60;

interface TaskPage {
	readonly standing: string;
	readonly task: { readonly elementId: string; readonly name: string; readonly title: string };
	readonly form: Form | null;
	readonly dataModel: DataModel;
	readonly values: Readonly<Record<string, Value>>;
}

interface CasePage {
	readonly state: string;
	readonly tasks: readonly { readonly task: number; readonly state: string; readonly elementId: string }[];
	readonly waits: readonly { readonly kind: string; readonly elementId: string }[];
	readonly marks: { readonly active: readonly string[]; readonly done: readonly string[] };
	readonly incidents: readonly { readonly elementId: string; readonly detail: string; readonly resolvedAt: number | null }[];
}

export interface Path {
	readonly case: string;
	readonly state: string;
	/** Names of the tasks that were done, in order. */
	readonly tasks: readonly string[];
	/** Ids of the elements that tokens went through. */
	readonly passed: readonly string[];
	/** Where tokens still wait: for a timer, a message or an answer from outside. */
	readonly waits: readonly string[];
}

/** How long a step that ends outside the case (a connector, an allocation) is waited for. */
const PATIENCE_MS = 15_000;
const LOOK_AGAIN_MS = 100;

/**
 * Takes the options of a choice in turn, beginning with the `first`-th: two walks with different beginnings go different ways,
 * and a loop is left by taking the next option when it comes round again.
 */
export function takingTurns(first: number): Choose {
	const visits = new Map<string, number>();
	return (path, options) => {
		const visit = visits.get(path) ?? 0;
		visits.set(path, visit + 1);
		return options[(first + visit) % Math.max(1, options.length)] ?? "";
	};
}

/** Works a case as the people of its tasks would, until it ends or only waits for something that is nobody's task. */
export async function followCase(
	people: readonly Client[],
	environmentId: string,
	started: Answer & { readonly number: string },
	choose: Choose,
): Promise<Path> {
	const [observer] = people;
	if (observer === undefined) throw new Error("nobody is there to work the case");
	const at = `/api/work/${environmentId}`;
	const done: string[] = [];
	const deadline = Date.now() + PATIENCE_MS;
	for (;;) {
		const page = await observer.json<CasePage>("GET", `${at}/cases/${started.caseId}`);
		const incident = page.incidents.find((each) => each.resolvedAt === null);
		if (incident !== undefined) throw new Error(`case ${started.number} has an incident at ${incident.elementId}: ${incident.detail}`);
		const open = page.tasks.find((task) => task.state === "open");
		if (page.state === "running" && open === undefined && page.waits.some((wait) => wait.kind === "job") && Date.now() < deadline) {
			await later();
			continue;
		}
		if (page.state !== "running" || open === undefined)
			return {
				case: started.number,
				state: page.state === "running" ? "waiting" : page.state,
				tasks: done,
				passed: page.marks.done,
				waits: page.waits.map((wait) => `${wait.kind} at ${wait.elementId}`),
			};
		if (done.length >= TASKS_AT_MOST) throw new Error(`case ${started.number} goes in a circle: ${done.slice(-6).join(" → ")}`);
		done.push(await workTask(people, at, `${started.caseId}.${open.task}`, choose));
	}
}

/** The first of the people who may do a task claims it when it is a pool's, fills its form and completes it; answers the task's name. */
async function workTask(people: readonly Client[], at: string, taskId: string, choose: Choose): Promise<string> {
	const deadline = Date.now() + PATIENCE_MS;
	do {
		for (const person of people) {
			const response = await person.fetch(`${at}/tasks/${taskId}`);
			if (!response.ok) continue;
			const page = (await response.json()) as TaskPage;
			if (page.standing !== "yours" && page.standing !== "claimable") continue;
			if (page.standing === "claimable") await person.json("POST", `${at}/tasks/${taskId}/claim`, {});
			const values = page.form === null ? {} : fillForm(page.form, page.dataModel, page.values, choose, Date.now());
			await person.json("POST", `${at}/tasks/${taskId}/complete`, { values });
			return page.task.name;
		}
		// A task that goes to one person is given out just after the step that made it.
		await later();
	} while (Date.now() < deadline);
	throw new Error(`nobody may do the task ${taskId}`);
}

function later(): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
}
