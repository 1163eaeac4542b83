import { env } from "cloudflare:workers";
import { describe, it } from "vitest";
import { call, makeCompany } from "../../test/workerd/company.ts";

const portal = "/api/customer-portal";

function tokenOf(link: string): string {
	return new URL(link).hash.slice(1);
}

describe("an invitation", () => {
	it("brings a person in with a password of their own, once", async ({ expect }) => {
		const home = await makeCompany();
		const invited = await call(`${portal}/people`, { as: home.administrator, body: { email: "Bo@Acme.example ", name: "Bo" } });
		const { link, personId } = (await invited.json()) as { link: string; personId: string };
		const token = tokenOf(link);
		const shown = await call("/api/identity/company/invitation", { body: { token } });
		expect(await shown.json()).toEqual({ company: { name: "Acme", slug: home.slug }, name: "Bo", email: "bo@acme.example" });
		const body = { token, name: "Bo Berg", password: "my very own secret" };
		const accepted = await call("/api/identity/company/accept", { body });
		expect(accepted.status).toBe(200);
		const cookie = (accepted.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
		const me = await call("/api/identity/company/me", { headers: { cookie } });
		expect(await me.json()).toMatchObject({ person: { id: personId, name: "Bo Berg" }, portals: ["customer-portal", "library"] });
		expect((await call("/api/identity/company/accept", { body: { ...body, password: "another secret!" } })).status).toBe(403);
		const again = await call("/api/identity/company/sign-in", {
			body: { company: home.slug, email: "bo@acme.example", password: "my very own secret" },
		});
		expect(again.status).toBe(200);
	});

	it("is refused for an address that is in the company already", async ({ expect }) => {
		const home = await makeCompany();
		const answer = await call(`${portal}/people`, { as: home.administrator, body: { email: home.administrator.email, name: "Twin" } });
		expect(answer.status).toBe(409);
		expect(await answer.json()).toMatchObject({ code: "person.exists", field: "email" });
	});

	it("ends when a newer one is made and when the person is deactivated", async ({ expect }) => {
		const home = await makeCompany();
		const invited = await call(`${portal}/people`, { as: home.administrator, body: { email: "bo@acme.example", name: "Bo" } });
		const first = (await invited.json()) as { link: string; personId: string };
		const renewed = await call(`${portal}/people/${first.personId}/invitation`, { as: home.administrator, method: "POST" });
		const second = (await renewed.json()) as { link: string };
		const show = async (link: string) => (await call("/api/identity/company/invitation", { body: { token: tokenOf(link) } })).status;
		expect(await show(first.link)).toBe(403);
		expect(await show(second.link)).toBe(200);
		await call(`${portal}/people/${first.personId}/deactivate`, { as: home.administrator, method: "POST" });
		expect(await show(second.link)).toBe(403);
	});

	it("is not for a member to make, and the trail says who tried", async ({ expect }) => {
		const home = await makeCompany();
		const bo = await home.builder("Bo");
		expect((await call(`${portal}/people`, { as: bo, body: { email: "x@acme.example", name: "X" } })).status).toBe(403);
		const trail = await call(`${portal}/audit?outcome=refused`, { as: home.administrator });
		expect(await trail.json()).toMatchObject({ rows: [{ action: "company.people", actorId: bo.id, outcome: "refused" }] });
	});
});

describe("a deactivated person", () => {
	it("is signed out with the next request and can not sign in; activated again, the roles are as they were", async ({ expect }) => {
		const home = await makeCompany();
		const bo = await home.builder("Bo", [["member"]]);
		expect((await call(`${portal}/tree`, { as: bo })).status).toBe(200);
		await call(`${portal}/people/${bo.id}/deactivate`, { as: home.administrator, method: "POST" });
		expect((await call(`${portal}/tree`, { as: bo })).status).toBe(401);
		await call(`${portal}/people/${bo.id}/activate`, { as: home.administrator, method: "POST" });
		expect((await call(`${portal}/tree`, { as: bo })).status).toBe(401);
		const detail = await call(`${portal}/people/${bo.id}`, { as: home.administrator });
		expect(await detail.json()).toMatchObject({ person: { state: "invited" }, grants: [{ role: "member" }], sessions: [] });
	});
});

describe("the tree", () => {
	it("shows an administrator everything and others the nodes they hold, with the way there", async ({ expect }) => {
		const home = await makeCompany();
		const project = await home.project("Loans");
		await home.project("Claims");
		const eve = await home.builder("Eve", [["member"], ["environment-viewer", project.environments.test]]);
		const namesOf = async (as: typeof eve) => {
			const answer = await call(`${portal}/tree`, { as });
			return ((await answer.json()) as { nodes: { name: string; mine: boolean }[] }).nodes.map(
				(node) => `${node.name}${node.mine ? "" : " (way)"}`,
			);
		};
		expect(await namesOf(eve)).toEqual(["Acme", "studio (way)", "Loans (way)", "Test"]);
		expect(await namesOf(home.administrator)).toHaveLength(1 + 3 + 2 + 8);
	});
});

describe("a project", () => {
	it("comes with an environment for every stage of this deployment and belongs to who made it", async ({ expect }) => {
		const home = await makeCompany();
		const so = await home.builder("So", [["member"], ["subscription-owner", home.subscriptions.studio]]);
		const made = await call(`${portal}/subscriptions/${home.subscriptions.studio}/projects`, { as: so, body: { name: "Loans" } });
		const body = (await made.json()) as { projectId: string; environments: { stage: string }[] };
		expect(body.environments.map((each) => each.stage)).toEqual(["development", "test", "staging", "production"]);
		const access = await call(`${portal}/projects/${body.projectId}/access`, { as: so });
		const { grants } = (await access.json()) as { grants: { role: string; inherited: boolean; person: { id: string } }[] };
		expect(grants.filter((grant) => !grant.inherited)).toMatchObject([{ role: "project-owner", person: { id: so.id } }]);
		const wrong = await call(`${portal}/subscriptions/${home.subscriptions.modeler}/projects`, {
			as: home.administrator,
			body: { name: "Loans" },
		});
		expect(await wrong.json()).toMatchObject({ code: "subscription.other_service" });
	});
});

describe("who can", () => {
	it("names everyone with every reason", async ({ expect }) => {
		const home = await makeCompany();
		const project = await home.project("Loans");
		const bo = await home.builder("Bo", [["member"], ["environment-operator", project.environments.test]]);
		await home.group("Operators", [bo], [["project-owner", project.id]]);
		const answer = await call(`${portal}/environments/${project.environments.test}/who-can?action=environment.operate`, {
			as: home.administrator,
		});
		expect(await answer.json()).toMatchObject({
			people: [
				{
					name: "Bo",
					because: [
						{ title: "Environment operator", scopeName: "Test", group: null },
						{ title: "Project owner", scopeName: "Loans", group: "Operators" },
					],
				},
			],
		});
	});
});

describe("the audit trail", () => {
	it("keeps every act in a chain that holds, and shows an altered, a removed and a cut-off row", async ({ expect }) => {
		const home = await makeCompany();
		const verify = async () => (await call(`${portal}/audit/verify`, { as: home.administrator })).json();
		for (const name of ["One", "Two", "Three"]) await call(`${portal}/groups`, { as: home.administrator, body: { name } });
		expect(await verify()).toEqual({ ok: true, checked: 3, fault: null });
		const rows = await call(`${portal}/audit?limit=2`, { as: home.administrator });
		expect(await rows.json()).toMatchObject({
			rows: [{ seq: 3, action: "group.create", actorName: "Ada Administrator" }, { seq: 2 }],
			next: 2,
		});
		await env.DB.prepare("UPDATE audit SET actor_name = 'Someone else' WHERE company_id = ? AND seq = 2").bind(home.id).run();
		expect(await verify()).toEqual({ ok: false, checked: 1, fault: { reason: "altered", seq: 2 } });
		await env.DB.prepare("DELETE FROM audit WHERE company_id = ? AND seq = 2").bind(home.id).run();
		expect(await verify()).toEqual({ ok: false, checked: 1, fault: { reason: "gap", seq: 2 } });
		await env.DB.prepare("DELETE FROM audit WHERE company_id = ? AND seq > 1").bind(home.id).run();
		expect(await verify()).toEqual({ ok: false, checked: 1, fault: { reason: "truncated", seq: 2 } });
	});

	it("is written in the same batch as the act: an act that fails leaves no row", async ({ expect }) => {
		const home = await makeCompany();
		await call(`${portal}/groups`, { as: home.administrator, body: { name: "One" } });
		expect((await call(`${portal}/groups`, { as: home.administrator, body: { name: "One" } })).status).toBe(409);
		const verified = await call(`${portal}/audit/verify`, { as: home.administrator });
		expect(await verified.json()).toEqual({ ok: true, checked: 1, fault: null });
	});
});
