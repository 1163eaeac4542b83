import { env } from "cloudflare:workers";
import { describe, it } from "vitest";
import { call, makeCompany } from "../../test/workerd/company.ts";
import { content, seal, upload } from "../../test/workerd/packages.ts";
import { startCase } from "../work-portal/start-case.ts";

describe("cases in the console", () => {
	it("are listed and read by operators, and every act on one is in its log and in the trail", async ({ expect }) => {
		const company = await makeCompany();
		const project = await company.project("Loans");
		const ann = await company.builder("Ann", [["project-owner", project.id]]);
		const environmentId = project.environments.test;
		const scope = { companyId: company.id, environmentId };
		const at = `/api/console/${environmentId}`;
		const made = content(project.id, 1, { parameters: [], data: { attributes: [{ name: "amount", label: "Amount", type: "money" }] } });
		const { packageId } = (await (await upload(environmentId, await seal(made), ann)).json()) as { packageId: string };
		expect((await call(`${at}/packages/${packageId}/activate`, { as: ann, method: "POST" })).status).toBe(200);
		const started = await startCase(env, scope, {
			variables: { amount: 5 },
			starter: { personId: null, name: "Test", email: null },
			idempotencyKey: "console-test-1",
			source: "api",
		});
		if (!started.ok) throw new Error(started.error.code);
		const { caseId, sequence } = started.value;
		const list = await call(`${at}/cases?after=${caseId}:${sequence}`, { as: ann });
		expect(await list.json()).toMatchObject({ cases: [{ caseId, state: "running" }] });
		const diagram = await call(`${at}/cases/${caseId}/diagram`, { as: ann });
		expect(await diagram.json()).toMatchObject({ svg: expect.stringContaining("Check request") });

		const change = (variables: unknown) => call(`${at}/cases/${caseId}/data`, { as: ann, method: "PUT", body: { variables } });
		expect((await change({ amount: 7 })).status).toBe(200);
		expect((await change({ "9x": 7 })).status).toBe(400);
		for (const [variables, code, field] of [
			[{ amount: "seven" }, "form.value_invalid", "variables.amount"],
			[{ amount: { of: 7 } }, "form.value_invalid", "variables.amount"],
			[{ amount: 8, colour: "red" }, "form.field_unknown", "variables.colour"],
		] as const) {
			const refused = await change(variables);
			expect(refused.status).toBe(422);
			expect(await refused.json()).toMatchObject({ code, field });
		}
		expect((await change({ amount: "7.50" })).status).toBe(200);
		expect(await (await call(`${at}/cases/${caseId}`, { as: ann })).json()).toMatchObject({ data: { amount: 7.5 } });
		expect((await change({ amount: 7 })).status).toBe(200);
		expect(await (await call(`${at}/cases/${caseId}`, { as: ann })).json()).toMatchObject({
			data: { amount: 7 },
			marks: { active: ["Check"] },
		});
		expect((await call(`${at}/cases/${caseId}/incidents/9/retry`, { as: ann, method: "POST" })).status).toBe(404);
		expect((await call(`${at}/cases/${caseId}/cancel`, { as: ann, body: { reason: " " } })).status).toBe(400);
		expect(await (await call(`${at}/cases/${caseId}/cancel`, { as: ann, body: { reason: "Entered twice" } })).json()).toMatchObject({
			state: "cancelled",
		});
		expect((await call(`${at}/cases/${caseId}/cancel`, { as: ann, body: { reason: "Again" } })).status).toBe(409);
		const overview = (await (await call(at, { as: ann })).json()) as { trail: readonly { action: string }[] };
		expect(overview.trail.map((each) => each.action)).toEqual(expect.arrayContaining(["case.cancel", "case.change-data"]));

		const viewer = await company.builder("Vic", [["environment-viewer", environmentId]]);
		expect((await call(`${at}/cases/${caseId}`, { as: viewer })).status).toBe(403);
		const elsewhere = await call(`/api/console/${project.environments.production}/cases/${caseId}`, { as: ann });
		expect(elsewhere.status).toBe(404);
	});
});
