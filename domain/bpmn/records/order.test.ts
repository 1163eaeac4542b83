import { describe, it } from "vitest";
import { random } from "../../../test/models/random.ts";
import { between, compareSiblings, placesFor } from "./order.ts";

describe("places in a list", () => {
	it("stay in order and short through 2,000 appends", ({ expect }) => {
		let last = between(undefined, undefined);
		for (let index = 0; index < 2000; index++) {
			const next = between(last, undefined);
			expect(next > last).toBe(true);
			last = next;
		}
		expect(last.length).toBe(6);
	});

	it("leave room between any two, through 500 random insertions", ({ expect }) => {
		const next = random(7);
		const places: string[] = [];
		for (let index = 0; index < 500; index++) {
			const at = next(places.length + 1);
			places.splice(at, 0, between(places[at - 1], places[at]));
		}
		expect(places).toEqual(places.toSorted((a, b) => compareSiblings(a, "", b, "")));
		expect(new Set(places).size).toBe(500);
	});

	it("change for the one that moved and for no other", ({ expect }) => {
		const before = placesFor(["a", "b", "c", "d"].map((key) => ({ key, place: undefined })));
		const [a, b, c, d] = before;
		const after = placesFor([
			{ key: "b", place: b },
			{ key: "c", place: c },
			{ key: "d", place: d },
			{ key: "a", place: a },
		]);
		expect(after.slice(0, 3)).toEqual([b, c, d]);
		expect((after[3] ?? "") > (d ?? "")).toBe(true);
	});

	it("keep two that two people put at the same spot, told apart by their keys", ({ expect }) => {
		expect(
			placesFor([
				{ key: "a", place: "i" },
				{ key: "b", place: "i" },
			]),
		).toEqual(["i", "i"]);
	});
});
