import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, it, vi } from "vitest";
import type { CaseView } from "../../domain/case/view.ts";
import type { CaseId } from "../../domain/ids.ts";
import { activate, automate, bpmn, inRow } from "../../test/workerd/activate.ts";
import { makeCompany, type TestCompany } from "../../test/workerd/company.ts";
import { settle } from "../../test/workerd/settle.ts";
import { type EnvironmentScope, objects } from "../../workers/tenancy/objects.ts";
import { startCase } from "../../workers/work-portal/start-case.ts";

let company: TestCompany;
beforeAll(async () => {
	company = await makeCompany();
});

async function place(name: string): Promise<EnvironmentScope> {
	return { companyId: company.id, environmentId: (await company.project(name)).environments.development };
}

async function start(scope: EnvironmentScope, key: string) {
	const starter = { personId: null, name: "Robot", email: null };
	const result = await startCase(env, scope, { variables: {}, starter, idempotencyKey: key, source: "test" });
	if (!result.ok) throw new Error(result.error.detail);
	return result.value;
}

async function read(scope: EnvironmentScope, caseId: CaseId): Promise<CaseView> {
	return JSON.parse((await objects.case(env, scope, caseId).read(scope, caseId)) ?? "null") as CaseView;
}

const assignee = async (scope: EnvironmentScope, caseId: CaseId) => (await read(scope, caseId)).tasks[0]?.assigneeName ?? null;
const ONE = bpmn(inRow(["startEvent", "S"], ["userTask", "T", 'name="Look"'], ["endEvent", "E"]));
const TO_ONE_CLERK = automate({
	roles: [{ name: "clerk", title: "Clerk" }],
	elements: { T: { performer: { assign: "one", from: [{ kind: "role", role: "clerk" }] } } },
});

describe("activation", () => {
	it("is a pointer with a history, and going back is the same switch", async ({ expect }) => {
		const scope = await place("History");
		const stub = objects.environment(env, scope);
		expect(await stub.active(scope)).toBe(null);
		const first = await activate(scope, ONE, automate());
		const second = await activate(scope, ONE, automate({ category: "Other" }), { limit: 5 });
		await activate(scope, ONE, automate());
		await evictDurableObject(stub);
		expect(await stub.active(scope)).toMatchObject({ release: { packageHash: first }, parameters: "{}" });
		expect((await stub.activations(scope)).map((each) => each.packageHash)).toEqual([first, second, first]);
	});
});

describe("a task that one person is given", () => {
	it("goes to whoever has the fewest open tasks, in turn", async ({ expect }) => {
		const scope = await place("Turns");
		for (const name of ["Ann", "Bo", "Cleo"]) await company.endUser(scope.environmentId, name, { roles: ["clerk"] });
		await company.endUser(scope.environmentId, "Dan", { roles: ["other"] });
		await activate(scope, ONE, TO_ONE_CLERK);
		const given: string[] = [];
		for (let index = 0; index < 6; index++) {
			const { caseId } = await start(scope, `turn-${index}`);
			given.push(await vi.waitUntil(() => assignee(scope, caseId)));
		}
		const counts = ["Ann", "Bo", "Cleo"].map((name) => given.filter((each) => each === name).length);
		expect(counts).toEqual([2, 2, 2]);
		expect(given).not.toContain("Dan");
	});

	it("is an incident when there is nobody, and is given after someone joined and it was retried", async ({ expect }) => {
		const scope = await place("Nobody");
		await activate(scope, ONE, TO_ONE_CLERK);
		const { caseId } = await start(scope, "nobody-1");
		const incident = await vi.waitUntil(async () => (await read(scope, caseId)).incidents[0]);
		expect(incident.code).toBe("allocation.nobody");
		await company.endUser(scope.environmentId, "Late", { roles: ["clerk"] });
		await objects.case(env, scope, caseId).retryIncident(scope, caseId, incident.incident, { personId: null, name: "Op" });
		expect(await vi.waitUntil(() => assignee(scope, caseId))).toBe("Late");
		expect((await read(scope, caseId)).incidents[0]?.resolvedAt).not.toBe(null);
	});

	it("is given by the alarm when the object died before it could", async ({ expect }) => {
		const scope = await place("Died");
		await company.endUser(scope.environmentId, "Ann", { roles: ["clerk"] });
		await activate(scope, ONE, TO_ONE_CLERK);
		const stub = objects.environment(env, scope);
		const { caseId } = await start(scope, "died-1");
		await vi.waitUntil(() => assignee(scope, caseId));
		// As if the request had been kept and nothing more: the case's task has no assignee yet.
		await runInDurableObject(
			objects.case(env, scope, caseId),
			(_case, state) => void state.storage.sql.exec("UPDATE task SET assignee_id = NULL, assignee_name = NULL"),
		);
		await runInDurableObject(stub, (_environment, state) => {
			state.storage.sql.exec(
				"INSERT INTO allocation (case_id, task, performers, next_at) SELECT ?, task, ?, 0 FROM (SELECT 0 AS task)",
				caseId,
				JSON.stringify({ assign: "one", people: [], groups: [], roles: ["clerk"], starter: false }),
			);
		});
		const { tasks } = await read(scope, caseId);
		await runInDurableObject(
			stub,
			(_environment, state) => void state.storage.sql.exec("UPDATE allocation SET task = ?", tasks[0]?.task ?? 0),
		);
		await evictDurableObject(stub);
		await stub.rearm(scope);
		await runDurableObjectAlarm(stub);
		expect(await assignee(scope, caseId)).toBe("Ann");
	});

	it("is given directly to the starter where the rule says so", async ({ expect }) => {
		const scope = await place("Starter");
		await activate(scope, ONE, automate({ elements: { T: { performer: { assign: "one", from: [{ kind: "starter" }] } } } }));
		const starter = { personId: "per_x", name: "Xenia", email: "x@acme.example" };
		const made = await startCase(env, scope, { variables: {}, starter, idempotencyKey: "starter-1", source: "test" });
		expect(made.ok && (await assignee(scope, made.value.caseId))).toBe("Xenia");
	});
});

describe("a timer start", () => {
	const CLOCK =
		'<bpmn:timerEventDefinition><bpmn:timeCycle xsi:type="bpmn:tFormalExpression">R3/PT1H</bpmn:timeCycle></bpmn:timerEventDefinition>';
	const CLOCKED = bpmn(inRow(["startEvent", "Hourly", "", CLOCK], ["userTask", "T"], ["endEvent", "E"]));

	it("starts exactly one case each time, also when the alarm's work is repeated, and ends after its repetitions", async ({ expect }) => {
		const scope = await place("Clock");
		await activate(scope, CLOCKED, automate());
		const stub = objects.environment(env, scope);
		const list = objects.worklist(env, scope, 0);
		const scheduled = () =>
			runInDurableObject(stub, (_environment, state) =>
				state.storage.sql.exec<{ next_at: number | null; fired: number; since: number }>("SELECT * FROM schedule").one(),
			);
		const first = await scheduled();
		expect((first.next_at ?? 0) - first.since).toBe(3_600_000);
		expect(await runInDurableObject(stub, (_environment, state) => state.storage.getAlarm())).toBe(first.next_at);

		// Four hours pass: the schedule began four hours earlier.
		const shift = 4 * 3_600_000;
		await runInDurableObject(
			stub,
			(_environment, state) => void state.storage.sql.exec("UPDATE schedule SET since = since - ?1, next_at = next_at - ?1", shift),
		);
		await evictDurableObject(stub);
		await runDurableObjectAlarm(stub);
		await vi.waitUntil(async () => (await list.cases(scope, { limit: 10 })).cases.length === 3);
		expect(await scheduled()).toMatchObject({ fired: 3, next_at: null });

		// The answer of the last firing was lost: it is fired again, and it is the same case.
		await runInDurableObject(
			stub,
			(_environment, state) => void state.storage.sql.exec("UPDATE schedule SET fired = 2, next_at = since + 3 * 3600000"),
		);
		await stub.rearm(scope);
		await runDurableObjectAlarm(stub);
		const { cases } = await list.cases(scope, { limit: 10 });
		expect(cases).toHaveLength(3);
		await settle(objects.case(env, scope, cases[0]?.caseId ?? ("" as CaseId)));
		expect(cases.every((each) => each.starterName === "Timer")).toBe(true);
	});

	it("ends with the package that brought it", async ({ expect }) => {
		const scope = await place("Clock gone");
		await activate(scope, CLOCKED, automate());
		await activate(scope, ONE, automate());
		const rows = await runInDurableObject(objects.environment(env, scope), (_environment, state) =>
			state.storage.sql.exec("SELECT * FROM schedule").toArray(),
		);
		expect(rows).toEqual([]);
	});
});
