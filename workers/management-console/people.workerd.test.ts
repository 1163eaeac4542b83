import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, it } from "vitest";
import { call, makeCompany } from "../../test/workerd/company.ts";
import { content, seal, upload } from "../../test/workerd/packages.ts";
import { objects } from "../../workers/tenancy/objects.ts";

async function setup() {
	const home = await makeCompany();
	const project = await home.project("Loans");
	const { development } = project.environments;
	const administrator = await home.builder("Ea", [["member"], ["environment-administrator", development]]);
	return {
		home,
		development,
		project,
		administrator,
		people: `/api/console/${development}/people`,
		identity: `/api/identity/environments/${development}`,
	};
}

describe("an end user", () => {
	it("is made with a one-time link, sets a password and signs in with the roles given", async ({ expect }) => {
		const { administrator, people, identity } = await setup();
		const made = await call(people, {
			as: administrator,
			body: { email: "Eve@Acme.example", name: "Eve", roles: ["credit-officer"], groups: ["North"] },
		});
		const { link } = (await made.json()) as { link: string };
		const token = new URL(link).hash.slice(1);
		expect(await (await call(`${identity}/invitation`, { body: { token } })).json()).toEqual({ name: "Eve", email: "eve@acme.example" });
		const accepted = await call(`${identity}/accept`, { body: { token, password: "eves own secret" } });
		const cookie = (accepted.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
		const me = await call(`${identity}/me`, { headers: { cookie } });
		expect(await me.json()).toMatchObject({ person: { name: "Eve" }, roles: ["credit-officer"], groups: ["North"] });
		expect((await call(`${identity}/accept`, { body: { token, password: "eves own secret" } })).status).toBe(403);
		expect((await call(`${identity}/sign-in`, { body: { email: "eve@acme.example", password: "eves own secret" } })).status).toBe(200);
	});

	it("may be given the roles of what runs here, which nobody has yet, as those that somebody has", async ({ expect }) => {
		const { home, development, project, administrator, people } = await setup();
		await home.endUser(development, "Eve", { roles: ["clerk"] });
		const roles = [{ name: "manager", title: "Manager" }];
		const made = content(project.id, 1, { roles, parameters: [] });
		const { packageId } = await (await upload(development, await seal(made), administrator)).json<{ packageId: string }>();
		const at = `/api/console/${development}/packages/${packageId}/activate`;
		expect((await call(at, { as: administrator, method: "POST" })).status).toBe(200);
		expect(await (await call(people, { as: administrator })).json()).toMatchObject({ roles: ["clerk", "manager"] });
	});

	it("has new roles with the next request, and open sockets close", async ({ expect }) => {
		const { home, development, administrator, people, identity } = await setup();
		const eve = await home.endUser(development, "Eve", { roles: ["clerk"], groups: ["North"] });
		const scope = { companyId: home.id, environmentId: development };
		await call(`${identity}/me`, { as: eve });
		const session = await runInDurableObject(objects.environment(env, scope), (_, state) =>
			state.storage.sql.exec<{ id: string }>("SELECT id FROM realm_session WHERE person_id = ?", eve.id).one(),
		);
		await runInDurableObject(objects.worklist(env, scope, 0), (_, state) => {
			state.acceptWebSocket(new WebSocketPair()[1], [eve.id]);
		});
		expect(await objects.environment(env, scope).registerSocket(session.id, 0, { roles: ["clerk"], groups: ["North"] }, Date.now())).toBe(
			true,
		);
		// A socket that was let in with what the person no longer has is not kept.
		expect(await objects.environment(env, scope).registerSocket(session.id, 0, { roles: ["manager"], groups: ["North"] }, Date.now())).toBe(
			false,
		);
		await call(`${people}/${eve.id}`, { as: administrator, method: "PATCH", body: { roles: ["credit-officer"] } });
		expect(await (await call(`${identity}/me`, { as: eve })).json()).toMatchObject({ roles: ["credit-officer"], groups: ["North"] });
		const open = await runInDurableObject(
			objects.worklist(env, scope, 0),
			(_, state) => state.getWebSockets(eve.id).filter((socket) => socket.readyState === WebSocket.OPEN).length,
		);
		expect(open).toBe(0);
	});

	it("who is deactivated is signed out with the next request", async ({ expect }) => {
		const { home, development, administrator, people, identity } = await setup();
		const eve = await home.endUser(development, "Eve");
		expect((await call(`${identity}/me`, { as: eve })).status).toBe(200);
		await call(`${people}/${eve.id}/deactivate`, { as: administrator, method: "POST" });
		expect((await call(`${identity}/me`, { as: eve })).status).toBe(401);
	});

	it("is managed only by who may, and every act is in the company's trail", async ({ expect }) => {
		const { home, development, administrator, people } = await setup();
		const bo = await home.builder("Bo", [["member"], ["environment-operator", development]]);
		expect((await call(people, { as: bo, body: { email: "x@acme.example", name: "X" } })).status).toBe(403);
		expect((await call(people, { as: home.administrator })).status).toBe(403);
		await call(people, { as: administrator, body: { email: "x@acme.example", name: "X" } });
		const twice = await call(people, { as: administrator, body: { email: "x@acme.example", name: "X" } });
		expect(await twice.json()).toMatchObject({ code: "end_user.exists" });
		const trail = await call("/api/customer-portal/audit?action=end-user", { as: home.administrator });
		expect(await trail.json()).toMatchObject({ rows: [{ action: "end-user.create", actorName: "Ea", scopeId: development }] });
	});
});
