import type { Automation } from "../domain/deployment/automation.ts";
import { advance } from "../domain/engine/advance.ts";
import { compile } from "../domain/engine/compile.ts";
import { link } from "../domain/engine/link.ts";
import type { Linked } from "../domain/engine/linked.ts";
import {
	DEFAULT_LIMITS,
	type Command,
	type Effect,
	type JournalEntry,
	type State,
	type Step,
	type Variables,
} from "../domain/engine/types.ts";

const CONTEXT = { now: Date.UTC(2026, 10, 24), limits: DEFAULT_LIMITS, caseNumber: "B-1", parameters: {} };

export async function linked(bpmn: string, automation: Automation): Promise<Linked> {
	const compiled = await compile({ bpmn, automation });
	if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
	return link(compiled.value);
}

/** Runs a case until nothing but people is waited for: every job answers at once, each in a step of its own with its journal. */
export function run(
	program: Linked,
	variables: Variables = {},
): { readonly state: State; readonly entries: number; readonly effects: number } {
	let entries = 0;
	let effects = 0;
	let step = make(program, null, { type: "start", variables, starter: { personId: null, name: "Bench", email: null } });
	for (;;) {
		entries += step.journal.length;
		effects += step.effects.length;
		const job = step.effects.find((effect): effect is Extract<Effect, { type: "create-job" }> => effect.type === "create-job");
		if (job === undefined) return { state: step.state, entries, effects };
		step = make(program, step.state, { type: "complete-job", job: job.job, result: null });
	}
}

function make(program: Linked, state: State | null, command: Command): Step {
	const result = advance(program, state, command, CONTEXT);
	if (!result.ok) throw new Error(`${result.error.code}: ${result.error.detail}`);
	return result.value;
}

/** Completes the task that a case waits for, again and again, until its journal has so many entries. */
export function longCase(program: Linked, entries: number): { readonly state: State; readonly journal: readonly JournalEntry[] } {
	let step = make(program, null, { type: "start", variables: {}, starter: { personId: null, name: "Bench", email: null } });
	const journal = [...step.journal];
	while (journal.length < entries) {
		const task = step.state.waits.find((wait) => wait.what === "task");
		step = make(program, step.state, { type: "complete-task", task: task?.id ?? 0, variables: {} });
		journal.push(...step.journal);
	}
	return { state: step.state, journal };
}

/** Loads a saved case and completes the task that it waits for. */
export function resume(program: Linked, saved: string): State {
	const state = JSON.parse(saved) as State;
	const task = state.waits.find((wait) => wait.what === "task");
	return make(program, state, { type: "complete-task", task: task?.id ?? 0, variables: {} }).state;
}
