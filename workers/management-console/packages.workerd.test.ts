import { env } from "cloudflare:workers";
import { describe, it } from "vitest";
import type { Automation } from "../../domain/deployment/automation.ts";
import { call, makeCompany, type TestPerson } from "../../test/workerd/company.ts";
import { content, seal, upload } from "../../test/workerd/packages.ts";
import { openSecret, sealSecret, type SealedSecret } from "../tenancy/envelope.ts";
import { keys, objects } from "../tenancy/objects.ts";
import { readSecrets } from "./parameters.ts";

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

interface Switched {
	readonly packageId: string;
	readonly version: number;
}

describe("activation", () => {
	async function home() {
		const company = await makeCompany();
		const project = await company.project("Loans");
		const ann = await company.builder("Ann", [["project-owner", project.id]]);
		const environmentId = project.environments.production;
		const at = `/api/console/${environmentId}`;
		const scope = { companyId: company.id, environmentId };
		const put = async (version: number, over: Partial<Automation> = {}): Promise<{ packageId: string; hash: string }> =>
			(await upload(environmentId, await seal(content(project.id, version, { parameters: [], ...over })), ann)).json();
		const activate = (packageId: string, as = ann) => call(`${at}/packages/${packageId}/activate`, { as, method: "POST" });
		const active = async () => (await objects.environment(env, scope).active(scope))?.release;
		return { company, project, ann, at, scope, put, activate, active };
	}

	it("switches what new cases start on, and goes back by the same act", async ({ expect }) => {
		const { ann, at, put, activate, active } = await home();
		const [first, second] = [await put(1), await put(2)];
		expect((await activate(first.packageId)).status).toBe(200);
		expect(await (await activate(second.packageId)).json()).toMatchObject({
			version: 2,
			report: { running: { version: 1 }, differences: [] },
		});
		expect(await active()).toMatchObject({
			packageHash: second.hash,
			version: "2",
			process: { id: "P", name: "Loan" },
			starts: [{ elementId: "S" }],
		});
		expect((await activate(first.packageId)).status).toBe(200);
		expect((await active())?.packageHash).toBe(first.hash);
		const listed = (await (await call(`${at}/packages`, { as: ann })).json()) as {
			activePackageId: string;
			deployments: readonly Switched[];
		};
		expect(listed.activePackageId).toBe(first.packageId);
		expect(listed.deployments.map((each) => each.version)).toEqual([1, 2, 1]);
		const overview = await call(at, { as: ann });
		expect(await overview.json()).toMatchObject({
			running: { package: { version: 1 }, by: "Ann" },
			trail: expect.arrayContaining([expect.objectContaining({ action: "package.activate", outcome: "done" })]),
			may: { activate: true },
		});
	});

	it("refuses a package that was altered after signing and leaves what runs as it was", async ({ expect }) => {
		const { company, ann, at, put, activate, active } = await home();
		const [first, second] = [await put(1), await put(2)];
		await activate(first.packageId);
		const object = await env.FILES.get(keys.content(company.id, "package", second.hash));
		const altered = ((await object?.text()) ?? "").replace("Check request", "Skip the check");
		await env.FILES.put(keys.content(company.id, "package", second.hash), altered);
		const refused = await activate(second.packageId);
		expect(refused.status).toBe(409);
		expect(await refused.json()).toMatchObject({ code: "package.altered" });
		// A whole and truly signed package in another's place is no better.
		const whole = await env.FILES.get(keys.content(company.id, "package", first.hash));
		await env.FILES.put(keys.content(company.id, "package", second.hash), (await whole?.text()) ?? "");
		expect(await (await activate(second.packageId)).json()).toMatchObject({ code: "package.altered" });
		expect((await active())?.packageHash).toBe(first.hash);
		expect(await (await call(at, { as: ann })).json()).toMatchObject({
			running: { package: { version: 1 } },
			trail: expect.arrayContaining([expect.objectContaining({ action: "package.activate", outcome: "refused" })]),
		});
	});

	it("refuses what does not compile or lacks a value, with every reason, and changes nothing", async ({ expect }) => {
		const { put, activate, active } = await home();
		const { packageId } = await put(1, { processId: "Nowhere", parameters: [{ name: "url", label: "Address", type: "text" }] });
		const refused = await activate(packageId);
		expect(refused.status).toBe(422);
		expect(await refused.json()).toMatchObject({
			code: "package.blocked",
			findings: expect.arrayContaining([
				expect.objectContaining({ code: "engine.no_process" }),
				expect.objectContaining({ code: "package.parameter_missing", at: "url" }),
			]),
		});
		expect(await active()).toBeUndefined();
	});

	it("gives new cases the environment's own values over the package's, and never a secret", async ({ expect }) => {
		const { ann, at, scope, put, activate } = await home();
		const set = (name: string, body: unknown) => call(`${at}/parameters/${name}`, { as: ann, method: "PUT", body });
		await set("limit", { kind: "value", value: 99 });
		await set("token", { kind: "secret", value: "hunter2!" });
		const { packageId } = await put(1, {
			parameters: [
				{ name: "limit", label: "Limit", type: "number", default: 10 },
				{ name: "greeting", label: "Greeting", type: "text", default: "Hello" },
				{ name: "token", label: "Token", type: "secret" },
			],
		});
		expect((await activate(packageId)).status).toBe(200);
		const effective = async (): Promise<unknown> => JSON.parse((await objects.environment(env, scope).active(scope))?.parameters ?? "null");
		expect(await effective()).toEqual({ limit: 99, greeting: "Hello" });
		expect(await (await set("limit", { kind: "value", value: "many" })).json()).toMatchObject({
			code: "parameter.wrong_type",
			field: "value",
		});
		await set("greeting", { kind: "value", value: "Moin" });
		await call(`${at}/parameters/limit`, { as: ann, method: "DELETE" });
		expect(await effective()).toEqual({ limit: 10, greeting: "Moin" });
		const { packageId: next } = await put(2, { parameters: [{ name: "greeting", label: "Greeting", type: "text", default: "Good day" }] });
		await activate(next);
		expect(await effective()).toEqual({ greeting: "Moin" });
	});

	it("is for who may activate, and a package of elsewhere does not exist here", async ({ expect }) => {
		const { company, project, put, activate } = await home();
		const { packageId } = await put(1);
		const carl = await company.builder("Carl", [["environment-operator", project.environments.production]]);
		expect((await activate(packageId, carl)).status).toBe(403);
		const other = await home();
		expect((await other.activate(packageId)).status).toBe(404);
	});
});

describe("parameters of an environment", () => {
	it("can be set for a package that waits, as the kind that it declares", async ({ expect }) => {
		const company = await makeCompany();
		const project = await company.project("Loans");
		const ann = await company.builder("Ann", [["project-owner", project.id]]);
		const at = `/api/console/${project.environments.production}`;
		const { packageId } = (await (await upload(project.environments.production, await seal(content(project.id)), ann)).json()) as {
			packageId: string;
		};
		const list = async () => (await call(`${at}/parameters`, { as: ann })).json();
		expect(await list()).toMatchObject({
			parameters: [
				{ name: "limit", used: false },
				{ name: "token", isSet: false, neededBy: "Loan request 1" },
			],
		});
		const open = await call(`${at}/parameters/token`, { as: ann, method: "PUT", body: { kind: "value", value: "hunter2!" } });
		expect(await open.json()).toMatchObject({ code: "parameter.wrong_type" });
		await call(`${at}/parameters/token`, { as: ann, method: "PUT", body: { kind: "secret", value: "hunter2!" } });
		expect((await call(`${at}/packages/${packageId}/activate`, { as: ann, method: "POST" })).status).toBe(200);
		expect(await list()).toMatchObject({
			parameters: [
				{ name: "limit", used: true },
				{ name: "token", isSet: true, used: true, neededBy: null },
			],
		});
	});

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
