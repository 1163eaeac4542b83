import { exports } from "cloudflare:workers";
import { describe, it } from "vitest";

describe("GET /api/health", () => {
	it("answers 200 once the database has its tables", async ({ expect }) => {
		const response = await exports.default.fetch("http://portico.test/api/health");
		expect(response.status).toBe(200);
		expect(await response.json()).toEqual({ ok: true, stage: "local" });
	});

	it("answers an unknown path as a problem document", async ({ expect }) => {
		const response = await exports.default.fetch("http://portico.test/api/nothing-here");
		expect(response.status).toBe(404);
		expect(response.headers.get("content-type")).toBe("application/problem+json");
	});
});
