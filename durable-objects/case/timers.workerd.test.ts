import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, it, vi } from "vitest";
import type { CaseView } from "../../domain/case/view.ts";
import type { Variables } from "../../domain/engine/types.ts";
import { activate, automate, bpmn, inRow } from "../../test/workerd/activate.ts";
import { call, makeCompany, type TestCompany } from "../../test/workerd/company.ts";
import { content, seal, upload } from "../../test/workerd/packages.ts";
import { settle } from "../../test/workerd/settle.ts";
import { sweep } from "../../workers/effects/sweep.ts";
import { type EnvironmentScope, objects } from "../../workers/tenancy/objects.ts";
import { startCase } from "../../workers/work-portal/start-case.ts";
import type { Case } from "./index.ts";

/** `npm test -- crash` runs these at full size: a hundred thousand timers in a case, ten thousand cases. */
const FULL = env.TEST_SIZE === "full";
const PATIENCE = { timeout: FULL ? 1_200_000 : 50_000, interval: 50 };

const starter = { personId: "per_ann", name: "Ann", email: "ann@acme.example" };
const operator = { personId: null, name: "Operator" };

let company: TestCompany;
beforeAll(async () => {
	company = await makeCompany();
});
afterEach(() => void vi.restoreAllMocks());

let environments = 0;
async function environment(): Promise<EnvironmentScope> {
	const project = await company.project(`Project ${++environments}`);
	return { companyId: company.id, environmentId: project.environments.development };
}

let started = 0;
async function start(scope: EnvironmentScope, variables: Variables = {}) {
	const result = await startCase(env, scope, { variables, starter, idempotencyKey: `timer-test-${++started}`, source: "test" });
	if (!result.ok) throw new Error(result.error.detail);
	return { ...result.value, stub: objects.case(env, scope, result.value.caseId) };
}

const timer = (duration: string) =>
	`<bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">${duration}</bpmn:timeDuration></bpmn:timerEventDefinition>`;

/** As many reminders as `instances` × 100, all of the same second: a hundred on a task that waits in each instance of a sub-process. */
function reminders(instances: number): string {
	const events = Array.from(
		{ length: 100 },
		(_, at) => `<bpmn:boundaryEvent id="Late${at}" attachedToRef="T" cancelActivity="false">${timer("PT1H")}</bpmn:boundaryEvent>`,
	).join("");
	return bpmn(
		`<bpmn:subProcess id="Sub"><bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>${instances}</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics><bpmn:manualTask id="M"/><bpmn:receiveTask id="T"/>${events}</bpmn:subProcess>`,
	);
}
const WAITS_FOR_MESSAGE = { T: { message: { name: "never" } } };
const ONE_TIMER = bpmn(
	inRow(["startEvent", "S"], ["intermediateCatchEvent", "Wait", "", timer("PT1H")], ["userTask", "T"], ["endEvent", "E"]),
);

const rows = <Row extends Record<string, SqlStorageValue>>(stub: DurableObjectStub<Case>, query: string) =>
	runInDurableObject(stub, (_case, state) => state.storage.sql.exec<Row>(query).toArray());

/** The timers of a case come due now, as if their hour had passed. */
async function due(stub: DurableObjectStub<Case>): Promise<void> {
	await runInDurableObject(stub, (_case, state) => {
		state.storage.sql.exec("UPDATE timer SET due_at = 1000");
		return state.storage.setAlarm(Date.now());
	});
}

async function timersLeft(stub: DurableObjectStub<Case>): Promise<number> {
	return (await rows<{ n: number }>(stub, "SELECT count(*) AS n FROM timer"))[0]?.n ?? 0;
}

describe("timers that are all due in the same second", () => {
	it("of one case fire once each, in bounded batches, while people go on working in it", { timeout: 1_300_000 }, async ({ expect }) => {
		const instances = FULL ? 1000 : 50;
		const scope = await environment();
		await activate(
			scope,
			reminders(instances),
			automate({ elements: WAITS_FOR_MESSAGE, data: { attributes: [{ name: "n", label: "N", type: "number" }] } }),
		);
		const { caseId, stub } = await start(scope);
		expect(await timersLeft(stub)).toBe(instances * 100);
		const began = Date.now();
		await due(stub);
		let written = 0;
		await vi.waitUntil(async () => {
			await stub.setVariables(scope, caseId, JSON.stringify({ n: ++written }), operator);
			return (await timersLeft(stub)) === 0;
		}, PATIENCE);
		if (FULL) console.log(JSON.stringify({ timers: instances * 100, seconds: (Date.now() - began) / 1000, commandsMeanwhile: written }));

		const fired = await rows<{ timer: number; step: number }>(
			stub,
			`SELECT step, json_extract(each.value, '$.wait') AS timer FROM journal, json_each(entries) AS each
			WHERE command = 'fire-timer' AND json_extract(each.value, '$.kind') = 'wait-closed'`,
		);
		expect(fired).toHaveLength(instances * 100);
		expect(new Set(fired.map((row) => row.timer)).size).toBe(instances * 100);
		expect(await rows(stub, "SELECT code FROM incident")).toEqual([]);
		// No command of a person waited for more than one batch: no more timers than that fired in a row.
		const commands = await rows<{ command: string }>(stub, "SELECT command FROM journal ORDER BY step");
		const runs =
			commands
				.map((row) => (row.command === "fire-timer" ? "t" : "p"))
				.join("")
				.match(/t+/g) ?? [];
		expect(runs.length).toBeGreaterThan(1);
		// What is in memory is what is stored.
		const waits = async () =>
			(JSON.parse((await stub.read(scope, caseId)) ?? "null") as CaseView).waits.filter((wait) => wait.kind === "timer");
		expect(await waits()).toEqual([]);
		await evictDurableObject(stub);
		expect(await waits()).toEqual([]);
		const cancelled = await stub.cancel(scope, caseId, "Enough", operator);
		expect(cancelled.ok && cancelled.value.state).toBe("cancelled");
	});

	it("of many cases fire once in each", { timeout: 1_300_000 }, async ({ expect }) => {
		const count = FULL ? 10_000 : 100;
		const scope = await environment();
		await activate(
			scope,
			bpmn(inRow(["startEvent", "S"], ["intermediateCatchEvent", "Wait", "", timer("PT1H")], ["receiveTask", "T"])),
			automate({ elements: WAITS_FOR_MESSAGE }),
		);
		const stubs: DurableObjectStub<Case>[] = [];
		const began = Date.now();
		for (let at = 0; at < count; at += 50) {
			const made = await Promise.all(Array.from({ length: Math.min(50, count - at) }, () => start(scope)));
			stubs.push(...made.map((each) => each.stub));
			await Promise.all(made.map(({ stub }) => settle(stub)));
		}
		const startedAll = Date.now();
		for (let at = 0; at < count; at += 100) await Promise.all(stubs.slice(at, at + 100).map(due));
		for (const stub of stubs) await vi.waitUntil(async () => (await timersLeft(stub)) === 0, PATIENCE);
		if (FULL)
			console.log(
				JSON.stringify({ cases: count, startSeconds: (startedAll - began) / 1000, fireSeconds: (Date.now() - startedAll) / 1000 }),
			);
		let fired = 0;
		for (const stub of stubs) {
			const steps = await rows<{ command: string }>(stub, "SELECT command FROM journal WHERE command = 'fire-timer'");
			if (steps.length === 1) fired++;
		}
		expect(fired).toBe(count);
	});

	it("do not wait for commands that come without a pause", async ({ expect }) => {
		const scope = await environment();
		await activate(
			scope,
			bpmn(inRow(["startEvent", "S"], ["intermediateCatchEvent", "Wait", "", timer("PT1S")], ["userTask", "T"])),
			automate({ data: { attributes: [{ name: "n", label: "N", type: "number" }] } }),
		);
		const { caseId, stub } = await start(scope);
		let n = 0;
		const open = async () => (JSON.parse((await stub.read(scope, caseId)) ?? "null") as CaseView).tasks.length > 0;
		// Never a moment without a command: an alarm that is set anew by each would never ring.
		await vi.waitUntil(
			async () => {
				await Promise.all(Array.from({ length: 5 }, () => stub.setVariables(scope, caseId, JSON.stringify({ n: ++n }), operator)));
				return open();
			},
			{ timeout: 30_000, interval: 0 },
		);
		expect(n).toBeGreaterThan(5);
	});
});

describe("an alarm that fails", () => {
	it("seven times in a row loses nothing: it is set again each time, and the timer fires once it can", async ({ expect }) => {
		const scope = await environment();
		await activate(scope, ONE_TIMER, automate());
		const { caseId, stub } = await start(scope);
		await settle(stub);
		vi.spyOn(console, "error").mockImplementation(() => undefined);
		await runInDurableObject(stub, (_case, state) => {
			state.storage.sql.exec("UPDATE timer SET due_at = 1");
			// Whatever the alarm does, it fails: it can neither fire, nor deliver, nor see when it is due next.
			state.storage.sql.exec("ALTER TABLE timer RENAME TO broken_timer");
		});
		for (let time = 0; time < 7; time++) {
			await runInDurableObject(stub, (_case, state) => state.storage.setAlarm(Date.now() + 3_600_000));
			await runDurableObjectAlarm(stub);
			expect(await runInDurableObject(stub, (_case, state) => state.storage.getAlarm())).toBeGreaterThan(Date.now());
		}
		await runInDurableObject(stub, (_case, state) => void state.storage.sql.exec("ALTER TABLE broken_timer RENAME TO timer"));
		await runDurableObjectAlarm(stub);
		const view = JSON.parse((await stub.read(scope, caseId)) ?? "null") as CaseView;
		expect(view.tasks.map((task) => task.elementId)).toEqual(["T"]);
		expect(await rows(stub, "SELECT step FROM journal WHERE command = 'fire-timer'")).toHaveLength(1);
	});

	it("until the platform gives it up is found again by the sweep, though nobody calls the case", async ({ expect }) => {
		const project = await company.project("Swept");
		const scope = { companyId: company.id, environmentId: project.environments.development };
		const ann = await company.builder("Ann", [["environment-administrator", scope.environmentId]]);
		// The cron finds an environment by what was deployed to it.
		const sealed = await seal(content(project.id, 1, { parameters: [] }));
		const { packageId } = await (await upload(scope.environmentId, sealed, ann)).json<{ packageId: string }>();
		expect((await call(`/api/console/${scope.environmentId}/packages/${packageId}/activate`, { as: ann, method: "POST" })).status).toBe(
			200,
		);
		await activate(scope, ONE_TIMER, automate());
		const { caseId, stub } = await start(scope);
		await settle(stub);
		await runInDurableObject(stub, (_case, state) => state.storage.sql.exec("UPDATE timer SET due_at = 1") && state.storage.deleteAlarm());
		const view = async () => JSON.parse((await stub.read(scope, caseId)) ?? "null") as CaseView;
		expect((await view()).tasks).toEqual([]);
		const inTwoHours = Date.now() + 7_200_000;
		await sweep(env, inTwoHours);
		await vi.waitUntil(async () => (await view()).tasks.length > 0, PATIENCE);
		expect(await rows(stub, "SELECT step FROM journal WHERE command = 'fire-timer'")).toHaveLength(1);
		await settle(stub);
		// It is no longer overdue: the list asks it no more.
		expect(await objects.worklist(env, scope, 0).wakeOverdue(scope, inTwoHours)).toBe(0);
	});

	it("holds no timer back when a receiver of the case hangs", async ({ expect }) => {
		const scope = await environment();
		await activate(
			scope,
			bpmn(inRow(["startEvent", "S"], ["intermediateCatchEvent", "Wait", "", timer("PT1H")], ["userTask", "T"])),
			automate(),
		);
		const { caseId, stub } = await start(scope);
		await settle(stub);
		const list = objects.worklist(env, scope, 0);
		let hangs = true;
		const held = runInDurableObject(list, (_list, state) =>
			state.blockConcurrencyWhile(async () => {
				while (hangs) await scheduler.wait(20);
			}),
		);
		await stub.setVariables(scope, caseId, "{}", operator);
		await runInDurableObject(stub, (_case, state) => {
			state.storage.sql.exec("UPDATE lane SET next_at = 1");
			return state.storage.setAlarm(Date.now());
		});
		await new Promise((resolve) => setTimeout(resolve, 300));
		await due(stub);
		await vi.waitUntil(async () => (await timersLeft(stub)) === 0, { timeout: 20_000, interval: 50 });
		hangs = false;
		await held;
		expect(await rows(stub, "SELECT step FROM journal WHERE command = 'fire-timer'")).toHaveLength(1);
	});
});
