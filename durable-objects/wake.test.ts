import { describe, it } from "vitest";
import { backOff, Wake } from "./wake.ts";

function clock(at: number | null = null) {
	const sets: number[] = [];
	return { sets, getAlarm: async () => at, setAlarm: async (to: number) => void sets.push(to) };
}

describe("the one alarm of an object", () => {
	it("is set only when it gets earlier", ({ expect }) => {
		const storage = clock();
		const wake = new Wake(storage);
		for (const at of [500, 900, 400, 400, 450, null]) wake.by(at);
		expect(storage.sets).toEqual([500, 400]);
	});

	it("keeps what was set before the object was loaded", async ({ expect }) => {
		const storage = clock(300);
		const wake = new Wake(storage);
		await wake.load(null);
		wake.by(350);
		expect(storage.sets).toEqual([]);
		wake.by(200);
		expect(storage.sets).toEqual([200]);
	});

	it("is set when the object loads with work to do and no alarm, as after a kill of the local runtime", async ({ expect }) => {
		const lost = clock();
		await new Wake(lost).load(700);
		expect(lost.sets).toEqual([700]);
		const kept = clock(600);
		await new Wake(kept).load(700);
		expect(kept.sets).toEqual([]);
	});

	it("can be set to any time again once it has rung", ({ expect }) => {
		const storage = clock();
		const wake = new Wake(storage);
		wake.by(100);
		wake.rang();
		wake.by(5000);
		expect(storage.sets).toEqual([100, 5000]);
	});

	it("backs off by doubling, up to five minutes", ({ expect }) => {
		expect([0, 1, 4, 9, 60].map(backOff)).toEqual([1000, 2000, 16_000, 300_000, 300_000]);
	});
});
