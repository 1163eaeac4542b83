import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, it, vi } from "vitest";
import type { Calendar, Interval } from "../../domain/calendar/calendar.ts";
import { correlationShard } from "../../domain/case/lanes.ts";
import type { CaseView } from "../../domain/case/view.ts";
import type { CaseId } from "../../domain/ids.ts";
import { activate, automate, bpmn, inRow } from "../../test/workerd/activate.ts";
import { makeCompany, type TestCompany } from "../../test/workerd/company.ts";
import { settle } from "../../test/workerd/settle.ts";
import { forgetCalendars } from "../../workers/tenancy/calendars.ts";
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

describe("working time", () => {
	const DAY: Interval[] = [{ from: "09:00", to: "17:00" }];
	const always: Interval[] = [{ from: "00:00", to: "24:00" }];
	/** Nobody of the organisation works before 2090, so that its sums are told apart from everybody else's whenever the test runs. */
	const later: Calendar = {
		zone: "UTC",
		week: [[], [], [], [], [], [], []],
		holidays: [{ date: "2090-01-02", name: "Open", hours: DAY }],
	};
	const ever: Calendar = { zone: "UTC", week: [always, always, always, always, always, always, always], holidays: [] };

	async function open(name: string) {
		const scope = await place(name);
		await env.DB.batch([
			...Object.entries({ later, ever }).map(([id, definition]) =>
				env.DB.prepare("INSERT INTO calendar VALUES (?, ?, ?, ?, ?, 1, 0, 'per_x', 'X')").bind(
					scope.companyId,
					scope.environmentId,
					id,
					id,
					JSON.stringify(definition),
				),
			),
			env.DB.prepare("INSERT INTO default_calendar VALUES (?, ?, 'later')").bind(scope.companyId, scope.environmentId),
		]);
		return scope;
	}

	const worksAlways = (scope: EnvironmentScope, personId: string) =>
		env.DB.prepare("INSERT INTO person_calendar VALUES (?, ?, ?, 'ever')").bind(scope.companyId, scope.environmentId, personId).run();

	it("sets a task's due date by the organisation's calendar, and anew by that of the one person it is given to", async ({ expect }) => {
		const [crowd, scope] = [await open("Crowd"), await open("Given")];
		const ann = await company.endUser(scope.environmentId, "Ann", { roles: ["clerk"] });
		await worksAlways(scope, ann.id);
		const due = { dueIn: "PT2H", dueInWorkingTime: true };
		const clerk = { kind: "role", role: "clerk" } as const;
		const roles = [{ name: "clerk", title: "Clerk" }];
		await activate(crowd, ONE, automate({ roles, elements: { T: { ...due, performer: { assign: "pool", from: [clerk] } } } }));
		const pool = await start(crowd, "due-pool");
		expect((await read(crowd, pool.caseId)).tasks[0]?.dueAt).toBe(Date.UTC(2090, 0, 2, 11));
		await activate(scope, ONE, automate({ roles, elements: { T: { ...due, performer: { assign: "one", from: [clerk] } } } }));
		const one = await start(scope, "due-one");
		expect(await vi.waitUntil(() => assignee(scope, one.caseId))).toBe("Ann");
		const [task] = (await read(scope, one.caseId)).tasks;
		expect(task?.dueAt).toBe((task?.createdAt ?? 0) + 2 * 3_600_000);
		const log = await objects.case(env, scope, one.caseId).log(scope, one.caseId, 1);
		expect(JSON.parse(log?.[0]?.entries ?? "[]")).toMatchObject([{ kind: "task-assigned", dueAt: task?.dueAt }]);
	});

	it("of the one person of a pool holds for its task, though nobody is given it", async ({ expect }) => {
		const scope = await open("Pool of one");
		const ida = await company.endUser(scope.environmentId, "Ida");
		await worksAlways(scope, ida.id);
		const only = { assign: "pool" as const, from: [{ kind: "person" as const, email: ida.email }] };
		const alarms = [{ when: "before" as const, by: "PT1H", inWorkingTime: true, to: [{ kind: "performer" as const }] }];
		await activate(scope, ONE, automate({ elements: { T: { dueIn: "PT2H", dueInWorkingTime: true, alarms, performer: only } } }));
		const { caseId } = await start(scope, "pool-of-one");
		const far = Date.UTC(2090, 0, 1);
		const task = await vi.waitUntil(async () => (await read(scope, caseId)).tasks.find((each) => (each.dueAt ?? far) < far));
		expect([task.assigneeName, (task.dueAt ?? 0) - task.createdAt, (task.dueAt ?? 0) - (task.atRiskAt ?? 0)]).toEqual([
			null,
			2 * 3_600_000,
			3_600_000,
		]);
	});

	it("of the starter holds for a task that is theirs alone, after the object was evicted too", async ({ expect }) => {
		const scope = await open("Own");
		const eve = await company.endUser(scope.environmentId, "Eve");
		await worksAlways(scope, eve.id);
		const row = bpmn(inRow(["startEvent", "S"], ["userTask", "T"], ["userTask", "U"], ["endEvent", "E"]));
		const due = { dueIn: "PT3H", dueInWorkingTime: true };
		await activate(scope, row, automate({ elements: { T: due, U: due } }));
		const starter = { personId: eve.id, name: "Eve", email: "eve@acme.example" };
		const made = await startCase(env, scope, { variables: {}, starter, idempotencyKey: "own-1", source: "test" });
		if (!made.ok) throw new Error(made.error.detail);
		const { caseId, tasks } = made.value;
		const stub = objects.case(env, scope, caseId);
		await evictDurableObject(stub);
		const worker = { personId: eve.id, name: "Eve", email: "eve@acme.example", roles: [], groups: [] };
		await stub.completeTask(scope, caseId, worker, tasks[0]?.task ?? 0, "{}");
		const both = (await read(scope, caseId)).tasks;
		expect(both.map((each) => (each.dueAt ?? 0) - each.createdAt)).toEqual([3 * 3_600_000, 3 * 3_600_000]);
	});

	it("says when a timer start comes, and the next is reckoned by the calendar as it is then", async ({ expect }) => {
		const scope = await open("Clock at work");
		const cycle =
			'<bpmn:timerEventDefinition><bpmn:timeCycle xsi:type="bpmn:tFormalExpression">R2/PT1H</bpmn:timeCycle></bpmn:timerEventDefinition>';
		const clock = bpmn(inRow(["startEvent", "Hourly", "", cycle], ["userTask", "T"], ["endEvent", "E"]));
		await activate(scope, clock, automate({ elements: { Hourly: { timerInWorkingTime: true } } }));
		const stub = objects.environment(env, scope);
		const next = () =>
			runInDurableObject(stub, (_environment, state) =>
				state.storage.sql.exec<{ next_at: number | null }>("SELECT next_at FROM schedule").one(),
			);
		expect((await next()).next_at).toBe(Date.UTC(2090, 0, 2, 10));
		// It is that hour now, as far as the schedule knows.
		const then = Date.now() - 60_000;
		await runInDurableObject(stub, (_environment, state) => void state.storage.sql.exec("UPDATE schedule SET next_at = ?", then));
		await env.DB.prepare("UPDATE default_calendar SET calendar_id = 'ever' WHERE environment_id = ?").bind(scope.environmentId).run();
		forgetCalendars(scope);
		await stub.rearm(scope);
		await runDurableObjectAlarm(stub);
		expect((await next()).next_at).toBe(then + 3_600_000);
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

describe("a conditional start", () => {
	const OPEN =
		'<bpmn:conditionalEventDefinition><bpmn:condition xsi:type="bpmn:tFormalExpression">parameters.orders &gt; 9</bpmn:condition></bpmn:conditionalEventDefinition>';
	const CONDITION = bpmn(inRow(["startEvent", "Many", "", OPEN], ["userTask", "T"], ["endEvent", "E"]));

	it("begins a case each time its condition over the parameters becomes true, and one for each time", async ({ expect }) => {
		const scope = await place("Condition");
		const stub = objects.environment(env, scope);
		const list = objects.worklist(env, scope, 0);
		const cases = async () => (await list.cases(scope, { limit: 10 })).cases;
		const set = (orders: number) => stub.setParameters(scope, JSON.stringify({ orders }));
		await activate(scope, CONDITION, automate(), { orders: 3 });
		expect(await runInDurableObject(stub, (_environment, state) => state.storage.getAlarm())).toBe(null);
		await set(12);
		await evictDurableObject(stub);
		await runDurableObjectAlarm(stub);
		await vi.waitUntil(async () => (await cases()).length === 1);

		// It holds still: no other case, by parameters or by the same package once more.
		await set(15);
		await activate(scope, CONDITION, automate(), { orders: 15 });
		await runDurableObjectAlarm(stub);
		expect(await cases()).toHaveLength(1);

		await set(0);
		await set(10);
		// The answer is lost and asked for again: it is the same case.
		const due = await runInDurableObject(stub, (_environment, state) =>
			state.storage.sql.exec<{ due_at: number }>("SELECT due_at FROM condition_start").one(),
		);
		await runDurableObjectAlarm(stub);
		await runInDurableObject(
			stub,
			(_environment, state) => void state.storage.sql.exec("UPDATE condition_start SET due_at = ?", due.due_at),
		);
		await stub.rearm(scope);
		await runDurableObjectAlarm(stub);
		await vi.waitUntil(async () => (await cases()).length === 2);
		const all = await cases();
		for (const { caseId } of all) await settle(objects.case(env, scope, caseId));
		expect(all.every((each) => each.starterName === "Condition")).toBe(true);
	});

	it("comes at once where it holds as its package goes live, and ends with that", async ({ expect }) => {
		const scope = await place("Condition at once");
		const stub = objects.environment(env, scope);
		await activate(scope, CONDITION, automate(), { orders: 99 });
		await runDurableObjectAlarm(stub);
		await vi.waitUntil(async () => (await objects.worklist(env, scope, 0).cases(scope, { limit: 10 })).cases.length === 1);
		await activate(scope, ONE, automate());
		const rows = await runInDurableObject(stub, (_environment, state) => state.storage.sql.exec("SELECT * FROM condition_start").toArray());
		expect(rows).toEqual([]);
	});
});

describe("what a message or signal brings that begins a case", () => {
	const MAPPED = bpmn(
		`<bpmn:startEvent id="Ordered"><bpmn:messageEventDefinition messageRef="Order"/></bpmn:startEvent>
		<bpmn:startEvent id="Opened"><bpmn:signalEventDefinition signalRef="Open"/></bpmn:startEvent><bpmn:userTask id="T"/>
		<bpmn:sequenceFlow id="f" sourceRef="Ordered" targetRef="T"/><bpmn:sequenceFlow id="g" sourceRef="Opened" targetRef="T"/>`,
		'<bpmn:message id="Order" name="order"/><bpmn:signal id="Open" name="open"/>',
	);

	it("is there for the mapping of its start event, a list or a number too", async ({ expect }) => {
		const scope = await place("Mapped");
		const elements = {
			Ordered: { outputs: [{ from: "sum(message)", to: "total" }] },
			Opened: { outputs: [{ from: "signal + 1", to: "total" }] },
		};
		await activate(scope, MAPPED, automate({ elements }));
		const stub = objects.environment(env, scope);
		const { caseId } = await stub.startByMessage(scope, { messageId: "m1", message: "order", payload: "[1, 2, 3]" });
		expect((await read(scope, caseId ?? ("" as CaseId))).data).toMatchObject({ total: 6 });
		await stub.startBySignal(scope, { signalId: "s1", signal: "open", payload: "41" });
		const cases = async () => (await objects.worklist(env, scope, 0).cases(scope, { limit: 10 })).cases;
		await vi.waitUntil(async () => (await cases()).length === 2);
		const other = (await cases()).find((each) => each.caseId !== caseId);
		expect((await read(scope, other?.caseId ?? ("" as CaseId))).data).toMatchObject({ total: 42 });
	});
});

describe("a start event that needs several things to come", () => {
	const BOTH = '<bpmn:messageEventDefinition messageRef="Paid"/><bpmn:signalEventDefinition signalRef="Open"/>';
	const TOGETHER = bpmn(inRow(["startEvent", "Both", 'parallelMultiple="true"', BOTH], ["userTask", "T"], ["endEvent", "E"])).replace(
		"<bpmn:process",
		'<bpmn:message id="Paid" name="paid"/><bpmn:signal id="Open" name="open"/><bpmn:process',
	);

	it("begins one case with the oldest of each, whatever comes first and however often it is told", async ({ expect }) => {
		const scope = await place("Together");
		await activate(scope, TOGETHER, automate());
		const stub = objects.environment(env, scope);
		const paid = (messageId: string, amount: number) =>
			stub.startByMessage(scope, { messageId, message: "paid", payload: JSON.stringify({ amount }) });
		const open = (signalId: string) => stub.startBySignal(scope, { signalId, signal: "open", payload: '{"by":"Ann"}' });
		expect(await paid("m1", 10)).toEqual({ taken: true, caseId: null });
		expect(await paid("m1", 10)).toEqual({ taken: true, caseId: null });
		expect(await paid("m2", 20)).toEqual({ taken: true, caseId: null });
		await open("s1");
		await open("s1");
		const list = async () => (await objects.worklist(env, scope, 0).cases(scope, { limit: 10 })).cases;
		await vi.waitUntil(async () => (await list()).length === 1);
		const [first] = await list();
		expect((await read(scope, first?.caseId ?? ("" as CaseId))).data).toMatchObject({ amount: 10, by: "Ann" });
		// The second signal meets the second message.
		await open("s2");
		await vi.waitUntil(async () => (await list()).length === 2);
		expect(await paid("m2", 20)).toEqual({ taken: true, caseId: null });
		expect((await paid("m3", 30)).caseId).toBe(null);
		for (const { caseId } of await list()) await settle(objects.case(env, scope, caseId));
		expect(await list()).toHaveLength(2);
	});

	it("takes messages of one key together, where the model gives the key, and the case has that key", async ({ expect }) => {
		const scope = await place("Together by key");
		const reads = (message: string, path: string) =>
			`<bpmn:correlationPropertyRetrievalExpression messageRef="${message}"><bpmn:messagePath>${path}</bpmn:messagePath></bpmn:correlationPropertyRetrievalExpression>`;
		const events = ["Paid", "Sent"].map((each) => `<bpmn:messageEventDefinition messageRef="${each}"/>`).join("");
		const model = bpmn(
			inRow(
				["startEvent", "Both", 'parallelMultiple="true"', events],
				["intermediateCatchEvent", "Wait", "", '<bpmn:messageEventDefinition messageRef="Back"/>'],
				["endEvent", "E"],
			),
			`<bpmn:message id="Paid" name="paid"/><bpmn:message id="Sent" name="sent"/><bpmn:message id="Back" name="back"/><bpmn:correlationProperty id="Order">${reads("Paid", "order")}${reads("Sent", "parcel.order")}${reads("Back", "order")}</bpmn:correlationProperty><bpmn:collaboration id="Co"><bpmn:correlationKey id="Key"><bpmn:correlationPropertyRef>Order</bpmn:correlationPropertyRef></bpmn:correlationKey></bpmn:collaboration>`,
		);
		await activate(scope, model, automate());
		const stub = objects.environment(env, scope);
		const tell = async (messageId: string, message: string, payload: object) =>
			(await stub.startByMessage(scope, { messageId, message, payload: JSON.stringify(payload) })).caseId;
		expect(await tell("m1", "paid", { order: "A", by: "card" })).toBe(null);
		expect(await tell("m2", "sent", { parcel: { order: "B" } })).toBe(null);
		const caseId = await tell("m3", "sent", { parcel: { order: "A" } });
		expect((await read(scope, caseId ?? ("" as CaseId))).data).toMatchObject({ by: "card", parcel: { order: "A" } });
		await settle(objects.case(env, scope, caseId ?? ("" as CaseId)));
		const shard = correlationShard("back", "A");
		const waits = await runInDurableObject(objects.correlation(env, scope, shard), (_shard, state) =>
			state.storage.sql.exec("SELECT case_id, key, any_key FROM wait WHERE message = 'back'").toArray(),
		);
		expect(waits).toEqual([{ case_id: caseId, key: "A", any_key: 0 }]);
		expect(await tell("m4", "paid", { order: "B" })).not.toBe(null);
	});

	it("forgets what came with the package", async ({ expect }) => {
		const scope = await place("Together gone");
		await activate(scope, TOGETHER, automate());
		const stub = objects.environment(env, scope);
		await stub.startByMessage(scope, { messageId: "m1", message: "paid", payload: "null" });
		await activate(scope, ONE, automate());
		const rows = await runInDurableObject(stub, (_environment, state) => state.storage.sql.exec("SELECT * FROM start_came").toArray());
		expect(rows).toEqual([]);
	});
});
