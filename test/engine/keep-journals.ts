/**
 * Keeps journals as this version of the engine writes them: `node test/engine/keep-journals.ts <name>` writes `journals/<name>.jsonl`,
 * a case a line.
 * Done when the engine writes something new; a file that is kept is never written again. `domain/engine/replay.test.ts` replays them all.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Automation } from "../../domain/deployment/automation.ts";
import { COMPILER_VERSION } from "../../domain/engine/program.ts";
import type { Command, JournalEntry, State } from "../../domain/engine/types.ts";
import { random } from "../models/random.ts";
import { randomProcess } from "./random-process.ts";
import { Trial } from "./trial.ts";

/** A case as it was kept: what it ran, what happened, step by step, and where that left it. */
export interface KeptCase {
	/** The compiler's version, as the programs of that time say. */
	readonly compiler: number;
	readonly bpmn: string;
	readonly automation: Automation;
	readonly steps: readonly (readonly JournalEntry[])[];
	readonly state: State;
}

const SEEDS = 400;
/** Cases in a file at most. */
const MOST = 16;

function anyCommand(trial: Trial, next: (below: number) => number): Command | undefined {
	const { state } = trial;
	const incident = state?.incidents[0];
	if (incident !== undefined && next(2) === 0) return { type: "retry-incident", incident: incident.id };
	if (next(12) === 0) return { type: "set-variables", variables: { n: next(6) } };
	const token = state?.tokens[next(Math.max(1, state.tokens.length))];
	if (token !== undefined && next(12) === 0)
		return {
			type: "move-token",
			token: token.id,
			to: next(2) === 0 ? token.at : (trial.linked.program.id[next(trial.linked.program.id.length)] ?? ""),
		};
	const wait = state?.waits[next(Math.max(1, state.waits.length))];
	switch (wait?.what) {
		case "task":
			return { type: "complete-task", task: wait.id, variables: { n: next(6) } };
		case "job":
			return next(3) === 0
				? { type: "fail-job", job: wait.id, message: "no", ...(next(2) === 0 && { code: "e" }) }
				: { type: "complete-job", job: wait.id, result: next(9) };
		case "timer":
			return { type: "fire-timer", timer: wait.id };
		case "message":
			return { type: "deliver-message", subscription: wait.id, payload: { n: next(9) } };
		case "signal":
			return { type: "deliver-signal", subscription: wait.id, payload: { n: next(9) } };
		case "choice":
			return { type: "start-activity", choice: wait.id };
		case "condition":
			return { type: "set-variables", variables: { n: next(6) } };
		case undefined:
			return undefined;
	}
}

/** What of the format a case uses: kinds of entries and the fields that they and the parts of the state have. */
function features({ steps, state }: KeptCase): Set<string> {
	const found = new Set<string>([`status ${state.status}`]);
	for (const entry of steps.flat()) for (const field of Object.keys(entry)) found.add(`${entry.kind} ${field}`);
	for (const list of ["scopes", "tokens", "waits", "incidents", "compensables"] as const)
		for (const item of state[list] ?? [])
			for (const [field, value] of Object.entries(item)) found.add(`${list} ${field}${field === "what" ? ` ${value}` : ""}`);
	return found;
}

async function grow(seed: number): Promise<KeptCase> {
	const { bpmn, automation } = randomProcess(seed);
	const next = random(seed * 17);
	const trial = await Trial.of(bpmn, automation);
	const steps: JournalEntry[][] = [];
	const step = (command: Command): void => {
		const before = trial.journal.length;
		if (trial.step(command) === undefined) steps.push(trial.journal.slice(before));
	};
	step({ type: "start", startEvent: "S", variables: { n: 0 }, starter: { personId: "per_1", name: "Ana", email: "ana@example.test" } });
	for (let left = 1 + next(12); left > 0 && trial.status === "active"; left--) {
		const command = anyCommand(trial, next);
		if (command === undefined) break;
		trial.now += 60_000;
		step(command);
		if (next(15) === 0) for (const type of ["suspend", "resume"] as const) step({ type, reason: "" } as Command);
	}
	if (seed % 10 === 0) step({ type: "cancel", reason: "Not needed" });
	if (trial.state === null) throw new Error(`seed ${seed} did not start`);
	return { compiler: COMPILER_VERSION, bpmn, automation, steps, state: trial.state };
}

async function keep(name: string): Promise<void> {
	const grown: { readonly kept: KeptCase; readonly has: Set<string>; readonly size: number }[] = [];
	for (let seed = 1; seed <= SEEDS; seed++) {
		const kept = await grow(seed).catch(() => undefined);
		if (kept !== undefined) grown.push({ kept, has: features(kept), size: JSON.stringify(kept).length });
	}
	// The smallest cases that together use all that there is.
	const seen = new Set<string>();
	const chosen: KeptCase[] = [];
	while (chosen.length < MOST) {
		let best: (typeof grown)[number] | undefined;
		let most = 0;
		for (const each of grown) {
			const worth = [...each.has].filter((feature) => !seen.has(feature)).length / each.size;
			if (worth > most) [best, most] = [each, worth];
		}
		if (best === undefined) break;
		chosen.push(best.kept);
		for (const feature of best.has) seen.add(feature);
	}
	const folder = path.join(import.meta.dirname, "journals");
	mkdirSync(folder, { recursive: true });
	writeFileSync(path.join(folder, `${name}.jsonl`), chosen.map((each) => `${JSON.stringify(each)}\n`).join(""), { flag: "wx" });
	process.stdout.write(`${chosen.length} of ${grown.length} cases, ${seen.size} fields and kinds\n`);
}

if (process.argv[1] === import.meta.filename) await keep(process.argv[2] ?? "unnamed");
