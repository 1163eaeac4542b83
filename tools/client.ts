/**
 * A caller of Portico's public HTTP and WebSocket API with its own cookies: what a browser does, for the seed, the demo, the
 * tests and the benches. Unsafe requests carry `Origin`, as a browser's do.
 */
import { hc } from "hono/client";
import type { PorticoApi } from "../workers/router.ts";

/** An answer that was a problem document. */
export class ApiProblem extends Error {
	override readonly name = "ApiProblem";
	readonly status: number;
	readonly code: string;
	readonly body: Readonly<Record<string, unknown>>;

	constructor(status: number, body: Readonly<Record<string, unknown>>, what: string) {
		super(`${what}: ${status} ${String(body["code"])}: ${String(body["detail"])}`);
		this.status = status;
		this.code = String(body["code"]);
		this.body = body;
	}
}

export class Client {
	readonly url: string;
	readonly #cookies = new Map<string, string>();
	/** The typed client of every route; answers are `Response`s, `json()` below reads them. */
	readonly api: ReturnType<typeof hc<PorticoApi>>;

	constructor(url: string) {
		this.url = url;
		this.api = hc<PorticoApi>(url, { fetch: (input: RequestInfo | URL, init?: RequestInit) => this.fetch(input, init) });
	}

	get cookie(): string {
		return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
	}

	/** `fetch` with this caller's cookies and origin; `path` may be a path or a whole URL. */
	async fetch(path: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
		const url = new URL(path instanceof Request ? path.url : path, this.url);
		const headers = new Headers(init.headers);
		headers.set("origin", new URL(this.url).origin);
		if (this.#cookies.size > 0) headers.set("cookie", this.cookie);
		const response = await fetch(url, { ...init, headers, redirect: "manual" });
		for (const line of response.headers.getSetCookie()) {
			const [pair = "", ...attributes] = line.split(";");
			const at = pair.indexOf("=");
			const name = pair.slice(0, at).trim();
			const value = pair.slice(at + 1).trim();
			if (value === "" || attributes.some((each) => each.trim().toLowerCase() === "max-age=0")) this.#cookies.delete(name);
			else this.#cookies.set(name, value);
		}
		return response;
	}

	/** One JSON request. @throws ApiProblem when the answer is an error. */
	async json<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
		const response = await this.fetch(path, {
			method,
			...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
		});
		return (await answer(response, `${method} ${path}`)) as T;
	}

	/** Sends bytes as they are (an upload). @throws ApiProblem when the answer is an error. */
	async upload<T = unknown>(
		method: string,
		path: string,
		body: Uint8Array<ArrayBuffer> | string,
		type = "application/octet-stream",
	): Promise<T> {
		return (await answer(await this.fetch(path, { method, body, headers: { "content-type": type } }), `${method} ${path}`)) as T;
	}

	/** Opens a WebSocket with this caller's cookies; rejects when the door refuses. */
	socket(path: string, origin = new URL(this.url).origin): Promise<WebSocket> {
		const url = new URL(path, this.url.replace(/^http/, "ws"));
		// Node's WebSocket takes headers in its second argument (undici), which the DOM's type does not know.
		const options = { headers: { cookie: this.cookie, origin } } as unknown as string[];
		const socket = new WebSocket(url, options);
		socket.binaryType = "arraybuffer";
		return new Promise((resolve, reject) => {
			socket.addEventListener("open", () => resolve(socket), { once: true });
			socket.addEventListener("error", () => reject(new Error(`the socket ${path} was refused`)), { once: true });
		});
	}
}

async function answer(response: Response, what: string): Promise<unknown> {
	const text = await response.text();
	const type = response.headers.get("content-type") ?? "";
	const body: unknown = type.includes("json") && text !== "" ? JSON.parse(text) : text;
	if (response.ok) return body;
	throw new ApiProblem(
		response.status,
		typeof body === "object" && body !== null ? (body as Record<string, unknown>) : { detail: text.slice(0, 200) },
		what,
	);
}
