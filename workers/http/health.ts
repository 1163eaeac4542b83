import { Hono } from "hono";
import * as v from "valibot";
import type { Edge } from "./edge.ts";
import { HttpProblem } from "./problem.ts";
import { route } from "./route.ts";

/** `GET /api/health`: 200 once usable; 503 while the tables or the demo company are still being made. */
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
			const seeding = await env.DB.prepare("SELECT count(*) AS rows FROM seeding")
				.first<{ rows: number }>()
				// Before the first migration there is no table to ask.
				.catch(() => null);
			if (seeding === null || seeding.rows > 0)
				throw new HttpProblem(503, "deployment.starting", "Portico is being set up. Try again in a moment.", {
					headers: { "retry-after": "1" },
				});
			return { ok: true, stage: env.STAGE };
		},
	),
);
