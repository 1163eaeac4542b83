import type { Handler, TypedResponse } from "hono";
import * as v from "valibot";
import { nestsDeeper } from "../../domain/data/json-depth.ts";
import type { Action, OpenAction } from "../../domain/grants/actions.ts";
import { may } from "../../domain/grants/may.ts";
import type { Builder, EndUser, Level, Principal, Resource } from "../../domain/grants/principal.ts";
import { authenticate } from "../identity/authenticate.ts";
import { administrators } from "../tenancy/administrators.ts";
import { auditRefusal } from "../tenancy/audit-refusal.ts";
import { locate } from "../tenancy/locate.ts";
import type { Call, Edge } from "./edge.ts";
import { HttpProblem, notFound } from "./problem.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- Hono infers the path where the handler is mounted; no other type lets it
type AnyPath = any;
type Schema = v.GenericSchema | undefined;
type Parsed<S extends Schema> = S extends v.GenericSchema ? v.InferOutput<S> : undefined;
type Input<P extends Schema, Q extends Schema, B extends Schema> = (P extends v.GenericSchema ? { param: v.InferInput<P> } : {}) &
	(Q extends v.GenericSchema ? { query: v.InferInput<Q> } : {}) &
	(B extends v.GenericSchema ? { json: v.InferInput<B> } : {});

/**
 * What a route declares. `action` is decided on the resource of `level`, which is found by the path parameter of that name
 * (`:companyId` may be left out: then it is the session's company). `realm` is the kind of session it takes.
 */
export interface RouteSpec<P extends Schema, Q extends Schema, B extends Schema, R extends v.GenericSchema> {
	readonly action: Action | OpenAction;
	/** Needed for every action but `anyone` and `signed-in`. */
	readonly level?: Level;
	readonly realm: "company" | "environment" | "none";
	readonly summary: string;
	readonly params?: P;
	readonly query?: Q;
	readonly body?: B;
	/** The answer's schema, for the API's description and its types. */
	readonly returns: R;
	/** Largest body in bytes; 256 KiB when left out. */
	readonly maxBytes?: number;
	/** `raw`: the handler reads `request` itself (an upload), within `maxBytes`. `socket`: a WebSocket door. */
	readonly kind?: "json" | "raw" | "socket";
}

/** A handler with its declaration, found again by the router's table and the API's description. */
export const ROUTE_SPEC = Symbol("portico.route");
export type AnyRouteSpec = RouteSpec<Schema, Schema, Schema, v.GenericSchema>;

const DEFAULT_MAX_BYTES = 256 * 1024;
/** Lists and objects within each other in a body: a value of a case may have 64, in a body that wraps it. */
const MAX_DEPTH = 100;
const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Makes a Hono handler out of a declaration: checks origin, session, grant and input, in this order, then calls `handle`.
 * A `Response` from `handle` is sent as it is; anything else is sent as JSON.
 */
export function route<R extends v.GenericSchema, P extends Schema = undefined, Q extends Schema = undefined, B extends Schema = undefined>(
	spec: RouteSpec<P, Q, B, R>,
	handle: (call: Call<Parsed<P>, Parsed<Q>, Parsed<B>>) => Promise<v.InferInput<R> | Response>,
): Handler<Edge, AnyPath, { in: Input<P, Q, B>; out: Input<P, Q, B> }, Promise<TypedResponse<v.InferOutput<R>, 200, "json">>> {
	const handler: Handler<Edge> = async (c) => {
		const now = Date.now();
		const request = c.req.raw;
		if (!SAFE_METHODS.has(request.method) || spec.kind === "socket") requireOwnOrigin(request, c.env);
		const rawParams = c.req.param();
		const principal = await authenticate(request, c.env, spec.realm, rawParams["environmentId"], now);
		if (spec.action !== "anyone" && principal.realm === "none") throw new HttpProblem(401, "session.required", "Sign in to go on.");
		const resource = await authorize(spec, principal, rawParams, c.env, now, SAFE_METHODS.has(request.method));
		const params = parse<P>(spec.params, rawParams, "params");
		const query = parse<Q>(spec.query, c.req.query(), "query");
		const body = parse<B>(
			spec.body,
			spec.body === undefined ? undefined : await readJson(request, spec.maxBytes ?? DEFAULT_MAX_BYTES),
			"body",
		);
		if (spec.kind === "raw") requireLength(request, spec.maxBytes ?? DEFAULT_MAX_BYTES);
		const answer = await handle({
			env: c.env,
			request,
			params,
			query,
			body,
			principal,
			resource,
			now,
			waitUntil: (work) => c.executionCtx.waitUntil(work),
		});
		if (answer instanceof Response) return answer;
		return c.json(answer as object, 200, { "cache-control": "no-store" });
	};
	Object.defineProperty(handler, ROUTE_SPEC, { value: spec });
	return handler as ReturnType<typeof route<R, P, Q, B>>;
}

/** The builder of a call on a route of the company's realm. */
export function builderOf(call: { readonly principal: Principal }): Builder {
	if (call.principal.realm !== "company") throw new HttpProblem(401, "session.required", "Sign in to the company to go on.");
	return call.principal;
}

/** The end user of a call on a route of an environment's realm. */
export function endUserOf(call: { readonly principal: Principal }): EndUser {
	if (call.principal.realm !== "environment") throw new HttpProblem(401, "session.required", "Sign in to the Work Portal to go on.");
	return call.principal;
}

async function authorize(
	spec: Pick<AnyRouteSpec, "action" | "level">,
	principal: Principal,
	params: Record<string, string>,
	env: Env,
	now: number,
	reading: boolean,
): Promise<Resource | undefined> {
	if (spec.action === "anyone" || spec.action === "signed-in") return undefined;
	if (principal.realm === "none" || spec.level === undefined) throw notFound();
	const resource =
		principal.realm === "environment"
			? ownEnvironment(principal, spec.level, params)
			: await locate(env, principal.companyId, spec.level, params);
	if (resource === undefined) throw notFound();
	if (may(principal, spec.action, resource, now)) return resource;
	// What a builder was refused to change stands in the trail beside what was done (OWASP ASVS 16.3.2).
	if (principal.realm === "company" && !reading) await auditRefusal(env, principal, spec.action, resource, now);
	throw new HttpProblem(403, "forbidden", "Your roles do not allow this. Someone who administers this place can give you the role.", {
		more: {
			action: spec.action,
			level: spec.level,
			...(principal.realm === "company" && { administrators: await administrators(env, resource, now) }),
		},
	});
}

/** An end user's session names the only environment it opens, so no row is read for it: this is on the path of every task. */
function ownEnvironment(principal: EndUser, level: Level, params: Record<string, string>): Resource | undefined {
	if (level !== "environment" || params["environmentId"] !== principal.environmentId) return undefined;
	return { level, companyId: principal.companyId, environmentId: principal.environmentId };
}

/**
 * Unsafe requests and WebSocket doors must come from Portico's own pages (OWASP ASVS 3.5.1–3.5.3, 4.4.2): a browser sends
 * `Origin` with them, and it must be the origin that was called. Callers that are no browser send no cookie by accident,
 * but must state the origin too, so that there is one rule.
 */
function requireOwnOrigin(request: Request, env: Env): void {
	const origin = request.headers.get("origin");
	if (origin !== ownOrigin(request, env))
		throw new HttpProblem(403, "origin.refused", "This request did not come from Portico's own pages.");
}

/** The origin that people see: the deployment's own, or on a machine the one that was called. Links are made with it. */
export function ownOrigin(request: Request, env: Env): string {
	return env.ORIGIN === "" ? new URL(request.url).origin : env.ORIGIN;
}

function requireLength(request: Request, maxBytes: number): void {
	const declared = Number(request.headers.get("content-length") ?? "0");
	if (declared > maxBytes) throw tooLarge(maxBytes);
}

function tooLarge(maxBytes: number): HttpProblem {
	return new HttpProblem(413, "body.too_large", `The body may have ${maxBytes} bytes at the most.`, { field: "body" });
}

/** Reads a JSON body within a bound, counting as it streams, so that a missing Content-Length gains nothing. */
async function readJson(request: Request, maxBytes: number): Promise<unknown> {
	const type = request.headers.get("content-type") ?? "";
	if (type.split(";")[0]?.trim() !== "application/json")
		throw new HttpProblem(415, "body.not_json", "Send the body as application/json.", { field: "body" });
	const bytes = await readBytes(request, maxBytes);
	let text: string;
	try {
		text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch {
		throw malformed();
	}
	if (nestsDeeper(text, MAX_DEPTH))
		throw new HttpProblem(400, "body.too_deep", `Lists and objects in the body may be ${MAX_DEPTH} deep within each other at the most.`, {
			field: "body",
		});
	try {
		return JSON.parse(text, refusePrototype);
	} catch {
		throw malformed();
	}
}

function malformed(): HttpProblem {
	return new HttpProblem(400, "body.malformed", "The body is not JSON.", { field: "body" });
}

/** Reads a whole body of at most `maxBytes`; more is refused with 413 as soon as it is seen. */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
	requireLength(request, maxBytes);
	const reader = request.body?.getReader();
	if (reader === undefined) return new Uint8Array();
	const parts: Uint8Array[] = [];
	let size = 0;
	for (;;) {
		const { done, value } = await reader.read();
		if (done) break;
		size += value.byteLength;
		if (size > maxBytes) {
			await reader.cancel();
			throw tooLarge(maxBytes);
		}
		parts.push(value);
	}
	const whole = new Uint8Array(size);
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.byteLength;
	}
	return whole;
}

function refusePrototype(key: string, value: unknown): unknown {
	if (key === "__proto__") throw new SyntaxError("__proto__ is not a name");
	return value;
}

function parse<S extends Schema>(schema: S | undefined, input: unknown, where: "params" | "query" | "body"): Parsed<S> {
	if (schema === undefined) return undefined as Parsed<S>;
	const result = v.safeParse(schema, input, { abortPipeEarly: true });
	if (result.success) return result.output as Parsed<S>;
	// An id that is not even shaped like one is a thing that does not exist.
	if (where === "params") throw notFound();
	const issue = result.issues[0];
	const field = v.getDotPath(issue) ?? where;
	throw new HttpProblem(400, "input.invalid", `${field}: ${issue.message}`, {
		field,
		more: { issues: result.issues.slice(0, 20).map((each) => ({ field: v.getDotPath(each) ?? where, detail: each.message })) },
	});
}
