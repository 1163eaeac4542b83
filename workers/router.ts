import { Hono } from "hono";
import { identity } from "./identity/routes.ts";
import { customerPortal } from "./customer-portal/routes.ts";
import { modeler } from "./modeler/routes.ts";
import { processLibrary } from "./process-library/routes.ts";
import { studio } from "./studio/routes.ts";
import { managementConsole } from "./management-console/routes.ts";
import { workPortal } from "./work-portal/routes.ts";
import { mailroom } from "./mailroom/routes.ts";
import type { Edge } from "./http/edge.ts";
import { health } from "./http/health.ts";
import { HttpProblem, notFound } from "./http/problem.ts";

/** Every portal's routes under its own path. The UI takes this type for its client. */
const portals = new Hono<Edge>()
	.route("/api", health)
	.route("/api/identity", identity)
	.route("/api/customer-portal", customerPortal)
	.route("/api/modeler", modeler)
	.route("/api/library", processLibrary)
	.route("/api/studio", studio)
	.route("/api/console", managementConsole)
	.route("/api/work", workPortal)
	.route("/api/mail", mailroom);

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
