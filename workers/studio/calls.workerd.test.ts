import { env, exports } from "cloudflare:workers";
import { describe, it } from "vitest";
import type { Automation } from "../../domain/deployment/automation.ts";
import { openPackage } from "../../domain/deployment/package.ts";
import { call, makeCompany, type TestPerson } from "../../test/workerd/company.ts";
import { packageVerifier } from "../tenancy/package-keys.ts";

const file = (roots: string): string =>
	`<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">${roots}</definitions>`;
const ORDER =
	file(`<process id="p" isExecutable="true"><startEvent id="s"/><callActivity id="c" name="Check credit" calledElement="x:Credit"/><endEvent id="e"/>
	<sequenceFlow id="f1" sourceRef="s" targetRef="c"/><sequenceFlow id="f2" sourceRef="c" targetRef="e"/></process>`);
const credit = (task: string): string =>
	file(`<globalUserTask id="g" name="Glance"/><process id="Credit" name="Credit check" isExecutable="true"><startEvent id="s" name="Asked"/><userTask id="${task}" name="Score"/><endEvent id="e" name="Known"/>
	<sequenceFlow id="f1" sourceRef="s" targetRef="${task}"/><sequenceFlow id="f2" sourceRef="${task}" targetRef="e"/></process>`);

interface Project {
	readonly version: number;
	readonly automation: Automation;
	readonly processes: readonly { readonly id: string; readonly elements: readonly { readonly id: string; readonly type: string }[] }[];
}

async function home() {
	const company = await makeCompany();
	const ann = await company.builder("Ann", [
		["member"],
		["subscription-owner", company.subscriptions.studio],
		["subscription-owner", company.subscriptions.modeler],
	]);
	const made = await json<{ projectId: string }>(
		call(`/api/studio/subscriptions/${company.subscriptions.studio}/projects`, {
			as: ann,
			body: { name: "Orders", source: { kind: "file", bpmn: ORDER, fileName: "orders.bpmn" } },
		}),
	);
	const model = await json<{ modelId: string }>(
		call(`/api/modeler/subscriptions/${company.subscriptions.modeler}/models`, {
			as: ann,
			body: { name: "Credit check", bpmn: credit("score") },
		}),
	);
	return { company, ann, path: `/api/studio/projects/${made.projectId}`, ...made, ...model };
}

async function json<T>(response: Promise<Response>): Promise<T> {
	const given = await response;
	if (given.status !== 200) throw new Error(`${given.status} ${await given.text()}`);
	return given.json<T>();
}

async function publish(as: TestPerson, modelId: string): Promise<void> {
	await json(call(`/api/modeler/models/${modelId}/publish`, { as, body: { note: "" } }));
}

describe("a call of a process of another model", () => {
	it("lacks its process by name until one is chosen; then its steps are the project's, with all that they need", async ({ expect }) => {
		const { ann, path, modelId } = await home();
		const missing = await json<{ findings: unknown[] }>(call(`${path}/check`, { as: ann }));
		expect(missing.findings).toMatchObject([{ severity: "error", code: "engine.no_called_process", at: "c", step: "process" }]);
		expect(await json(call(`${path}/callable`, { as: ann }))).toEqual({ models: [] });
		await publish(ann, modelId);
		expect(await json(call(`${path}/callable`, { as: ann }))).toEqual({ models: [{ modelId, name: "Credit check", revisions: [1] }] });
		expect(await json(call(`${path}/callable/${modelId}`, { as: ann }))).toEqual({
			number: 1,
			callables: [
				{ id: "g", name: "Glance" },
				{ id: "Credit", name: "Credit check" },
			],
		});
		const set = await json<{ findings: unknown[] }>(
			call(`${path}/calls`, {
				as: ann,
				body: { version: 1, elementId: "c", target: { modelId, version: "latest", processId: "Credit" } },
			}),
		);
		expect(set).toMatchObject({ version: 2, findings: [{ code: "update.element_new", at: "credit-check.score" }] });
		const project = await json<Project>(call(path, { as: ann }));
		expect(project.processes.map((each) => [each.id, each.elements.map((element) => element.id)])).toEqual([
			["p", ["s", "c", "e"]],
			["credit-check.Credit", ["credit-check.s", "credit-check.score", "credit-check.e"]],
		]);
		expect(project.automation.elements["credit-check.score"]?.form).toBe("score");
		expect((await json<{ findings: unknown[] }>(call(`${path}/check`, { as: ann }))).findings).toEqual([]);
		// And taken away again, with what was proposed for it.
		await json(call(`${path}/calls`, { as: ann, body: { version: 2, elementId: "c", target: null } }));
		const after = await json<Project>(call(path, { as: ann }));
		expect([after.automation.models, after.automation.calls, Object.keys(after.automation.elements)]).toEqual([undefined, undefined, []]);
	});

	it("is in the package with the revision that was newest as it was made, and runs in the caller's case", async ({ expect }) => {
		const { ann, path, modelId } = await home();
		await publish(ann, modelId);
		const target = { modelId, version: "latest", processId: "Credit" };
		await json(call(`${path}/calls`, { as: ann, body: { version: 1, elementId: "c", target } }));
		const pack = async (): Promise<{ hash: string; automation: Automation; bpmn: string }> => {
			const { packageId, hash } = await json<{ packageId: string; hash: string }>(call(`${path}/packages`, { as: ann, body: {} }));
			const bytes = await (await call(`${path}/packages/${packageId}/file`, { as: ann })).arrayBuffer();
			const opened = await openPackage(new Uint8Array(bytes), await packageVerifier(env));
			if (!opened.ok) throw new Error(opened.error.detail);
			return { hash, ...opened.value.content };
		};
		const one = await pack();
		expect(one.automation.models).toEqual([{ as: "credit-check", modelId, version: 1 }]);
		expect(one.bpmn).toContain('id="credit-check.score"');

		const response = await call(`${path}/run`, { as: ann, body: {} });
		if (response.status !== 200) throw new Error(await response.text());
		const run = await response.json<{ caseId: string; environmentId: string }>();
		const me: TestPerson = { ...ann, cookie: response.headers.get("set-cookie")?.split(";")[0] ?? "" };
		const at = `/api/work/${run.environmentId}`;
		const page = await json<{ tasks: { task: number; name: string }[] }>(call(`${at}/cases/${run.caseId}`, { as: me }));
		expect(page.tasks.map((each) => each.name)).toEqual(["Score"]);
		const task = `${at}/tasks/${run.caseId}.${page.tasks[0]?.task}`;
		await json(call(`${task}/claim`, { as: me, method: "POST" }));
		expect(await json(call(`${task}/complete`, { as: me, body: { values: {} } }))).toMatchObject({ state: "completed" });

		// A newer revision has a step that the project knows nothing of: it is told before anything is packed, and taken when asked.
		const imported = await exports.default.fetch(`http://portico.test/api/modeler/models/${modelId}/import`, {
			method: "POST",
			headers: { origin: "http://portico.test", cookie: ann.cookie, "content-type": "application/xml" },
			body: credit("weigh"),
		});
		expect(imported.status).toBe(200);
		await publish(ann, modelId);
		const refused = await call(`${path}/packages`, { as: ann, body: {} });
		expect([refused.status, await refused.json()]).toMatchObject([422, { findings: [{ step: "forms", at: "credit-check.weigh" }] }]);
		await json(call(`${path}/calls`, { as: ann, body: { version: 2, elementId: "c", target } }));
		const two = await pack();
		expect(two.automation.models).toEqual([{ as: "credit-check", modelId, version: 2 }]);
		expect(two.hash).not.toBe(one.hash);
	});

	it("stays on its revision where one is named, and names it when it is not there", async ({ expect }) => {
		const { ann, path, modelId } = await home();
		await publish(ann, modelId);
		const set = (version: number | "latest", processId = "Credit") =>
			call(`${path}/calls`, { as: ann, body: { version: 1, elementId: "c", target: { modelId, version, processId } } });
		const gone = await set(2);
		expect([gone.status, await gone.json()]).toMatchObject([422, { code: "call.model_missing" }]);
		const none = await set(1, "No");
		expect([none.status, await none.json()]).toMatchObject([422, { code: "call.process_missing" }]);
		expect((await set(1, "g")).status).toBe(200);
		const project = await json<Project>(call(path, { as: ann }));
		expect(project.processes[0]?.elements[1]).toMatchObject({ id: "c", type: "userTask" });
		expect(project.automation.elements["c"]?.form).toBeDefined();
	});

	it("is set on call activities alone", async ({ expect }) => {
		const { ann, path, modelId } = await home();
		await publish(ann, modelId);
		const refused = await call(`${path}/calls`, {
			as: ann,
			body: { version: 1, elementId: "s", target: { modelId, version: 1, processId: "Credit" } },
		});
		expect([refused.status, await refused.json()]).toMatchObject([422, { code: "call.no_call_activity" }]);
	});

	it("reaches no model that its builder may not read, by whatever door", async ({ expect }) => {
		const { company, ann, path, projectId, modelId } = await home();
		await publish(ann, modelId);
		const bo = await company.builder("Bo", [["member"], ["project-contributor", projectId]]);
		const target = { modelId, version: 1, processId: "Credit" };
		expect(await json(call(`${path}/callable`, { as: bo }))).toEqual({ models: [] });
		expect((await call(`${path}/callable/${modelId}`, { as: bo })).status).toBe(404);
		expect((await call(`${path}/calls`, { as: bo, body: { version: 1, elementId: "c", target } })).status).toBe(404);
		const { automation } = await json<Project>(call(path, { as: bo }));
		const sneaked = { ...automation, models: [{ as: "m", modelId, version: 1 }], calls: { c: { model: "m", processId: "Credit" } } };
		expect((await call(`${path}/draft`, { as: bo, method: "PUT", body: { version: 1, automation: sneaked } })).status).toBe(404);
		// What somebody who may has named stays, whoever saves.
		await json(call(`${path}/calls`, { as: ann, body: { version: 1, elementId: "c", target } }));
		const named = await json<Project>(call(path, { as: bo }));
		await json(
			call(`${path}/draft`, { as: bo, method: "PUT", body: { version: 2, automation: { ...named.automation, category: "Money" } } }),
		);
		const other = await home();
		expect((await call(`${other.path}/callable/${modelId}`, { as: other.ann })).status).toBe(404);
	});
});
