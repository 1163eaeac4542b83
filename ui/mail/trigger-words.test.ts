import { describe, it } from "vitest";
import { conditionWords } from "./trigger-words.ts";

describe("a trigger in words", () => {
	it("joins its conditions", ({ expect }) => {
		expect(
			conditionWords([
				{ on: "from", test: "ends", text: "@a.example" },
				{ on: "subject", test: "matches", text: "loan*" },
			]),
		).toBe("Sender ends with “@a.example” and subject matches “loan*”");
	});

	it("says when it takes everything", ({ expect }) => {
		expect(conditionWords([])).toBe("Takes every mail that no trigger above it takes.");
	});
});
