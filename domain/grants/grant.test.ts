import { describe, it } from "vitest";
import type { CompanyId, PersonId, SubscriptionId, WorkspaceId } from "../ids.ts";
import { mayGiveTo, rolesToGive } from "./grant.ts";
import type { Builder, Grant, Resource } from "./principal.ts";

const companyId = "cmp_1" as CompanyId;
const model: Resource = { level: "model", companyId, subscriptionId: "sub_1" as SubscriptionId, workspaceId: "wsp_1" as WorkspaceId };
const company: Resource = { level: "company", companyId };

function builder(...grants: Grant[]): Builder {
	return { realm: "company", companyId, personId: "per_1" as PersonId, name: "Bo", email: "bo@acme.example", sessionId: "s", grants };
}

describe("the roles one may give", () => {
	it("are those of the node's level, none above the own", ({ expect }) => {
		expect(rolesToGive(builder({ role: "model-owner", scope: "wsp_1" }), model, 0)).toEqual([
			"model-owner",
			"model-editor",
			"model-viewer",
		]);
		expect(rolesToGive(builder({ role: "model-editor", scope: "wsp_1" }), model, 0)).toEqual([]);
		expect(rolesToGive(builder({ role: "subscription-owner", scope: "sub_1" }), company, 0)).toEqual([]);
		expect(rolesToGive(builder({ role: "company-administrator", scope: companyId }), company, 0)).toEqual([
			"company-administrator",
			"member",
		]);
	});

	it("end with the grant that allowed them", ({ expect }) => {
		expect(rolesToGive(builder({ role: "model-owner", scope: "wsp_1", until: 10 }), model, 10)).toEqual([]);
	});

	it("do not mix: a role held elsewhere gives nothing here", ({ expect }) => {
		const owner = builder({ role: "subscription-viewer", scope: "sub_1" }, { role: "model-owner", scope: "wsp_2" });
		expect(rolesToGive(owner, model, 0)).toEqual([]);
	});
});

describe("giving to oneself", () => {
	it("is refused, alone or among others, but for a company administrator", ({ expect }) => {
		const owner = builder({ role: "subscription-owner", scope: "sub_1" });
		expect(mayGiveTo(owner, "model-owner", model, ["per_1"], 0)).toEqual({ ok: false, error: "to-oneself" });
		expect(mayGiveTo(owner, "model-owner", model, ["per_2", "per_1"], 0)).toEqual({ ok: false, error: "to-oneself" });
		expect(mayGiveTo(owner, "model-owner", model, ["per_2"], 0).ok).toBe(true);
		const administrator = builder({ role: "company-administrator", scope: companyId });
		expect(mayGiveTo(administrator, "model-owner", model, ["per_1"], 0).ok).toBe(true);
	});
});
