import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, it, vi } from "vitest";
import { correlationShard } from "../../domain/case/lanes.ts";
import type { CaseView } from "../../domain/case/view.ts";
import type { Variables } from "../../domain/engine/types.ts";
import type { CaseId } from "../../domain/ids.ts";
import { activate, automate, bpmn, inRow } from "../../test/workerd/activate.ts";
import { makeCompany, type TestCompany } from "../../test/workerd/company.ts";
import { settle } from "../../test/workerd/settle.ts";
import { type EnvironmentScope, objects } from "../../workers/tenancy/objects.ts";
import { startCase } from "../../workers/work-portal/start-case.ts";

const MESSAGE = '<bpmn:message id="Paid" name="Paid"/>';
const CATCH = '<bpmn:messageEventDefinition messageRef="Paid"/>';
const WAITING = bpmn(
	inRow(["startEvent", "S"], ["intermediateCatchEvent", "Wait", "", CATCH], ["userTask", "T"], ["endEvent", "E"]),
	MESSAGE,
);
const DATA = {
	attributes: [
		{ name: "order", label: "Order", type: "text" as const },
		{ name: "amount", label: "Amount", type: "number" as const },
	],
};
const BY_ORDER = automate({ data: DATA, elements: { Wait: { message: { key: "order" }, outputs: [{ from: "amount", to: "amount" }] } } });

let company: TestCompany;
beforeAll(async () => {
	company = await makeCompany();
});

async function place(name: string): Promise<EnvironmentScope> {
	return { companyId: company.id, environmentId: (await company.project(name)).environments.development };
}

async function start(scope: EnvironmentScope, key: string, variables: Variables) {
	const starter = { personId: null, name: "Robot", email: null };
	const result = await startCase(env, scope, { variables, starter, idempotencyKey: key, source: "test" });
	if (!result.ok) throw new Error(result.error.detail);
	await settle(objects.case(env, scope, result.value.caseId));
	return result.value.caseId;
}

const read = async (scope: EnvironmentScope, caseId: CaseId) =>
	JSON.parse((await objects.case(env, scope, caseId).read(scope, caseId)) ?? "null") as CaseView;
const reached = async (scope: EnvironmentScope, caseId: CaseId) => (await read(scope, caseId)).tasks.length > 0;

function shardOf(scope: EnvironmentScope, key: string | null, message = "Paid") {
	const shard = correlationShard(message, key);
	return { shard, stub: objects.correlation(env, scope, shard) };
}

async function publish(
	scope: EnvironmentScope,
	id: string,
	key: string | null,
	payload: Variables = {},
	message = "Paid",
	timeToLive?: number,
) {
	const { shard, stub } = shardOf(scope, key, message);
	const answer = await stub.publish(scope, shard, {
		id,
		message,
		key,
		payload: JSON.stringify(payload),
		...(timeToLive === undefined ? {} : { timeToLive }),
	});
	return { ...answer, ...(await stub.settled(scope, shard)) };
}

describe("a message", () => {
	it("reaches the one case that waits for its key, with its payload", async ({ expect }) => {
		const scope = await place("Key");
		await activate(scope, WAITING, BY_ORDER);
		const a = await start(scope, "key-a", { order: "A" });
		const b = await start(scope, "key-b", { order: "B" });
		await publish(scope, "key-1", "B", { amount: 12 });
		expect([await reached(scope, a), await reached(scope, b)]).toEqual([false, true]);
	});

	it("that comes too early is kept for the wait that opens later", async ({ expect }) => {
		const scope = await place("Early");
		await activate(scope, WAITING, BY_ORDER);
		expect(await publish(scope, "early-1", "E")).toMatchObject({ buffered: 1, waits: 0 });
		const caseId = await start(scope, "early-case", { order: "E" });
		await vi.waitUntil(() => reached(scope, caseId));
		const { shard, stub } = shardOf(scope, "E");
		expect(await stub.settled(scope, shard)).toEqual({ buffered: 0, waits: 0 });
	});

	it("with an id that came before is dropped, whether it was consumed or is kept", async ({ expect }) => {
		const scope = await place("Twice");
		await activate(scope, WAITING, BY_ORDER);
		const first = await start(scope, "twice-1", { order: "T" });
		const second = await start(scope, "twice-2", { order: "T" });
		await publish(scope, "twice-m", "T");
		expect(await publish(scope, "twice-m", "T")).toMatchObject({ repeated: true, waits: 1 });
		expect([await reached(scope, first), await reached(scope, second)]).toEqual([true, false]);
	});

	it("goes on to the next wait when the oldest declines", async ({ expect }) => {
		const scope = await place("Decline");
		await activate(scope, WAITING, BY_ORDER);
		const gone = await start(scope, "decline-1", { order: "D" });
		const there = await start(scope, "decline-2", { order: "D" });
		// The first case has ended and its word to Correlation has not arrived yet.
		await runInDurableObject(objects.case(env, scope, gone), (_case, state) => void state.storage.sql.exec("DELETE FROM subscription"));
		expect(await publish(scope, "decline-m", "D")).toMatchObject({ buffered: 0, waits: 0 });
		expect([await reached(scope, gone), await reached(scope, there)]).toEqual([false, true]);
	});

	it("is asked of the same case again after a crash between offer and answer, and is taken once", async ({ expect }) => {
		const scope = await place("Crash");
		await activate(scope, WAITING, BY_ORDER);
		const first = await start(scope, "crash-1", { order: "C" });
		const second = await start(scope, "crash-2", { order: "C" });
		await publish(scope, "crash-m", "C");
		expect([await reached(scope, first), await reached(scope, second)]).toEqual([true, false]);
		const { shard, stub } = shardOf(scope, "C");
		// The case accepted, and the object died before it knew: the message is still on offer to that case.
		const taken = await runInDurableObject(objects.case(env, scope, first), (_case, state) =>
			state.storage.sql.exec<{ subscription: number }>("SELECT subscription FROM message_taken").one(),
		);
		await runInDurableObject(stub, (_shard, state) => {
			state.storage.sql.exec(
				"UPDATE message SET state = 'offering', payload = '{}', consumer = NULL, offered_case = ?, offered_subscription = ?, next_at = 0 WHERE id = 'crash-m'",
				first,
				taken.subscription,
			);
		});
		await evictDurableObject(stub);
		await stub.settled(scope, shard);
		expect(await reached(scope, second)).toBe(false);
		expect((await read(scope, first)).tasks).toHaveLength(1);
	});

	it("is forgotten after its time to live", async ({ expect }) => {
		const scope = await place("Old");
		await activate(scope, WAITING, BY_ORDER);
		await publish(scope, "old-m", "O", {}, "Paid", 1);
		const { shard, stub } = shardOf(scope, "O");
		await runInDurableObject(stub, (_shard, state) => void state.storage.sql.exec("UPDATE message SET expires_at = 1"));
		await runDurableObjectAlarm(stub);
		expect(await stub.settled(scope, shard)).toMatchObject({ buffered: 0 });
		const caseId = await start(scope, "old-case", { order: "O" });
		await stub.settled(scope, shard);
		expect(await reached(scope, caseId)).toBe(false);
	});
});

describe("a message start event", () => {
	const STARTED = bpmn(
		inRow(["startEvent", "Ordered", "", '<bpmn:messageEventDefinition messageRef="Paid"/>'], ["userTask", "T"], ["endEvent", "E"]),
		MESSAGE,
	);

	it("starts one case for one message, however often it comes", async ({ expect }) => {
		const scope = await place("Start");
		await activate(scope, STARTED, automate({ data: DATA, elements: { Ordered: { outputs: [{ from: "amount", to: "amount" }] } } }));
		await publish(scope, "start-m", null, { amount: 5 });
		await publish(scope, "start-m", null, { amount: 5 });
		const list = objects.worklist(env, scope, 0);
		await vi.waitUntil(async () => (await list.cases(scope, { limit: 5 })).cases.length > 0);
		const { cases } = await list.cases(scope, { limit: 5 });
		expect(cases).toHaveLength(1);
		expect((await read(scope, cases[0]?.caseId ?? ("" as CaseId))).source).toBe("message");
	});
});

describe("a signal", () => {
	it("reaches every case that waits for it as it is thrown, and starts a case at its start event", async ({ expect }) => {
		const scope = await place("Signal");
		const event = '<bpmn:signalEventDefinition signalRef="Sig"/>';
		const model = bpmn(
			`${inRow(["startEvent", "S"], ["exclusiveGateway", "Which", 'default="Which_Wait"'], ["intermediateCatchEvent", "Wait", "", event], ["userTask", "T"], ["endEvent", "E"])}
			<bpmn:intermediateThrowEvent id="Tell">${event}</bpmn:intermediateThrowEvent><bpmn:endEvent id="Told"/>
			<bpmn:startEvent id="Heard">${event}</bpmn:startEvent><bpmn:userTask id="U"/>
			<bpmn:sequenceFlow id="ToU" sourceRef="Heard" targetRef="U"/>
			<bpmn:sequenceFlow id="ToTell" sourceRef="Which" targetRef="Tell"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">amount = 1</bpmn:conditionExpression></bpmn:sequenceFlow>
			<bpmn:sequenceFlow id="ToTold" sourceRef="Tell" targetRef="Told"/>`,
			'<bpmn:signal id="Sig" name="Fire"/>',
		);
		await activate(scope, model, automate({ data: DATA, elements: { Tell: { message: { name: "", payload: "{ order: order }" } } } }));
		const waiting = [await start(scope, "sig-1", { order: "1", amount: 0 }), await start(scope, "sig-2", { order: "2", amount: 0 })];
		const { shard, stub } = shardOf(scope, null, "Fire");
		await start(scope, "sig-3", { order: "3", amount: 1 });
		await vi.waitUntil(async () => (await Promise.all(waiting.map((each) => reached(scope, each)))).every(Boolean));
		await stub.settled(scope, shard);
		const list = objects.worklist(env, scope, 0);
		await vi.waitUntil(async () => (await list.cases(scope, { limit: 9 })).cases.length === 4);
		const begun = (await list.cases(scope, { limit: 9 })).cases.map((each) => each.caseId);
		const sources = await Promise.all(begun.map(async (each) => (await read(scope, each)).source));
		expect(sources.toSorted()).toEqual(["signal", "test", "test", "test"]);
		const late = await start(scope, "sig-4", { order: "4", amount: 0 });
		expect(await reached(scope, late)).toBe(false);
	});
});

describe("a case that throws a message", () => {
	it("reaches another case once, through its own outbox", async ({ expect }) => {
		const thrower = await place("Throw");
		const throwing = bpmn(
			`${inRow(["startEvent", "S"], ["exclusiveGateway", "Which", 'default="Which_Wait"'], ["intermediateCatchEvent", "Wait", "", CATCH], ["userTask", "T"], ["endEvent", "E"])}
			<bpmn:intermediateThrowEvent id="Tell">${CATCH}</bpmn:intermediateThrowEvent><bpmn:endEvent id="Told"/>
			<bpmn:sequenceFlow id="ToTell" sourceRef="Which" targetRef="Tell"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">amount = 1</bpmn:conditionExpression></bpmn:sequenceFlow>
			<bpmn:sequenceFlow id="ToTold" sourceRef="Tell" targetRef="Told"/>`,
			MESSAGE,
		);
		await activate(
			thrower,
			throwing,
			automate({ data: DATA, elements: { Wait: { message: { key: "order" } }, Tell: { message: { key: "order" } } } }),
		);
		const waits = await start(thrower, "throw-waits", { order: "X", amount: 0 });
		const tells = await start(thrower, "throw-tells", { order: "X", amount: 1 });
		expect((await read(thrower, tells)).state).toBe("completed");
		await vi.waitUntil(() => reached(thrower, waits));
		expect((await read(thrower, waits)).tasks).toHaveLength(1);
	});
});

describe("messages with the model's own correlation key (BPMN 2.0.2 §8.4.2)", () => {
	const property = (id: string, path: string) =>
		`<bpmn:correlationProperty id="${id}">${["Asked", "Answered"]
			.map(
				(message) =>
					`<bpmn:correlationPropertyRetrievalExpression messageRef="${message}"><bpmn:messagePath>${path}</bpmn:messagePath></bpmn:correlationPropertyRetrievalExpression>`,
			)
			.join("")}</bpmn:correlationProperty>`;
	const event = (message: string) => `<bpmn:messageEventDefinition messageRef="${message}"/>`;
	const roots = (...keys: readonly (readonly string[])[]) =>
		`<bpmn:message id="Asked" name="asked"/><bpmn:message id="Answered" name="answered"/>${property("Order", "order")}${property("Amount", "amount")}<bpmn:collaboration id="Co">${keys
			.map(
				(each, at) =>
					`<bpmn:correlationKey id="Key${at}">${each.map((one) => `<bpmn:correlationPropertyRef>${one}</bpmn:correlationPropertyRef>`).join("")}</bpmn:correlationKey>`,
			)
			.join("")}</bpmn:collaboration>`;
	const ASKS = inRow(
		["startEvent", "S"],
		["intermediateThrowEvent", "Tell", "", event("Asked")],
		["intermediateCatchEvent", "Hear", "", event("Answered")],
		["userTask", "T"],
		["endEvent", "E"],
	);

	it("goes to the case of the conversation that it belongs to", async ({ expect }) => {
		const scope = await place("Conversation");
		await activate(scope, bpmn(ASKS, roots(["Order"])), automate({ data: DATA }));
		const a = await start(scope, "conversation-a", { order: "A" });
		const b = await start(scope, "conversation-b", { order: "B" });
		await publish(scope, "conversation-1", "B", { order: "B" }, "answered");
		expect([await reached(scope, a), await reached(scope, b)]).toEqual([false, true]);
	});

	it("finds its case by a key of several properties", async ({ expect }) => {
		const scope = await place("Composite");
		await activate(scope, bpmn(ASKS, roots(["Order", "Amount"])), automate({ data: DATA }));
		const a = await start(scope, "composite-a", { order: "A", amount: 1 });
		const b = await start(scope, "composite-b", { order: "A", amount: 2 });
		await publish(scope, "composite-1", '["A",1]', { order: "A", amount: 1 }, "answered");
		expect([await reached(scope, a), await reached(scope, b)]).toEqual([true, false]);
	});

	it("is taken whatever its key by a case that has none yet, once, and after those that wait for the key", async ({ expect }) => {
		const scope = await place("Any");
		const waits = inRow(
			["startEvent", "S"],
			["intermediateCatchEvent", "Hear", "", event("Answered")],
			["intermediateCatchEvent", "Again", "", event("Answered")],
			["userTask", "T"],
			["endEvent", "E"],
		);
		await activate(scope, bpmn(waits, roots(["Order"])), automate({ data: DATA }));
		await publish(scope, "any-early", "E", { order: "E" }, "answered");
		const [a, b] = [await start(scope, "any-a", {}), await start(scope, "any-b", {})];
		const waitsAt = async (caseId: CaseId) => (await read(scope, caseId)).waits.map((each) => each.elementId);
		await vi.waitUntil(async () => (await waitsAt(a)).includes("Again"));
		expect(await waitsAt(b)).toEqual(["Hear"]);
		// The first case is in the conversation E now: its wait is younger than that of the second, and for this key.
		await publish(scope, "any-2", "E", { order: "E" }, "answered");
		expect([await reached(scope, a), await waitsAt(b)]).toEqual([true, ["Hear"]]);
		await publish(scope, "any-3", "F", { order: "F" }, "answered");
		await vi.waitUntil(async () => (await waitsAt(b)).includes("Again"));
		await publish(scope, "any-4", "G", { order: "G" }, "answered");
		expect(await reached(scope, b)).toBe(false);
		await publish(scope, "any-5", "F", { order: "F" }, "answered");
		expect(await reached(scope, b)).toBe(true);
		await settle(objects.case(env, scope, b));
		for (const key of ["E", "F", "G"]) {
			const { shard, stub } = shardOf(scope, key, "answered");
			expect(await stub.settled(scope, shard)).toMatchObject({ waits: 0 });
		}
	});
});
