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
import { docsPage } from "./http/docs.ts";
import { health } from "./http/health.ts";
import { describeApi, type OpenApi } from "./http/openapi.ts";
import { HttpProblem, notFound } from "./http/problem.ts";
import { routeTable, type TableRow } from "./http/route-table.ts";

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

/** Every route with its policy; throws where one has none, which stops the build (`tools/check-routes.ts`). */
export function table(): TableRow[] {
	return routeTable(portals as unknown as Hono<Edge>);
}

let api: OpenApi | undefined;
function description(): OpenApi {
	return (api ??= describeApi(table(), "1"));
}

/** For answers of the API; the screens' own are in `ui/public/_headers`. A route that sends something to look at sets its own policy. */
const SECURITY_HEADERS = [
	["content-security-policy", "default-src 'none'; frame-ancestors 'none'"],
	["x-content-type-options", "nosniff"],
	["referrer-policy", "no-referrer"],
	["cross-origin-resource-policy", "same-origin"],
	["strict-transport-security", "max-age=31536000; includeSubDomains"],
] as const;

/** Written to the answer as it is: `c.header` would make a new answer for each of them. */
function secure(headers: Headers): void {
	for (const [name, value] of SECURITY_HEADERS) if (!headers.has(name)) headers.set(name, value);
}

export const router = new Hono<Edge>();
router.use("*", async (c, next) => {
	await next();
	// A WebSocket's answer must reach the client as the object made it: wrapping it would lose the socket.
	if (c.res.status === 101) return;
	try {
		secure(c.res.headers);
	} catch {
		// The headers of an answer that was fetched are fixed; those of a copy are not.
		c.res = new Response(c.res.body, c.res);
		secure(c.res.headers);
	}
});
router.route("/", portals);
router.get("/api/openapi.json", (c) => c.json(description(), 200, { "cache-control": "public, max-age=60" }));
router.get("/api/docs", (c) =>
	c.html(docsPage(description()), 200, { "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'" }),
);
router.notFound(() => notFound().toResponse());
router.onError((error, c) => {
	if (error instanceof HttpProblem) return error.toResponse();
	console.error(JSON.stringify({ at: "router", path: new URL(c.req.url).pathname, error: String(error), stack: error.stack }));
	return new HttpProblem(500, "internal", "Something went wrong here. Nothing was changed; try again.").toResponse();
});
