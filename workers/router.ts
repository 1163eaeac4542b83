import { Hono } from "hono";
import type { Edge } from "./http/edge.ts";
import { health } from "./http/health.ts";
import { HttpProblem, notFound } from "./http/problem.ts";

/** Every portal's routes under its own path. The UI takes this type for its client. */
const portals = new Hono<Edge>().route("/api", health);

export type PorticoApi = typeof portals;

export const router = new Hono<Edge>();
router.use("*", async (c, next) => {
	await next();
	c.res.headers.set("x-content-type-options", "nosniff");
	c.res.headers.set("referrer-policy", "no-referrer");
});
router.route("/", portals);
router.notFound(() => notFound().toResponse());
router.onError((error, c) => {
	if (error instanceof HttpProblem) return error.toResponse();
	console.error(JSON.stringify({ at: "router", path: new URL(c.req.url).pathname, error: String(error), stack: error.stack }));
	return new HttpProblem(500, "internal", "Something went wrong here. Nothing was changed; try again.").toResponse();
});
