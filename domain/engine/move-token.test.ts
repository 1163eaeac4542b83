import { describe, it } from "vitest";
import { automation, CALL, flows, model, Trial } from "../../test/engine/trial.ts";

/** A, then a sub-process with B and C, then D; both ways of a fork come together in a join. */
const inside =
	'<startEvent id="S"/><userTask id="A"/><subProcess id="Sub"><startEvent id="SS"/><userTask id="B"/><userTask id="C"/><endEvent id="SE"/>' +
	flows("SS>B", "B>C", "C>SE") +
	'</subProcess><userTask id="D"/><endEvent id="E"/><subProcess id="Ev" triggeredByEvent="true"><startEvent id="EvS"><messageEventDefinition messageRef="M"/></startEvent><userTask id="EvT"/>' +
	flows("EvS>EvT") +
	"</subProcess>" +
	flows("S>A", "A>Sub", "Sub>D", "D>E");
const roots = '<message id="M" name="M"/>';

async function started(bpmn = model(inside, roots), elements = {}): Promise<Trial> {
	const trial = await Trial.of(bpmn, automation(elements));
	trial.start();
	return trial;
}
const at = (trial: Trial, element: string): number => trial.state?.tokens.find((token) => token.at === element)?.id ?? 0;
const move = (trial: Trial, from: string, to: string) => trial.step({ type: "move-token", token: at(trial, from), to });
const places = (trial: Trial) => (trial.state?.tokens ?? []).filter((token) => token.listens === undefined).map((token) => token.at);

describe("a token that is moved", () => {
	it("leaves its task withdrawn and begins the other", async ({ expect }) => {
		const trial = await started();
		const task = trial.state?.waits.find((wait) => wait.at === "A")?.id;
		expect(move(trial, "A", "D")).toBeUndefined();
		expect(places(trial)).toEqual(["D"]);
		expect(trial.effects).toContainEqual({ type: "cancel-task", task });
	});

	it("opens the sub-process it is put into, past its start, and takes it away again when it leaves alone", async ({ expect }) => {
		const trial = await started();
		expect(move(trial, "A", "C")).toBeUndefined();
		expect(places(trial)).toEqual(["Sub", "C"]);
		expect(move(trial, "C", "A")).toBeUndefined();
		expect(places(trial)).toEqual(["A"]);
		expect(trial.state?.scopes).toHaveLength(1);
	});

	it("leaves the others of its sub-process alone", async ({ expect }) => {
		const trial = await started(
			model(
				'<startEvent id="S"/><subProcess id="Sub"><userTask id="B"/><userTask id="C"/></subProcess><userTask id="D"/>' +
					flows("S>Sub", "Sub>D"),
			),
		);
		expect(places(trial)).toEqual(["Sub", "B", "C"]);
		expect(move(trial, "B", "D")).toBeUndefined();
		expect(places(trial)).toEqual(["Sub", "C", "D"]);
	});

	it("counts at a join for a flow that has not come yet", async ({ expect }) => {
		const trial = await started(
			model(
				'<startEvent id="S"/><parallelGateway id="F"/><userTask id="A"/><userTask id="B"/><parallelGateway id="J"/><userTask id="D"/>' +
					flows("S>F", "F>A", "F>B", "A>J", "B>J", "J>D"),
			),
		);
		expect(move(trial, "A", "J")).toBeUndefined();
		expect(move(trial, "B", "J")).toBeUndefined();
		expect(places(trial)).toEqual(["D"]);
	});

	it("resolves the incident that held it", async ({ expect }) => {
		const trial = await started(model('<startEvent id="S"/><serviceTask id="J"/><userTask id="D"/>' + flows("S>J", "J>D")), { J: CALL });
		trial.step({ type: "fail-job", job: trial.state?.waits[0]?.id ?? 0, message: "no" });
		expect(trial.state?.incidents).toHaveLength(1);
		expect(move(trial, "J", "D")).toBeUndefined();
		expect(trial.state?.incidents).toEqual([]);
		expect(places(trial)).toEqual(["D"]);
	});

	it.for([
		["nowhere", "engine.unknown_element"],
		["P", "engine.no_target"],
		["Ev", "engine.no_target"],
		["EvT", "engine.inside_instance"],
	] as const)("is refused at %s", async ([to, code], { expect }) => {
		const trial = await started();
		const before = JSON.stringify(trial.state);
		expect(move(trial, "A", to)).toMatchObject({ code, at: to === "EvT" ? "Ev" : to });
		expect(JSON.stringify(trial.state)).toBe(before);
	});

	it("is refused when it is gone or only listens", async ({ expect }) => {
		const trial = await started();
		expect(trial.step({ type: "move-token", token: 99, to: "D" })).toMatchObject({ code: "engine.unknown_token" });
		expect(move(trial, "EvS", "D")).toMatchObject({ code: "engine.unknown_token" });
	});

	it("stays with the instances of an activity that repeats, or takes them all with it", async ({ expect }) => {
		const trial = await started(
			model(
				'<startEvent id="S"/><userTask id="A"><multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics></userTask><userTask id="D"/>' +
					flows("S>A", "A>D"),
			),
		);
		const tokens = trial.state?.tokens ?? [];
		const whole = tokens.find((token) => token.loop !== undefined)?.id ?? 0;
		const one = tokens.find((token) => token.loop === undefined)?.id ?? 0;
		expect(trial.step({ type: "move-token", token: one, to: "D" })).toMatchObject({ code: "engine.inside_instance", at: "A" });
		expect(trial.step({ type: "move-token", token: whole, to: "D" })).toBeUndefined();
		expect(places(trial)).toEqual(["D"]);
	});

	it("does not change into another pool", async ({ expect }) => {
		const bpmn = model('<startEvent id="S"/><userTask id="A"/>' + flows("S>A"), roots).replace(
			"</definitions>",
			'<process id="Q" isExecutable="true"><startEvent id="QS"><messageEventDefinition messageRef="M"/></startEvent><userTask id="QT"/><sequenceFlow id="q" sourceRef="QS" targetRef="QT"/></process></definitions>',
		);
		expect(move(await started(bpmn), "A", "QT")).toMatchObject({ code: "engine.no_way_there", at: "QT" });
	});
});
