import { env } from "cloudflare:workers";
import { describe, it } from "vitest";
import { activate, automate, bpmn } from "../../test/workerd/activate.ts";
import { call, makeCompany } from "../../test/workerd/company.ts";
import { startCase } from "../work-portal/start-case.ts";

interface Results {
	readonly cases: readonly { readonly caseId: string; readonly problem: { readonly code: string } | null }[];
}

/** A gateway that has no way for small amounts: such cases begin with an incident. */
const STRICT = bpmn(
	`<bpmn:startEvent id="S"/><bpmn:exclusiveGateway id="G"/><bpmn:userTask id="A"/><bpmn:sequenceFlow id="f" sourceRef="S" targetRef="G"/>
	<bpmn:sequenceFlow id="g" sourceRef="G" targetRef="A"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">amount &gt; 10</bpmn:conditionExpression></bpmn:sequenceFlow>
	<bpmn:userTask id="B"/><bpmn:sequenceFlow id="h" sourceRef="G" targetRef="B"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">amount &lt; 0</bpmn:conditionExpression></bpmn:sequenceFlow>`,
);

describe("many cases at once", () => {
	it("are retried and cancelled each for itself, with what stood against it, and a row of the trail a batch", async ({ expect }) => {
		const company = await makeCompany();
		const project = await company.project("Loans");
		const ann = await company.builder("Ann", [["project-owner", project.id]]);
		const environmentId = project.environments.test;
		const scope = { companyId: company.id, environmentId };
		await activate(scope, STRICT, automate({ data: { attributes: [{ name: "amount", label: "Amount", type: "number" }] } }));
		const start = async (amount: number): Promise<string> => {
			const starter = { personId: null, name: "Test", email: null };
			const made = await startCase(env, scope, { variables: { amount }, starter, idempotencyKey: `many-cases-${amount}`, source: "api" });
			if (!made.ok) throw new Error(made.error.code);
			return made.value.caseId;
		};
		const [mended, broken, well] = [await start(1), await start(2), await start(11)];
		const at = `/api/console/${environmentId}/cases`;
		const post = async (path: string, body: unknown) => call(`${at}/${path}`, { as: ann, body });
		const codes = async (answer: Response) => ((await answer.json()) as Results).cases.map(({ problem }) => problem?.code ?? null);
		await call(`${at}/${mended}/data`, { as: ann, method: "PUT", body: { variables: { amount: 20 } } });

		expect(await codes(await post("retry", { cases: [mended, broken, well] }))).toEqual([null, "incident.again", "incident.none"]);
		expect(await (await call(`${at}/${mended}`, { as: ann })).json()).toMatchObject({ marks: { active: ["A"], incident: [] } });
		expect(await codes(await post("cancel", { cases: [broken, mended], reason: "Entered twice" }))).toEqual([null, null]);
		expect(await codes(await post("cancel", { cases: [broken, well], reason: "Again" }))).toEqual(["case.ended", null]);
		const { trail } = (await (await call(`/api/console/${environmentId}`, { as: ann })).json()) as { trail: readonly { action: string }[] };
		expect(trail.map(({ action }) => action)).toEqual(expect.arrayContaining(["case.retry-many", "case.cancel-many"]));

		expect((await post("cancel", { cases: [well], reason: " " })).status).toBe(400);
		expect((await post("retry", { cases: [] })).status).toBe(400);
		const viewer = await company.builder("Vic", [["environment-viewer", environmentId]]);
		expect((await call(`${at}/retry`, { as: viewer, body: { cases: [well] } })).status).toBe(403);
	});
});
