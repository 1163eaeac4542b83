import type { Hono } from "hono";
import type { Principal, Resource } from "../../domain/grants/principal.ts";

/** What Hono carries through Portico's Workers. */
export type Edge = { Bindings: Env };

export type EdgeApp = Hono<Edge>;

/** What a route's handler receives: everything parsed, authenticated and authorised. */
export interface Call<Params, Query, Body> {
	readonly env: Env;
	readonly request: Request;
	readonly params: Params;
	readonly query: Query;
	readonly body: Body;
	readonly principal: Principal;
	/** The node of the tree that the action was decided on; `undefined` for routes open to anyone. */
	readonly resource: Resource | undefined;
	/** Epoch milliseconds, read once for this request. */
	readonly now: number;
	/** Keeps the Worker alive for work whose answer nobody waits for. */
	readonly waitUntil: (work: Promise<unknown>) => void;
}
