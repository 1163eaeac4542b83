import { BpmnModdle } from "bpmn-moddle";
import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { describe, it } from "vitest";
import type { WorkspaceId } from "../../domain/ids.ts";
import { call, makeCompany, type TestCompany, type TestPerson } from "../../test/workerd/company.ts";
import { sha256Hex } from "../tenancy/content-hash.ts";
import { keys } from "../tenancy/objects.ts";
import { newId } from "../tenancy/new-id.ts";
import { revision } from "../tenancy/schema/models.ts";
import { indexRevision } from "./index-revision.ts";

function bpmn(task: string, documentation = ""): string {
	return `<?xml version="1.0"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" id="D" targetNamespace="t"><process id="P"><laneSet id="LS"><lane id="L" name="Crédit desk"><flowNodeRef>T</flowNodeRef></lane></laneSet><userTask id="T" name="${task}"><documentation>${documentation}</documentation></userTask></process><bpmndi:BPMNDiagram id="G"><bpmndi:BPMNPlane id="L0" bpmnElement="P"><bpmndi:BPMNShape id="Ls" bpmnElement="L"><dc:Bounds x="0" y="0" width="600" height="200"/></bpmndi:BPMNShape><bpmndi:BPMNShape id="Ts" bpmnElement="T"><dc:Bounds x="100" y="50" width="100" height="80"/></bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>`;
}

async function publish(company: TestCompany, modelId: WorkspaceId, number: number, name: string, xml: string): Promise<void> {
	const { rootElement } = await new BpmnModdle().fromXML(xml);
	const bytes = new TextEncoder().encode(xml);
	const bpmnSha256 = await sha256Hex(bytes);
	await env.FILES.put(keys.content(company.id, "bpmn", bpmnSha256), bytes);
	const row = {
		companyId: company.id,
		modelId,
		id: newId("revision"),
		number,
		name,
		description: "How money is lent",
		bpmnHash: bpmnSha256,
		publishedAt: 1_700_000_000_000 + number,
		publishedBy: "Ann",
	};
	await drizzle(env.DB)
		.insert(revision)
		.values({ ...row, note: `Revision ${number}`, contentHash: bpmnSha256, svgHash: "", documentationHash: "", publishedByName: "Ann" });
	await indexRevision(env, { ...row, definitions: rootElement });
}

interface Found {
	readonly results: readonly { readonly elementId: string; readonly name: string; readonly type: string; readonly excerpt: string }[];
}

describe("the Process Library", () => {
	it("shows the newest revision of a process with its steps, and finds it by the beginning of any word", async ({ expect }) => {
		const company = await makeCompany();
		const modelId = await company.model("Loans");
		const ann = await company.builder("Ann");
		await publish(company, modelId, 1, "Loan request", bpmn("Check the request", "Ask for the latest payslip."));

		const list = await call("/api/library/processes", { as: ann });
		expect(await list.json()).toMatchObject({
			processes: [{ modelId, name: "Loan request", category: "", number: 1, steps: 1, roles: ["Crédit desk"] }],
		});
		const read = await call(`/api/library/processes/${modelId}`, { as: ann });
		expect(await read.json()).toMatchObject({
			name: "Loan request",
			diagrams: [
				{
					svg: expect.stringContaining('aria-label="User task: Check the request. Lane Crédit desk'),
					elements: [{ id: "L" }, { id: "T" }],
				},
			],
		});
		const search = async (q: string): Promise<Found> => (await call(`/api/library/search?q=${encodeURIComponent(q)}`, { as: ann })).json();
		expect((await search("payslip")).results).toMatchObject([
			{ elementId: "T", type: "User task", excerpt: "Ask for the latest payslip." },
		]);
		expect((await search("credit des")).results.map((each) => each.elementId)).toContain("L");
		expect((await search("loan")).results[0]).toMatchObject({ type: "Process", name: "Loan request" });
		expect((await search('"; OR *')).results).toEqual([]);
	});

	it("replaces what it knew of a process when a newer revision comes, and keeps it when an older one arrives late", async ({ expect }) => {
		const company = await makeCompany();
		const modelId = await company.model("Loans");
		const ann = await company.builder("Ann");
		await publish(company, modelId, 1, "Loan request", bpmn("Stamp the paper"));
		await publish(company, modelId, 3, "Loan request", bpmn("Sign on screen"));
		await publish(company, modelId, 2, "Old request", bpmn("Send a fax"));
		const find = async (q: string): Promise<number> =>
			((await (await call(`/api/library/search?q=${q}`, { as: ann })).json()) as Found).results.length;
		expect([await find("stamp"), await find("sign"), await find("fax")]).toEqual([0, 1, 0]);
		expect(await (await call("/api/library/processes", { as: ann })).json()).toMatchObject({
			processes: [{ number: 3, name: "Loan request" }],
		});
	});

	it("reads an older revision as it was, and lists them all", async ({ expect }) => {
		const company = await makeCompany();
		const modelId = await company.model("Loans");
		const ann = await company.builder("Ann");
		await publish(company, modelId, 1, "Loan request", bpmn("Stamp the paper"));
		await publish(company, modelId, 2, "Loan request", bpmn("Sign on screen"));
		const old = await call(`/api/library/processes/${modelId}/revisions/1`, { as: ann });
		expect(await old.json()).toMatchObject({
			number: 1,
			newest: false,
			revisions: [{ number: 2 }, { number: 1, note: "Revision 1" }],
			diagrams: [{ svg: expect.stringContaining("Stamp the"), elements: [{}, { name: "Stamp the paper" }] }],
		});
		expect((await call(`/api/library/processes/${modelId}/revisions/9`, { as: ann })).status).toBe(404);
	});

	it("keeps a process in its folder over publications, and lets only who may publish move it", async ({ expect }) => {
		const company = await makeCompany();
		const modelId = await company.model("Loans");
		const ann = await company.builder("Ann", [["model-owner", modelId]]);
		const bob = await company.builder("Bob");
		await publish(company, modelId, 1, "Loan request", bpmn("Check"));
		const move = (as: TestPerson): Promise<Response> =>
			call(`/api/library/processes/${modelId}/category`, { as, method: "PUT", body: { category: "Lending" } });
		expect((await move(bob)).status).toBe(403);
		expect((await move(ann)).status).toBe(200);
		await publish(company, modelId, 2, "Loan request", bpmn("Check again"));
		const list = await call("/api/library/processes", { as: bob });
		expect(await list.json()).toMatchObject({ processes: [{ category: "Lending", number: 2 }] });
	});

	it("shows nothing of another company, to the byte as if it did not exist", async ({ expect }) => {
		const [ours, theirs] = [await makeCompany(), await makeCompany()];
		const modelId = await theirs.model("Secret");
		await publish(theirs, modelId, 1, "Secret plan", bpmn("Secret step"));
		const ann = await ours.builder("Ann");
		const foreign = await call(`/api/library/processes/${modelId}`, { as: ann });
		const missing = await call(`/api/library/processes/${modelId.slice(0, -4)}0000`, { as: ann });
		expect(foreign.status).toBe(404);
		expect(await foreign.text()).toBe(await missing.text());
		expect(((await (await call("/api/library/search?q=secret", { as: ann })).json()) as Found).results).toEqual([]);
		expect((await call(`/api/library/processes/${modelId}/picture`, { as: ann })).status).toBe(404);
	});

	it("sends files to keep, never to render", async ({ expect }) => {
		const company = await makeCompany();
		const modelId = await company.model("Loans");
		const ann = await company.builder("Ann");
		const xml = bpmn("Check");
		await publish(company, modelId, 1, 'Loan "request" / Ü', xml);
		const file = await call(`/api/library/processes/${modelId}/files/bpmn`, { as: ann });
		expect(await file.text()).toBe(xml);
		expect(file.headers.get("content-disposition")).toBe(
			`attachment; filename="Loan request U.bpmn"; filename*=UTF-8''Loan%20%22request%22%20%2F%20%C3%9C.bpmn`,
		);
		expect(file.headers.get("content-security-policy")).toContain("sandbox");
		const picture = await call(`/api/library/processes/${modelId}/files/svg`, { as: ann });
		expect(await picture.text()).toContain("<style>");
		expect((await call(`/api/library/processes/${modelId}/files/svg?diagram=7`, { as: ann })).status).toBe(404);
		expect((await call(`/api/library/processes/${modelId}/files/exe`, { as: ann })).status).toBe(404);
	});
});
