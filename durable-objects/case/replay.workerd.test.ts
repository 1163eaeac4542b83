import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, it, vi } from "vitest";
import { fold } from "../../domain/engine/fold.ts";
import type { JournalEntry, State, Variables } from "../../domain/engine/types.ts";
import type { CaseId } from "../../domain/ids.ts";
import { randomProcess } from "../../test/engine/random-process.ts";
import { random } from "../../test/models/random.ts";
import { activate } from "../../test/workerd/activate.ts";
import { makeCompany } from "../../test/workerd/company.ts";
import { type EnvironmentScope, objects } from "../../workers/tenancy/objects.ts";
import { startCaseOn } from "../../workers/work-portal/start-case.ts";
import type { Case } from "./index.ts";
import { readState, wholeJournal } from "./long-text.ts";

const FULL = env.TEST_SIZE === "full";
const SEEDS = FULL ? 300 : 25;
const STEPS = 8;

const starter = { personId: "per_ann", name: "Ann", email: "ann@acme.example" };
const worker = { ...starter, roles: [], groups: [] };
const operator = { personId: null, name: "Operator" };

let scope: EnvironmentScope;
beforeAll(async () => {
	const company = await makeCompany();
	scope = { companyId: company.id, environmentId: (await company.project("Project")).environments.development };
});
// Nothing outside answers: what the cases call, they ask again later.
afterEach(() => void vi.restoreAllMocks());

/** What a case has stored: its state, its data, and every outcome of its journal. What happened beside the engine has no time of its own. */
const stored = (stub: DurableObjectStub<Case>) =>
	runInDurableObject(stub, (_case, { storage: { sql } }) => {
		const journal = sql
			.exec<{ step: number; entries: string }>("SELECT step, entries FROM journal ORDER BY step")
			.toArray()
			.flatMap(({ step, entries }) => JSON.parse(wholeJournal(sql, step, entries)) as JournalEntry[])
			.filter((entry) => Object.hasOwn(entry, "at"));
		const data = sql.exec<{ name: string; json: string }>("SELECT name, json FROM variable ORDER BY name").toArray();
		return { state: readState(sql).text ?? "null", data: data.map(({ name, json }) => [name, json]), journal };
	});

/** One thing that may happen to a case as it is now. */
async function happen(
	stub: DurableObjectStub<Case>,
	caseId: CaseId,
	state: Omit<State, "variables">,
	next: (below: number) => number,
): Promise<void> {
	const variables = JSON.stringify({ n: next(6) } satisfies Variables);
	const [incident] = state.incidents;
	if (incident !== undefined && next(2) === 0) return void (await stub.retryIncident(scope, caseId, incident.id, operator));
	if (next(10) === 0) return void (await stub.setVariables(scope, caseId, variables, operator));
	const wait = state.waits[next(Math.max(1, state.waits.length))];
	switch (wait?.what) {
		case "task":
			return void (await stub.completeTask(scope, caseId, worker, wait.id, "{}"));
		case "job":
			return next(4) === 0 ? stub.failJob(scope, caseId, wait.id, "no", "e") : stub.completeJob(scope, caseId, wait.id, String(next(9)));
		case "timer":
			await runInDurableObject(stub, (object, { storage }) => {
				storage.sql.exec("UPDATE timer SET due_at = 1 WHERE timer = ?", wait.id);
				return object.alarm();
			});
			return;
		case "message":
		case "signal":
			return void (await stub.deliverMessage(scope, caseId, { subscription: wait.id, messageId: `m-${next(1e9)}`, payload: variables }));
		case "choice":
			return void (await stub.startActivity(scope, caseId, worker, wait.id));
		case "condition":
		case undefined:
			return void (await stub.setVariables(scope, caseId, variables, operator));
	}
}

describe("a case that is dropped and loaded after every step", () => {
	it(`is at every moment what its journal folds to (${SEEDS} random processes)`, { timeout: 1_200_000 }, async ({ expect }) => {
		vi.spyOn(globalThis, "fetch").mockImplementation(() => Promise.reject(new Error("no network")));
		vi.spyOn(console, "error").mockImplementation(() => undefined);
		let compared = 0;
		for (let seed = 1; seed <= SEEDS; seed++) {
			const { bpmn, automation } = randomProcess(seed);
			const next = random(seed * 7);
			await activate(scope, bpmn, automation);
			const active = await objects.environment(env, scope).active(scope);
			if (active === null) throw new Error("nothing is active");
			const started = await startCaseOn(env, scope, active, {
				startEvent: "S",
				variables: { n: 0 },
				starter,
				idempotencyKey: `replay-${seed}`,
				source: "test",
			});
			if (!started.ok) throw new Error(started.error.detail);
			const { caseId } = started.value;
			const stub = objects.case(env, scope, caseId);
			for (let step = 0; step < STEPS; step++) {
				const { state, data, journal } = await stored(stub);
				const { variables, ...folded } = fold(journal);
				expect([seed, step, JSON.stringify(folded)]).toEqual([seed, step, state]);
				expect(data).toEqual(
					Object.entries(variables)
						.map(([name, value]) => [name, JSON.stringify(value)])
						.toSorted(([a = ""], [b = ""]) => (a < b ? -1 : 1)),
				);
				compared++;
				const now = JSON.parse(state) as State;
				if (now.status !== "active") break;
				await happen(stub, caseId, now, next);
				await evictDurableObject(stub);
			}
		}
		expect(compared).toBeGreaterThan(SEEDS * 2);
	});
});
