import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, it } from "vitest";
import type { KeptCase } from "../../test/engine/keep-journals.ts";
import { Trial } from "../../test/engine/trial.ts";
import { misfit } from "./check-state.ts";
import { fold } from "./fold.ts";
import type { State } from "./state.ts";
import type { Command } from "./types.ts";

const folder = path.join(import.meta.dirname, "../../test/engine/journals");
const files = readdirSync(folder).filter((name) => name.endsWith(".jsonl"));

/** What can come for a state: an answer to each of its waits, a retry of each incident, the end of the case. */
function nextCommands({ waits, incidents }: State): readonly Command[] {
	return [
		...waits.map((wait): Command => {
			switch (wait.what) {
				case "task":
					return { type: "complete-task", task: wait.id, variables: { n: 1 } };
				case "job":
					return { type: "complete-job", job: wait.id, result: 1 };
				case "timer":
					return { type: "fire-timer", timer: wait.id };
				case "message":
					return { type: "deliver-message", subscription: wait.id, payload: { n: 1 } };
				case "signal":
					return { type: "deliver-signal", subscription: wait.id, payload: { n: 1 } };
				case "choice":
					return { type: "start-activity", choice: wait.id };
				case "condition":
					return { type: "set-variables", variables: { n: 1 } };
			}
		}),
		...incidents.map((incident): Command => ({ type: "retry-incident", incident: incident.id })),
		{ type: "cancel", reason: "" },
	];
}

describe("journals that earlier versions wrote", () => {
	it("are kept: several versions, and every kind of entry that they knew", ({ expect }) => {
		expect(files.length).toBeGreaterThanOrEqual(5);
		const kinds = new Set(files.flatMap(read).flatMap(({ steps }) => steps.flat().map((entry) => entry.kind)));
		const known =
			"case-started case-ended case-suspended case-resumed token-moved title-set variables-set scope-opened scope-closed loop-started listener-opened element-passed element-entered element-left wait-opened wait-closed incident-raised incident-resolved message-thrown signal-thrown error-thrown escalation-thrown message-correlated wait-dropped case-due condition-failed event-came events-came compensation-kept compensation-thrown compensation-started transaction-cancelled";
		for (const kind of known.split(" ")) expect(kinds).toContain(kind);
	});

	for (const file of files)
		it(`${file}: fold to the same bytes, and their cases go on`, async ({ expect }) => {
			for (const { bpmn, automation, steps, state } of read(file)) {
				expect(JSON.stringify(fold(steps.flat()))).toBe(JSON.stringify(state));
				const { linked } = await Trial.of(bpmn, automation);
				expect(misfit(linked, state)).toBeUndefined();
				if (state.status !== "active") continue;
				for (const command of nextCommands(state)) {
					// The trial holds what it makes of it against the fold of the whole journal.
					const trial = await Trial.of(bpmn, automation);
					trial.state = state;
					trial.journal.push(...steps.flat());
					const problem = state.suspended === true && command.type !== "cancel" ? undefined : trial.step(command);
					// In a sequential ad-hoc sub-process that is at something nothing else is begun: an answer too.
					if (command.type === "start-activity" && problem?.code === "engine.ad_hoc_busy") continue;
					expect(problem).toBeUndefined();
				}
			}
		});
});

function read(file: string): readonly KeptCase[] {
	return readFileSync(path.join(folder, file), "utf8")
		.trimEnd()
		.split("\n")
		.map((line) => JSON.parse(line) as KeptCase);
}
