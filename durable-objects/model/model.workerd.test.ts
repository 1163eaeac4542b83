import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import * as encoding from "lib0/encoding";
import * as sync from "y-protocols/sync";
import * as Y from "yjs";
import { describe, it } from "vitest";
import type { Json } from "../../domain/bpmn/records/record.ts";
import { elementsOf } from "../../domain/bpmn/room/document.ts";
import { CLOSE } from "../../domain/bpmn/room/wire.ts";
import { random } from "../../test/models/random.ts";
import { randomModel } from "../../test/models/random-model.ts";
import { makeCompany, type TestCompany, type TestPerson } from "../../test/workerd/company.ts";
import { ModelClient } from "../../test/workerd/model-client.ts";
import { objects } from "../../workers/tenancy/objects.ts";

interface Table {
	readonly home: TestCompany;
	readonly modelId: string;
	readonly editor: TestPerson;
	readonly room: ReturnType<typeof objects.model>;
	readonly sit: (person: TestPerson, clientId: number) => Promise<ModelClient>;
}

/** A company with one model in which something is drawn. */
async function lay(bpmn = randomModel(4)): Promise<Table> {
	const home = await makeCompany();
	const modelId = await home.model("Loan");
	const editor = await home.builder("Ed", [["member"], ["model-editor", modelId]]);
	const room = objects.model(env, home.id, modelId);
	await room.importBpmn(bpmn, { personId: editor.id, name: editor.name });
	return {
		home,
		modelId,
		editor,
		room,
		sit: async (person, clientId) => {
			const client = new ModelClient(modelId, person, clientId);
			await client.connect();
			await client.settle();
			return client;
		},
	};
}

/** Counts the timers that were set and have neither come nor been cleared. */
function watchTimers(): { pending(): number; end(): void } {
	const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis;
	const pending = new Set<unknown>();
	const set =
		(make: typeof setTimeout, repeats: boolean) =>
		(run: (...values: unknown[]) => void, ms?: number, ...values: unknown[]) => {
			const timer: unknown = make(() => {
				if (!repeats) pending.delete(timer);
				run(...values);
			}, ms);
			pending.add(timer);
			return timer;
		};
	const clear = (drop: typeof clearTimeout) => (timer: never) => {
		pending.delete(timer);
		drop(timer);
	};
	Object.assign(globalThis, {
		setTimeout: set(setTimeout, false),
		setInterval: set(setInterval as never, true),
		clearTimeout: clear(clearTimeout),
		clearInterval: clear(clearInterval),
	});
	return {
		pending: () => pending.size,
		end: () => void Object.assign(globalThis, { setTimeout, setInterval, clearTimeout, clearInterval }),
	};
}

function task(client: ModelClient, id: string, fields: Record<string, unknown> = {}): void {
	const record = new Y.Map<Json>();
	for (const [name, value] of Object.entries({ $type: "bpmn:Task", $in: ["process_1", "flowElements"], $order: "i00000", ...fields }))
		record.set(name, value as Json);
	client.doc.transact(() => elementsOf(client.doc).set(id, record));
}

describe("a model's room", () => {
	it("keeps a change before it tells it: an eviction right after loses nothing", async ({ expect }) => {
		const { sit, editor, room } = await lay();
		const ann = await sit(editor, 1);
		task(ann, "Kept");
		await ann.settle();
		await evictDurableObject(room);
		expect(await room.exportBpmn()).toContain('id="Kept"');
	});

	it("tells everyone else of a change at once, and not its maker", async ({ expect }) => {
		const { sit, editor } = await lay();
		const [ann, bob] = [await sit(editor, 1), await sit(editor, 2)];
		task(ann, "Seen");
		await bob.until(() => elementsOf(bob.doc).has("Seen"));
		expect(bob.json()).toBe(ann.json());
	});

	it("refuses a viewer's change, tells the viewer, and shows it to nobody", async ({ expect }) => {
		const { home, modelId, sit, editor, room } = await lay();
		const ann = await sit(editor, 1);
		const eve = await sit(await home.builder("Eve", [["member"], ["model-viewer", modelId]]), 2);
		expect(eve.heard).toContainEqual(expect.objectContaining({ type: "welcome", mayEdit: false }));
		task(eve, "Sneaked");
		await eve.until(() => eve.heard.some((message) => message.type === "refused"));
		await ann.settle();
		expect(elementsOf(ann.doc).has("Sneaked")).toBe(false);
		expect(await room.exportBpmn()).not.toContain("Sneaked");
	});

	it.for([
		["an element that BPMN does not have", { $type: "bpmn:Spell" }, "model.type_unknown"],
		["a value of 65 KB", { name: "x".repeat(65 * 1024) }, "model.value_too_large"],
	] as const)("refuses %s without breaking the room", async ([, fields, code], { expect }) => {
		const { sit, editor } = await lay();
		const [ann, bob] = [await sit(editor, 1), await sit(editor, 2)];
		task(bob, "Bad", fields);
		await bob.until(() => bob.heard.some((message) => message.type === "refused"));
		expect(bob.heard).toContainEqual(expect.objectContaining({ type: "refused", code, at: "Bad" }));
		const carl = await sit(editor, 3);
		task(carl, "Good");
		await ann.until(() => elementsOf(ann.doc).has("Good"));
		expect(elementsOf(ann.doc).has("Bad")).toBe(false);
	});

	it("refuses an id that is no XML name, another part of the document, and the loss of the model itself", async ({ expect }) => {
		const { sit, editor } = await lay();
		const tries: ((client: ModelClient) => void)[] = [
			(client) => task(client, "1 2"),
			(client) => client.doc.getMap("other").set("a", 1),
			(client) => elementsOf(client.doc).delete("definitions"),
		];
		for (const [index, act] of tries.entries()) {
			const client = await sit(editor, 10 + index);
			act(client);
			await client.until(() => client.heard.some((message) => message.type === "refused"));
			expect(client.heard.filter((message) => message.type === "refused")).toHaveLength(1);
			client.disconnect();
		}
		expect(elementsOf((await sit(editor, 30)).doc).has("definitions")).toBe(true);
	});

	it.for([
		["no message of the protocol", new Uint8Array([250, 1, 2, 3]), CLOSE.malformed],
		["text that is no presence", '{"presence":{"cursor":"here"}}', CLOSE.malformed],
		["a frame of 5 MB", new Uint8Array(5 * 1024 * 1024), CLOSE.tooLarge],
	] as const)("closes a socket that sends %s", async ([, message, code], { expect }) => {
		const { sit, editor } = await lay();
		const ann = await sit(editor, 1);
		ann.send(message);
		await ann.until(() => ann.closed !== undefined);
		expect(ann.closed?.code).toBe(code);
	});

	it("answers an update that can not be read with a refusal, and goes on", async ({ expect }) => {
		const { sit, editor } = await lay();
		const ann = await sit(editor, 1);
		ann.sendSync((encoder) => {
			encoding.writeVarUint(encoder, sync.messageYjsUpdate);
			encoding.writeVarUint8Array(encoder, new Uint8Array([1, 9, 9, 9, 9]));
		});
		await ann.until(() => ann.heard.some((message) => message.type === "refused"));
		task(ann, "After");
		await ann.settle();
		expect(elementsOf((await sit(editor, 2)).doc).has("After")).toBe(true);
	});

	it("closes the sockets of a person whose authority changed, and no others", async ({ expect }) => {
		const { home, modelId, sit, editor, room } = await lay();
		const ann = await sit(editor, 1);
		const eve = await home.builder("Eve", [["member"], ["model-viewer", modelId]]);
		const viewer = await sit(eve, 2);
		await room.closeSockets(eve.id);
		await viewer.until(() => viewer.closed !== undefined);
		expect(viewer.closed?.code).toBe(CLOSE.authorityChanged);
		await ann.settle();
		expect(ann.online).toBe(true);
	});

	it("lets in nobody from another origin, another company, or without a session", async ({ expect }) => {
		const { modelId, editor } = await lay();
		const knock = (headers: Record<string, string>) =>
			exports.default.fetch(`http://portico.test/api/modeler/models/${modelId}/room`, { headers: { upgrade: "websocket", ...headers } });
		expect((await knock({ origin: "http://evil.test", cookie: editor.cookie })).status).toBe(403);
		expect((await knock({ origin: "http://portico.test" })).status).toBe(401);
		const stranger = await (await makeCompany()).builder("Stranger");
		expect((await knock({ origin: "http://portico.test", cookie: stranger.cookie })).status).toBe(404);
	});

	it("tells a newcomer who is here and where, also after an eviction", async ({ expect }) => {
		const { sit, editor, room } = await lay();
		const ann = await sit(editor, 1);
		ann.send(JSON.stringify({ presence: { cursor: { x: 5, y: 6 }, selection: ["a"] } }));
		await ann.settle();
		await evictDurableObject(room, { webSockets: "hibernate" } as never);
		const bob = await sit(editor, 2);
		expect(bob.heard).toContainEqual(expect.objectContaining({ type: "presence", presence: { cursor: { x: 5, y: 6 }, selection: ["a"] } }));
		await ann.until(() => ann.heard.some((message) => message.type === "joined"));
	});

	it("holds no timer once nothing changes, so that it can sleep while people look", async ({ expect }) => {
		const { sit, editor, room } = await lay();
		const watch = watchTimers();
		try {
			const [ann, bob] = [await sit(editor, 1), await sit(editor, 2)];
			ann.send(JSON.stringify({ presence: { cursor: { x: 5, y: 6 } } }));
			task(ann, "Drawn");
			await bob.until(() => elementsOf(bob.doc).has("Drawn"));
			// The picture of the list is the one thing that is left to do, by alarm.
			await runDurableObjectAlarm(room);
			await ann.settle();
			await bob.settle();
			expect(watch.pending()).toBe(0);
			expect(await runInDurableObject(room, (_, state) => state.storage.getAlarm())).toBeNull();
			// The watch sees what a room would keep.
			const kept = await runInDurableObject(room, () => setInterval(() => {}, 60_000));
			expect(watch.pending()).toBe(1);
			await runInDurableObject(room, () => clearInterval(kept));
			expect(watch.pending()).toBe(0);
		} finally {
			watch.end();
		}
	});

	it("folds a long log into a snapshot of parts below 1 MB, with nothing lost", { timeout: 60_000 }, async ({ expect }) => {
		const { sit, editor, room } = await lay();
		const ann = await sit(editor, 1);
		ann.doc.transact(() => {
			for (let index = 0; index < 40; index++) task(ann, `Long${index}`, { name: `${index} ${"y".repeat(60_000)}` });
		});
		for (let index = 0; index < 520; index++) elementsOf(ann.doc).get("Long0")?.set("name", `n${index}`);
		await ann.settle();
		const before = ann.json();
		await evictDurableObject(room);
		await room.exportBpmn();
		const sizes = await runInDurableObject(room, (_room, state) => ({
			updates: state.storage.sql.exec<{ n: number }>("SELECT count(*) AS n FROM model_update").one().n,
			largest: state.storage.sql.exec<{ n: number }>("SELECT max(length(data)) AS n FROM model_snapshot").one().n,
			parts: state.storage.sql.exec<{ n: number }>("SELECT count(*) AS n FROM model_snapshot").one().n,
		}));
		expect(sizes.updates).toBe(0);
		expect(sizes.parts).toBeGreaterThan(1);
		expect(sizes.largest).toBeLessThanOrEqual(1_000_000);
		expect((await sit(editor, 9)).json()).toBe(before);
	});
});

/** Fixed seeds, and those that once failed; three more are drawn at each run and named by the test that fails. */
const SEEDS = [1, 7, 42, ...Array.from({ length: 3 }, () => Math.floor(Math.random() * 2 ** 31))];

describe("three people at one model, with offline times and evictions", () => {
	it.for(SEEDS)("end with the same model: seed %i", { timeout: 60_000 }, async (seed, { expect }) => {
		const next = random(seed);
		const { sit, editor, room } = await lay(randomModel((seed % 500) + 1));
		const clients = [await sit(editor, 1), await sit(editor, 2), await sit(editor, 3)];
		let made = 0;
		for (let step = 0; step < 120; step++) {
			const client = clients[next(3)];
			if (client === undefined) continue;
			edit(client, next, () => `Made${++made}`);
			if (next(8) === 0) {
				if (client.online) client.disconnect();
				else await client.connect();
			}
			if (next(25) === 0) {
				await room.exportBpmn();
				await evictDurableObject(room);
				// An eviction drops sockets here, as a deployment does: those who were online come back.
				for (const each of clients) if (each.online) each.disconnect();
				for (const each of clients) if (next(3) > 0) await each.connect();
			}
		}
		for (let round = 0; round < 2; round++) for (const client of clients) await client.settle();
		const [first, ...others] = clients;
		for (const client of clients) expect(client.heard.filter(({ type }) => type === "refused")).toEqual([]);
		for (const other of others) expect(other.json() === first?.json()).toBe(true);

		// Live: nobody asks for anything now, so what arrives was broadcast.
		const last = clients[next(3)];
		if (last !== undefined) task(last, "Live");
		await Promise.all(clients.map((client) => client.until(() => elementsOf(client.doc).has("Live"))));

		// What is stored is what they see.
		await last?.settle();
		await evictDurableObject(room);
		const late = await sit(editor, 99);
		expect(late.json() === last?.json()).toBe(true);
		expect((await room.exportBpmn())?.length).toBeGreaterThan(0);
	});
});

function edit(client: ModelClient, next: (below: number) => number, name: () => string): void {
	const elements = elementsOf(client.doc);
	const keys = [...elements.keys()].filter((key) => key !== "definitions");
	const key = keys[next(Math.max(1, keys.length))] ?? "";
	const choice = next(10);
	if (choice < 2) task(client, name());
	else if (choice === 2) elements.delete(key);
	else if (choice < 7) elements.get(key)?.set("name", `Name ${next(1000)}`);
	else elements.get(key)?.set("$order", `i${next(1000)}`);
}
