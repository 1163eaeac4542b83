import { env } from "cloudflare:workers";
import { describe, it } from "vitest";
import { openPackage } from "../../domain/deployment/package.ts";
import { call, makeCompany, type TestPerson } from "../../test/workerd/company.ts";
import { packageVerifier } from "../tenancy/package-keys.ts";

const BPMN = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t"><process id="p" isExecutable="true">
	<startEvent id="s"/><userTask id="a" name="Look"/><exclusiveGateway id="g" name="Good?"/><endEvent id="yes" name="Yes"/><endEvent id="no" name="No"/>
	<sequenceFlow id="f1" sourceRef="s" targetRef="a"/><sequenceFlow id="f2" sourceRef="a" targetRef="g"/>
	<sequenceFlow id="f3" sourceRef="g" targetRef="yes"/><sequenceFlow id="f4" sourceRef="g" targetRef="no"/></process></definitions>`;

interface Made {
	readonly projectId: string;
	readonly environments: readonly { readonly id: string; readonly stage: string }[];
}

async function home() {
	const company = await makeCompany();
	const ann = await company.builder("Ann Author", [["member"], ["subscription-owner", company.subscriptions.studio]]);
	return { company, ann };
}

async function project(as: TestPerson, subscriptionId: string, bpmn = BPMN): Promise<Made> {
	const response = await call(`/api/studio/subscriptions/${subscriptionId}/projects`, {
		as,
		body: { name: "Loans", source: { kind: "file", bpmn, fileName: "loans.bpmn" } },
	});
	if (response.status !== 200) throw new Error(await response.text());
	return response.json();
}

describe("a project", () => {
	it("is made from a file with its environments and a draft that has everything it needs to run", async ({ expect }) => {
		const { company, ann } = await home();
		const made = await project(ann, company.subscriptions.studio);
		expect(made.environments.map((each) => each.stage)).toEqual(["development", "test", "staging", "production"]);
		const detail = await (await call(`/api/studio/projects/${made.projectId}`, { as: ann })).json<Record<string, unknown>>();
		expect(detail).toMatchObject({
			name: "Loans",
			version: 1,
			mayEdit: true,
			processes: [{ id: "p" }],
			source: { kind: "file", name: "loans.bpmn" },
		});
		const check = await (await call(`/api/studio/projects/${made.projectId}/check`, { as: ann })).json<{ findings: unknown[] }>();
		expect(check.findings).toEqual([]);
	});

	it("is made from a model as it is now, and from nobody else's", async ({ expect }) => {
		const { company, ann } = await home();
		const bo = await company.builder("Bo", [["member"], ["subscription-owner", company.subscriptions.modeler]]);
		const model = await (
			await call(`/api/modeler/subscriptions/${company.subscriptions.modeler}/models`, { as: bo, body: { name: "Loans", bpmn: BPMN } })
		).json<{ modelId: string }>();
		const body = { name: "Loans", source: { kind: "model", modelId: model.modelId } };
		const path = `/api/studio/subscriptions/${company.subscriptions.studio}/projects`;
		expect((await call(path, { as: ann, body })).status).toBe(404);
		const both = await company.builder("Cy", [
			["member"],
			["subscription-owner", company.subscriptions.studio],
			["model-viewer", model.modelId],
		]);
		const response = await call(path, { as: both, body });
		expect(response.status).toBe(200);
		const { projectId } = await response.json<Made>();
		const detail = await (await call(`/api/studio/projects/${projectId}`, { as: both })).json<{ automation: { elements: object } }>();
		expect(Object.keys(detail.automation.elements).toSorted()).toEqual(["a", "g"]);
	});

	it("is not made from what is no BPMN, and says what is wrong", async ({ expect }) => {
		const { company, ann } = await home();
		const path = `/api/studio/subscriptions/${company.subscriptions.studio}/projects`;
		const refused = await call(path, { as: ann, body: { name: "X", source: { kind: "file", bpmn: "<html/>", fileName: "x" } } });
		expect(refused.status).toBe(422);
		expect(await refused.json()).toMatchObject({ code: "bpmn.not_bpmn" });
		const list = await (await call("/api/studio/projects", { as: ann })).json<{ projects: unknown[] }>();
		expect(list.projects).toEqual([]);
	});

	it("refuses the second of two saves on one version and names who was first", async ({ expect }) => {
		const { company, ann } = await home();
		const made = await project(ann, company.subscriptions.studio);
		const bo = await company.builder("Bo", [["member"], ["project-contributor", made.projectId]]);
		const path = `/api/studio/projects/${made.projectId}`;
		const { automation } = await (await call(path, { as: ann })).json<{ automation: { category: string } }>();
		const first = await call(`${path}/draft`, {
			as: bo,
			method: "PUT",
			body: { version: 1, automation: { ...automation, category: "Money" } },
		});
		expect(await first.json()).toEqual({ version: 2 });
		const second = await call(`${path}/draft`, { as: ann, method: "PUT", body: { version: 1, automation } });
		expect(second.status).toBe(409);
		expect(await second.json()).toMatchObject({ code: "project.conflict", savedByName: "Bo", version: 2 });
		expect(await (await call(path, { as: ann })).json()).toMatchObject({ version: 2, automation: { category: "Money" } });
	});

	it("is read by its viewers and changed by none of them, and is not there for others", async ({ expect }) => {
		const { company, ann } = await home();
		const made = await project(ann, company.subscriptions.studio);
		const vi = await company.builder("Vi", [["member"], ["project-viewer", made.projectId]]);
		const path = `/api/studio/projects/${made.projectId}`;
		const detail = await (await call(path, { as: vi })).json<{ automation: unknown; mayEdit: boolean }>();
		expect(detail.mayEdit).toBe(false);
		expect((await call(`${path}/draft`, { as: vi, method: "PUT", body: { version: 1, automation: detail.automation } })).status).toBe(403);
		const other = await home();
		expect((await call(path, { as: other.ann })).status).toBe(404);
	});

	it("takes a newer model and keeps what was set", async ({ expect }) => {
		const { company, ann } = await home();
		const made = await project(ann, company.subscriptions.studio);
		const bpmn = BPMN.replace('name="Look"', 'name="Look closely"').replace(
			'<endEvent id="no" name="No"/>',
			'<userTask id="no" name="Refuse"/>',
		);
		const response = await call(`/api/studio/projects/${made.projectId}/update-from-model`, {
			as: ann,
			body: { version: 1, source: { kind: "file", bpmn, fileName: "2.bpmn" } },
		});
		expect(await response.json()).toMatchObject({ version: 2, findings: [{ code: "update.element_new", at: "no" }] });
		const detail = await (await call(`/api/studio/projects/${made.projectId}`, { as: ann })).json<{ automation: { elements: object } }>();
		expect(detail.automation.elements).toMatchObject({ a: { form: "look" }, no: { form: "refuse" } });
	});
});

describe("a package of a project", () => {
	it("is signed, has versions that count up, and is downloaded as what was sealed", async ({ expect }) => {
		const { company, ann } = await home();
		const { projectId } = await project(ann, company.subscriptions.studio);
		const path = `/api/studio/projects/${projectId}/packages`;
		const one = await (await call(path, { as: ann, body: { note: "first" } })).json<{ packageId: string; version: number; hash: string }>();
		const two = await (await call(path, { as: ann, body: {} })).json<{ version: number }>();
		expect([one.version, two.version]).toEqual([1, 2]);
		const file = await call(`${path}/${one.packageId}/file`, { as: ann });
		expect(file.headers.get("content-disposition")).toContain("Loans%201.portico");
		const opened = await openPackage(new Uint8Array(await file.arrayBuffer()), await packageVerifier(env));
		expect(opened).toMatchObject({
			ok: true,
			value: { hash: one.hash, content: { bpmn: BPMN, manifest: { note: "first", madeBy: { name: "Ann Author" } } } },
		});
	});

	it("is not made of a draft with errors, which are named with their step and element", async ({ expect }) => {
		const { company, ann } = await home();
		const { projectId } = await project(ann, company.subscriptions.studio);
		const path = `/api/studio/projects/${projectId}`;
		const { automation } = await (await call(path, { as: ann })).json<{ automation: { forms: unknown[] } }>();
		await call(`${path}/draft`, { as: ann, method: "PUT", body: { version: 1, automation: { ...automation, forms: [] } } });
		const refused = await call(`${path}/packages`, { as: ann, body: {} });
		expect(refused.status).toBe(422);
		expect(await refused.json()).toMatchObject({
			code: "project.not_ready",
			findings: [
				{ step: "forms", code: "form.unknown" },
				{ step: "forms", at: "a" },
			],
		});
		expect(await (await call(`${path}/packages`, { as: ann })).json()).toEqual({ packages: [] });
	});
});

describe("running a project", () => {
	interface Run {
		readonly caseId: string;
		readonly number: string;
		readonly environmentId: string;
		readonly packageId: string;
		readonly version: number;
	}

	it("starts a case in development at once and lets the builder work it to its end", async ({ expect }) => {
		const { company, ann } = await home();
		const { projectId, environments } = await project(ann, company.subscriptions.studio);
		const response = await call(`/api/studio/projects/${projectId}/run`, { as: ann, body: { values: { subject: "A car" } } });
		if (response.status !== 200) throw new Error(await response.text());
		const run = await response.json<Run>();
		expect(run.environmentId).toBe(environments[0]?.id);
		const cookie = response.headers.get("set-cookie")?.split(";")[0] ?? "";
		const me: TestPerson = { ...ann, cookie };
		const at = `/api/work/${run.environmentId}`;
		const page = await (await call(`${at}/cases/${run.caseId}`, { as: me })).json<{ tasks: { task: number }[] }>();
		const task = page.tasks[0]?.task;
		const claim = await call(`${at}/tasks/${run.caseId}.${task}/claim`, { as: me, method: "POST" });
		expect(claim.status).toBe(200);
		const done = await call(`${at}/tasks/${run.caseId}.${task}/complete`, { as: me, body: { values: { good: "yes" } } });
		if (done.status !== 200) throw new Error(await done.text());
		expect(await done.json()).toMatchObject({ state: "completed" });
	});

	it("makes one package of one content and a new one of a changed draft", async ({ expect }) => {
		const { company, ann } = await home();
		const { projectId } = await project(ann, company.subscriptions.studio);
		const path = `/api/studio/projects/${projectId}`;
		const one = await (await call(`${path}/run`, { as: ann, body: {} })).json<Run>();
		const two = await (await call(`${path}/run`, { as: ann, body: {} })).json<Run>();
		expect([two.packageId, two.version]).toEqual([one.packageId, 1]);
		expect(two.caseId).not.toBe(one.caseId);
		const { automation } = await (await call(path, { as: ann })).json<{ automation: object }>();
		await call(`${path}/draft`, { as: ann, method: "PUT", body: { version: 1, automation: { ...automation, category: "Money" } } });
		const three = await (await call(`${path}/run`, { as: ann, body: {} })).json<Run>();
		expect(three.version).toBe(2);
	});

	it("runs for a builder whose account in development is still invited, by making it active", async ({ expect }) => {
		const { company, ann } = await home();
		const { projectId, environments } = await project(ann, company.subscriptions.studio);
		const development = environments[0]?.id ?? "";
		const people = `/api/console/${development}/people`;
		expect((await call(people, { as: ann, body: { name: "Ann Author", email: ann.email } })).status).toBe(200);
		const response = await call(`/api/studio/projects/${projectId}/run`, { as: ann, body: {} });
		expect(response.status).toBe(200);
		const run = await response.json<Run>();
		const me: TestPerson = { ...ann, cookie: (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "" };
		expect((await call(`/api/work/${development}/cases/${run.caseId}`, { as: me })).status).toBe(200);
		const listed = await (await call(people, { as: ann })).json<{ people: { email: string; state: string }[] }>();
		expect(listed.people.filter((each) => each.email === ann.email)).toMatchObject([{ state: "active" }]);
	});

	it("begins a process that starts only by message, by hand", async ({ expect }) => {
		const { company, ann } = await home();
		const bpmn = BPMN.replace(
			'<startEvent id="s"/>',
			'<startEvent id="s" name="Invoice received"><messageEventDefinition id="m"/></startEvent>',
		);
		const { projectId } = await project(ann, company.subscriptions.studio, bpmn);
		const response = await call(`/api/studio/projects/${projectId}/run`, { as: ann, body: {} });
		const run = await response.json<Run>();
		const me: TestPerson = { ...ann, cookie: response.headers.get("set-cookie")?.split(";")[0] ?? "" };
		const { processes } = await (
			await call(`/api/work/${run.environmentId}/processes`, { as: me })
		).json<{ processes: { startEvent: string }[] }>();
		expect(processes.map((each) => each.startEvent)).toEqual(["s"]);
		const started = await call(`/api/work/${run.environmentId}/cases`, {
			as: me,
			body: { values: { subject: "Invoice 7" }, idempotencyKey: "by-hand-1" },
		});
		expect(await started.json()).toMatchObject({ state: "running", tasks: [{ elementId: "a" }] });
	});

	it("holds what is put into the start form to the form's rules", async ({ expect }) => {
		const { company, ann } = await home();
		const { projectId } = await project(ann, company.subscriptions.studio);
		const refused = await call(`/api/studio/projects/${projectId}/run`, { as: ann, body: { values: { subject: "", good: "yes" } } });
		expect(refused.status).toBe(422);
		expect(await refused.json()).toMatchObject({
			problems: [
				{ code: "form.field_unknown", at: "good" },
				{ code: "form.field_required", at: "subject" },
			],
		});
	});

	it("names what of a model the engine can not do, at its element", async ({ expect }) => {
		const { company, ann } = await home();
		const bpmn = BPMN.replace('<endEvent id="no" name="No"/>', '<endEvent id="no" name="No"><timerEventDefinition/></endEvent>');
		const { projectId } = await project(ann, company.subscriptions.studio, bpmn);
		const refused = await call(`/api/studio/projects/${projectId}/run`, { as: ann, body: {} });
		expect(refused.status).toBe(422);
		expect(await refused.json()).toMatchObject({
			code: "project.not_ready",
			findings: [{ step: "process", code: "engine.not_supported", at: "no" }],
		});
	});
});

describe("trying a connector", () => {
	it("goes through the guard: loopback and metadata addresses are refused", async ({ expect }) => {
		const { company, ann } = await home();
		const { projectId } = await project(ann, company.subscriptions.studio);
		for (const url of [
			"http://127.0.0.1:8787/api/health",
			"https://169.254.169.254/latest/meta-data",
			"https://[::1]/",
			"https://{{ host }}/",
		]) {
			const refused = await call(`/api/studio/projects/${projectId}/try-connector`, {
				as: ann,
				body: { connector: { kind: "http", method: "GET", url }, data: { host: "10.0.0.1" } },
			});
			expect(refused.status, url).toBe(422);
			expect((await refused.json<{ code: string }>()).code).toMatch(/^egress\./);
		}
	});
});
