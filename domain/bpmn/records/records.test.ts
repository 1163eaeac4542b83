import { BpmnModdle, type ModdleElement } from "bpmn-moddle";
import { describe, it } from "vitest";
import { randomModel } from "../../../test/models/random-model.ts";
import { random } from "../../../test/models/random.ts";
import { checkRecord } from "./check-record.ts";
import { ensureIds } from "./ensure-ids.ts";
import { liveKeys } from "./live.ts";
import { toRecords } from "./read.ts";
import type { ElementRecord } from "./record.ts";
import { fromRecords } from "./write.ts";

/** Both sides of a fact that BPMN states twice; the codec writes them in its own order and also where a file left them out. */
const DERIVED_LINE = /^\s*<bpmn:(?:incoming|outgoing|flowNodeRef)>.*\n/gm;

async function read(xml: string) {
	const { rootElement } = await new BpmnModdle().fromXML(xml);
	ensureIds(rootElement);
	return rootElement;
}

function overTheWire(records: ReadonlyMap<string, ElementRecord>): Map<string, ElementRecord> {
	const entries = [...records].map(([key, record]) => [key, JSON.parse(JSON.stringify(record))] as const);
	return new Map(entries.sort(([a], [b]) => (a < b ? 1 : -1)));
}

async function write(records: ReadonlyMap<string, ElementRecord>): Promise<string> {
	const moddle = new BpmnModdle();
	const written = fromRecords(records, moddle);
	if (written === undefined) throw new Error("no definitions");
	return (await moddle.toXML(written.definitions, { format: true })).xml;
}

function normal(xml: string): string {
	return xml
		.replace(DERIVED_LINE, "")
		.replace(/<([\w:]+)([^<>]*)>\s*<\/\1>/g, "<$1$2 />")
		.replaceAll(" />", "/>");
}

describe("a model as records", () => {
	it(
		"comes back as the same file from 1,000 drawn models, in whatever order the records arrive",
		{ timeout: 60_000 },
		async ({ expect }) => {
			for (let seed = 1; seed <= 1000; seed++) {
				const definitions = await read(randomModel(seed));
				const before = (await new BpmnModdle().toXML(definitions, { format: true })).xml;
				const after = await write(overTheWire(toRecords(definitions)));
				if (normal(after) !== normal(before)) expect.soft(normal(after), `seed ${seed}`).toBe(normal(before));
			}
		},
	);

	it("reads what it wrote as the same records, so that opening a model writes nothing", async ({ expect }) => {
		for (let seed = 1; seed <= 100; seed++) {
			const records = toRecords(await read(randomModel(seed)));
			const written = fromRecords(records, new BpmnModdle());
			if (written === undefined) throw new Error("no definitions");
			const again = toRecords(written.definitions, {
				keys: written.keys,
				placeOf: (key) => records.get(key)?.["$order"] as string | undefined,
			});
			expect(Object.fromEntries(again), `seed ${seed}`).toEqual(Object.fromEntries(records));
		}
	});

	it("lets a part that somebody deleted take what hangs on it along, and bring it back", async ({ expect }) => {
		const records = toRecords(
			await read(`<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t"><process id="p">
				<task id="a"/><task id="b"/><sequenceFlow id="f" sourceRef="a" targetRef="b"/><boundaryEvent id="e" attachedToRef="b"/>
			</process></definitions>`),
		);
		const whole = liveKeys(records);
		const task = records.get("b");
		records.delete("b");
		expect([...liveKeys(records)].sort()).toEqual(["a", "d", "p"]);
		if (task !== undefined) records.set("b", task);
		expect(liveKeys(records)).toEqual(whole);
	});

	it("hides two sub-processes that were moved into each other instead of hanging", async ({ expect }) => {
		const records = toRecords(
			await read(`<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t"><process id="p">
				<subProcess id="a"/><subProcess id="b"/><task id="c"/></process></definitions>`),
		);
		records.set("a", { ...records.get("a"), $in: ["b", "flowElements"] });
		records.set("b", { ...records.get("b"), $in: ["a", "flowElements"] });
		expect([...liveKeys(records)].sort()).toEqual(["c", "d", "p"]);
		expect(await write(records)).not.toContain("subProcess");
	});

	it("names a shape by its element, so that two people who replace a task end with one shape", async ({ expect }) => {
		const records = toRecords(await read(randomModel(3)));
		for (const [key, record] of records) {
			if (record["$type"] !== "bpmndi:BPMNShape") continue;
			expect(key).toMatch(/^di:/);
			expect(record["id"]).toBeTypeOf("string");
		}
	});

	it("refuses nothing of 200 drawn models", async ({ expect }) => {
		const moddle = new BpmnModdle();
		for (let seed = 1; seed <= 200; seed++)
			for (const [key, record] of toRecords(await read(randomModel(seed)))) expect(checkRecord(key, record, moddle)).toBeUndefined();
	});

	it("withstands damage: 1,000 damaged sets of records are read without an exception", { timeout: 60_000 }, async ({ expect }) => {
		const next = random(11);
		for (let seed = 1; seed <= 1000; seed++) {
			const records = toRecords(await read(randomModel(seed % 40)));
			const keys = [...records.keys()];
			for (let damage = 0; damage < 5; damage++) {
				const key = keys[next(keys.length)] ?? "";
				const other = keys[next(keys.length)] ?? "";
				const record = records.get(key) ?? { $type: "bpmn:Task" };
				const kind = next(5);
				if (kind === 0) records.delete(key);
				else if (kind === 1) records.set(key, { ...record, $in: [other, "flowElements"] });
				else if (kind === 2) records.set(key, { ...record, $type: records.get(other)?.["$type"] ?? "bpmn:Task" });
				else if (kind === 3) records.set(key, { ...record, sourceRef: { r: other } });
				else records.set(key, { ...record, bpmnElement: { r: other }, plane: "text", bounds: 7 });
			}
			expect(() => fromRecords(records, new BpmnModdle())).not.toThrow();
		}
	});
});

describe("a record from the wire", () => {
	const moddle = new BpmnModdle();
	const task = { $type: "bpmn:Task", $in: ["p", "flowElements"], $order: "i00000", name: "Check" };

	it.for([
		["a type that BPMN does not have", "t", { ...task, $type: "bpmn:Spell" }, "model.type_unknown"],
		["a type from the prototype chain", "t", { ...task, $type: "constructor" }, "model.type_unknown"],
		["an id that XML can not carry", "1 t", task, "model.id_refused"],
		["a shape of an id that XML can not carry", "di:<t>", task, "model.id_refused"],
		["a value of 65 KB", "t", { ...task, name: "x".repeat(65 * 1024) }, "model.value_too_large"],
		["a reference to what is no id", "t", { ...task, default: { r: "a b" } }, "model.id_refused"],
		[
			"an embedded element that BPMN does not have",
			"t",
			{ ...task, documentation: [{ e: { $type: "bpmn:Curse" } }] },
			"model.type_unknown",
		],
		["a field that is no property", "t", { ...task, "__proto__ x": 1 }, "model.field_refused"],
		["a place that is no place", "t", { ...task, $in: "p" }, "model.field_refused"],
		["something that is no record", "t", "text", "model.record_refused"],
	] as const)("is refused with %s", ([, key, record, code], { expect }) => {
		expect(checkRecord(key, record, moddle)?.code).toBe(code);
	});

	it("is accepted as bpmn-js makes it", ({ expect }) => {
		expect(checkRecord("Activity_0x1", task, moddle)).toBeUndefined();
		expect(
			checkRecord(
				"di:Activity_0x1",
				{
					$type: "bpmndi:BPMNShape",
					id: "Activity_0x1_di",
					bpmnElement: { r: "Activity_0x1" },
					bounds: { e: { $type: "dc:Bounds", x: 1, y: 2.5, width: 3, height: 4 } },
				},
				moddle,
			),
		).toBeUndefined();
	});
});

describe("a shape that bpmn-js left behind in the list of another plane", () => {
	it("is no record, and takes no other's name", async ({ expect }) => {
		const definitions = await read(randomModel(3));
		const before = toRecords(definitions);
		const [diagram] = definitions["diagrams"] as ModdleElement[];
		const plane = diagram?.["plane"] as ModdleElement;
		const [shape] = plane["planeElement"] as ModdleElement[];
		if (shape === undefined) throw new Error("the model draws nothing");
		const stale = new BpmnModdle().create("bpmndi:BPMNShape", { id: "stale", bpmnElement: shape["bpmnElement"], bounds: shape["bounds"] });
		(plane["planeElement"] as ModdleElement[]).unshift(stale);
		expect(Object.keys(Object.fromEntries(toRecords(definitions))).sort()).toEqual([...before.keys()].sort());
		expect([...toRecords(definitions).values()].map((record) => record["id"])).not.toContain("stale");
	});
});
