import { Hono } from "hono";
import * as v from "valibot";
import type { Edge } from "./edge.ts";
import { route } from "./route.ts";

/** `GET /api/health`: 200 once the database answers. */
export const health = new Hono<Edge>().get(
	"/health",
	route(
		{
			action: "anyone",
			realm: "none",
			summary: "Whether this deployment is usable",
			returns: v.object({ ok: v.boolean(), stage: v.string() }),
		},
		async ({ env }) => {
			await env.DB.prepare("SELECT 1 FROM company LIMIT 1").first();
			return { ok: true, stage: env.STAGE };
		},
	),
);
