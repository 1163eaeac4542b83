import ipaddr from "ipaddr.js";
import type { Problem } from "../../domain/problem.ts";
import { fail, ok, type Result } from "../../domain/result.ts";

/** Where a connector may never go, and the one exception that a local installation may make. */
export interface EgressPolicy {
	/** Host names of this deployment: its own portals and its mail domain, with everything below their zone. */
	readonly ownHosts: readonly string[];
	/** `host:port` on the loopback interface that may be called by http, for a test server. Empty on every deployment. */
	readonly loopback: readonly string[];
}

const NO_PUBLIC_NAME = ["localhost", "local", "internal", "intranet", "lan", "home.arpa", "onion", "test", "invalid", "example"];

/**
 * Whether a connector may call this address, as far as the address itself tells. The URL is parsed first, which turns decimal,
 * octal, hexadecimal and full-width spellings of an IPv4 address into the usual one (WHATWG URL §3.5), and judged after.
 */
export function checkAddress(text: string, policy: EgressPolicy): Result<URL, Problem> {
	const url = URL.parse(text);
	if (url === null) return refused("egress.malformed", "The address of the connector is not a URL.");
	if (url.username !== "" || url.password !== "")
		return refused("egress.credentials", "Put credentials into a header, as a secret parameter, not into the address.");
	const host = url.hostname.replace(/\.+$/, "").toLowerCase();
	if (url.protocol === "http:" && isLoopback(host) && policy.loopback.includes(`${url.hostname}:${url.port}`)) return ok(url);
	if (url.protocol !== "https:") return refused("egress.not_https", "A connector calls https addresses only.");
	if (url.port !== "") return refused("egress.port", "A connector calls port 443 only.");
	if (host === "") return refused("egress.malformed", "The address of the connector names no host.");
	const literal = host.startsWith("[") ? host.slice(1, -1) : host;
	if (ipaddr.isValid(literal)) {
		return isPublicAddress(literal) ? ok(url) : refused("egress.private_address", "This address is not on the public internet.");
	}
	if (!host.includes(".") || NO_PUBLIC_NAME.some((name) => host === name || host.endsWith(`.${name}`)))
		return refused("egress.private_name", "This host name is not on the public internet.");
	if (policy.ownHosts.some((own) => host === own || host.endsWith(`.${own}`)))
		return refused("egress.own_zone", "A connector may not call Portico itself.");
	return ok(url);
}

/** Whether an IP address is unicast and public: not private, loopback, link-local, carrier-grade, documentation or mapped. */
export function isPublicAddress(address: string): boolean {
	return ipaddr.isValid(address) && ipaddr.process(address).range() === "unicast";
}

/** The names of a deployment that no connector may call: its origin's host and zone, and its mail domain. */
export function ownHosts(origin: string, inboxDomain: string): string[] {
	const hosts = inboxDomain === "" ? [] : [inboxDomain.toLowerCase()];
	const host = URL.parse(origin)?.hostname.toLowerCase();
	if (host !== undefined && host !== "") {
		hosts.push(host);
		const labels = host.split(".");
		// `portico.acme.com` lies in the zone `acme.com`; a zone of one label is no zone.
		if (labels.length > 2 && !ipaddr.isValid(host)) hosts.push(labels.slice(1).join("."));
	}
	return hosts;
}

function isLoopback(host: string): boolean {
	const literal = host.startsWith("[") ? host.slice(1, -1) : host;
	return ipaddr.isValid(literal) && ipaddr.process(literal).range() === "loopback";
}

function refused(code: string, detail: string): Result<never, Problem> {
	return fail({ code, detail, at: "url" });
}
