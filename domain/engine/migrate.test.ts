import { describe, it } from "vitest";
import { automation, CALL, flows, model, NOW, Trial } from "../../test/engine/trial.ts";
import type { ElementAutomation } from "../deployment/automation.ts";
import { fold } from "./fold.ts";
import { cannotMigrate, migrate } from "./migrate.ts";
import { type ElementMapping, proposeMapping } from "./migration-plan.ts";
import { DEFAULT_LIMITS } from "./types.ts";

const roots = '<message id="M" name="M"/><signal id="Sig" name="Sig"/>';

async function trial(inside: string, elements: Record<string, ElementAutomation> = {}): Promise<Trial> {
	return Trial.of(model(inside, roots), automation(elements));
}

function proposed(from: Trial, to: Trial): ElementMapping {
	return Object.fromEntries(proposeMapping(from.linked, to.linked).flatMap((each) => (each.to === null ? [] : [[each.from, each.to]])));
}

/** Moves the case under test to the target's version, and holds what comes of it against the fold of the whole journal. */
function move(from: Trial, to: Trial, mapping = proposed(from, to)): string | undefined {
	if (from.state === null) throw new Error("the case is not started");
	const before = JSON.stringify(from.state);
	const context = { now: NOW + 1000, limits: DEFAULT_LIMITS, caseNumber: "C-1", parameters: {} };
	const moved = migrate(from.linked, to.linked, from.state, { mapping, version: "v2" }, context);
	if (JSON.stringify(from.state) !== before) throw new Error("the state that was given was changed");
	if (!moved.ok) return moved.error.code;
	to.state = moved.value.state;
	to.journal.push(...from.journal, ...moved.value.journal);
	to.effects.push(...moved.value.effects);
	if (JSON.stringify(fold(to.journal)) !== JSON.stringify(to.state)) throw new Error("the journal says something else than the state");
	return undefined;
}

const waits = (of: Trial) => (of.state?.waits ?? []).map(({ at, what }) => `${what} ${at}`);
const idOf = (of: Trial, at: string): number => of.state?.waits.find((wait) => wait.at === at)?.id ?? 0;
const codes = (from: Trial, to: Trial, mapping = proposed(from, to)) =>
	from.state === null ? [] : cannotMigrate(from.linked, to.linked, from.state, mapping).map(({ code, at }) => `${code} ${at}`);

const timer = (id: string, on: string, interrupts = true) =>
	`<boundaryEvent id="${id}" attachedToRef="${on}" cancelActivity="${interrupts}"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>`;
const onMessage = (id: string) =>
	`<subProcess id="${id}" triggeredByEvent="true"><startEvent id="${id}S"><messageEventDefinition messageRef="M"/></startEvent><userTask id="${id}T"/>${flows(`${id}S>${id}T`)}</subProcess>`;

describe("a case that is moved to another version", () => {
	it("goes on where it is, under the names of the target and by its flows", async ({ expect }) => {
		const from = await trial(`<startEvent id="S"/><userTask id="A" name="Check"/><endEvent id="E"/>${flows("S>A", "A>E")}`);
		const to = await trial(
			`<startEvent id="S"/><userTask id="B" name="Check"/><userTask id="C"/><endEvent id="E"/>${flows("S>B", "B>C", "C>E")}`,
		);
		from.start();
		const task = idOf(from, "A");
		expect(move(from, to)).toBeUndefined();
		expect(to.effects).toContainEqual({ type: "carry-over", what: "task", id: task, elementId: "B", name: "Check", formId: null });
		expect(to.step({ type: "complete-task", task, variables: {} })).toBeUndefined();
		expect(waits(to)).toEqual(["task C"]);
	});

	it("takes along what can be compensated, what is being compensated, and what came of several things", async ({ expect }) => {
		const made = (a: string, undo: string, more: string): string =>
			`<startEvent id="S"/><userTask id="${a}"/><boundaryEvent id="C${a}" attachedToRef="${a}"><compensateEventDefinition/></boundaryEvent><userTask id="${undo}" isForCompensation="true"/><association id="as" sourceRef="C${a}" targetRef="${undo}"/><intermediateCatchEvent id="Both" parallelMultiple="true"><messageEventDefinition messageRef="M"/><signalEventDefinition signalRef="Sig"/></intermediateCatchEvent><endEvent id="E"><compensateEventDefinition/></endEvent>${flows(`S>${a}`, `${a}>Both`, "Both>E")}${more}`;
		const from = await trial(made("A", "U", ""));
		from.start().complete("A").deliver("Both");
		const to = await trial(made("B", "V", '<userTask id="New"/>'));
		const mapping = { ...proposed(from, to), A: "B", CA: "CB", U: "V" };
		expect(codes(from, to)).toEqual(["migration.no_target A"]);
		expect(move(from, to, mapping)).toBeUndefined();
		to.signal("Both");
		expect(to.open).toEqual(["V"]);
		const back = await trial(made("A", "U", ""));
		expect(move(to, back, { ...proposed(to, back), B: "A", CB: "CA", V: "U" })).toBeUndefined();
		expect(back.complete("U").status).toBe("completed");
	});

	it("loses boundary events that the target does not have, and gets those that only it has", async ({ expect }) => {
		const rest = '<startEvent id="S"/><userTask id="A"/>' + flows("S>A");
		const from = await trial(rest + timer("T1", "A"));
		const to = await trial(rest + timer("T2", "A") + onMessage("Ev"));
		from.start();
		const old = idOf(from, "T1");
		expect(move(from, to)).toBeUndefined();
		expect(to.effects).toContainEqual({ type: "cancel-timer", timer: old });
		expect(waits(to).sort()).toEqual(["message EvS", "task A", "timer T2"]);
		expect(to.step({ type: "fire-timer", timer: idOf(to, "T2") })).toBeUndefined();
	});

	it("keeps a timer's moment, and does not wait again for what came already", async ({ expect }) => {
		const inside = '<startEvent id="S"/><userTask id="A"/>' + flows("S>A") + timer("T1", "A") + timer("T2", "A", false);
		const [from, to] = [await trial(inside), await trial(inside)];
		from.start();
		from.step({ type: "fire-timer", timer: idOf(from, "T2") });
		const due = from.state?.waits.find(({ at }) => at === "T1")?.dueAt;
		expect(move(from, to)).toBeUndefined();
		expect(to.state?.waits.find(({ at }) => at === "T1")?.dueAt).toBe(due);
		expect(waits(to)).toEqual(["timer T1", "task A"].sort((a, b) => waits(from).indexOf(a) - waits(from).indexOf(b)));
	});

	it("takes event sub-processes that are no more, and their tokens, out of its scope", async ({ expect }) => {
		const rest = '<startEvent id="S"/><userTask id="A"/>' + flows("S>A");
		const [from, to] = [await trial(rest + onMessage("Ev")), await trial(rest)];
		from.start();
		expect(waits(from)).toContain("message EvS");
		expect(move(from, to)).toBeUndefined();
		expect(waits(to)).toEqual(["task A"]);
		expect(to.step({ type: "complete-task", task: idOf(to, "A"), variables: {} })).toBeUndefined();
		expect(to.state?.status).toBe("completed");
	});

	it("goes with its sub-processes and instances, and with the flow by which a token waits before a join", async ({ expect }) => {
		const repeats = "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>";
		const inside = (task: string) =>
			`<startEvent id="S"/><parallelGateway id="F"/><subProcess id="Sub"><userTask id="${task}" name="Each">${repeats}</userTask></subProcess><manualTask id="B"/><parallelGateway id="J"/><userTask id="D"/>` +
			flows("S>F", "F>Sub", "F>B", "Sub>J", "B>J", "J>D");
		const [from, to] = [await trial(inside("A")), await trial(inside("A2"))];
		from.start();
		expect(move(from, to)).toBeUndefined();
		for (const wait of to.state?.waits.filter(({ what }) => what === "task") ?? [])
			expect(to.step({ type: "complete-task", task: wait.id, variables: {} })).toBeUndefined();
		expect(waits(to)).toEqual(["task D"]);
	});

	it("takes its incident along, to be retried in the new version", async ({ expect }) => {
		const inside = (url: string): [string, Record<string, ElementAutomation>] => [
			`<startEvent id="S"/><serviceTask id="A"/><userTask id="B"/>${flows("S>A", "A>B")}`,
			{ A: { connector: { ...CALL.connector, url } as never } },
		];
		const [from, to] = [await trial(...inside("https://a.test/")), await trial(...inside("https://b.test/"))];
		from.start();
		from.step({ type: "fail-job", job: idOf(from, "A"), message: "no answer" });
		expect(move(from, to)).toBeUndefined();
		expect(to.step({ type: "retry-incident", incident: to.state?.incidents[0]?.id ?? 0 })).toBeUndefined();
		expect(JSON.stringify(to.effects.findLast(({ type }) => type === "create-job"))).toContain("b.test");
	});
});

describe("a case stays where it is", () => {
	it("when what it is at becomes nothing, another kind, or lies elsewhere: each is named", async ({ expect }) => {
		const from = await trial(`<startEvent id="S"/><userTask id="A"/><serviceTask id="B"/><userTask id="C"/>${flows("S>A", "S>B", "S>C")}`, {
			B: CALL,
		});
		const to = await trial(
			`<startEvent id="S"/><userTask id="B"/><subProcess id="Sub"><userTask id="C"/></subProcess>${flows("S>B", "S>Sub")}`,
		);
		from.start();
		expect(codes(from, to)).toEqual(["migration.no_target A", "migration.no_target B", "migration.other_place C"]);
		expect(codes(from, to, { ...proposed(from, to), A: "B", B: "B" })).toEqual(["migration.other_kind B", "migration.other_place C"]);
		expect(move(from, to)).toBe("migration.no_target");
	});

	it("when a token waits before a join by a flow that is no more", async ({ expect }) => {
		const from = await trial(
			`<startEvent id="S"/><parallelGateway id="F"/><userTask id="A"/><manualTask id="B"/><parallelGateway id="J"/>${flows("S>F", "F>A", "F>B", "A>J", "B>J")}`,
		);
		const to = await trial(
			`<startEvent id="S"/><parallelGateway id="F"/><userTask id="A"/><userTask id="X"/><parallelGateway id="J"/>${flows("S>F", "F>A", "F>X", "A>J", "X>J")}`,
		);
		from.start();
		expect(codes(from, to)).toEqual(["migration.no_flow J"]);
	});

	it("when it has ended", async ({ expect }) => {
		const from = await trial(`<startEvent id="S"/>`);
		from.start();
		expect(move(from, from)).toBe("engine.case_ended");
	});
});

describe("the proposed mapping", () => {
	it("takes the same id of the same kind first, then the only one of its name and kind in the same place", async ({ expect }) => {
		const from = await trial(
			`<startEvent id="S"/><userTask id="A" name="Check"/><userTask id="B" name="Pay"/><userTask id="C"/>${flows("S>A", "A>B", "B>C")}`,
		);
		const to = await trial(
			`<startEvent id="S"/><userTask id="A2" name="Check"/><userTask id="P1" name="Pay"/><userTask id="P2" name="Pay"/><manualTask id="C"/>${flows("S>A2", "A2>P1", "P1>P2", "P2>C")}`,
		);
		expect(proposeMapping(from.linked, to.linked).map(({ from: id, to: target }) => `${id} ${target}`)).toEqual([
			"P P",
			"S S",
			"A A2",
			"B null",
			"C null",
		]);
	});
});
