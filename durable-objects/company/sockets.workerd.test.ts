import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, it } from "vitest";
import type { WorkspaceId } from "../../domain/ids.ts";
import { call, makeCompany, type TestCompany, type TestPerson } from "../../test/workerd/company.ts";
import { objects } from "../../workers/tenancy/objects.ts";

/** A socket that the model's room holds for a person, as its door would open it. */
async function openSocket(home: TestCompany, model: WorkspaceId, person: TestPerson): Promise<boolean> {
	await runInDurableObject(objects.model(env, home.id, model), (_, state) => {
		state.acceptWebSocket(new WebSocketPair()[1], [person.id]);
	});
	const me = await call("/api/identity/company/me", { as: person });
	const { sessionId } = (await me.json()) as { sessionId: string };
	const resource = { level: "model", companyId: home.id, subscriptionId: home.subscriptions.modeler, workspaceId: model } as const;
	return objects.company(env, home.id).registerSocket(sessionId, model, "model.edit", resource, Date.now());
}

function openCount(home: TestCompany, model: WorkspaceId, person: TestPerson): Promise<number> {
	return runInDurableObject(
		objects.model(env, home.id, model),
		(_, state) => state.getWebSockets(person.id).filter((socket) => socket.readyState === WebSocket.OPEN).length,
	);
}

describe("a builder's open socket", () => {
	it("closes when the grant behind it is taken, and nobody else's does", async ({ expect }) => {
		const home = await makeCompany();
		const model = await home.model("Hiring");
		const bo = await home.builder("Bo", [["member"], ["model-editor", model]]);
		const cy = await home.builder("Cy", [["member"], ["model-editor", model]]);
		expect(await openSocket(home, model, bo)).toBe(true);
		expect(await openSocket(home, model, cy)).toBe(true);
		const access = await call(`/api/customer-portal/models/${model}/access`, { as: home.administrator });
		const { grants } = (await access.json()) as { grants: { id: string; person: { id: string } | null; role: string }[] };
		const grant = grants.find((each) => each.person?.id === bo.id && each.role === "model-editor")?.id ?? "";
		await call(`/api/customer-portal/models/${model}/grants/${grant}`, { as: home.administrator, method: "DELETE" });
		expect(await openCount(home, model, bo)).toBe(0);
		expect(await openCount(home, model, cy)).toBe(1);
	});

	it("closes when the person is deactivated or signs out", async ({ expect }) => {
		const home = await makeCompany();
		const model = await home.model("Hiring");
		const bo = await home.builder("Bo", [["member"], ["model-editor", model]]);
		const cy = await home.builder("Cy", [["member"], ["model-editor", model]]);
		await openSocket(home, model, bo);
		await openSocket(home, model, cy);
		await call(`/api/customer-portal/people/${bo.id}/deactivate`, { as: home.administrator, method: "POST" });
		await call("/api/identity/company/sign-out", { as: cy, method: "POST" });
		expect(await openCount(home, model, bo)).toBe(0);
		expect(await openCount(home, model, cy)).toBe(0);
	});

	it("is refused at registration when the grant went while it was opening", async ({ expect }) => {
		const home = await makeCompany();
		const model = await home.model("Hiring");
		const bo = await home.builder("Bo", [["member"]]);
		expect(await openSocket(home, model, bo)).toBe(false);
	});
});

describe("a socket that could not be closed", () => {
	it("is closed when its object answers again", async ({ expect }) => {
		const home = await makeCompany();
		const model = await home.model("Hiring");
		const bo = await home.builder("Bo", [["member"], ["model-editor", model]]);
		await openSocket(home, model, bo);
		const company = objects.company(env, home.id);
		// A holder that no object answers for stands in for one that fails.
		await runInDurableObject(company, (_, state) => {
			state.storage.sql.exec("INSERT INTO realm_socket (person_id, holder) VALUES (?, 'nowhere 1')", bo.id);
		});
		await call("/api/customer-portal/people/" + bo.id + "/deactivate", { as: home.administrator, method: "POST" });
		expect(await openCount(home, model, bo)).toBe(0);
		const owed = await runInDurableObject(company, (_, state) => {
			const before = state.storage.sql.exec<{ holder: string }>("SELECT holder FROM realm_socket WHERE person_id = ?", bo.id).toArray();
			// The object is back, and the moment has passed.
			state.storage.sql.exec("UPDATE realm_socket SET holder = ? WHERE person_id = ?", `model ${model}`, bo.id);
			state.storage.sql.exec("UPDATE realm_change SET started_at = 0");
			return before;
		});
		expect(owed).toEqual([{ holder: "nowhere 1" }]);
		await call("/api/customer-portal/tree", { as: home.administrator });
		const left = await runInDurableObject(company, (_, state) => state.storage.sql.exec("SELECT * FROM realm_socket").toArray().length);
		expect(left).toBe(0);
	});
});

describe("a change that is cut off", () => {
	it("leaves a mark, and while it stands every answer is read from D1", async ({ expect }) => {
		const home = await makeCompany();
		const bo = await home.builder("Bo", [["member"]]);
		expect((await call("/api/customer-portal/tree", { as: bo })).status).toBe(200);
		// What a crash between the mark and the clearing leaves: the mark, and a batch that held.
		await runInDurableObject(objects.company(env, home.id), (_, state) => {
			state.storage.sql.exec(
				"INSERT INTO realm_change (started_at, people) VALUES (?, ?)",
				Date.now(),
				JSON.stringify({ people: [bo.id] }),
			);
		});
		await env.DB.prepare("DELETE FROM role_grant WHERE company_id = ? AND person_id = ?").bind(home.id, bo.id).run();
		expect((await call("/api/customer-portal/tree", { as: bo })).status).toBe(403);
	});
});
