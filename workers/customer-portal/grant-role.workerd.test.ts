import { env } from "cloudflare:workers";
import { describe, it } from "vitest";
import { call, makeCompany, type TestCompany, type TestPerson } from "../../test/workerd/company.ts";

const portal = "/api/customer-portal";

async function codeOf(response: Response): Promise<string> {
	return ((await response.json()) as { code?: string }).code ?? String(response.status);
}

async function grantIdOf(home: TestCompany, personId: string, role: string): Promise<string> {
	const row = await env.DB.prepare("SELECT id FROM role_grant WHERE company_id = ? AND person_id = ? AND role = ?")
		.bind(home.id, personId, role)
		.first<{ id: string }>();
	return row?.id ?? "";
}

function give(as: TestPerson, node: string, role: string, personId: string): Promise<Response> {
	return call(`${portal}/${node}/grants`, { as, body: { role, personId } });
}

describe("a role that is given", () => {
	it("holds with the next request, and is refused with the next one after it was taken", async ({ expect }) => {
		const home = await makeCompany();
		const model = await home.model("Order to cash");
		const bo = await home.builder("Bo");
		const path = `${portal}/models/${model}/access`;
		expect((await call(path, { as: bo })).status).toBe(403);
		const given = await give(home.administrator, `models/${model}`, "model-viewer", bo.id);
		const { grantId } = (await given.json()) as { grantId: string };
		expect((await call(path, { as: bo })).status).toBe(200);
		const taken = await call(`${portal}/models/${model}/grants/${grantId}`, { as: home.administrator, method: "DELETE" });
		expect(taken.status).toBe(200);
		expect((await call(path, { as: bo })).status).toBe(403);
	});

	it("is inherited downward and never upward or sideways", async ({ expect }) => {
		const home = await makeCompany();
		const project = await home.project("Loans");
		const other = await home.project("Claims");
		const bo = await home.builder("Bo", [["member"], ["project-owner", project.id]]);
		const status = async (node: string) => (await call(`${portal}/${node}/access`, { as: bo })).status;
		expect(await status(`projects/${project.id}`)).toBe(200);
		expect(await status(`environments/${project.environments.production}`)).toBe(200);
		expect(await status(`projects/${other.id}`)).toBe(403);
		expect(await status(`environments/${other.environments.test}`)).toBe(403);
		expect(await status(`subscriptions/${home.subscriptions.studio}`)).toBe(403);
	});

	it("reaches everyone in a group, and leaves with the membership and with the group", async ({ expect }) => {
		const home = await makeCompany();
		const model = await home.model("Hiring");
		const bo = await home.builder("Bo");
		const cy = await home.builder("Cy");
		const group = await home.group("Modelers", [bo, cy]);
		const path = `${portal}/models/${model}/access`;
		await call(`${portal}/models/${model}/grants`, { as: home.administrator, body: { role: "model-editor", groupId: group } });
		expect((await call(path, { as: bo })).status).toBe(200);
		await call(`${portal}/groups/${group}/members/${bo.id}`, { as: home.administrator, method: "DELETE" });
		expect((await call(path, { as: bo })).status).toBe(403);
		expect((await call(path, { as: cy })).status).toBe(200);
		await call(`${portal}/groups/${group}`, { as: home.administrator, method: "DELETE" });
		expect((await call(path, { as: cy })).status).toBe(403);
	});

	it("is asked of those who can give it: the refusal names them, also those of a group, and nobody else", async ({ expect }) => {
		const home = await makeCompany();
		const model = await home.model("Hiring");
		const [bo, olga] = [await home.builder("Bo"), await home.builder("Olga", [["member"], ["model-owner", model]])];
		await home.builder("Ed", [["member"], ["model-editor", model]]);
		const gus = await home.builder("Gus");
		const owners = await home.group("Owners", [gus]);
		await call(`${portal}/models/${model}/grants`, { as: home.administrator, body: { role: "model-owner", groupId: owners } });
		const refused = (await (await call(`${portal}/models/${model}/access`, { as: bo })).json()) as { administrators: { name: string }[] };
		expect(refused.administrators.map(({ name }) => name)).toEqual([home.administrator.name, gus.name, olga.name].sort());
		expect(refused.administrators).toContainEqual({ name: olga.name, email: olga.email });
	});

	it("can not be given twice", async ({ expect }) => {
		const home = await makeCompany();
		const model = await home.model("Hiring");
		const bo = await home.builder("Bo");
		await give(home.administrator, `models/${model}`, "model-viewer", bo.id);
		expect(await codeOf(await give(home.administrator, `models/${model}`, "model-viewer", bo.id))).toBe("grant.exists");
	});
});

describe("nobody gives more than they hold", () => {
	it("an environment administrator makes no project owner, a project owner no subscription owner", async ({ expect }) => {
		const home = await makeCompany();
		const project = await home.project("Loans");
		const { production } = project.environments;
		const bo = await home.builder("Bo");
		const environmentAdministrator = await home.builder("Ea", [["member"], ["environment-administrator", production]]);
		const projectOwner = await home.builder("Po", [["member"], ["project-owner", project.id]]);
		const codes = [
			await codeOf(await give(environmentAdministrator, `projects/${project.id}`, "project-owner", bo.id)),
			await codeOf(await give(environmentAdministrator, `environments/${production}`, "environment-operator", bo.id)),
			await codeOf(await give(environmentAdministrator, `environments/${project.environments.test}`, "environment-operator", bo.id)),
			await codeOf(await give(projectOwner, `subscriptions/${home.subscriptions.studio}`, "subscription-owner", bo.id)),
			await codeOf(await give(projectOwner, `projects/${project.id}`, "environment-operator", bo.id)),
			await codeOf(await give(projectOwner, `companies/${home.id}`, "company-administrator", bo.id)),
		];
		expect(codes).toEqual(["forbidden", "200", "forbidden", "forbidden", "grant.other_level", "forbidden"]);
	});

	it("a subscription owner makes neither themself owner nor a group they are in", async ({ expect }) => {
		const home = await makeCompany();
		const model = await home.model("Hiring");
		const so = await home.builder("So", [["member"], ["subscription-owner", home.subscriptions.modeler]]);
		const group = await home.group("Mine", [so]);
		expect(await codeOf(await give(so, `models/${model}`, "model-owner", so.id))).toBe("grant.to_oneself");
		const sideways = await call(`${portal}/models/${model}/grants`, { as: so, body: { role: "model-owner", groupId: group } });
		expect(await codeOf(sideways)).toBe("grant.to_oneself");
		const trail = await call(`${portal}/audit?action=grant&outcome=refused`, { as: home.administrator });
		expect(((await trail.json()) as { rows: unknown[] }).rows).toHaveLength(2);
	});
});

describe("the last company administrator", () => {
	it("stays: neither the role nor the group nor the person can go", async ({ expect }) => {
		const home = await makeCompany();
		const ada = home.administrator;
		const grant = await grantIdOf(home, ada.id, "company-administrator");
		const path = `${portal}/companies/${home.id}/grants/${grant}`;
		expect(await codeOf(await call(path, { as: ada, method: "DELETE" }))).toBe("company.last_administrator");
		expect((await call(`${portal}/people`, { as: ada })).status).toBe(200);
		const bo = await home.builder("Bo");
		await give(ada, `companies/${home.id}`, "company-administrator", bo.id);
		expect((await call(path, { as: ada, method: "DELETE" })).status).toBe(200);
		expect(
			await codeOf(await call(`${portal}/companies/${home.id}/grants`, { as: ada, body: { role: "member", personId: bo.id } })),
		).not.toBe("200");
	});

	it("stays when two administrators deactivate each other at once", async ({ expect }) => {
		const home = await makeCompany();
		const bo = await home.builder("Bo", [["company-administrator"]]);
		const ada = home.administrator;
		const answers = await Promise.all([
			call(`${portal}/people/${bo.id}/deactivate`, { as: ada, method: "POST" }),
			call(`${portal}/people/${ada.id}/deactivate`, { as: bo, method: "POST" }),
		]);
		expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
		const left = await env.DB.prepare("SELECT count(*) AS n FROM person WHERE company_id = ? AND state = 'active'")
			.bind(home.id)
			.first<{ n: number }>();
		expect(left?.n).toBe(1);
	});
});

describe("another company", () => {
	it("answers byte for byte like an id that does not exist, on every kind of node and person", async ({ expect }) => {
		const home = await makeCompany("Home");
		const foreign = await makeCompany("Foreign");
		const model = await foreign.model("Secret");
		const project = await foreign.project("Secret");
		const group = await foreign.group("Secret", []);
		const nothing = (id: string) => `${id.slice(0, 4)}${"0".repeat(26)}`;
		const paths = (change: (id: string) => string) =>
			[
				["GET", `${portal}/companies/${change(foreign.id)}/access`],
				["GET", `${portal}/subscriptions/${change(foreign.subscriptions.modeler)}/access`],
				["GET", `${portal}/models/${change(model)}/access`],
				["GET", `${portal}/projects/${change(project.id)}/access`],
				["GET", `${portal}/environments/${change(project.environments.test)}/access`],
				["GET", `${portal}/people/${change(foreign.administrator.id)}`],
				["POST", `${portal}/people/${change(foreign.administrator.id)}/deactivate`],
				["GET", `${portal}/groups/${change(group)}`],
				["DELETE", `${portal}/groups/${change(group)}`],
			] as const;
		const answersOf = async (change: (id: string) => string) => {
			const answers: string[] = [];
			for (const [method, path] of paths(change)) {
				const answer = await call(path, { as: home.administrator, method });
				answers.push(JSON.stringify([answer.status, [...answer.headers], await answer.text()]));
			}
			return answers;
		};
		const theirs = await answersOf((id) => id);
		expect(theirs).toEqual(await answersOf(nothing));
		expect(new Set(theirs.map((each) => (JSON.parse(each) as [number])[0]))).toEqual(new Set([404]));
		const grant = await call(`${portal}/companies/${home.id}/grants`, {
			as: home.administrator,
			body: { role: "member", personId: foreign.administrator.id },
		});
		expect(grant.status).toBe(404);
	});
});
