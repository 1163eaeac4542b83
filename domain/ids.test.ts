import * as v from "valibot";
import { describe, it } from "vitest";
import { REGIONS, companyIdIn, id, idFrom, regionOf } from "./ids.ts";

describe("idFrom", () => {
	it("makes an id that its own schema accepts and another kind's refuses", ({ expect }) => {
		const made = idFrom("case", crypto.getRandomValues(new Uint8Array(16)));
		expect(v.is(id("case"), made)).toBe(true);
		expect(v.is(id("person"), made)).toBe(false);
	});

	it("gives the same id for the same bytes and different ids for different bytes", ({ expect }) => {
		const bytes = new Uint8Array(16).fill(255);
		expect(idFrom("case", bytes)).toBe(idFrom("case", new Uint8Array(32).fill(255)));
		expect(idFrom("case", bytes)).not.toBe(idFrom("case", new Uint8Array(16).fill(254)));
	});
});

describe("companyIdIn", () => {
	const bytes = new Uint8Array(16).fill(7);

	it("carries the region of a company in its id, and an id without one stays good", ({ expect }) => {
		for (const region of [undefined, ...REGIONS]) {
			const made = companyIdIn(region, bytes);
			expect(v.is(id("company"), made)).toBe(true);
			expect(regionOf(made)).toBe(region);
		}
	});

	it("is refused with a region that there is not, and no other id has one", ({ expect }) => {
		expect(v.is(id("company"), `${idFrom("company", bytes)}_moon`)).toBe(false);
		expect(v.is(id("person"), `${idFrom("person", bytes)}_eu`)).toBe(false);
	});
});
