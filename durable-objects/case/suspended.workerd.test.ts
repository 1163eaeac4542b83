import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, it } from "vitest";
import type { Worker } from "../../domain/allocation/may-take.ts";
import type { CaseView } from "../../domain/case/view.ts";
import { activate, automate, bpmn, inRow } from "../../test/workerd/activate.ts";
import { makeCompany, type TestCompany } from "../../test/workerd/company.ts";
import { settle } from "../../test/workerd/settle.ts";
import { objects } from "../../workers/tenancy/objects.ts";
import { startCase } from "../../workers/work-portal/start-case.ts";

const starter = { personId: "per_ann", name: "Ann", email: "ann@acme.example" };
const ann: Worker = { ...starter, roles: [], groups: [] };
const operator = { personId: null, name: "Operator" };
const FOR_STARTER = { performer: { assign: "pool" as const, from: [{ kind: "starter" as const }] } };

let company: TestCompany;
let made = 0;
beforeAll(async () => {
	company = await makeCompany();
});

async function running(elements: string, settings: Parameters<typeof automate>[0]) {
	const project = await company.project(`Suspended ${++made}`);
	const scope = { companyId: company.id, environmentId: project.environments.development };
	await activate(scope, elements, automate(settings));
	const started = await startCase(env, scope, { variables: {}, starter, idempotencyKey: `suspended-${made}`, source: "test" });
	if (!started.ok) throw new Error(started.error.detail);
	const { caseId, tasks } = started.value;
	const stub = objects.case(env, scope, caseId);
	const read = async () => JSON.parse((await stub.read(scope, caseId)) ?? "null") as CaseView;
	return { scope, caseId, tasks, stub, read };
}

describe("a suspended case", () => {
	it("keeps its timer and fires it once when it is resumed", async ({ expect }) => {
		const timer =
			'<bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>';
		const { scope, caseId, stub, read } = await running(
			bpmn(inRow(["startEvent", "S"], ["intermediateCatchEvent", "W", "", timer], ["userTask", "T"], ["endEvent", "E"])),
			{ elements: { T: FOR_STARTER } },
		);
		expect(await stub.suspend(scope, caseId, "audit", operator)).toMatchObject({ ok: true, value: { state: "suspended" } });
		await runInDurableObject(stub, (_object, state) => void state.storage.sql.exec("UPDATE timer SET due_at = ?", Date.now() - 1));
		await runDurableObjectAlarm(stub);
		expect(await read()).toMatchObject({ state: "suspended", tasks: [], waits: [{ kind: "timer" }] });
		expect(await stub.suspend(scope, caseId, "audit", operator)).toMatchObject({ ok: false, error: { kind: "conflict" } });
		expect(await stub.resume(scope, caseId, operator)).toMatchObject({ ok: true, value: { state: "running" } });
		await settle(stub);
		await runDurableObjectAlarm(stub);
		expect((await read()).tasks).toMatchObject([{ elementId: "T", state: "open" }]);
		expect(await stub.resume(scope, caseId, operator)).toMatchObject({
			ok: false,
			error: { code: "engine.not_suspended", kind: "conflict" },
		});
	});

	it("takes a message once, keeps it, and goes on by it when it is resumed", async ({ expect }) => {
		const { scope, caseId, stub, read } = await running(
			bpmn(
				inRow(
					["startEvent", "S"],
					["intermediateCatchEvent", "M", "", '<bpmn:messageEventDefinition messageRef="Msg"/>'],
					["userTask", "T"],
					["endEvent", "E"],
				),
				'<bpmn:message id="Msg" name="paid"/>',
			),
			{ elements: { T: FOR_STARTER }, data: { attributes: [{ name: "amount", label: "Amount", type: "number" }] } },
		);
		const [subscription] = await runInDurableObject(stub, (_object, state) =>
			state.storage.sql.exec<{ subscription: number }>("SELECT subscription FROM subscription").toArray(),
		);
		await stub.suspend(scope, caseId, "audit", operator);
		const offer = { subscription: subscription?.subscription ?? 0, messageId: "msg-1", payload: '{"amount":5}' };
		expect(await stub.deliverMessage(scope, caseId, offer)).toBe(true);
		expect(await stub.deliverMessage(scope, caseId, offer)).toBe(true);
		expect(await read()).toMatchObject({ state: "suspended", tasks: [], data: {} });
		await stub.resume(scope, caseId, operator);
		await settle(stub);
		await runDurableObjectAlarm(stub);
		expect(await read()).toMatchObject({ state: "running", tasks: [{ elementId: "T" }], data: { amount: 5 } });
		await runInDurableObject(stub, (_object, state) => expect(state.storage.sql.exec("SELECT held FROM held").toArray()).toEqual([]));
	});

	it("refuses to complete a task and keeps its draft", async ({ expect }) => {
		const { scope, caseId, tasks, stub, read } = await running(bpmn(inRow(["startEvent", "S"], ["userTask", "T"], ["endEvent", "E"])), {
			elements: { T: FOR_STARTER },
		});
		const task = tasks[0]?.task ?? 0;
		await stub.suspend(scope, caseId, "audit", operator);
		expect(await stub.saveDraft(scope, caseId, ann, task, "{}")).toMatchObject({ ok: true });
		expect(await stub.completeTask(scope, caseId, ann, task, "{}")).toMatchObject({ ok: false, error: { code: "case.suspended" } });
		const token = (await read()).tokens[0]?.token ?? 0;
		expect(await stub.moveToken(scope, caseId, token, "E", operator)).toMatchObject({ error: { code: "engine.case_suspended" } });
		await stub.resume(scope, caseId, operator);
		expect(await stub.completeTask(scope, caseId, ann, task, "{}")).toMatchObject({ ok: true, value: { state: "completed" } });
	});
});
