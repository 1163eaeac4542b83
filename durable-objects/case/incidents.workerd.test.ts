import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, it, vi } from "vitest";
import type { CaseView, IncidentView } from "../../domain/case/view.ts";
import type { Variables } from "../../domain/engine/types.ts";
import type { CaseId } from "../../domain/ids.ts";
import { activate, automate, bpmn, inRow } from "../../test/workerd/activate.ts";
import { makeCompany, type TestCompany } from "../../test/workerd/company.ts";
import { type EnvironmentScope, objects } from "../../workers/tenancy/objects.ts";
import { startCase } from "../../workers/work-portal/start-case.ts";

const operator = { personId: null, name: "Operator" };
const NUMBERS = { attributes: [{ name: "amount", label: "Amount", type: "number" as const }] };

let company: TestCompany;
beforeAll(async () => {
	company = await makeCompany();
});

async function run(name: string, model: string, automation: ReturnType<typeof automate>, variables: Variables) {
	const scope: EnvironmentScope = { companyId: company.id, environmentId: (await company.project(name)).environments.development };
	await activate(scope, model, automation);
	const starter = { personId: null, name: "Robot", email: null };
	const made = await startCase(env, scope, { variables, starter, idempotencyKey: `incidents-${name}`, source: "test" });
	if (!made.ok) throw new Error(made.error.detail);
	const caseId: CaseId = made.value.caseId;
	const stub = objects.case(env, scope, caseId);
	const open = async (): Promise<IncidentView[]> => {
		const view = JSON.parse((await stub.read(scope, caseId)) ?? "null") as CaseView;
		return view.incidents.filter(({ resolvedAt }) => resolvedAt === null);
	};
	const listed = async () => (await stub.rows(scope, caseId))?.incidents ?? [];
	const retry = async () => stub.retryIncident(scope, caseId, (await open())[0]?.incident ?? 0, operator);
	return { scope, caseId, stub, open, listed, retry };
}

/** A gateway without a way for small amounts, and a task before it that leads to it again. */
const GATE = bpmn(
	`<bpmn:startEvent id="S"/><bpmn:exclusiveGateway id="M"/><bpmn:exclusiveGateway id="G" name="Large?"/><bpmn:userTask id="A"/>
	<bpmn:sequenceFlow id="f" sourceRef="S" targetRef="M"/><bpmn:sequenceFlow id="m" sourceRef="M" targetRef="G"/>
	<bpmn:sequenceFlow id="g" sourceRef="G" targetRef="A"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">amount &gt; 10</bpmn:conditionExpression></bpmn:sequenceFlow>
	<bpmn:userTask id="B"/><bpmn:sequenceFlow id="h" sourceRef="G" targetRef="B"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">amount &lt; 0</bpmn:conditionExpression></bpmn:sequenceFlow>
	<bpmn:sequenceFlow id="again" sourceRef="A" targetRef="M"/>`,
);

describe("an incident", () => {
	it("counts how often it was tried again, and a later one at the same element begins anew", async ({ expect }) => {
		const at = await run("gate", GATE, automate({ data: NUMBERS }), { amount: 1 });
		const [first] = await at.listed();
		expect(first).toMatchObject({ elementId: "G", elementName: "Large?", attempts: 0 });
		for (const attempts of [1, 2]) {
			await at.retry();
			expect(await at.listed()).toMatchObject([{ elementId: "G", attempts, since: first?.since }]);
		}
		await at.stub.setVariables(at.scope, at.caseId, JSON.stringify({ amount: 20 }), operator);
		await at.retry();
		expect(await at.listed()).toEqual([]);

		await at.stub.setVariables(at.scope, at.caseId, JSON.stringify({ amount: 1 }), operator);
		const view = JSON.parse((await at.stub.read(at.scope, at.caseId)) ?? "") as CaseView;
		await at.stub.moveToken(at.scope, at.caseId, view.tokens[0]?.token ?? 0, "M", operator);
		expect(await at.open()).toMatchObject([{ elementId: "G", attempts: 0 }]);
	});

	it("of a job that fails once more, later, is the same one", async ({ expect }) => {
		const model = bpmn(inRow(["startEvent", "S"], ["serviceTask", "Ask", 'name="Ask the register"'], ["endEvent", "E"]));
		const elements = { Ask: { connector: { kind: "http" as const, method: "GET" as const, url: "https://register.example.org/" } } };
		const at = await run("job", model, automate({ elements }), {});
		const fail = async (message: string) => {
			const view = JSON.parse((await at.stub.read(at.scope, at.caseId)) ?? "") as CaseView;
			expect(view.waits).toMatchObject([{ kind: "job" }]);
			const job = await runInDurableObject(at.stub, (_case, state) =>
				state.storage.sql.exec<{ job: number }>("SELECT job FROM job WHERE state = 'waiting'").one(),
			);
			await at.stub.failJob(at.scope, at.caseId, job.job, message);
		};
		await fail("The register is closed.");
		const [first] = await at.listed();
		expect(first).toMatchObject({ elementName: "Ask the register", attempts: 0, detail: "The register is closed." });
		await at.retry();
		expect(await at.open()).toEqual([]);
		await fail("It is still closed.");
		expect(await at.listed()).toMatchObject([{ attempts: 1, since: first?.since, detail: "It is still closed." }]);
	});

	it("of a task that nobody can be given is the same one when there is still nobody", async ({ expect }) => {
		const model = bpmn(inRow(["startEvent", "S"], ["userTask", "A", 'name="Sign"'], ["endEvent", "E"]));
		const elements = { A: { performer: { assign: "one" as const, from: [{ kind: "role" as const, role: "judge" }] } } };
		const at = await run("nobody", model, automate({ roles: [{ name: "judge", title: "Judge" }], elements }), {});
		const until = async (attempts: number) => {
			await vi.waitUntil(async () => (await at.listed())[0]?.attempts === attempts);
			expect(await at.listed()).toMatchObject([{ code: "allocation.nobody", elementName: "Sign", attempts }]);
		};
		await until(0);
		await at.retry();
		await until(1);
	});

	it("alone of its case is retried when only it is named", async ({ expect }) => {
		const model = bpmn(
			`<bpmn:startEvent id="S"/><bpmn:parallelGateway id="P"/><bpmn:sequenceFlow id="f" sourceRef="S" targetRef="P"/>
			<bpmn:exclusiveGateway id="G1"/><bpmn:exclusiveGateway id="G2"/><bpmn:userTask id="A"/><bpmn:userTask id="B"/>
			<bpmn:sequenceFlow id="p1" sourceRef="P" targetRef="G1"/><bpmn:sequenceFlow id="p2" sourceRef="P" targetRef="G2"/>
			${["G1", "G2"].map((gate) => ["A", "B"].map((to) => `<bpmn:sequenceFlow id="${gate}${to}" sourceRef="${gate}" targetRef="${to}"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">amount &gt; 10</bpmn:conditionExpression></bpmn:sequenceFlow>`).join("")).join("")}`,
		);
		const at = await run("two", model, automate({ data: NUMBERS }), { amount: 1 });
		const [one, two] = await at.open();
		expect([one?.elementId, two?.elementId]).toEqual(["G1", "G2"]);
		const again = await at.stub.retryIncidents(at.scope, at.caseId, operator, [one?.incident ?? 0]);
		expect(again.ok ? "ok" : again.error.code).toBe("incident.again");
		expect((await at.listed()).map(({ elementId, attempts }) => [elementId, attempts])).toEqual([
			["G2", 0],
			["G1", 1],
		]);
		await at.stub.setVariables(at.scope, at.caseId, JSON.stringify({ amount: 20 }), operator);
		const gone = await at.stub.retryIncidents(at.scope, at.caseId, operator, [one?.incident ?? 0]);
		expect(gone.ok ? "ok" : gone.error.code).toBe("incident.resolved");
		const solved = await at.stub.retryIncidents(at.scope, at.caseId, operator, [(await at.open())[0]?.incident ?? 0]);
		expect(solved.ok).toBe(true);
		expect(await at.open()).toHaveLength(1);
	});
});
