import type { Hono } from "hono";
import type { Edge } from "./edge.ts";
import { type AnyRouteSpec, ROUTE_SPEC } from "./route.ts";

/** One line of the API: what is asked, where, and what it takes to be answered. */
export interface TableRow {
	readonly method: string;
	readonly path: string;
	readonly spec: AnyRouteSpec;
}

/**
 * Every route of an app with its declaration.
 * @throws Error naming the routes that were mounted without `route()`, and so without a policy: the build stops there.
 */
export function routeTable(app: Hono<Edge>): TableRow[] {
	const rows: TableRow[] = [];
	const bare: string[] = [];
	for (const { method, path, handler } of app.routes) {
		const spec = (handler as { [ROUTE_SPEC]?: AnyRouteSpec })[ROUTE_SPEC];
		if (spec === undefined) bare.push(`${method} ${path}`);
		else rows.push({ method, path, spec });
	}
	if (bare.length > 0) throw new Error(`routes without a policy (make them with route()): ${bare.join(", ")}`);
	for (const { method, path, spec } of rows) {
		if (spec.action === "anyone" || spec.action === "signed-in") continue;
		if (spec.realm === "none" || spec.level === undefined)
			throw new Error(`${method} ${path} names the action ${spec.action} but no realm or level to decide it on`);
		if (spec.level !== "company" && !path.includes(`:${spec.level}Id`))
			throw new Error(`${method} ${path} decides ${spec.action} on a ${spec.level} but has no :${spec.level}Id`);
	}
	return rows;
}
