import { Hono } from "hono";
import * as v from "valibot";
import { describe, it } from "vitest";
import type { Edge } from "./edge.ts";
import { describeApi } from "./openapi.ts";
import { route } from "./route.ts";
import { routeTable } from "./route-table.ts";

const fine = route(
	{
		action: "model.read",
		level: "model",
		realm: "company",
		summary: "Read a model",
		params: v.object({ modelId: v.string() }),
		returns: v.object({ name: v.string() }),
	},
	async () => ({ name: "x" }),
);

describe("routeTable", () => {
	it("lists every route with its declaration", ({ expect }) => {
		const rows = routeTable(new Hono<Edge>().get("/models/:modelId", fine));
		expect(rows.map((row) => [row.method, row.path, row.spec.action])).toEqual([["GET", "/models/:modelId", "model.read"]]);
	});

	it("refuses an app with a route that declares no policy", ({ expect }) => {
		const app = new Hono<Edge>().get("/models/:modelId", fine).post("/open", (c) => c.text("hi"));
		expect(() => routeTable(app)).toThrow("routes without a policy (make them with route()): POST /open");
	});

	it("refuses an action that is decided on a resource the path does not name", ({ expect }) => {
		expect(() => routeTable(new Hono<Edge>().get("/models/:id", fine))).toThrow("has no :modelId");
	});
});

describe("describeApi", () => {
	it("describes parameters, answer and policy of each route", ({ expect }) => {
		const api = describeApi(routeTable(new Hono<Edge>().get("/api/modeler/models/:modelId", fine)), "1");
		const operation = api.paths["/api/modeler/models/{modelId}"]?.["get"];
		expect(operation?.parameters).toEqual([{ name: "modelId", in: "path", required: true, schema: { type: "string" } }]);
		expect(operation?.["x-portico"]).toEqual({ action: "model.read", level: "model", realm: "company", kind: "json" });
		expect(JSON.stringify(operation?.responses)).toContain('"name":{"type":"string"}');
	});
});
