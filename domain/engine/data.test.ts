import { describe, it } from "vitest";
import { CALL, Trial, automation, flows, model, refusals } from "../../test/engine/trial.ts";
import type { Automation, ElementAutomation } from "../deployment/automation.ts";
import { compile } from "./compile.ts";

/** An automation whose process data are these names. */
const settings = (names: readonly string[], elements: Readonly<Record<string, ElementAutomation>> = {}): Automation =>
	automation(elements, { data: { attributes: names.map((name) => ({ name, label: name, type: "text" as const })) } });

const script = (expression: string, result: string): ElementAutomation => ({ script: { expression, result } });

/** Data inputs `in…` and outputs `out…` of an activity, with their sets. */
const io = (inputs: readonly string[], outputs: readonly string[] = [], sets = ""): string =>
	`<ioSpecification>${inputs.map((name) => `<dataInput id="in_${name}" name="${name}"/>`).join("")}${outputs.map((name) => `<dataOutput id="out_${name}" name="${name}"/>`).join("")}${sets === "" ? `<inputSet>${inputs.map((name) => `<dataInputRefs>in_${name}</dataInputRefs>`).join("")}</inputSet>` : sets}<outputSet>${outputs.map((name) => `<dataOutputRefs>out_${name}</dataOutputRefs>`).join("")}</outputSet></ioSpecification>`;

const into = (source: string, target: string, more = ""): string =>
	`<dataInputAssociation>${source === "" ? "" : `<sourceRef>${source}</sourceRef>`}<targetRef>${target}</targetRef>${more}</dataInputAssociation>`;

const outOf = (source: string, target: string, more = ""): string =>
	`<dataOutputAssociation>${source === "" ? "" : `<sourceRef>${source}</sourceRef>`}<targetRef>${target}</targetRef>${more}</dataOutputAssociation>`;

const object = (name: string): string =>
	`<dataObject id="do_${name}" name="${name}"/><dataObjectReference id="ref_${name}" dataObjectRef="do_${name}"/><dataObjectReference id="ref2_${name}" dataObjectRef="do_${name}"/>`;

/** Assigns one part. */
const part = (from: string, to: string): string => `<assignment><from>${from}</from><to>${to}</to></assignment>`;

const warnings = async (bpmn: string, given: Automation): Promise<readonly string[]> => {
	const compiled = await compile({ bpmn, automation: given });
	const all = compiled.ok ? compiled.value.warnings : compiled.error;
	return all.filter((each) => each.code.startsWith("engine.data_")).map((each) => `${each.code}@${each.at ?? ""}`);
};

describe("data associations", () => {
	const xml = (io_: string, more = ""): string =>
		model(
			`${object("order")}${object("sum")}<startEvent id="S"/><scriptTask id="T">${io_}</scriptTask><userTask id="U"/>${flows("S>T", "T>U")}${more}`,
		);

	it("move data in by the name of the data input, and out from that of the data output", async ({ expect }) => {
		const flow = io(["given"], ["made"]) + into("ref_order", "in_given") + outOf("out_made", "ref_sum");
		const trial = (await Trial.of(xml(flow), settings(["order"], { T: script("given.price * 2", "made") }))).start({ order: { price: 4 } });
		expect(trial.open).toEqual(["U"]);
		// What the activity calls its own is gone with it; references to one data object are one datum.
		expect(trial.variables).toEqual({ order: { price: 4 }, sum: 8 });
		expect(trial.state?.scopes).toHaveLength(1);
	});

	it("transform, and assign parts", async ({ expect }) => {
		const flow =
			io(["given"], ["made"]) +
			into("ref_order", "in_given", "<transformation>order.price + 1</transformation>") +
			outOf("out_made", "ref2_sum", part("made", "sum.total") + part("made * 2", "twice"));
		const trial = await Trial.of(xml(flow), settings(["order"], { T: script("given", "made") }));
		expect(trial.start({ order: { price: 4 }, sum: { kept: true } }).variables["sum"]).toEqual({ kept: true, total: 5, twice: 10 });
	});

	it("let nothing flow that was not given, and leave what is there", async ({ expect }) => {
		const flow = io([], ["made", "other"]) + outOf("out_made", "ref_sum") + outOf("out_other", "ref_order");
		const given = settings(["order"], { T: { script: { expression: "1", result: "made" }, outputs: [{ from: "null", to: "other" }] } });
		expect((await Trial.of(xml(flow), given)).start({ order: 7 }).variables).toEqual({ order: 7, sum: 1 });
	});

	it("that nothing feeds are pictures, and say so", async ({ expect }) => {
		const flow = io(["given"]) + into("ref_order", "in_given");
		expect(await warnings(xml(flow), settings([], { T: script("1", "n") }))).toEqual(["engine.data_association@T"]);
		expect((await Trial.of(xml(flow), settings([], { T: script("1", "n") }))).start().variables).toEqual({ n: 1 });
		expect(await warnings(xml(flow), settings(["order"], { T: script("1", "n") }))).toEqual([]);
	});

	it("are refused what says not what flows: several sources, a transformation that is no expression, a data store with one", async ({
		expect,
	}) => {
		const two = io(["given"]) + into("ref_order</sourceRef><sourceRef>ref_sum", "in_given");
		expect(await refusals(xml(two), settings(["order", "sum"], { T: script("1", "n") }))).toEqual(["engine.data_association@T"]);
		const broken = io(["given"]) + into("ref_order", "in_given", "<transformation>1 +</transformation>");
		expect(await refusals(xml(broken), settings(["order"], { T: script("1", "n") }))).toEqual(["feel.syntax@T"]);
		const store = (more: string): string => xml(io(["given"]) + into("Store", "in_given", more), '<dataStoreReference id="Store"/>');
		expect(await refusals(store("<transformation>1</transformation>"), settings([], { T: script("1", "n") }))).toEqual([
			"engine.data_store@T",
		]);
		expect(await warnings(store(""), settings([], { T: script("1", "n") }))).toEqual(["engine.data_store@T"]);
	});

	it("of a process that says nothing of them cost nothing", async ({ expect }) => {
		const compiled = await compile({ bpmn: model('<startEvent id="S"/>'), automation: automation() });
		expect(compiled.ok && "data" in compiled.value).toBe(false);
	});
});

describe("input sets", () => {
	const sets = "<inputSet><dataInputRefs>in_a</dataInputRefs></inputSet><inputSet><dataInputRefs>in_b</dataInputRefs></inputSet>";
	const xml = (set: string): string =>
		model(
			`${object("x")}${object("y")}<startEvent id="S"/><userTask id="T">${io(["a", "b"], [], set)}${into("ref_x", "in_a")}${into("ref_y", "in_b")}</userTask>${flows("S>T")}`,
		);

	it("keep an activity from beginning until all of one are there; data mend it, and a retry goes on", async ({ expect }) => {
		const trial = (await Trial.of(xml(sets), settings(["x", "y"]))).start();
		expect(trial.incidents).toEqual(["engine.no_input_set@T"]);
		expect(trial.retry().incidents).toEqual(["engine.no_input_set@T"]);
		expect(trial.set({ y: 1 }).retry().open).toEqual(["T"]);
		expect(trial.complete("T").status).toBe("completed");
	});

	it("ask for all inputs where the model has one set, but for those that are optional", async ({ expect }) => {
		const trial = (await Trial.of(xml(""), settings(["x", "y"]))).start({ x: 1 });
		expect(trial.state?.incidents[0]?.problem.detail).toBe('"T" cannot begin: "b" is not there.');
		const optional =
			"<inputSet><dataInputRefs>in_a</dataInputRefs><dataInputRefs>in_b</dataInputRefs><optionalInputRefs>in_b</optionalInputRefs></inputSet>";
		expect((await Trial.of(xml(optional), settings(["x", "y"]))).start({ x: 1 }).open).toEqual(["T"]);
	});
});

describe("data of a sub-process", () => {
	const xml = (inside: string, more = ""): string =>
		model(
			`<startEvent id="S"/><subProcess id="Sub">${object("note")}<property id="count"/>${inside}</subProcess><userTask id="Next"/>${flows("S>Sub", "Sub>Next")}${more}`,
		);
	const given = settings(["kept"], {
		A: { script: { expression: '"inner"', result: "note" }, outputs: [{ from: "1", to: "count" }] },
		B: script("note + string(count)", "kept"),
	});
	const inner = `<startEvent id="IS"/><scriptTask id="A"/><userTask id="U"/><scriptTask id="B"/>${flows("IS>A", "A>U", "U>B")}`;

	it("live and end with it, and hide what is called the same outside", async ({ expect }) => {
		const trial = (await Trial.of(xml(inner), given)).start({ note: "outer", kept: "" });
		expect(trial.state?.scopes[1]?.data).toEqual({ note: "inner", count: 1 });
		expect(trial.variables["note"]).toBe("outer");
		expect(trial.complete("U").variables).toEqual({ note: "outer", kept: "inner1" });
		expect(trial.open).toEqual(["Next"]);
	});

	it("are empty at first, and each instance has its own", async ({ expect }) => {
		const many = xml(inner).replace(
			'<subProcess id="Sub">',
			'<subProcess id="Sub"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>',
		);
		const trial = (
			await Trial.of(many, { ...given, elements: { ...given.elements, A: script("if note = null then loopCounter else 0", "note") } })
		).start({ note: "outer" });
		expect(trial.state?.scopes.flatMap((scope) => (scope.data === undefined ? [] : [scope.data["note"]]))).toEqual([1, 2]);
		expect(trial.complete("U").complete("U").open).toEqual(["Next"]);
	});

	it("of the names of the process data are the case's", async ({ expect }) => {
		const trial = (await Trial.of(xml(inner), { ...given, ...settings(["kept", "note"], given.elements) })).start();
		expect(trial.variables["note"]).toBe("inner");
		expect(trial.state?.scopes[1]?.data).toEqual({ count: 1 });
	});

	it("wake conditions that ask for them", async ({ expect }) => {
		const condition = `${inner}<boundaryEvent id="C" attachedToRef="U"><conditionalEventDefinition><condition>note = "late"</condition></conditionalEventDefinition></boundaryEvent><userTask id="Late"/><boundaryEvent id="M" attachedToRef="U" cancelActivity="false"><messageEventDefinition messageRef="Msg"/></boundaryEvent><scriptTask id="W"/>${flows("C>Late", "M>W")}`;
		const woken = xml(condition).replace("<process", '<message id="Msg" name="m"/><process');
		const trial = await Trial.of(woken, { ...given, elements: { ...given.elements, W: script('"late"', "note") } });
		expect(trial.start().deliver("M").open).toEqual(["Late"]);
	});

	it("are known to the handler that compensates in it", async ({ expect }) => {
		const undone = `<startEvent id="IS"/><scriptTask id="A"/><task id="D"/><boundaryEvent id="DB" attachedToRef="D"><compensateEventDefinition/></boundaryEvent><scriptTask id="B" isForCompensation="true"/><association id="As" sourceRef="DB" targetRef="B"/>${flows("IS>A", "A>D")}`;
		const trial = await Trial.of(
			xml(undone).replace(
				'<userTask id="Next"/>',
				'<intermediateThrowEvent id="Next"><compensateEventDefinition/></intermediateThrowEvent>',
			),
			given,
		);
		expect(trial.start().variables["kept"]).toBe("inner1");
	});
});

describe("data of an activity", () => {
	it("are known to all that it does: its people, its job, its loop, its boundary stays outside", async ({ expect }) => {
		const xml = model(
			`${object("list")}${object("all")}<startEvent id="S"/><serviceTask id="T">${io(["items"], ["results"])}${into("ref_list", "in_items")}${outOf("out_results", "ref_all")}<multiInstanceLoopCharacteristics><loopDataInputRef>in_items</loopDataInputRef><loopDataOutputRef>out_results</loopDataOutputRef><inputDataItem id="item" name="item"/><outputDataItem id="res" name="res"/></multiInstanceLoopCharacteristics></serviceTask><boundaryEvent id="B" attachedToRef="T"><errorEventDefinition/></boundaryEvent><userTask id="Failed"/><userTask id="U"/>${flows("S>T", "B>Failed", "T>U")}`,
		);
		const given = settings(["list"], {
			T: {
				...CALL,
				outputs: [
					{ from: "body", to: "res" },
					{ from: "1", to: "results" },
				],
			},
		});
		const trial = (await Trial.of(xml, given)).start({ list: [1, 2] });
		expect(trial.open).toEqual(["T", "T"]);
		trial.job("T", { body: "a" }).job("T", { body: "b" });
		expect(trial.open).toEqual(["U"]);
		const failed = (await Trial.of(xml, given)).start({ list: [1, 2] }).failJob("T", "any");
		expect(failed.open).toEqual(["Failed"]);
		expect(failed.state?.scopes).toHaveLength(1);
	});

	it("flow into a called process as it calls them, and out of it", async ({ expect }) => {
		const called = `<process id="Q"><ioSpecification><dataInput id="q_in" name="asked"/><dataOutput id="q_out" name="answer"/><inputSet/><outputSet/></ioSpecification>${object("secret")}<startEvent id="QS"/><scriptTask id="QT"/>${flows("QS>QT")}</process>`;
		const xml = model(
			`${object("question")}${object("reply")}<startEvent id="S"/><callActivity id="C" calledElement="Q">${io(["a"], ["b"])}${into("ref_question", "in_a")}${outOf("out_b", "ref_reply")}</callActivity><userTask id="U"/>${flows("S>C", "C>U")}`,
			called,
		);
		const given = settings(["question"], {
			QT: { script: { expression: 'asked + "!"', result: "answer" }, outputs: [{ from: "1", to: "secret" }] },
		});
		const trial = (await Trial.of(xml, given)).start({ question: "why" });
		expect(trial.variables).toEqual({ question: "why", reply: "why!" });
	});

	it("are kept for its compensation", async ({ expect }) => {
		const xml = model(
			`${object("x")}<startEvent id="S"/><task id="T">${io(["a"])}${into("ref_x", "in_a")}</task><boundaryEvent id="B" attachedToRef="T"><compensateEventDefinition/></boundaryEvent><scriptTask id="Undo" isForCompensation="true"/><association id="As" sourceRef="B" targetRef="Undo"/><scriptTask id="Change"/><intermediateThrowEvent id="Throw"><compensateEventDefinition/></intermediateThrowEvent><userTask id="U"/>${flows("S>T", "T>Change", "Change>Throw", "Throw>U")}`,
		);
		const given = settings(["x"], { Change: script('"new"', "x"), Undo: script("a", "x") });
		expect((await Trial.of(xml, given)).start({ x: "old" }).variables["x"]).toBe("old");
	});

	it("are within the limits of data", async ({ expect }) => {
		const xml = model(
			`${object("x")}<startEvent id="S"/><userTask id="T">${io(["a"])}${into("ref_x", "in_a", "<transformation>[x, x, x, x, x]</transformation>")}</userTask>${flows("S>T")}`,
		);
		const trial = (await Trial.of(xml, settings(["x"]))).start({ x: "x".repeat(60_000) });
		expect(trial.incidents).toEqual(["engine.variable_too_large@T"]);
		expect(trial.set({ x: "y" }).retry().open).toEqual(["T"]);
	});

	it("that cannot flow out stop it there; a retry lets them flow and does nothing twice", async ({ expect }) => {
		const xml = model(
			`${object("x")}<startEvent id="S"/><scriptTask id="T">${io([], ["made"])}${outOf("out_made", "ref_x", "<transformation>[made, made, made, made, made]</transformation>")}</scriptTask><userTask id="U"/>${flows("S>T", "T>U")}`,
		);
		const given = settings(["big", "done"], {
			T: { script: { expression: "big", result: "made" }, outputs: [{ from: "if done = null then 1 else done + 1", to: "done" }] },
		});
		const trial = (await Trial.of(xml, given)).start({ big: "x".repeat(60_000) });
		expect(trial.incidents).toEqual(["engine.variable_too_large@T"]);
		expect(trial.retry().incidents).toEqual(["engine.variable_too_large@T"]);
		expect(trial.variables["done"]).toBe(1);
		expect(trial.state?.scopes).toHaveLength(1);
		expect(trial.cancel().status).toBe("cancelled");
	});
});

describe("data of an event", () => {
	it("is what comes with it, and what it sends", async ({ expect }) => {
		const xml = model(
			`${object("got")}<startEvent id="S"/><intermediateCatchEvent id="C"><dataOutput id="out_c" name="c"/>${outOf("out_c", "ref_got")}<outputSet><dataOutputRefs>out_c</dataOutputRefs></outputSet><messageEventDefinition messageRef="M"/></intermediateCatchEvent><intermediateThrowEvent id="T"><dataInput id="in_t" name="t"/>${into("ref_got", "in_t")}<inputSet><dataInputRefs>in_t</dataInputRefs></inputSet><messageEventDefinition messageRef="M"/></intermediateThrowEvent>${flows("S>C", "C>T")}`,
			'<message id="M" name="m"/>',
		);
		const trial = (await Trial.of(xml)).start().deliver("C", { n: 1 });
		expect(trial.variables).toEqual({ got: { n: 1 } });
		expect(trial.effect("throw-message")[0]?.payload).toEqual({ n: 1 });
	});
});
