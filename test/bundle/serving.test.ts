import { afterAll, beforeAll, describe, it } from "vitest";
import { startPortico, type TestPortico } from "./portico.ts";

describe("the deployed bundle", () => {
	let portico: TestPortico;
	beforeAll(async () => {
		portico = await startPortico();
	});
	afterAll(() => portico.close());

	it("answers GET /api/health with 200 once usable", async ({ expect }) => {
		const response = await fetch(`${portico.url}/api/health`);
		expect(response.status).toBe(200);
		expect(await response.json()).toEqual({ ok: true, stage: "local" });
	});

	it("answers GET /api/health with 503 while the demo company is being made", async ({ expect }) => {
		await portico.runtime.database.prepare("INSERT INTO seeding (since) VALUES (1)").run();
		const response = await fetch(`${portico.url}/api/health`);
		expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"]);
		await portico.runtime.database.prepare("DELETE FROM seeding").run();
		expect((await fetch(`${portico.url}/api/health`)).status).toBe(200);
	});

	it("serves the screens under every address that is no API", async ({ expect }) => {
		const response = await fetch(`${portico.url}/modeler/anything`, { headers: { "sec-fetch-mode": "navigate" } });
		expect(response.status).toBe(200);
		expect(response.headers.get("content-type")).toContain("text/html");
		// The page runs only scripts of its own and is framed by nobody.
		const policy = response.headers.get("content-security-policy") ?? "";
		expect(policy).toContain("script-src 'self';");
		expect(policy).toContain("frame-ancestors 'none'");
	});

	it("answers an unknown API path as a problem document, never as a page", async ({ expect }) => {
		const response = await fetch(`${portico.url}/api/no-such-thing`, { headers: { "sec-fetch-mode": "navigate" } });
		expect(response.status).toBe(404);
		expect(response.headers.get("content-type")).toBe("application/problem+json");
	});

	it("describes its API from the routes' own schemas", async ({ expect }) => {
		const api = (await (await fetch(`${portico.url}/api/openapi.json`)).json()) as { openapi: string; paths: Record<string, unknown> };
		expect(api.openapi).toBe("3.1.0");
		expect(Object.keys(api.paths)).toContain("/api/health");
		const page = await fetch(`${portico.url}/api/docs`);
		expect(page.status).toBe(200);
		expect(await page.text()).toContain("/api/health");
	});
});
