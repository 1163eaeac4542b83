import { describe, it } from "vitest";
import { commandWords, logLines, plainWords } from "./log-words.ts";

describe("the words of a case's log", () => {
	it("knows what people and the engine do", ({ expect }) => {
		expect(commandWords("complete-task")).toBe("completed a task");
	});

	it("says a kind that it does not know in plain words", ({ expect }) => {
		expect(commandWords("escalate-task")).toBe("escalate task");
		expect(plainWords("flowTaken")).toBe("flow taken");
	});

	it("names the element apart and leaves out the engine's own numbers", ({ expect }) => {
		expect(logLines({ entries: [{ at: 1, kind: "element-left", elementId: "review", token: 4, how: "completed" }] })).toEqual([
			{ words: "Left", elementId: "review", details: [["how", "completed"]] },
		]);
	});

	it("shows each variable that was set by its name", ({ expect }) => {
		expect(logLines({ entries: [{ kind: "variables-set", variables: { amount: 12, note: "ok" } }] })[0]?.details).toEqual([
			["amount", "12"],
			["note", "ok"],
		]);
	});

	it("says when something is due as a moment, and whom an alarm tells by name", ({ expect }) => {
		const entry = {
			kind: "alarm-rung",
			elementId: "review",
			when: "before",
			by: "PT4H",
			dueAt: Date.UTC(2027, 0, 5, 12),
			to: ["performer", "clerk"],
		};
		const [line] = logLines({ entries: [entry] });
		expect(line?.words).toBe("Alarm");
		expect(line?.details.map(([name]) => name)).toEqual(["when", "due at", "to"]);
		expect(line?.details[1]?.[1]).toMatch(/2027/);
		expect(line?.details[2]?.[1]).toBe("performer, clerk");
	});

	it("says which rules of a table hit, and on what", ({ expect }) => {
		const entry = { kind: "rules-hit", elementId: "RateRisk", decision: "Rate risk", inputs: ["amount = 3", "years = 2"], rules: [1, 4] };
		expect(logLines({ entries: [entry] })).toEqual([
			{
				words: "Decided at",
				elementId: "RateRisk",
				details: [
					["decision", "Rate risk"],
					["inputs", "amount = 3, years = 2"],
					["rules", "1, 4"],
				],
			},
		]);
	});

	it("says nothing of scopes", ({ expect }) => {
		expect(logLines({ entries: [{ kind: "scope-opened", scope: 1, elementId: "main" }] })).toEqual([]);
	});

	it("leaves out what is empty and shortens what is long", ({ expect }) => {
		const lines = logLines({ entries: [{ kind: "note-added", text: "x".repeat(300), before: null }] });
		expect(lines[0]?.details.map(([name, value]) => [name, value.length])).toEqual([["text", 121]]);
	});
});
