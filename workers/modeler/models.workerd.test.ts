import { runDurableObjectAlarm } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { describe, it } from "vitest";
import { call, makeCompany, type TestPerson } from "../../test/workerd/company.ts";
import { randomModel } from "../../test/models/random-model.ts";
import { objects } from "../tenancy/objects.ts";

interface Made {
	readonly modelId: string;
	readonly report: readonly { readonly code: string; readonly detail: string }[];
}

const LOAN = `<?xml version="1.0" encoding="UTF-8"?>
<!-- drawn by hand -->
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:acme="urn:acme" targetNamespace="urn:loan">
	<process id="loan" name="Loan" isExecutable="true">
		<documentation>What a customer asks for.</documentation>
		<ioSpecification><dataInput id="in" itemSubjectRef="elsewhere" /><inputSet /><outputSet /></ioSpecification>
		<startEvent id="asked" name="Asked" />
		<userTask id="check" name="Check" acme:cost="7"><documentation>Look at the income.</documentation></userTask>
		<endEvent id="done" />
		<sequenceFlow id="f1" sourceRef="asked" targetRef="check" />
		<sequenceFlow id="f2" sourceRef="check" targetRef="done" />
	</process>
</definitions>`;

async function makeModel(person: TestPerson, subscriptionId: string, bpmn?: string): Promise<Made> {
	const response = await call(`/api/modeler/subscriptions/${subscriptionId}/models`, { as: person, body: { name: "Loan", bpmn } });
	return response.json<Made>();
}

describe("models", () => {
	it("begin with a start event, are listed with a picture and the last change, and can be exported", async ({ expect }) => {
		const home = await makeCompany();
		const ann = await home.builder("Ann", [["subscription-owner", home.subscriptions.modeler]]);
		const { modelId } = await makeModel(ann, home.subscriptions.modeler);
		await runDurableObjectAlarm(objects.model(env, home.id, modelId as never));
		const list = await (await call("/api/modeler/models", { as: ann })).json<{ models: Record<string, unknown>[] }>();
		expect(list.models).toEqual([
			expect.objectContaining({ id: modelId, name: "Loan", changedByName: "Ann", mayEdit: true, revision: null }),
		]);
		const { svg } = await (await call(`/api/modeler/models/${modelId}/picture`, { as: ann })).json<{ svg: string }>();
		expect(svg).toMatch(/^<svg .*<\/svg>$/s);
		const exported = await call(`/api/modeler/models/${modelId}/bpmn`, { as: ann });
		expect(exported.headers.get("content-disposition")).toContain("Loan.bpmn");
		expect(await exported.text()).toContain('<bpmn:startEvent id="StartEvent_1"');
	});

	it("made from a file say what could not be kept", async ({ expect }) => {
		const home = await makeCompany();
		const ann = await home.builder("Ann", [["subscription-owner", home.subscriptions.modeler]]);
		const { modelId, report } = await makeModel(ann, home.subscriptions.modeler, LOAN);
		expect(report.map(({ code }) => code).sort()).toEqual(["bpmn.broken_reference", "import.comments_lost", "import.not_drawn"]);
		expect(report.find(({ code }) => code === "bpmn.broken_reference")?.detail).toContain("elsewhere");
		const exported = await (await call(`/api/modeler/models/${modelId}/bpmn`, { as: ann })).text();
		expect(exported).toContain('acme:cost="7"');
		expect(exported).toContain("Look at the income.");
	});

	it("take a file into an existing model as one change, and refuse what is no BPMN without touching it", async ({ expect }) => {
		const home = await makeCompany();
		const ann = await home.builder("Ann", [["subscription-owner", home.subscriptions.modeler]]);
		const { modelId } = await makeModel(ann, home.subscriptions.modeler);
		const send = (body: string) =>
			exports.default.fetch(`http://portico.test/api/modeler/models/${modelId}/import`, {
				method: "POST",
				headers: { origin: "http://portico.test", cookie: ann.cookie, "content-type": "application/xml" },
				body,
			});
		expect((await send(randomModel(5))).status).toBe(200);
		const drawn = await (await call(`/api/modeler/models/${modelId}/bpmn`, { as: ann })).text();
		for (const [body, code] of [
			["not xml at all", "bpmn.not_bpmn"],
			["<html/>", "bpmn.not_bpmn"],
			[`<!DOCTYPE x [<!ENTITY a "b">]>${LOAN}`, "bpmn.document_type"],
			[LOAN.replace('targetRef="done"', 'targetRef="gone"'), "bpmn.broken_reference"],
		] as const) {
			const refused = await send(body);
			expect(refused.status).toBe(422);
			expect(await refused.json()).toMatchObject({ code });
		}
		expect(await (await call(`/api/modeler/models/${modelId}/bpmn`, { as: ann })).text()).toBe(drawn);
	});

	it("publish as immutable revisions that are counted, and not twice the same", async ({ expect }) => {
		const home = await makeCompany();
		const ann = await home.builder("Ann", [["subscription-owner", home.subscriptions.modeler]]);
		const { modelId } = await makeModel(ann, home.subscriptions.modeler);
		const first = await call(`/api/modeler/models/${modelId}/publish`, { as: ann, body: { note: "First" } });
		expect(first.status).toBe(200);
		const revision = await first.json<{ number: number; contentHash: string; bpmnHash: string }>();
		expect(revision.number).toBe(1);
		const stored = await env.FILES.get(`${home.id}/bpmn/${revision.bpmnHash}`);
		expect(await stored?.text()).toContain("StartEvent_1");
		const again = await call(`/api/modeler/models/${modelId}/publish`, { as: ann, body: {} });
		expect(await again.json()).toMatchObject({ status: 409, code: "model.unchanged" });
		const list = await (await call(`/api/modeler/models/${modelId}/revisions`, { as: ann })).json<{ revisions: unknown[] }>();
		expect(list.revisions).toHaveLength(1);
	});

	it("vanish when deleted and come back whole when that is undone", async ({ expect }) => {
		const home = await makeCompany();
		const ann = await home.builder("Ann", [["subscription-owner", home.subscriptions.modeler]]);
		const { modelId } = await makeModel(ann, home.subscriptions.modeler, randomModel(9));
		const before = await (await call(`/api/modeler/models/${modelId}/bpmn`, { as: ann })).text();
		expect((await call(`/api/modeler/models/${modelId}`, { as: ann, method: "DELETE" })).status).toBe(200);
		expect((await call(`/api/modeler/models/${modelId}/bpmn`, { as: ann })).status).toBe(404);
		expect(await (await call("/api/modeler/models", { as: ann })).json()).toMatchObject({ models: [] });
		expect((await call(`/api/modeler/models/${modelId}/restore`, { as: ann, method: "POST" })).status).toBe(200);
		expect(await (await call(`/api/modeler/models/${modelId}/bpmn`, { as: ann })).text()).toBe(before);
	});

	it("can be made, edited and published only by those whose roles say so", async ({ expect }) => {
		const home = await makeCompany();
		const modelId = await home.model("Orders");
		const eve = await home.builder("Eve", [["member"], ["model-viewer", modelId]]);
		expect(
			(await call(`/api/modeler/subscriptions/${home.subscriptions.modeler}/models`, { as: eve, body: { name: "Mine" } })).status,
		).toBe(403);
		expect((await call(`/api/modeler/models/${modelId}/publish`, { as: eve, body: {} })).status).toBe(403);
		expect((await call(`/api/modeler/models/${modelId}`, { as: eve, method: "DELETE" })).status).toBe(403);
		const other = await (await makeCompany()).builder("Oda");
		expect((await call(`/api/modeler/models/${modelId}/bpmn`, { as: other })).status).toBe(404);
	});
});
