import { describe, it } from "vitest";
import { matches } from "./command-match.ts";

const COMMAND = { title: "Go to Process Library", group: "Go to", words: "read" };

describe("a command in the palette", () => {
	it("is found by the beginnings of its words, in any order", ({ expect }) => {
		expect(matches(COMMAND, "lib proc")).toBe(true);
	});

	it("is found by its further words", ({ expect }) => {
		expect(matches(COMMAND, "READ")).toBe(true);
	});

	it("is not found by the middle of a word", ({ expect }) => {
		expect(matches(COMMAND, "brary")).toBe(false);
	});

	it("is shown while nothing is typed", ({ expect }) => {
		expect(matches(COMMAND, " ")).toBe(true);
	});
});
