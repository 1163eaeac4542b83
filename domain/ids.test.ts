import * as v from "valibot";
import { describe, it } from "vitest";
import { id, idFrom } from "./ids.ts";

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
