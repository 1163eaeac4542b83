import type { Problem } from "../../domain/problem.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { checkAddress, type EgressPolicy, isPublicAddress, ownHosts } from "./egress-address.ts";

export const MAX_RESPONSE_BYTES = 5 * 1024 * 1024;
export const MAX_TIMEOUT_MS = 30_000;
const MAX_REDIRECTS = 3;
const RESOLVER = "https://cloudflare-dns.com/dns-query";

/** A call that leaves Portico. `headers` are what the connector says; those that steer proxies or hosts are left out. */
export interface OutgoingCall {
	readonly method: string;
	readonly url: string;
	readonly headers: readonly { readonly name: string; readonly value: string }[];
	/** JSON text, or null for none. */
	readonly body: string | null;
	/** Milliseconds for everything, redirects and body included. */
	readonly timeout: number;
}

export interface Answer {
	readonly status: number;
	readonly headers: Headers;
	readonly body: Uint8Array<ArrayBuffer>;
}

/** What the guard needs of the world: the network, and the addresses of a name (`undefined`: they can not be known here). */
export interface Network {
	readonly fetch: (request: Request) => Promise<Response>;
	readonly resolve: ((host: string, signal: AbortSignal) => Promise<readonly string[]>) | undefined;
}

/** `retry`: the same call may go well later. */
export interface EgressProblem extends Problem {
	readonly retry: boolean;
}

/** The one way out for connectors: each address is judged before it is called, also after a redirect. */
export async function callOut(call: OutgoingCall, policy: EgressPolicy, network: Network): Promise<Result<Answer, EgressProblem>> {
	const signal = AbortSignal.timeout(Math.min(Math.max(call.timeout, 100), MAX_TIMEOUT_MS));
	try {
		return await follow(call, policy, network, signal);
	} catch (error) {
		if (signal.aborted) return problem("egress.timeout", "The called system did not answer in time.", true);
		// Headers and methods that the platform refuses come as a TypeError; a broken connection as an Error.
		if (error instanceof TypeError && /header|method|invalid/i.test(error.message))
			return problem("egress.malformed", "The connector's method or headers are not valid.", false);
		return problem("egress.unreachable", "The called system could not be reached.", true);
	}
}

async function follow(
	call: OutgoingCall,
	policy: EgressPolicy,
	network: Network,
	signal: AbortSignal,
): Promise<Result<Answer, EgressProblem>> {
	let { method, body } = call;
	let headers = safeHeaders(call.headers, body !== null);
	let address = call.url;
	for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
		const checked = checkAddress(address, policy);
		if (!checked.ok) return fail({ ...checked.error, retry: false });
		const url = checked.value;
		const resolved = await checkResolved(url, policy, network, signal);
		if (!resolved.ok) return resolved;
		const response = await network.fetch(new Request(url, { method, headers, body, redirect: "manual", signal }));
		const location = response.headers.get("location");
		if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return readAnswer(response);
		await response.body?.cancel();
		const next = URL.parse(location, url);
		if (next === null) return problem("egress.redirect_malformed", "The called system redirects to something that is no address.", false);
		// Credentials are for the host they were given for.
		if (next.host !== url.host) headers = safeHeaders([], body !== null);
		if (response.status === 303 || (response.status <= 302 && method === "POST")) {
			method = "GET";
			body = null;
			headers.delete("content-type");
		}
		address = next.href;
	}
	return problem("egress.redirects", `The called system redirects more than ${MAX_REDIRECTS} times.`, false);
}

async function checkResolved(url: URL, policy: EgressPolicy, network: Network, signal: AbortSignal): Promise<Result<true, EgressProblem>> {
	const host = url.hostname.replace(/\.+$/, "");
	const literal = host.startsWith("[") || /^[0-9.]+$/.test(host);
	if (literal || network.resolve === undefined || policy.loopback.includes(`${url.hostname}:${url.port}`)) return ok(true);
	const addresses = await network.resolve(host, signal);
	if (addresses.length === 0) return problem("egress.unknown_host", "The host name of the connector has no address.", true);
	if (addresses.every(isPublicAddress)) return ok(true);
	return problem("egress.private_address", "The host name of the connector leads to an address that is not on the public internet.", false);
}

/** Reads within the bound, counting as it streams: what the called system says of its length is not believed. */
async function readAnswer(response: Response): Promise<Result<Answer, EgressProblem>> {
	const parts: Uint8Array[] = [];
	let size = 0;
	const reader = response.body?.getReader();
	while (reader !== undefined) {
		const { done, value } = await reader.read();
		if (done) break;
		size += value.byteLength;
		if (size > MAX_RESPONSE_BYTES) {
			await reader.cancel();
			return problem("egress.answer_too_large", `The called system answered with more than ${MAX_RESPONSE_BYTES} bytes.`, false);
		}
		parts.push(value);
	}
	const body = new Uint8Array(size);
	let at = 0;
	for (const part of parts) {
		body.set(part, at);
		at += part.byteLength;
	}
	return ok({ status: response.status, headers: response.headers, body });
}

const STEERING =
	/^(host|connection|keep-alive|upgrade|te|trailer|transfer-encoding|content-length|expect|forwarded|via|cdn-loop|true-client-ip)$/;
const STEERING_PREFIX = /^(cf-|x-forwarded-|x-real-ip|x-portico-|proxy-|sec-)/;

/** Throws a `TypeError` for names and values that are no headers. */
function safeHeaders(given: OutgoingCall["headers"], hasBody: boolean): Headers {
	const headers = new Headers({ accept: "application/json, text/plain;q=0.9, */*;q=0.5", "user-agent": "Portico" });
	if (hasBody) headers.set("content-type", "application/json");
	for (const { name, value } of given) {
		const lower = name.trim().toLowerCase();
		if (!STEERING.test(lower) && !STEERING_PREFIX.test(lower)) headers.set(lower, value);
	}
	return headers;
}

/** What this deployment refuses. Only a local installation may name loopback test servers, by a variable of its own. */
export function policyOf(env: Env): EgressPolicy {
	const named = (env as { readonly EGRESS_LOOPBACK?: string }).EGRESS_LOOPBACK ?? "";
	return {
		ownHosts: ownHosts(env.ORIGIN, env.INBOX_DOMAIN),
		loopback: env.STAGE === "local" ? named.split(",").filter((host) => host !== "") : [],
	};
}

/** The real network. Names are resolved over HTTPS where there is an internet; a local installation judges names and literals. */
export function networkOf(env: Env): Network {
	return { fetch: (request) => fetch(request), resolve: env.STAGE === "local" ? undefined : resolveOverHttps };
}

async function resolveOverHttps(host: string, signal: AbortSignal): Promise<string[]> {
	const answers = await Promise.all(
		["A", "AAAA"].map(async (type) => {
			const response = await fetch(`${RESOLVER}?name=${encodeURIComponent(host)}&type=${type}`, {
				headers: { accept: "application/dns-json" },
				signal,
			});
			if (!response.ok) throw new Error(`resolver answered ${response.status}`);
			const { Answer: records = [] } = await response.json<{ Answer?: { type: number; data: string }[] }>();
			// 1 is A, 28 is AAAA (RFC 1035, RFC 3596); CNAMEs on the way are not addresses.
			return records.filter((record) => record.type === 1 || record.type === 28).map((record) => record.data);
		}),
	);
	return answers.flat();
}

function problem(code: string, detail: string, retry: boolean): Result<never, EgressProblem> {
	return fail({ code, detail, retry });
}
