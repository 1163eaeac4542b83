import { env } from "cloudflare:workers";
import { describe, it } from "vitest";
import { activate, automate, bpmn } from "../../test/workerd/activate.ts";
import { call, makeCompany } from "../../test/workerd/company.ts";
import { settle } from "../../test/workerd/settle.ts";
import { objects } from "../tenancy/objects.ts";
import { startCase } from "../work-portal/start-case.ts";

interface Line {
	readonly caseId: string;
	readonly incident: number;
	readonly elementId: string;
	readonly title: string;
	readonly attempts: number;
}
interface Page {
	readonly incidents: readonly Line[];
	readonly total: { readonly incidents: number; readonly cases: number };
	readonly next: string | null;
}
interface Done {
	readonly cases: readonly { readonly caseId: string; readonly problem: { readonly code: string } | null }[];
	readonly next: string | null;
}

/** Two gateways at once that have no way for small amounts: a case begins with an incident at each. */
const STRICT = bpmn(
	`<bpmn:startEvent id="S"/><bpmn:parallelGateway id="P"/><bpmn:sequenceFlow id="f" sourceRef="S" targetRef="P"/>
	<bpmn:exclusiveGateway id="G1" name="Large?"/><bpmn:exclusiveGateway id="G2" name="Known?"/><bpmn:userTask id="A"/><bpmn:userTask id="B"/>
	<bpmn:sequenceFlow id="p1" sourceRef="P" targetRef="G1"/><bpmn:sequenceFlow id="p2" sourceRef="P" targetRef="G2"/>
	${["G1", "G2"].map((gate) => ["A", "B"].map((to) => `<bpmn:sequenceFlow id="${gate}${to}" sourceRef="${gate}" targetRef="${to}"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">amount &gt; 10</bpmn:conditionExpression></bpmn:sequenceFlow>`).join("")).join("")}`,
);
const DATA = {
	attributes: [
		{ name: "amount", label: "Amount", type: "number" as const },
		{ name: "customer", label: "Customer", type: "text" as const },
	],
};

describe("incidents over all cases", () => {
	it("are listed and counted by cause, found, paged, retried and cancelled, by those who may and into the trail", async ({ expect }) => {
		const company = await makeCompany();
		const project = await company.project("Loans");
		const ann = await company.builder("Ann", [["project-owner", project.id]]);
		const environmentId = project.environments.test;
		const scope = { companyId: company.id, environmentId };
		await activate(scope, STRICT, automate({ data: DATA }));
		const at = `/api/console/${environmentId}`;
		const start = async (amount: number, customer: string): Promise<string> => {
			const starter = { personId: null, name: "Test", email: null };
			const made = await startCase(env, scope, {
				variables: { amount, customer },
				starter,
				idempotencyKey: `incidents-${customer}`,
				source: "api",
			});
			if (!made.ok) throw new Error(made.error.code);
			await settle(objects.case(env, scope, made.value.caseId));
			return made.value.caseId;
		};
		const [alpha, beta] = [await start(1, "Alpha"), await start(2, "Beta")];
		await start(20, "Gamma");
		const get = async <Answer>(path: string): Promise<Answer> => (await call(`${at}/${path}`, { as: ann })).json<Answer>();
		const post = async (path: string, body: unknown) => call(`${at}/${path}`, { as: ann, body });
		const settled = async () => {
			for (const caseId of [alpha, beta]) await settle(objects.case(env, scope, caseId as never));
		};

		const all = await get<Page>("incidents");
		expect(all.incidents.map(({ caseId, elementId }) => [caseId, elementId])).toEqual([
			[alpha, "G1"],
			[alpha, "G2"],
			[beta, "G1"],
			[beta, "G2"],
		]);
		expect(await get("incidents/summary")).toMatchObject({
			groups: [
				{ process: "Test process", elementId: "G1", elementName: "Large?", count: 2, cases: 2, attempts: 0 },
				{ elementId: "G2", elementName: "Known?", count: 2, cases: 2 },
			],
			behind: 0,
		});
		expect(all.total).toEqual({ incidents: 4, cases: 2 });
		expect((await get<Page>("incidents?limit=1&elementId=G1")).total).toEqual({ incidents: 2, cases: 2 });
		const seen: Line[] = [];
		for (let next: string | null = ""; next !== null;) {
			const page: Page = await get<Page>(`incidents?limit=3${next === "" ? "" : `&cursor=${encodeURIComponent(next)}`}`);
			seen.push(...page.incidents);
			next = page.next;
		}
		expect(seen).toEqual(all.incidents);
		const found = async (query: string) =>
			(await get<Page>(`incidents?${query}`)).incidents.map((each) => `${each.caseId}${each.elementId}`);
		expect(await found("search=beta")).toEqual([`${beta}G1`, `${beta}G2`]);
		expect(await found("search=known%3F&elementId=G2")).toEqual([`${alpha}G2`, `${beta}G2`]);
		expect(await found("search=%3F%3F")).toEqual([]);
		expect(await found("process=Other")).toEqual([]);
		expect(await found(`code=${encodeURIComponent("engine.no_such")}`)).toEqual([]);

		// One of the two of a case; the other is left alone.
		const one = all.incidents[0];
		const answer = await (await post("incidents/retry", { incidents: [{ caseId: alpha, incident: one?.incident }] })).json<Done>();
		expect(answer).toMatchObject({ cases: [{ caseId: alpha, problem: { code: "incident.again" } }], next: null });
		await settled();
		expect((await get<Page>("incidents")).incidents.map(({ elementId, attempts }) => [elementId, attempts])).toEqual([
			["G2", 0],
			["G1", 1],
			["G1", 0],
			["G2", 0],
		]);

		await call(`${at}/cases/${alpha}/data`, { as: ann, method: "PUT", body: { variables: { amount: 20 } } });
		const matched = await (await post("incidents/retry", { matching: { elementId: "G1" } })).json<Done>();
		expect(matched.cases.toSorted((a, b) => Number(b.caseId === alpha) - Number(a.caseId === alpha))).toMatchObject([
			{ caseId: alpha, problem: null },
			{ caseId: beta, problem: { code: "incident.again" } },
		]);
		await settled();
		expect((await found("")).toSorted()).toEqual([`${alpha}G2`, `${beta}G1`, `${beta}G2`].toSorted());

		const cancelled = await (await post("incidents/cancel", { matching: { search: "Beta" }, reason: "Entered twice" })).json<Done>();
		expect(cancelled).toEqual({ cases: [{ caseId: beta, problem: null }], next: null });
		await settled();
		expect(await found("")).toEqual([`${alpha}G2`]);
		expect(await (await post("incidents/retry", { matching: { elementId: "nothing" } })).json()).toEqual({ cases: [], next: null });

		const { trail } = await (await call(at, { as: ann })).json<{ trail: readonly { action: string; detail: string }[] }>();
		const about = trail
			.filter(({ action }) => action.endsWith("-many"))
			.map(({ action, detail }) => [action, JSON.parse(detail) as unknown]);
		expect(about).toMatchObject([
			["case.cancel-many", { search: "Beta", reason: "Entered twice", count: 1, cases: [beta] }],
			["case.retry-many", { element: "G1", count: 1, stayed: 1 }],
			["case.retry-many", { count: 0, stayed: 1 }],
		]);

		for (const body of [{}, { incidents: [] }, { matching: {}, incidents: [{ caseId: alpha, incident: 1 }] }, { matching: { after: "x" } }])
			expect((await post("incidents/retry", body)).status).toBe(400);
		expect((await post("incidents/cancel", { matching: {}, reason: " " })).status).toBe(400);
		const viewer = await company.builder("Vic", [["environment-viewer", environmentId]]);
		expect((await call(`${at}/incidents`, { as: viewer })).status).toBe(403);
		expect((await call(`${at}/incidents/retry`, { as: viewer, body: { matching: {} } })).status).toBe(403);
	});
});
