import { env, exports } from "cloudflare:workers";
import { describe, it } from "vitest";
import type { Automation } from "../../domain/deployment/automation.ts";
import { sealPackage, type PackageContent } from "../../domain/deployment/package.ts";
import { call, makeCompany, type TestPerson } from "../../test/workerd/company.ts";
import { openSecret, sealSecret, type SealedSecret } from "../tenancy/envelope.ts";
import { keys } from "../tenancy/objects.ts";
import { packageSigner } from "../tenancy/package-keys.ts";
import { readSecrets } from "./parameters.ts";

const BPMN = `<?xml version="1.0"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" id="D" targetNamespace="t"><process id="P" name="Loan" isExecutable="true"><startEvent id="S"><outgoing>f</outgoing></startEvent><userTask id="Check" name="Check request"><incoming>f</incoming><outgoing>g</outgoing></userTask><endEvent id="E"><incoming>g</incoming></endEvent><sequenceFlow id="f" sourceRef="S" targetRef="Check"/><sequenceFlow id="g" sourceRef="Check" targetRef="E"/></process><bpmndi:BPMNDiagram id="G"><bpmndi:BPMNPlane id="L" bpmnElement="P"><bpmndi:BPMNShape id="Ts" bpmnElement="Check"><dc:Bounds x="0" y="0" width="100" height="80"/></bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>`;

export function content(projectId: string, version = 1, over: Partial<Automation> = {}): PackageContent {
	return {
		manifest: {
			name: "Loan request",
			version,
			note: "First",
			madeAt: "2026-11-24T00:00:00.000Z",
			madeBy: { name: "Ann", email: "ann@acme.example" },
			project: { id: projectId as PackageContent["manifest"]["project"]["id"], name: "Loans" },
			engine: 1,
		},
		bpmn: BPMN,
		automation: {
			format: 1,
			processId: "P",
			category: "Lending",
			data: { attributes: [] },
			forms: [],
			elements: {},
			flows: {},
			roles: [],
			parameters: [
				{ name: "limit", label: "Limit", type: "number", default: 10 },
				{ name: "token", label: "Token", type: "secret" },
			],
			...over,
		},
	};
}

export async function seal(made: PackageContent): Promise<Uint8Array> {
	const sealed = await sealPackage(made, await packageSigner(env));
	if (!sealed.ok) throw new Error(sealed.error.code);
	return sealed.value.bytes;
}

export function upload(environmentId: string, bytes: Uint8Array, as: TestPerson): Promise<Response> {
	return exports.default.fetch(`http://portico.test/api/console/${environmentId}/packages`, {
		method: "POST",
		headers: { origin: "http://portico.test", cookie: as.cookie, "content-type": "application/octet-stream" },
		body: new Uint8Array(bytes),
	});
}

interface Listed {
	readonly packages: readonly { readonly packageId: string; readonly source: string; readonly sourceStage: string }[];
}

describe("packages of an environment", () => {
	it("are uploaded once, shown with their content, and downloaded as they came", async ({ expect }) => {
		const company = await makeCompany();
		const project = await company.project("Loans");
		const ann = await company.builder("Ann", [["project-owner", project.id]]);
		const bytes = await seal(content(project.id));
		const first = (await (await upload(project.environments.test, bytes, ann)).json()) as { packageId: string; added: boolean };
		expect(first.added).toBe(true);
		expect(await (await upload(project.environments.test, bytes, ann)).json()).toMatchObject({ packageId: first.packageId, added: false });
		const read = await call(`/api/console/${project.environments.test}/packages/${first.packageId}`, { as: ann });
		expect(await read.json()).toMatchObject({
			name: "Loan request",
			project: "Loans",
			svg: expect.stringContaining("Check request"),
			parameterList: [
				{ name: "limit", default: "10" },
				{ name: "token", default: null },
			],
		});
		const file = await call(`/api/console/${project.environments.test}/packages/${first.packageId}/file`, { as: ann });
		expect(file.headers.get("content-disposition")).toContain('filename="Loan request 1.portico"');
		expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes);
	});

	it("are refused with one byte changed, on upload and when the store gives back another file", async ({ expect }) => {
		const company = await makeCompany();
		const project = await company.project("Loans");
		const ann = await company.builder("Ann", [["project-owner", project.id]]);
		const bytes = await seal(content(project.id));
		const altered = new TextEncoder().encode(new TextDecoder().decode(bytes).replace("Check request", "Check Request"));
		const refused = await upload(project.environments.test, altered, ann);
		expect(refused.status).toBe(422);
		expect(await refused.json()).toMatchObject({ code: "package.altered", field: "file" });
		expect(await (await upload(project.environments.test, new TextEncoder().encode("PK"), ann)).json()).toMatchObject({
			code: "package.not_a_package",
		});
		expect(((await (await call(`/api/console/${project.environments.test}/packages`, { as: ann })).json()) as Listed).packages).toEqual([]);

		const { packageId, hash } = (await (await upload(project.environments.test, bytes, ann)).json()) as { packageId: string; hash: string };
		await env.FILES.put(keys.content(company.id, "package", hash), altered);
		const check = await call(`/api/console/${project.environments.test}/packages/${packageId}/check`, { as: ann });
		expect(check.status).toBe(409);
		expect(await check.json()).toMatchObject({ code: "package.altered" });
	});

	it("are promoted between environments of one project, by who may see both", async ({ expect }) => {
		const company = await makeCompany();
		const project = await company.project("Loans");
		const other = await company.project("Claims");
		const ann = await company.builder("Ann", [
			["project-owner", project.id],
			["project-owner", other.id],
		]);
		const bob = await company.builder("Bob", [["environment-administrator", project.environments.production]]);
		const { test, production } = project.environments;
		const { packageId } = (await (await upload(test, await seal(content(project.id)), ann)).json()) as { packageId: string };
		const promote = (to: string, as: TestPerson) =>
			call(`/api/console/${to}/packages/promote`, { as, body: { environmentId: test, packageId } });
		expect(await (await call(`/api/console/${production}/promotable`, { as: ann })).json()).toMatchObject({
			packages: [{ stage: "test", package: { packageId } }],
		});
		expect(await (await call(`/api/console/${production}/promotable`, { as: bob })).json()).toEqual({ packages: [] });
		expect((await promote(production, bob)).status).toBe(404);
		expect((await promote(other.environments.test, ann)).status).toBe(404);
		expect((await promote(production, ann)).status).toBe(200);
		expect(((await (await call(`/api/console/${production}/packages`, { as: bob })).json()) as Listed).packages).toMatchObject([
			{ packageId, source: "promotion", sourceStage: "test" },
		]);
	});

	it("are checked against what the environment lacks", async ({ expect }) => {
		const company = await makeCompany();
		const project = await company.project("Loans");
		const ann = await company.builder("Ann", [["project-owner", project.id]]);
		const { production } = project.environments;
		const { packageId } = (await (await upload(production, await seal(content(project.id, 1, { startForm: "gone" })), ann)).json()) as {
			packageId: string;
		};
		const report = async () => (await call(`/api/console/${production}/packages/${packageId}/check`, { as: ann })).json();
		expect(await report()).toMatchObject({
			blocked: true,
			findings: expect.arrayContaining([
				expect.objectContaining({ severity: "error", code: "package.form_missing" }),
				expect.objectContaining({ severity: "error", code: "package.parameter_missing", at: "token" }),
			]),
			running: null,
		});
	});
});

describe("parameters of an environment", () => {
	it("keep a secret unreadable: not in an answer, not in the trail, not in the database in the clear", async ({ expect }) => {
		const company = await makeCompany();
		const project = await company.project("Loans");
		const ann = await company.builder("Ann", [["project-owner", project.id], ["company-administrator"]]);
		const { production } = project.environments;
		const set = await call(`/api/console/${production}/parameters/token`, {
			as: ann,
			method: "PUT",
			body: { kind: "secret", value: "hunter2!" },
		});
		expect(set.status).toBe(200);
		const text = await set.text();
		expect(text).not.toContain("hunter2!");
		expect(JSON.parse(text)).toMatchObject({ parameters: [{ name: "token", type: "secret", effective: null, isSet: true }] });
		const rows = await env.DB.prepare("SELECT * FROM environment_parameter WHERE company_id = ?").bind(company.id).all();
		const trail = await env.DB.prepare("SELECT detail FROM audit WHERE company_id = ?").bind(company.id).all();
		expect(JSON.stringify([rows.results, trail.results])).not.toContain("hunter2!");
		const scope = { companyId: company.id, environmentId: production };
		expect(await readSecrets(env, scope, ["token", "other"])).toEqual(new Map([["token", "hunter2!"]]));
	});

	it("are the environment's own: set, seen with who changed them, and taken away", async ({ expect }) => {
		const company = await makeCompany();
		const project = await company.project("Loans");
		const ann = await company.builder("Ann", [["project-owner", project.id]]);
		const eve = await company.builder("Eve", [["environment-operator", project.environments.test]]);
		const path = `/api/console/${project.environments.test}/parameters/limit`;
		const put = (value: unknown, as = ann) => call(path, { as, method: "PUT", body: { kind: "value", value } });
		expect((await put(5, eve)).status).toBe(403);
		expect(await (await put(5)).json()).toMatchObject({
			parameters: [{ name: "limit", override: "5", effective: "5", used: false, changedBy: "Ann" }],
		});
		expect((await call(path, { as: ann, method: "DELETE" })).status).toBe(200);
		expect((await call(path, { as: ann, method: "DELETE" })).status).toBe(404);
		expect((await call(path.replace("limit", "__proto__"), { as: ann, method: "PUT", body: { kind: "value", value: 1 } })).status).toBe(
			404,
		);
	});

	it("open a sealed secret only where it was sealed", async ({ expect }) => {
		const company = await makeCompany();
		const other = await makeCompany();
		const project = await company.project("Loans");
		const place = { companyId: company.id, environmentId: project.environments.test, name: "token", version: 1 };
		const sealed = await sealSecret(env, place, "hunter2!");
		expect(await openSecret(env, place, sealed)).toBe("hunter2!");
		const moved: readonly (typeof place)[] = [
			{ ...place, companyId: other.id },
			{ ...place, environmentId: project.environments.production },
			{ ...place, name: "other" },
			{ ...place, version: 2 },
		];
		for (const elsewhere of moved) await expect(openSecret(env, elsewhere, sealed)).rejects.toThrow();
		const flipped: SealedSecret = { ...sealed, text: (sealed.text.startsWith("A") ? "B" : "A") + sealed.text.slice(1) };
		await expect(openSecret(env, place, flipped)).rejects.toThrow();
	});
});
