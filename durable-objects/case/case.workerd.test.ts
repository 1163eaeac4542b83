import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, it, vi } from "vitest";
import type { Worker } from "../../domain/allocation/may-take.ts";
import type { CaseView } from "../../domain/case/view.ts";
import type { Variables } from "../../domain/engine/types.ts";
import type { CaseId } from "../../domain/ids.ts";
import { activate, automate, bpmn, inRow } from "../../test/workerd/activate.ts";
import { makeCompany, type TestCompany } from "../../test/workerd/company.ts";
import { type EnvironmentScope, keys, objects } from "../../workers/tenancy/objects.ts";
import { startCase } from "../../workers/work-portal/start-case.ts";
import { settle } from "../../test/workerd/settle.ts";

const TIMER =
	'<bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>';
const starter = { personId: "per_ann", name: "Ann", email: "ann@acme.example" };
const ann: Worker = { personId: "per_ann", name: "Ann", email: "ann@acme.example", roles: [], groups: [] };
const operator = { personId: null, name: "Operator" };

let company: TestCompany;
beforeAll(async () => {
	company = await makeCompany();
});

let environments = 0;
async function environment(): Promise<EnvironmentScope> {
	const project = await company.project(`Project ${++environments}`);
	return { companyId: company.id, environmentId: project.environments.development };
}

let started = 0;
async function start(scope: EnvironmentScope, variables: Variables = {}) {
	const result = await startCase(env, scope, { variables, starter, idempotencyKey: `case-test-${++started}`, source: "test" });
	if (!result.ok) throw new Error(result.error.detail);
	return { ...result.value, stub: objects.case(env, scope, result.value.caseId) };
}

async function read(scope: EnvironmentScope, caseId: CaseId): Promise<CaseView> {
	return JSON.parse((await objects.case(env, scope, caseId).read(scope, caseId)) ?? "null") as CaseView;
}

const ONE_TASK = bpmn(inRow(["startEvent", "S"], ["userTask", "T", 'name="Look"'], ["endEvent", "E"]));
const FOR_STARTER = { performer: { assign: "pool" as const, from: [{ kind: "starter" as const }] } };
const TEXT_DATA = { attributes: [{ name: "text", label: "Text", type: "longText" as const }] };

describe("a case", () => {
	it("refuses a caller whose scope is not its own", async ({ expect }) => {
		const scope = await environment();
		const other = await environment();
		await activate(scope, ONE_TASK, automate({ elements: { T: FOR_STARTER } }));
		const { caseId, stub } = await start(scope);
		await runInDurableObject(stub, (object) => expect(() => object.read(other, caseId)).toThrow("scope.mismatch"));
	});

	it("keeps the package it was started on when another is activated", async ({ expect }) => {
		const scope = await environment();
		const first = await activate(scope, ONE_TASK, automate({ elements: { T: FOR_STARTER } }));
		const { caseId, tasks, stub } = await start(scope);
		await activate(
			scope,
			bpmn(inRow(["startEvent", "S"], ["userTask", "T2"], ["endEvent", "E"])),
			automate({ elements: { T2: FOR_STARTER } }),
		);
		await evictDurableObject(stub);
		const done = await stub.completeTask(scope, caseId, ann, tasks[0]?.task ?? 0, "{}");
		expect(done.ok && done.value.state).toBe("completed");
		expect((await read(scope, caseId)).packageHash).toBe(first);
	});

	it("writes its mark for a rebuild, and has an empty outbox once everyone has confirmed", async ({ expect }) => {
		const scope = await environment();
		await activate(scope, ONE_TASK, automate({ elements: { T: FOR_STARTER } }));
		const { caseId, stub } = await start(scope);
		await settle(stub);
		expect(await env.FILES.head(keys.caseMark(scope, caseId))).not.toBe(null);
		const pending = await runInDurableObject(stub, (_case, state) =>
			state.storage.sql.exec("SELECT * FROM lane WHERE confirmed < last").toArray(),
		);
		expect(pending).toEqual([]);
	});

	it("refuses a value over its bound and is unchanged", async ({ expect }) => {
		const scope = await environment();
		await activate(scope, ONE_TASK, automate({ data: TEXT_DATA, elements: { T: FOR_STARTER } }));
		const { caseId, stub } = await start(scope, { text: "small" });
		const answer = await stub.setVariables(scope, caseId, JSON.stringify({ text: "x".repeat(300 * 1024) }), operator);
		expect(answer.ok ? "ok" : answer.error.code).toBe("engine.variable_too_large");
		expect((await read(scope, caseId)).data).toEqual({ text: "small" });
	});

	it("tells a case that was never started from one that was", async ({ expect }) => {
		const scope = await environment();
		const caseId = "cas_00000000000000000000000009" as CaseId;
		const stub = objects.case(env, scope, caseId);
		expect(await stub.read(scope, caseId)).toBe(null);
		const answer = await stub.completeTask(scope, caseId, ann, 1, "{}");
		expect(answer.ok ? "ok" : answer.error.kind).toBe("not-found");
	});
});

describe("a step that throws", () => {
	it("is an incident with its command, changes nothing else, and goes on when it is retried", async ({ expect }) => {
		const scope = await environment();
		await activate(scope, ONE_TASK, automate({ elements: { T: FOR_STARTER } }));
		const { caseId, tasks, stub } = await start(scope);
		// A row that the step wants to write cannot be written: the storage refuses it in the middle of the transaction.
		await runInDurableObject(stub, (_case, state) => {
			state.storage.sql.exec("CREATE TRIGGER broken BEFORE UPDATE OF state ON task BEGIN SELECT RAISE(ABORT, 'disk is on fire'); END");
		});
		const failed = await stub.completeTask(scope, caseId, ann, tasks[0]?.task ?? 0, "{}");
		expect(failed.ok ? failed.value.state : failed.error.code).toBe("case.step_failed");
		const broken = await read(scope, caseId);
		expect(broken.state).toBe("running");
		expect(broken.tasks.map((task) => task.state)).toEqual(["open"]);
		expect(broken.incidents).toMatchObject([{ code: "case.step_failed", resolvedAt: null }]);
		expect(broken.incidents[0]?.detail).toContain("disk is on fire");

		await runInDurableObject(stub, (_case, state) => void state.storage.sql.exec("DROP TRIGGER broken"));
		await evictDurableObject(stub);
		const retried = await stub.retryIncident(scope, caseId, broken.incidents[0]?.incident ?? 0, operator);
		expect(retried.ok && retried.value.state).toBe("completed");
		const after = await read(scope, caseId);
		expect(after.incidents[0]?.resolvedAt).not.toBe(null);
	});

	it("loses no case when it is the first", async ({ expect }) => {
		const scope = await environment();
		await activate(scope, ONE_TASK, automate({ elements: { T: FOR_STARTER } }));
		const caseId = "cas_0000000000000000000000000b" as CaseId;
		const stub = objects.case(env, scope, caseId);
		await runInDurableObject(stub, (_case, state) => {
			state.storage.sql.exec("CREATE TRIGGER broken BEFORE INSERT ON task BEGIN SELECT RAISE(ABORT, 'no room'); END");
		});
		const active = await objects.environment(env, scope).active(scope);
		if (active === null) throw new Error("nothing active");
		const answer = await stub.start(scope, {
			caseId,
			number: "AAAA-AAAA",
			packageId: active.release.packageId,
			packageHash: active.release.packageHash,
			process: "P",
			category: "C",
			parameters: "{}",
			variables: "{}",
			starter,
			source: "test",
		});
		expect(answer.ok).toBe(true);
		const view = await read(scope, caseId);
		expect(view.incidents).toMatchObject([{ code: "case.step_failed" }]);
		await runInDurableObject(stub, (_case, state) => void state.storage.sql.exec("DROP TRIGGER broken"));
		await stub.retryIncident(scope, caseId, view.incidents[0]?.incident ?? 0, operator);
		expect((await read(scope, caseId)).tasks).toMatchObject([{ state: "open", elementId: "T" }]);
	});
});

describe("timers", () => {
	const WAITS = bpmn(inRow(["startEvent", "S"], ["intermediateCatchEvent", "Wait", "", TIMER], ["userTask", "T"], ["endEvent", "E"]));

	it("fire by the one alarm, once, also when the object was evicted", async ({ expect }) => {
		const scope = await environment();
		await activate(scope, WAITS, automate({ elements: { T: FOR_STARTER } }));
		const { caseId, stub } = await start(scope);
		await settle(stub);
		const due = (await read(scope, caseId)).waits[0]?.dueAt ?? 0;
		expect(due).toBeGreaterThan(Date.now() + 3_500_000);
		// The alarm that guarded the outbox may have rung; what is left is the timer.
		await runDurableObjectAlarm(stub);
		expect(await runInDurableObject(stub, (_case, state) => state.storage.getAlarm())).toBe(due);
		await runInDurableObject(stub, (_case, state) => void state.storage.sql.exec("UPDATE timer SET due_at = 1"));
		await evictDurableObject(stub);
		await runDurableObjectAlarm(stub);
		await runDurableObjectAlarm(stub);
		const view = await read(scope, caseId);
		expect(view.waits).toEqual([]);
		expect(view.tasks.map((task) => task.elementId)).toEqual(["T"]);
	});

	it("stay and are tried again when the alarm could not do its work", async ({ expect }) => {
		const scope = await environment();
		const hash = await activate(
			scope,
			WAITS,
			automate({ data: { attributes: [{ name: "rare", label: "Rare", type: "text" }] }, elements: { T: FOR_STARTER } }),
		);
		const { caseId, stub } = await start(scope);
		await settle(stub);
		await runInDurableObject(stub, (_case, state) => void state.storage.sql.exec("UPDATE timer SET due_at = 1"));
		await runInDurableObject(stub, (_case, state) => void state.storage.sql.exec("UPDATE facts SET package_hash = 'gone'"));
		await evictDurableObject(stub);
		await runDurableObjectAlarm(stub);
		expect(await runInDurableObject(stub, (_case, state) => state.storage.getAlarm())).toBeGreaterThan(Date.now());
		expect((await read(scope, caseId)).waits).toHaveLength(1);
		await runInDurableObject(stub, (_case, state) => void state.storage.sql.exec("UPDATE facts SET package_hash = ?", hash));
		await evictDurableObject(stub);
		await runDurableObjectAlarm(stub);
		expect((await read(scope, caseId)).tasks.map((task) => task.elementId)).toEqual(["T"]);
	});

	it("become an incident when their step throws, and the alarm does not spin on them", async ({ expect }) => {
		const scope = await environment();
		await activate(scope, WAITS, automate({ elements: { T: FOR_STARTER } }));
		const { caseId, stub } = await start(scope);
		await settle(stub);
		await runInDurableObject(stub, (_case, state) => {
			state.storage.sql.exec("UPDATE timer SET due_at = 1");
			state.storage.sql.exec("CREATE TRIGGER broken BEFORE INSERT ON task BEGIN SELECT RAISE(ABORT, 'no room'); END");
		});
		await runDurableObjectAlarm(stub);
		const view = await read(scope, caseId);
		expect(view.incidents).toMatchObject([{ code: "case.step_failed", resolvedAt: null }]);
		await runInDurableObject(stub, (_case, state) => void state.storage.sql.exec("DROP TRIGGER broken"));
		await stub.retryIncident(scope, caseId, view.incidents[0]?.incident ?? 0, operator);
		expect((await read(scope, caseId)).tasks.map((task) => task.elementId)).toEqual(["T"]);
	});
});

describe("the outbox", () => {
	it("comes again by alarm after a delivery that failed, and the receiver drops what it has seen", async ({ expect }) => {
		const scope = await environment();
		await activate(scope, ONE_TASK, automate({ elements: { T: FOR_STARTER } }));
		const { caseId, tasks, stub } = await start(scope);
		await settle(stub);
		const worklist = objects.worklist(env, scope, 0);
		await runInDurableObject(worklist, (_list, state) => {
			state.storage.sql.exec("CREATE TRIGGER broken BEFORE UPDATE ON case_row BEGIN SELECT RAISE(ABORT, 'busy'); END");
		});
		await stub.completeTask(scope, caseId, ann, tasks[0]?.task ?? 0, "{}");
		await vi.waitUntil(() =>
			runInDurableObject(stub, (_case, state) => state.storage.sql.exec("SELECT 1 FROM lane WHERE attempts > 0").toArray().length > 0),
		);
		expect(await worklist.cases(scope, { limit: 10 })).toMatchObject({ cases: [{ caseId, state: "running" }] });
		expect(await runInDurableObject(stub, (_case, state) => state.storage.getAlarm())).toBeGreaterThan(0);

		await runInDurableObject(worklist, (_list, state) => void state.storage.sql.exec("DROP TRIGGER broken"));
		await runInDurableObject(stub, (_case, state) => void state.storage.sql.exec("UPDATE lane SET next_at = 0"));
		await evictDurableObject(stub);
		await runDurableObjectAlarm(stub);
		expect(await worklist.cases(scope, { limit: 10 })).toMatchObject({ cases: [{ caseId, state: "completed" }] });

		// The answer of a delivery is lost: the lane is delivered once more, and nothing changes.
		await runInDurableObject(stub, (_case, state) => void state.storage.sql.exec("UPDATE lane SET confirmed = 0, next_at = 0"));
		const before = await worklist.cases(scope, { limit: 10 });
		await runDurableObjectAlarm(stub);
		await stub.read(scope, caseId);
		expect(await worklist.cases(scope, { limit: 10 })).toEqual(before);
	});
});
