import { type ClientResponse, hc } from "hono/client";
import type { PorticoApi } from "../../workers/router.ts";

/**
 * The HTTP API, typed by the routes themselves: `api.work[":environmentId"].inbox.$get({ param })`.
 * Wrap every call in `callApi`, which throws an `ApiProblem` for all that is not a good answer.
 */
export const api = hc<PorticoApi>(location.origin).api;

/** Why a call gave nothing: the problem document of the server (RFC 9457), or that there was no server to be reached. */
export class ApiProblem extends Error {
	override readonly name = "ApiProblem";
	/** The HTTP status; 0 when the network failed. */
	readonly status: number;
	/** Stable: `form.field_read_only`. `offline` when the network failed. */
	readonly code: string;
	/** JSON path of the input at fault. */
	readonly field: string | undefined;
	/** Every further member of the problem document. */
	readonly more: Readonly<Record<string, unknown>>;

	constructor(
		status: number,
		code: string,
		detail: string,
		options: { readonly field?: string | undefined; readonly more?: Readonly<Record<string, unknown>> } = {},
	) {
		super(detail);
		this.status = status;
		this.code = code;
		this.field = options.field;
		this.more = options.more ?? {};
	}
}

/** The answer's JSON, or an `ApiProblem` thrown. Takes a call of `api` or any `fetch`. */
export function callApi<T>(call: Promise<ClientResponse<T>>): Promise<T>;
export function callApi(call: Promise<Response>): Promise<unknown>;
export async function callApi(call: Promise<ClientResponse<unknown> | Response>): Promise<unknown> {
	let response: ClientResponse<unknown> | Response;
	try {
		response = await call;
	} catch {
		throw new ApiProblem(0, "offline", "Portico cannot be reached. What you typed is kept; try again when you are online.");
	}
	if (!response.ok) throw await readProblem(response);
	if (response.status === 204) return undefined;
	return response.json();
}

/** The problem document in a refused answer; a plain one where the body is no such document. */
export async function readProblem(response: Pick<Response, "status" | "json">): Promise<ApiProblem> {
	let body: Record<string, unknown>;
	try {
		body = Object(await response.json());
	} catch {
		body = {};
	}
	const { code, detail, field, type: _type, title: _title, status: _status, ...more } = body;
	return new ApiProblem(
		response.status,
		typeof code === "string" ? code : `http.${response.status}`,
		typeof detail === "string" ? detail : "Something went wrong on the way. Nothing was changed; try again.",
		{ field: typeof field === "string" ? field : undefined, more },
	);
}

/** Any thrown thing as an `ApiProblem`, for a place that shows errors. */
export function asProblem(error: unknown): ApiProblem {
	if (error instanceof ApiProblem) return error;
	return new ApiProblem(0, "page.failed", error instanceof Error ? error.message : "This page failed. Reload it; what was saved is safe.");
}
