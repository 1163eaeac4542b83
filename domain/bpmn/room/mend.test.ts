import { describe, it } from "vitest";
import * as Y from "yjs";
import type { ElementRecord, Json } from "../records/record.ts";
import { elementsOf, recordsOf } from "./document.ts";
import { mendTakenBack } from "./mend.ts";

/** Two people's copies of one shape, and what brings the copies together. */
function two() {
	const [ann, bob] = [new Y.Doc(), new Y.Doc()];
	// The larger id wins where two set one field at once.
	ann.clientID = 2;
	bob.clientID = 1;
	const meet = (): void => {
		Y.applyUpdate(bob, Y.encodeStateAsUpdate(ann), "other");
		Y.applyUpdate(ann, Y.encodeStateAsUpdate(bob), "other");
	};
	elementsOf(ann).set(
		"di:A",
		new Y.Map<Json>(Object.entries({ $type: "bpmndi:BPMNShape", $in: ["p", "planeElement"], bounds: 0, name: "a" })),
	);
	meet();
	return { ann, bob, meet, set: (doc: Y.Doc, name: string, value: Json) => elementsOf(doc).get("di:A")?.set(name, value) };
}

describe("an undo of what another changed at the same time", () => {
	it("leaves a needed field with the value it had instead of none", ({ expect }) => {
		const { ann, bob, meet, set } = two();
		const history = new Y.UndoManager(elementsOf(ann), { captureTimeout: 0 });
		set(ann, "bounds", 1);
		set(bob, "bounds", 2);
		meet();
		const before = recordsOf(ann);
		history.undo();
		// What Yjs leaves behind, which is why this room exists.
		expect(recordsOf(ann).get("di:A")).not.toHaveProperty("bounds");
		expect(mendTakenBack(ann, before, ["di:A"], "mend")).toBe(1);
		meet();
		expect(recordsOf(ann).get("di:A")).toHaveProperty("bounds", 1);
		expect(recordsOf(bob)).toEqual(recordsOf(ann));
	});

	it("takes back what nobody else touched", ({ expect }) => {
		const { ann, meet, set } = two();
		const history = new Y.UndoManager(elementsOf(ann), { captureTimeout: 0 });
		set(ann, "bounds", 1);
		meet();
		const before = recordsOf(ann);
		history.undo();
		expect(mendTakenBack(ann, before, ["di:A"], "mend")).toBe(0);
		expect(recordsOf(ann).get("di:A")).toHaveProperty("bounds", 0);
	});

	it("completes a shape that was deleted while another moved it", ({ expect }) => {
		const { ann, bob, meet, set } = two();
		const history = new Y.UndoManager(elementsOf(ann), { captureTimeout: 0 });
		const last = recordsOf(ann).get("di:A") as ElementRecord;
		elementsOf(ann).delete("di:A");
		set(bob, "bounds", 2);
		meet();
		history.undo();
		mendTakenBack(ann, new Map([["di:A", last]]), ["di:A"], "mend");
		meet();
		expect(recordsOf(bob).get("di:A")).toMatchObject({ $type: "bpmndi:BPMNShape", bounds: expect.any(Number) });
	});
});
