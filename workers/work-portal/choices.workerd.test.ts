import { describe, it } from "vitest";
import { activate, automate, bpmn, inRow } from "../../test/workerd/activate.ts";
import { call, makeCompany } from "../../test/workerd/company.ts";

interface Page {
	readonly choices: readonly { readonly choice: number; readonly name: string; readonly started: number }[];
	readonly tasks: readonly { readonly elementId: string; readonly state: string }[];
	readonly marks: { readonly active: readonly string[]; readonly done: readonly string[] };
}

describe("a process that leaves the choice to people", () => {
	it("offers its activities on the case's page; one is begun, refused while it may not be, and told in the log", async ({ expect }) => {
		const company = await makeCompany();
		const project = await company.project("Claims");
		const environmentId = project.environments.test;
		const scope = { companyId: company.id, environmentId };
		const inside = '<bpmn:userTask id="Call" name="Call the customer"/><bpmn:userTask id="Visit" name="Visit"/>';
		await activate(
			scope,
			bpmn(inRow(["startEvent", "S"], ["adHocSubProcess", "Look", 'name="Look into it" ordering="Sequential"', inside], ["endEvent", "E"])),
			automate(),
		);
		const ann = await company.endUser(environmentId, "Ann");
		const at = `/api/work/${environmentId}/cases`;
		const started = await (
			await call(at, { as: ann, body: { values: {}, idempotencyKey: "choices-test-0001" } })
		).json<{ caseId: string }>();
		const path = `${at}/${started.caseId}`;
		const page = async (): Promise<Page> => (await call(path, { as: ann })).json();
		const begin = (choice: number | undefined) => call(`${path}/activities`, { as: ann, body: { choice } });
		const { choices, marks } = await page();
		// It is not done while people may still choose in it.
		expect(marks).toMatchObject({ active: ["Look"], done: expect.not.arrayContaining(["Look"]) });
		expect(choices.map(({ name, started: times }) => [name, times])).toEqual([
			["Call the customer", 0],
			["Visit", 0],
		]);
		expect((await begin(choices[0]?.choice)).status).toBe(200);
		expect(await page()).toMatchObject({ tasks: [{ elementId: "Call", state: "open" }], choices: [{ started: 1 }, { started: 0 }] });
		const busy = await begin(choices[1]?.choice);
		expect([busy.status, (await busy.json<{ code: string }>()).code]).toEqual([409, "engine.ad_hoc_busy"]);
		const unknown = await begin(4711);
		expect([unknown.status, (await unknown.json<{ code: string }>()).code]).toEqual([409, "engine.unknown_choice"]);
		expect((await begin(undefined)).status).toBe(400);
		expect(JSON.stringify(await (await call(`${path}/log`, { as: ann })).json())).toContain("activity-chosen");
		// Somebody of another environment sees no such case.
		const other = await company.endUser(project.environments.production, "Bo");
		expect((await call(`${path}/activities`, { as: other, body: { choice: choices[1]?.choice } })).status).toBe(401);
	});
});
