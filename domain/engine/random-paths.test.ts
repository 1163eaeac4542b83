import { describe, it } from "vitest";
import { random } from "../../test/models/random.ts";
import { randomProcess } from "../../test/engine/random-process.ts";
import { Trial } from "../../test/engine/trial.ts";
import type { Command } from "./types.ts";

const SEEDS = Number(process.env.SEEDS ?? 1000);
const STEPS = 60;

/** Any command that fits the state: something that waits comes, fails, or an operator acts. */
function anyCommand(trial: Trial, next: (below: number) => number): Command | undefined {
	const { state } = trial;
	if (state === null) return undefined;
	const [incident] = state.incidents;
	if (incident !== undefined && next(3) === 0) return { type: "retry-incident", incident: incident.id };
	if (next(20) === 0) return { type: "set-variables", variables: { n: next(6) } };
	const wait = state.waits[next(Math.max(1, state.waits.length))];
	switch (wait?.what) {
		case "task":
			return { type: "complete-task", task: wait.id, variables: { n: next(6) } };
		case "job":
			return next(4) === 0
				? { type: "fail-job", job: wait.id, message: "no", ...(next(2) === 0 && { code: "e" }) }
				: { type: "complete-job", job: wait.id, result: next(9) };
		case "timer":
			return { type: "fire-timer", timer: wait.id };
		case "message":
			// Mostly of the conversation that it is waited for in.
			return {
				type: "deliver-message",
				subscription: wait.id,
				payload: { n: typeof wait.key === "string" && next(8) !== 0 ? Number(wait.key) : next(9) },
			};
		case "signal":
			return { type: "deliver-signal", subscription: wait.id, payload: { n: next(9) } };
		case "choice":
			return { type: "start-activity", choice: wait.id };
		case "condition":
			return { type: "set-variables", variables: { n: next(6) } };
		case undefined:
			return incident === undefined ? undefined : { type: "set-variables", variables: { missing: { a: 2 } } };
	}
}

describe("random processes on random paths", () => {
	it(`go the same way in memory, saved and loaded after every step, and folded from their journal (${SEEDS} seeds)`, async ({ expect }) => {
		const outcomes = new Map<string, number>();
		for (let seed = 1; seed <= SEEDS; seed++) {
			const { bpmn, automation } = randomProcess(seed);
			const next = random(seed * 31);
			try {
				// The trial compares all three after every step and throws where they differ.
				const trial = await Trial.of(bpmn, automation);
				trial.start({ n: 0 }, "S");
				for (let at = 0; at < STEPS && trial.status === "active"; at++) {
					const command = anyCommand(trial, next);
					if (command === undefined) break;
					trial.now += 60_000;
					const problem = trial.step(command);
					if (problem !== undefined && problem.code !== "engine.ad_hoc_busy") throw new Error(`${problem.code}: ${problem.detail}`);
					check(trial);
				}
				const state = trial.state;
				const stuck = trial.status === "active" && state?.waits.length === 0 && state.incidents.length === 0;
				outcomes.set(stuck ? "stuck" : (trial.status ?? ""), (outcomes.get(stuck ? "stuck" : (trial.status ?? "")) ?? 0) + 1);
			} catch (error) {
				throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}\n${bpmn}`, { cause: error });
			}
		}
		expect(outcomes.get("completed") ?? 0).toBeGreaterThan(SEEDS / 4);
		expect(outcomes.get("stuck") ?? 0).toBeLessThan(SEEDS / 10);
	}, 120_000);
});

/** What holds of every state: counts are right, nothing points to what is gone, what is open outside is open inside. */
function check(trial: Trial): void {
	const state = trial.state;
	if (state === null) return;
	const tokens = new Set(state.tokens.map((token) => token.id));
	for (const scope of state.scopes) {
		if (scope.live !== state.tokens.filter((token) => token.in === scope.id && token.listens === undefined).length)
			throw new Error(`Scope ${scope.id} counts wrong`);
		if (scope.token !== undefined && !tokens.has(scope.token)) throw new Error(`Scope ${scope.id} belongs to no token`);
		const offers = state.waits.some(({ what, token }) => what === "choice" && token === scope.token);
		if (scope.live === 0 && !offers) throw new Error(`Scope ${scope.id} is empty and open`);
	}
	const scopes = new Set(state.scopes.map((scope) => scope.id));
	const kept = new Set([
		...(state.compensables ?? []).map((each) => each.id),
		...state.scopes.flatMap(({ compensates }) => (compensates === undefined ? [] : [compensates])),
		...state.tokens.flatMap(({ compensating }) => compensating?.left.map((each) => each.id) ?? []),
	]);
	for (const { id, in: scope, within, token } of state.compensables ?? []) {
		if (within === undefined ? !scopes.has(scope) : !kept.has(within)) throw new Error(`Compensable ${id} is in what is gone`);
		if (token !== undefined && !tokens.has(token)) throw new Error(`Compensable ${id} belongs to no token`);
	}
	for (const wait of state.waits) if (!tokens.has(wait.token)) throw new Error(`Wait ${wait.id} belongs to no token`);
	for (const incident of state.incidents) if (!tokens.has(incident.token)) throw new Error(`Incident ${incident.id} belongs to no token`);
	if (state.status !== "active" && state.tokens.length + state.scopes.length + state.waits.length + (state.compensables?.length ?? 0) > 0)
		throw new Error("Something outlived the case");
	const open = new Set<number>();
	for (const effect of trial.effects) {
		if (effect.type === "create-task") open.add(effect.task);
		if (effect.type === "create-job") open.add(effect.job);
		if (effect.type === "set-timer") open.add(effect.timer);
		if (effect.type === "open-subscription") open.add(effect.subscription);
		if (effect.type === "open-signal") open.add(effect.subscription);
		if (effect.type === "complete-task" || effect.type === "cancel-task") open.delete(effect.task);
		if (effect.type === "cancel-job") open.delete(effect.job);
		if (effect.type === "cancel-timer") open.delete(effect.timer);
		if (effect.type === "close-subscription") open.delete(effect.subscription);
	}
	// Conditions and choices are read in the state: the world has no part of its own in them.
	for (const wait of state.waits)
		if (wait.what !== "condition" && wait.what !== "choice" && !open.has(wait.id)) throw new Error(`Nobody was told of wait ${wait.id}`);
	for (const entry of trial.journal) if (entry.kind === "wait-closed") open.delete(entry.wait);
	for (const id of open) if (!state.waits.some((wait) => wait.id === id)) throw new Error(`Nobody was told that ${id} is over`);
}
