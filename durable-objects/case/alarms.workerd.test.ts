import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, it, vi } from "vitest";
import type { AlarmRule } from "../../domain/calendar/alarm.ts";
import type { CaseView } from "../../domain/case/view.ts";
import type { Automation } from "../../domain/deployment/automation.ts";
import type { PersonId } from "../../domain/ids.ts";
import { activate, automate, bpmn, inRow } from "../../test/workerd/activate.ts";
import { call, makeCompany, type TestCompany } from "../../test/workerd/company.ts";
import { settle } from "../../test/workerd/settle.ts";
import { type EnvironmentScope, objects } from "../../workers/tenancy/objects.ts";
import { startCase } from "../../workers/work-portal/start-case.ts";

const HOUR = 3_600_000;
const ONE = bpmn(inRow(["startEvent", "S"], ["userTask", "T", 'name="Look"'], ["endEvent", "E"]));
const operator = { personId: null, name: "Operator" };

let company: TestCompany;
beforeAll(async () => {
	company = await makeCompany();
});

async function place(name: string, settings: Partial<Automation>): Promise<EnvironmentScope> {
	const scope = { companyId: company.id, environmentId: (await company.project(name)).environments.development };
	await activate(scope, ONE, automate(settings));
	return scope;
}

const alarms = (...rules: AlarmRule[]): Partial<Automation> => ({ elements: { T: { dueIn: "PT8H", alarms: rules } } });

async function start(scope: EnvironmentScope, person: { readonly id: PersonId; readonly name: string; readonly email: string }) {
	const starter = { personId: person.id, name: person.name, email: person.email };
	const made = await startCase(env, scope, { variables: {}, starter, idempotencyKey: `alarm-${person.id}`, source: "test" });
	if (!made.ok) throw new Error(made.error.detail);
	const { caseId, tasks } = made.value;
	const stub = objects.case(env, scope, caseId);
	/** So much time passes: everything that is set comes so much sooner. */
	const pass = async (milliseconds: number): Promise<void> => {
		await runInDurableObject(stub, (_case, state) => {
			state.storage.sql.exec(
				"UPDATE alarm SET next_at = next_at - ?1, times = (SELECT json_group_array(value - ?1) FROM json_each(times))",
				milliseconds,
			);
			state.storage.sql.exec("UPDATE task SET due_at = due_at - ?", milliseconds);
			return state.storage.setAlarm(Date.now());
		});
		await runDurableObjectAlarm(stub);
		await settle(stub);
	};
	const read = async () => JSON.parse((await stub.read(scope, caseId)) ?? "null") as CaseView;
	const rung = async () =>
		((await stub.log(scope, caseId, 100)) ?? [])
			.filter((each) => each.command === "ring-alarm")
			.flatMap((each) => JSON.parse(each.entries) as { readonly when: string }[])
			.map((each) => each.when);
	/** Addresses and subjects of the mails that have gone, in order. */
	const mails = async (many: number) => {
		await vi.waitUntil(async () => (await read()).mails.filter((each) => each.state === "sent").length >= many);
		return (await read()).mails.map((each) => `${each.address.split(".")[0]}: ${each.subject.split(" · ")[0]}`);
	};
	const worker = { personId: person.id, name: person.name, email: person.email, roles: [], groups: [] };
	return { caseId, stub, task: tasks[0]?.task ?? 0, pass, read, rung, mails, worker };
}

describe("an alarm of a task", () => {
	it("rings before and after the due date, again up to its maximum, once each however often the object wakes", async ({ expect }) => {
		const scope = await place(
			"Task",
			alarms(
				{ when: "before", by: "PT2H", to: [{ kind: "performer" }] },
				{ when: "after", by: "PT1H", repeat: { every: "PT1H", times: 2 }, to: [{ kind: "performer" }] },
			),
		);
		const ann = await company.endUser(scope.environmentId, "Ann");
		const { stub, pass, rung, mails, read } = await start(scope, ann);
		const [task] = (await read()).tasks;
		expect((task?.dueAt ?? 0) - (task?.atRiskAt ?? 0)).toBe(2 * HOUR);
		await pass(5 * HOUR);
		expect(await rung()).toEqual([]);
		await pass(1.5 * HOUR);
		expect(await mails(1)).toEqual(["ann: Due soon: Look"]);
		await evictDurableObject(stub);
		await stub.rearm(scope, (await read()).caseId);
		await runDurableObjectAlarm(stub);
		expect(await rung()).toEqual(["before"]);
		await pass(3 * HOUR);
		expect(await mails(2)).toEqual(["ann: Due soon: Look", "ann: Overdue: Look"]);
		await pass(HOUR);
		await pass(100 * HOUR);
		expect(await mails(3)).toHaveLength(3);
		expect(await rung()).toEqual(["after", "after", "before"]);
	});

	it("rings once for all the times that passed while nothing ran", async ({ expect }) => {
		const scope = await place(
			"Asleep",
			alarms({ when: "after", by: "PT0S", repeat: { every: "PT1H", times: 5 }, to: [{ kind: "performer" }] }),
		);
		const { pass, rung } = await start(scope, await company.endUser(scope.environmentId, "Bea"));
		await pass(10.5 * HOUR);
		expect(await rung()).toEqual(["after"]);
		await pass(1 * HOUR);
		await pass(1 * HOUR);
		await pass(1 * HOUR);
		expect(await rung()).toEqual(["after", "after", "after"]);
	});

	it("rings once though it failed before, and though a timer of the case fails every time", async ({ expect }) => {
		const scope = await place("Failing", alarms({ when: "after", by: "PT0S", to: [{ kind: "performer" }] }));
		const { stub, pass, rung, mails } = await start(scope, await company.endUser(scope.environmentId, "Bob"));
		const broken = (sql: string) => runInDurableObject(stub, (_case, state) => void state.storage.sql.exec(sql));
		await broken("CREATE TRIGGER full BEFORE INSERT ON journal WHEN NEW.command = 'ring-alarm' BEGIN SELECT RAISE(ABORT, 'no room'); END");
		await pass(9 * HOUR);
		expect(await rung()).toEqual([]);
		await broken("DROP TRIGGER full");
		await broken("INSERT INTO timer (timer, element_id, due_at) VALUES (999, 'T', 1)");
		await broken("CREATE TRIGGER stuck BEFORE DELETE ON timer BEGIN SELECT RAISE(ABORT, 'stuck'); END");
		await pass(0);
		await pass(0);
		expect(await rung()).toEqual(["after"]);
		expect(await mails(1)).toEqual(["bob: Overdue: Look"]);
		await broken("DROP TRIGGER stuck");
	});

	it("is gone with its task", async ({ expect }) => {
		const scope = await place("Gone", alarms({ when: "before", by: "PT2H", to: [{ kind: "performer" }] }));
		const { stub, caseId, task, worker, pass, rung } = await start(scope, await company.endUser(scope.environmentId, "Cyd"));
		await stub.completeTask(scope, caseId, worker, task, "{}");
		await pass(20 * HOUR);
		expect(await rung()).toEqual([]);
	});

	it("waits while the case is suspended, and rings once when it goes on", async ({ expect }) => {
		const scope = await place(
			"Held",
			alarms({ when: "after", by: "PT1H", repeat: { every: "PT1H", times: 3 }, to: [{ kind: "performer" }] }),
		);
		const { stub, caseId, pass, rung } = await start(scope, await company.endUser(scope.environmentId, "Dan"));
		await stub.suspend(scope, caseId, "Audit", operator);
		await pass(20 * HOUR);
		expect(await rung()).toEqual([]);
		await stub.resume(scope, caseId, operator);
		await runDurableObjectAlarm(stub);
		expect(await rung()).toEqual(["after"]);
	});

	it("tells the supervisor of who has the task, and everybody of a group and a role, everyone once", async ({ expect }) => {
		const to: AlarmRule["to"] = [
			{ kind: "supervisor" },
			{ kind: "group", group: "office" },
			{ kind: "role", role: "lead" },
			{ kind: "performer" },
		];
		const scope = await place("Told", alarms({ when: "after", by: "PT0S", to }));
		const add = (name: string, more: object = {}) => company.endUser(scope.environmentId, name, more);
		const [eve, sam] = [await add("Eve", { roles: ["lead"] }), await add("Sam", { groups: ["office"] })];
		await add("Ola", { groups: ["office"], roles: ["lead"] });
		await add("Pia");
		const admin = await company.builder("Ea", [["member"], ["environment-administrator", scope.environmentId]]);
		const set = (supervisorId: string | null) =>
			call(`/api/console/${scope.environmentId}/people/${eve.id}/supervisor`, { as: admin, method: "PUT", body: { supervisorId } });
		expect((await set(eve.id)).status).toBe(400);
		expect((await set("per_of_another_company")).status).toBeGreaterThanOrEqual(400);
		const list = (await (await set(sam.id)).json()) as { everyone: { id: string; supervisorId: string | null }[] };
		expect(list.everyone.find((each) => each.id === eve.id)?.supervisorId).toBe(sam.id);
		const { pass, mails } = await start(scope, eve);
		await pass(9 * HOUR);
		expect((await mails(3)).toSorted()).toEqual(["eve: Overdue: Look", "ola: Overdue: Look", "sam: Overdue: Look"]);
	});
});

describe("an alarm of a task that one person is given", () => {
	it("is reckoned anew in that person's working time", async ({ expect }) => {
		const day = [{ from: "00:00", to: "24:00" }];
		const ever = { zone: "UTC", week: [day, day, day, day, day, day, day], holidays: [] };
		// The organisation works on one day far away.
		const later = { ...ever, week: [[], [], [], [], [], [], []], holidays: [{ date: "2090-01-02", name: "Open", hours: day }] };
		const scope = await place("Given", {
			roles: [{ name: "clerk", title: "Clerk" }],
			elements: {
				T: {
					performer: { assign: "one", from: [{ kind: "role", role: "clerk" }] },
					dueIn: "PT8H",
					dueInWorkingTime: true,
					alarms: [{ when: "before", by: "PT1H", inWorkingTime: true, to: [{ kind: "performer" }] }],
				},
			},
		});
		const gus = await company.endUser(scope.environmentId, "Gus", { roles: ["clerk"] });
		const { companyId, environmentId } = scope;
		await env.DB.batch([
			...Object.entries({ ever, later }).map(([id, definition]) =>
				env.DB.prepare("INSERT INTO calendar VALUES (?, ?, ?, ?, ?, 1, 0, 'per_x', 'X')").bind(
					companyId,
					environmentId,
					id,
					id,
					JSON.stringify(definition),
				),
			),
			env.DB.prepare("INSERT INTO default_calendar VALUES (?, ?, 'later')").bind(companyId, environmentId),
			env.DB.prepare("INSERT INTO person_calendar VALUES (?, ?, ?, 'ever')").bind(companyId, environmentId, gus.id),
		]);
		const { read, pass, rung, mails } = await start(scope, await company.endUser(environmentId, "Hal"));
		await vi.waitUntil(async () => (await read()).tasks[0]?.assigneeName === "Gus");
		const [task] = (await read()).tasks;
		expect([(task?.dueAt ?? 0) - (task?.createdAt ?? 0), (task?.dueAt ?? 0) - (task?.atRiskAt ?? 0)]).toEqual([8 * HOUR, HOUR]);
		await pass(7.5 * HOUR);
		expect(await rung()).toEqual(["before"]);
		expect(await mails(1)).toEqual(["gus: Due soon: Look"]);
	});
});

describe("a service level", () => {
	it("says when a case is due, and tells the starter", async ({ expect }) => {
		const scope = await place("Level", {
			serviceLevel: { dueIn: "P2D", alarms: [{ when: "before", by: "P1D", to: [{ kind: "performer" }] }] },
		});
		const { read, pass, mails, stub, caseId } = await start(scope, await company.endUser(scope.environmentId, "Fay"));
		const view = await read();
		expect((view.dueAt ?? 0) - view.startedAt).toBe(48 * HOUR);
		expect((view.dueAt ?? 0) - (view.atRiskAt ?? 0)).toBe(24 * HOUR);
		await pass(25 * HOUR);
		expect(await mails(1)).toEqual(["fay: Due soon: Test process"]);
		await stub.cancel(scope, caseId, "Over", operator);
		await evictDurableObject(stub);
		expect((await read()).state).toBe("cancelled");
	});
});
