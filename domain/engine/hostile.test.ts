import fc from "fast-check";
import { describe, it } from "vitest";
import { randomProcess } from "../../test/engine/random-process.ts";
import { Trial, automation, flows, model } from "../../test/engine/trial.ts";
import { advance } from "./advance.ts";
import { compile } from "./compile.ts";
import { DEFAULT_LIMITS, type Command } from "./types.ts";

const context = { now: 0, limits: DEFAULT_LIMITS, caseNumber: "C-1", parameters: {} };
const json = fc.jsonValue({ maxDepth: 3 });

describe("whatever comes in", () => {
	it("compile answers a program or problems", async ({ expect }) => {
		const pieces = fc.constantFrom(
			'<task id="A"/>',
			'<userTask id="A"/>',
			'<subProcess id="B">',
			"</subProcess>",
			'<boundaryEvent id="C" attachedToRef="A"/>',
			'<boundaryEvent id="C" attachedToRef="C"><timerEventDefinition/></boundaryEvent>',
			'<sequenceFlow id="F" sourceRef="A" targetRef="A"/>',
			'<sequenceFlow id="F"/>',
			'<exclusiveGateway default="A"/>',
			'<startEvent id="S"><errorEventDefinition/></startEvent>',
			"<laneSet><lane/></laneSet>",
			"<dataObject/>",
			"<!DOCTYPE x>",
			"&lt;",
			"]]>",
			'<task id="__proto__"><multiInstanceLoopCharacteristics/></task>',
			'<callActivity id="D" calledElement="P"/>',
			'<intermediateThrowEvent id="G"><linkEventDefinition name="x"/></intermediateThrowEvent>',
		);
		await fc.assert(
			fc.asyncProperty(
				fc.array(pieces, { maxLength: 12 }),
				fc.string(),
				fc.dictionary(
					fc.constantFrom("A", "C", "S", "__proto__"),
					fc.record({ title: fc.string({ minLength: 1 }), defaultFlow: fc.string() }, { requiredKeys: [] }),
				),
				async (inside, extra, elements) => {
					for (const bpmn of [model(inside.join("")), model(extra), extra, model(inside.join("")).slice(0, extra.length * 20)]) {
						const compiled = await compile({ bpmn, automation: automation(elements) });
						if (!compiled.ok) {
							expect(compiled.error.length).toBeGreaterThan(0);
							for (const problem of compiled.error) expect(problem).toMatchObject({ code: expect.any(String), detail: expect.any(String) });
						}
					}
				},
			),
			{ numRuns: 150 },
		);
	}, 30_000);

	it("advance answers a step or a problem, whatever the command, and leaves the state alone", async ({ expect }) => {
		const { bpmn, automation: settings } = randomProcess(7);
		const trial = (await Trial.of(bpmn, settings)).start({ n: 0 }, "S");
		const id = fc.oneof(fc.integer({ min: -1, max: 40 }), fc.double(), fc.constant(Number.MAX_SAFE_INTEGER));
		const command = fc.oneof(
			fc.record({ type: fc.constant("complete-task"), task: id, variables: fc.dictionary(fc.string(), json) }),
			fc.record({ type: fc.constant("complete-job"), job: id, result: json }),
			fc.record({ type: fc.constant("fail-job"), job: id, code: fc.string(), message: fc.string() }),
			fc.record({ type: fc.constant("fire-timer"), timer: id }),
			fc.record({ type: fc.constant("deliver-message"), subscription: id, payload: json }),
			fc.record({
				type: fc.constant("set-variables"),
				variables: fc.dictionary(fc.constantFrom("n", "__proto__", "case", "missing"), json),
			}),
			fc.record({ type: fc.constant("retry-incident"), incident: id }),
			fc.record({
				type: fc.constant("start"),
				variables: fc.dictionary(fc.string(), json),
				starter: fc.constant({ personId: null, name: "", email: null }),
			}),
		) as fc.Arbitrary<Command>;
		fc.assert(
			fc.property(command, (each) => {
				const before = JSON.stringify(trial.state);
				const result = advance(trial.linked, trial.state, each, context);
				expect(JSON.stringify(trial.state)).toBe(before);
				if (!result.ok) expect(result.error.code).toMatch(/^engine\.(unknown_|already_started|variable_too_large)/);
			}),
			{ numRuns: 500 },
		);
	});

	it("a state that does not fit its program is a problem, not a crash", async ({ expect }) => {
		const trial = (await Trial.of(model('<userTask id="A"/>'))).start();
		const state = JSON.parse(JSON.stringify(trial.state).replaceAll('"A"', '"Gone"'));
		const result = advance(trial.linked, state, { type: "complete-task", task: trial.wait("A", "task").id, variables: {} }, context);
		expect(result.ok ? "" : result.error.code).toBe("engine.state_misfit");
	});

	it("two thousand elements in a row are passed in one step", async ({ expect }) => {
		const count = 2000;
		const tasks = Array.from({ length: count }, (_, at) => `<task id="T${at}"/>`).join("");
		const links = flows("S>T0", ...Array.from({ length: count - 1 }, (_, at) => `T${at}>T${at + 1}`));
		const trial = await Trial.of(model(`<startEvent id="S"/>${tasks}${links}`));
		expect(trial.start().status).toBe("completed");
	});

	it("sub-processes fifty deep are entered, cancelled and left", async ({ expect }) => {
		let inside = '<userTask id="U"/>';
		for (let depth = 50; depth > 0; depth--) inside = `<subProcess id="Sub${depth}">${inside}</subProcess>`;
		const trial = (await Trial.of(model(inside))).start();
		expect(trial.state?.scopes).toHaveLength(51);
		expect((await Trial.of(model(inside))).start().complete("U").status).toBe("completed");
		expect(trial.cancel().state?.scopes).toHaveLength(0);
	});
});
