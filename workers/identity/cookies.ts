import * as v from "valibot";
import { id, type CompanyId, type EnvironmentId } from "../../domain/ids.ts";

/** Sessions end in their object; the cookie lives as long as the longest of them. */
const MAX_AGE_SECONDS = 14 * 24 * 3600;
const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** What a session's cookie carries: the company whose object knows it, and the secret. */
export interface SessionCookie {
	readonly companyId: CompanyId;
	readonly secret: string;
}

/** The cookie of the company's realm. */
export const COMPANY_COOKIE = "__Host-portico";

/** The cookie of one environment's realm: one browser can be an end user of several. */
export function environmentCookie(environmentId: EnvironmentId): string {
	return `__Host-work-${environmentId}`;
}

export function readSessionCookie(request: Request, name: string): SessionCookie | undefined {
	for (const pair of (request.headers.get("cookie") ?? "").split(";")) {
		const at = pair.indexOf("=");
		if (at < 0 || pair.slice(0, at).trim() !== name) continue;
		const [companyId, secret = "", ...rest] = pair
			.slice(at + 1)
			.trim()
			.split(".");
		const parsed = v.safeParse(id("company"), companyId);
		if (parsed.success && rest.length === 0 && SECRET.test(secret)) return { companyId: parsed.output, secret };
	}
	return undefined;
}

/** `__Host-`: only this host, only over TLS (or the loopback), never a sub-domain's. Scripts can not read it. */
export function setSessionCookie(name: string, cookie: SessionCookie): string {
	return `${name}=${cookie.companyId}.${cookie.secret}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=${MAX_AGE_SECONDS}`;
}

export function clearSessionCookie(name: string): string {
	return `${name}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0`;
}
