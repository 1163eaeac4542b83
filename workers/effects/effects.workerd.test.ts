import {
	createExecutionContext,
	createMessageBatch,
	evictDurableObject,
	getQueueResult,
	runDurableObjectAlarm,
	runInDurableObject,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, it, vi } from "vitest";
import type { EffectMessage } from "../../domain/case/effect.ts";
import type { CaseView } from "../../domain/case/view.ts";
import type { CaseId } from "../../domain/ids.ts";
import { activate, automate, bpmn, inRow } from "../../test/workerd/activate.ts";
import { makeCompany, type TestCompany } from "../../test/workerd/company.ts";
import { type EnvironmentScope, objects } from "../tenancy/objects.ts";
import { startCase } from "../work-portal/start-case.ts";
import { consumeEffects } from "./consume.ts";
import { MAX_ATTEMPTS } from "./run-job.ts";

let company: TestCompany;
beforeAll(async () => {
	company = await makeCompany();
});
afterEach(() => void vi.restoreAllMocks());

const SERVICE = bpmn(inRow(["startEvent", "S"], ["serviceTask", "Ask", 'name="Ask the register"'], ["userTask", "T"], ["endEvent", "E"]));
const service = (url: string) =>
	automate({
		data: {
			attributes: [
				{ name: "score", label: "Score", type: "number" },
				{ name: "customer", label: "Customer", type: "text" },
			],
		},
		elements: {
			Ask: {
				connector: { kind: "http", method: "POST", url, body: "{ customer: customer }" },
				outputs: [{ from: "body.score", to: "score" }],
			},
		},
	});

async function place(name: string, url = "https://register.example.org/score"): Promise<EnvironmentScope> {
	const scope = { companyId: company.id, environmentId: (await company.project(name)).environments.development };
	await activate(scope, SERVICE, service(url));
	return scope;
}

async function start(scope: EnvironmentScope, key: string): Promise<CaseId> {
	const starter = { personId: null, name: "Robot", email: null };
	const result = await startCase(env, scope, { variables: { customer: "Meyer" }, starter, idempotencyKey: key, source: "test" });
	if (!result.ok) throw new Error(result.error.detail);
	return result.value.caseId;
}

const read = async (scope: EnvironmentScope, caseId: CaseId) =>
	JSON.parse((await objects.case(env, scope, caseId).read(scope, caseId)) ?? "null") as CaseView;

/** The world beyond the machine: every call of a connector, answered in turn (the last answer again and again). */
function world(...answers: (() => Response)[]) {
	const calls: Request[] = [];
	vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
		const request = new Request(input as Request, init as RequestInit);
		calls.push(request);
		const answer = answers[Math.min(calls.length, answers.length) - 1];
		if (answer === undefined) throw new Error("no network");
		return answer();
	});
	return calls;
}

const effects = (scope: EnvironmentScope, caseId: CaseId) =>
	runInDurableObject(objects.case(env, scope, caseId), (_case, state) =>
		state.storage.sql.exec<{ key: string; body: string }>("SELECT key, body FROM effect").toArray(),
	);

/** Hands a case's effects to the consumer, as the queue would, and tells what became of each message. */
async function consume(messages: EffectMessage[], queue = "portico-effects", attempts = 1) {
	const batch = createMessageBatch<EffectMessage>(
		queue,
		messages.map((body, index) => ({ id: String(index), timestamp: new Date(), attempts, body })),
	);
	await consumeEffects(batch, env);
	return getQueueResult(batch, createExecutionContext());
}

const jobOf = (scope: EnvironmentScope, caseId: CaseId): EffectMessage => ({
	kind: "job",
	companyId: scope.companyId,
	environmentId: scope.environmentId,
	caseId,
	key: "ignored",
	subject: 0,
});

async function waitingJob(scope: EnvironmentScope, caseId: CaseId): Promise<EffectMessage> {
	const rows = await effects(scope, caseId);
	return rows[0] === undefined ? jobOf(scope, caseId) : (JSON.parse(rows[0].body) as EffectMessage);
}

describe("a service job", () => {
	it("whose answer nests ten thousand deep is an incident at its task, and is called again on retry", async ({ expect }) => {
		const deep = `{"score":${"[".repeat(10_000)}${"]".repeat(10_000)}}`;
		world(
			() => new Response(deep, { headers: { "content-type": "application/json" } }),
			() => Response.json({ score: 71 }),
		);
		const scope = await place("Deep");
		const caseId = await start(scope, "job-deep-1");
		const incident = await vi.waitUntil(async () => (await read(scope, caseId)).incidents[0], { timeout: 10_000 });
		expect(incident).toMatchObject({ elementId: "Ask", code: "egress.answer_too_deep", resolvedAt: null });
		await objects.case(env, scope, caseId).retryIncident(scope, caseId, incident.incident, { personId: null, name: "Operator" });
		await vi.waitUntil(async () => (await read(scope, caseId)).tasks.length > 0, { timeout: 10_000 });
		expect((await read(scope, caseId)).data).toMatchObject({ score: 71 });
	});

	it("goes by the queue to the called system and its answer moves the case on", async ({ expect }) => {
		const calls = world(() => Response.json({ score: 71 }));
		const scope = await place("Ok");
		const caseId = await start(scope, "job-ok-1");
		const view = await vi.waitUntil(
			async () => {
				const now = await read(scope, caseId);
				return now.tasks.length > 0 ? now : undefined;
			},
			{ timeout: 10_000 },
		);
		expect(view.data).toEqual({ customer: "Meyer", score: 71 });
		expect(calls).toHaveLength(1);
		expect(calls[0]?.headers.get("idempotency-key")).toMatch(new RegExp(`^${caseId}\\.job\\.\\d+$`));
		expect(await effects(scope, caseId)).toEqual([]);
	});

	it("that comes twice calls once: the case says that it is done", async ({ expect }) => {
		const calls = world(() => Response.json({ score: 1 }));
		const scope = await place("Twice");
		const caseId = await start(scope, "job-twice-1");
		const message = await waitingJob(scope, caseId);
		await vi.waitUntil(async () => (await read(scope, caseId)).tasks.length > 0, { timeout: 10_000 });
		const result = await consume([message, message]);
		expect(result.explicitAcks.toSorted()).toEqual(["0", "1"]);
		expect(calls).toHaveLength(1);
		expect((await read(scope, caseId)).tasks).toHaveLength(1);
	});

	it("is tried again with the same key while the called system fails, then it is an incident that can be retried", async ({ expect }) => {
		let broken = true;
		const calls = world(() => (broken ? new Response("down", { status: 503 }) : Response.json({ score: 5 })));
		const scope = await place("Down");
		const caseId = await start(scope, "job-down-1");
		await vi.waitUntil(() => calls.length > 0, { timeout: 10_000 });
		const message = await vi.waitUntil(async () => {
			const row = (await effects(scope, caseId))[0];
			return row === undefined ? undefined : (JSON.parse(row.body) as EffectMessage);
		});
		for (let attempt = 2; attempt <= MAX_ATTEMPTS; attempt++) {
			await runInDurableObject(
				objects.case(env, scope, caseId),
				(_case, state) => void state.storage.sql.exec("UPDATE job SET lease_until = 0"),
			);
			const result = await consume([message], "portico-effects", attempt);
			expect(result.retryMessages).toHaveLength(attempt < MAX_ATTEMPTS ? 1 : 0);
		}
		expect(new Set(calls.map((call) => call.headers.get("idempotency-key"))).size).toBe(1);
		const view = await read(scope, caseId);
		expect(view.incidents).toMatchObject([{ elementId: "Ask", resolvedAt: null }]);
		expect(view.incidents[0]?.detail).toContain("503");
		broken = false;
		await objects.case(env, scope, caseId).retryIncident(scope, caseId, view.incidents[0]?.incident ?? 0, { personId: null, name: "Op" });
		await vi.waitUntil(async () => (await read(scope, caseId)).tasks.length > 0, { timeout: 10_000 });
		expect((await read(scope, caseId)).data["score"]).toBe(5);
	});

	it("that the queue gave up is an incident on its case", async ({ expect }) => {
		world(() => new Response("", { status: 500 }));
		const scope = await place("Dead");
		const caseId = await start(scope, "job-dead-1");
		const message = await vi.waitUntil(async () => {
			const row = (await effects(scope, caseId))[0];
			return row === undefined ? undefined : (JSON.parse(row.body) as EffectMessage);
		});
		await consume([message], "portico-effects-dead");
		expect((await read(scope, caseId)).incidents).toMatchObject([{ elementId: "Ask", resolvedAt: null }]);
		expect(await effects(scope, caseId)).toEqual([]);
	});

	it("is sent to the queue again by the alarm when its message was lost", async ({ expect }) => {
		const calls = world(() => Response.json({ score: 9 }));
		const scope = await place("Lost");
		const caseId = await start(scope, "job-lost-1");
		const stub = objects.case(env, scope, caseId);
		await vi.waitUntil(async () => (await read(scope, caseId)).tasks.length > 0, { timeout: 10_000 });
		// As it stood before: the job waits, its message never arrived.
		const job = await runInDurableObject(stub, (_case, state) => state.storage.sql.exec<{ job: number }>("SELECT job FROM job").one().job);
		const before = calls.length;
		await runInDurableObject(stub, (_case, state) => {
			state.storage.sql.exec("UPDATE job SET state = 'waiting', lease_until = 0");
			const body: EffectMessage = { kind: "job", ...scope, caseId, key: `${caseId}.job.${job}`, subject: job };
			state.storage.sql.exec("INSERT INTO effect (key, body, next_at) VALUES (?, ?, 1)", body.key, JSON.stringify(body));
			return state.storage.setAlarm(Date.now() + 60_000);
		});
		await evictDurableObject(stub);
		await runDurableObjectAlarm(stub);
		await vi.waitUntil(() => calls.length > before, { timeout: 10_000 });
		expect(calls.at(-1)?.headers.get("idempotency-key")).toBe(`${caseId}.job.${job}`);
	});

	it("calls neither loopback nor a metadata address, directly or by redirect: an incident says why", async ({ expect }) => {
		const targets = [
			"http://127.0.0.1:8787/api/health",
			"https://localhost/",
			"https://169.254.169.254/latest/meta-data",
			"https://[::1]/",
		];
		const calls = world(() => new Response(null, { status: 302, headers: { location: "https://169.254.169.254/" } }));
		for (const [index, target] of targets.entries()) {
			const scope = await place(`Target ${index}`, target);
			const caseId = await start(scope, `job-target-${index}`);
			const incident = await vi.waitUntil(async () => (await read(scope, caseId)).incidents[0], { timeout: 10_000 });
			expect([target, incident.code.split(".")[0]]).toEqual([target, "egress"]);
		}
		expect(calls).toHaveLength(0);
		const scope = await place("Redirected");
		const caseId = await start(scope, "job-redirected");
		const incident = await vi.waitUntil(async () => (await read(scope, caseId)).incidents[0], { timeout: 10_000 });
		expect(incident.code).toBe("egress.private_address");
		expect(calls).toHaveLength(1);
	});

	it("of a tenant does nothing under another tenant's name", async ({ expect }) => {
		world(() => Response.json({ score: 1 }));
		const scope = await place("Mine");
		const caseId = await start(scope, "job-mine-1");
		const message = await waitingJob(scope, caseId);
		const other = await makeCompany("Other");
		const foreign = { ...message, companyId: other.id };
		expect((await consume([foreign])).explicitAcks).toEqual(["0"]);
		expect(
			await objects
				.case(env, { companyId: other.id, environmentId: scope.environmentId }, caseId)
				.read({ companyId: other.id, environmentId: scope.environmentId }, caseId),
		).toBe(null);
	});
});
