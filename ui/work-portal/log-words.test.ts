import { describe, it } from "vitest";
import { commandWords, kindWords, logLines } from "./log-words.ts";

describe("the words of a case's log", () => {
	it("knows what people and the engine do", ({ expect }) => {
		expect(commandWords("complete-task")).toBe("completed a task");
	});

	it("says a kind that it does not know in plain words", ({ expect }) => {
		expect(commandWords("escalate-task")).toBe("escalate task");
		expect(kindWords("flowTaken")).toBe("flow taken");
	});

	it("reads the outcomes of a step, with the element apart", ({ expect }) => {
		expect(logLines({ entries: [{ kind: "element-entered", elementId: "review", token: 4 }] })).toEqual([
			{ kind: "element-entered", elementId: "review", details: [["token", "4"]] },
		]);
	});

	it("leaves out what is empty and shortens what is long", ({ expect }) => {
		const lines = logLines({ entries: [{ kind: "data-changed", value: "x".repeat(300), before: null }] });
		expect(lines[0]?.details.map(([name, value]) => [name, value.length])).toEqual([["value", 121]]);
	});
});
