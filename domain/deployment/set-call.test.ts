import * as v from "valibot";
import { describe, it } from "vitest";
import { automation } from "../../test/engine/trial.ts";
import { id } from "../ids.ts";
import { pruneCalls, setCall } from "./set-call.ts";

const [credit, stock] = ["wsp_00000000000000000000000001", "wsp_00000000000000000000000002"].map((each) => v.parse(id("workspace"), each));
if (credit === undefined || stock === undefined) throw new Error("two models");
const NOTHING = automation();
const target = { modelId: credit, version: "latest", processId: "Credit", name: "Credit check" } as const;

describe("setCall", () => {
	it("names the model once, by a short name that stays when its version or process changes", ({ expect }) => {
		const one = setCall(NOTHING, "c", target);
		expect([one.models, one.calls]).toEqual([
			[{ as: "credit-check", modelId: credit, version: "latest" }],
			{ c: { model: "credit-check", processId: "Credit" } },
		]);
		const two = setCall(one, "c2", { ...target, version: 2, processId: "Other", name: "Renamed" });
		expect([two.models, two.calls]).toEqual([
			[{ as: "credit-check", modelId: credit, version: 2 }],
			{ c: { model: "credit-check", processId: "Credit" }, c2: { model: "credit-check", processId: "Other" } },
		]);
	});

	it("gives another model of the same name another short name", ({ expect }) => {
		const both = setCall(setCall(NOTHING, "c", target), "d", { ...target, modelId: stock });
		expect(both.models?.map((each) => each.as)).toEqual(["credit-check", "credit-check-2"]);
	});

	it("takes a call away again, and the model with its last call", ({ expect }) => {
		const two = setCall(setCall(NOTHING, "c", target), "d", target);
		const one = setCall(two, "c", null);
		expect([one.models?.length, Object.keys(one.calls ?? {})]).toEqual([1, ["d"]]);
		expect(setCall(one, "d", null)).toEqual(NOTHING);
	});
});

describe("pruneCalls", () => {
	it("leaves out what calls from elements that are no more", ({ expect }) => {
		const two = setCall(setCall(NOTHING, "c", target), "d", { ...target, modelId: stock, name: "Stock" });
		expect(pruneCalls(two, new Set(["d"]))).toEqual(setCall(NOTHING, "d", { ...target, modelId: stock, name: "Stock" }));
	});
});
