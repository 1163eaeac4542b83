import { BpmnModdle } from "bpmn-moddle";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, it } from "vitest";
import { settlePages } from "../../domain/bpmn/records/pages.ts";
import { toRecords } from "../../domain/bpmn/records/read.ts";
import type { ElementRecord } from "../../domain/bpmn/records/record.ts";
import { fromRecords } from "../../domain/bpmn/records/write.ts";
import { random } from "../models/random.ts";
import { ACTS } from "./modeler-hands.ts";
import { layTable, openModel, type Place, type Table } from "./modeler-table.ts";

/** Seeds that once failed, each for another reason; `FUZZ_SEED` names others, with commas between. */
const SEEDS = (process.env["FUZZ_SEED"] ?? "1,2,6,9,31,33,34").split(",").map(Number);
/** What the browser says of offline times, and what bpmn-js refuses in the middle of a command: the canvas then is as before. */
const EXPECTED = ["ERR_INTERNET_DISCONNECTED", "width and height cannot be less than 10px"];
const ROUNDS = 6;
const ACTS_EACH = 5;

describe("two people drawing at one model in two browsers", () => {
	let table: Table;
	let people: readonly [Place, Place];
	let first: string;
	beforeAll(async () => {
		table = await layTable();
		first = await table.model("First");
		people = [await table.sit("Ann", "model-editor", first), await table.sit("Bob", "model-editor", first)];
	});
	afterAll(() => table.close());

	it.for(SEEDS)("see the same, and so does whoever comes later: seed %i", async (seed, { expect }) => {
		const next = random(seed);
		const { url } = table.portico;
		const modelId = await table.model(`Seed ${seed}`);
		for (const { id } of people)
			await table.admin.json("POST", `/api/customer-portal/models/${modelId}/grants`, { role: "model-editor", personId: id });
		await Promise.all(people.map(({ page }) => openModel(page, url, modelId)));
		const done: string[] = [];
		const away = [false, false];
		// So that a seed makes the same ids again; two people never draw from the same numbers.
		for (const { page } of people) await page.evaluate(seedIds, next(2 ** 31));
		for (let round = 0; round < ROUNDS; round++) {
			for (const [seat, { context }] of people.entries()) {
				if (next(4) > 0) continue;
				away[seat] = away[seat] !== true;
				await context.setOffline(away[seat]);
				done.push(`${seat}: ${away[seat] ? "goes offline" : "is back"}`);
			}
			const plans = people.map(() => Array.from({ length: ACTS_EACH }, () => plan(next)));
			const acted = await Promise.all(people.map(({ page }, seat) => act(page, plans[seat] ?? [])));
			for (const [seat, lines] of acted.entries()) done.push(...lines.map((line) => `${seat}: ${line}`));
		}
		for (const { context, page } of people) {
			await context.setOffline(false);
			await act(page, [{ kind: "release", numbers: [0] }]);
		}
		const story = `seed ${seed}\n${done.join("\n")}`;
		await Promise.all(people.map(({ page }) => settle(page)));
		const [ann, bob] = people;
		expect(
			done.filter((line) => line.includes("threw") && !EXPECTED.some((text) => line.includes(text))),
			story,
		).toEqual([]);
		for (const { page } of people) expect(await page.evaluate(() => window.hands.room.refusal.value), story).toBeUndefined();
		// Live: nobody asks again, so what the second sees was broadcast.
		const stored = await equal(
			() => ann.page.evaluate(() => window.hands.records().stored),
			() => bob.page.evaluate(() => window.hands.records().stored),
		);
		expect(stored[1], story).toEqual(stored[0]);
		const drawn = await ann.page.evaluate(() => window.hands.geometry());
		expect(await bob.page.evaluate(() => window.hands.geometry()), story).toEqual(drawn);
		for (const { page } of people) {
			const { shown, stored: known } = await page.evaluate(() => window.hands.records());
			expect(shown, story).toEqual(readAgain(known as Record<string, ElementRecord>));
		}

		// What the server has is what they see: exported, and imported again as another model.
		const exported = await (await table.admin.fetch(`/api/modeler/models/${modelId}/bpmn`)).text();
		const again = await table.model(`Again ${seed}`, exported);
		await table.admin.json("POST", `/api/customer-portal/models/${again}/grants`, { role: "model-editor", personId: bob.id });
		await openModel(bob.page, url, again);
		expect(await bob.page.evaluate(() => window.hands.geometry()), story).toEqual(drawn);
		expect(
			people.flatMap(({ errors }) => errors.splice(0)).filter((error) => !EXPECTED.some((text) => error.includes(text))),
			story,
		).toEqual([]);
	});
});

/** What is stored as somebody reads it who opens the model now. */
function readAgain(stored: Readonly<Record<string, ElementRecord>>): Record<string, ElementRecord> {
	const settled = settlePages(new Map(Object.entries(stored)));
	const written = fromRecords(settled, new BpmnModdle());
	if (written === undefined) throw new Error("the model has no definitions");
	const placeOf = (key: string): string | undefined => settled.get(key)?.["$order"] as string | undefined;
	return Object.fromEntries(toRecords(written.definitions, { keys: written.keys, placeOf }));
}

function seedIds(seed: number): void {
	let state = seed >>> 0;
	Math.random = () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
}

interface Act {
	readonly kind: string;
	readonly numbers: readonly number[];
}

function plan(next: (below: number) => number): Act {
	return { kind: ACTS[next(ACTS.length)] ?? "undo", numbers: Array.from({ length: 4 }, () => next(10_000)) };
}

/** Acts one by one, with the page's own turns between them, so that what others do arrives in the middle. */
function act(page: Page, acts: readonly Act[]): Promise<string[]> {
	const ends = page.evaluate(async (list) => {
		const lines: string[] = [];
		for (const { kind, numbers } of list) {
			try {
				lines.push(window.hands.act(kind, numbers));
			} catch (error) {
				lines.push(`${kind} ${numbers.join()} threw ${error instanceof Error ? error.stack : String(error)}`);
			}
			await new Promise((resolve) => requestAnimationFrame(resolve));
		}
		return lines.filter((line) => line !== "");
	}, acts);
	const hangs = new Promise<string[]>((resolve) => {
		setTimeout(resolve, 15_000, [`threw: the page did not end ${JSON.stringify(acts)}`]).unref();
	});
	return Promise.race([ends, hangs]);
}

/** Until the server has all that was done here. */
async function settle(page: Page): Promise<void> {
	await page.waitForFunction(() => window.hands.room.state.value === "live" && window.hands.room.unsynced.value === 0);
}

/** Reads both until they agree; what still differs after ten seconds is answered as it is. */
async function equal<Value>(one: () => Promise<Value>, other: () => Promise<Value>): Promise<readonly [Value, Value]> {
	const until = Date.now() + 10_000;
	for (;;) {
		const both = [await one(), await other()] as const;
		const [a, b] = both.map((value) => JSON.stringify(value, sorted));
		if (a === b || Date.now() > until) return both;
	}
}

function sorted(_key: string, value: unknown): unknown {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
	return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
