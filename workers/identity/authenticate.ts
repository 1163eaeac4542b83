import * as v from "valibot";
import type { Principal } from "../../domain/grants/principal.ts";
import { id, type CompanyId, type EnvironmentId, type PersonId } from "../../domain/ids.ts";
import { objects } from "../tenancy/objects.ts";
import { COMPANY_COOKIE, environmentCookie, readSessionCookie } from "./cookies.ts";
import { hashOf } from "./secrets.ts";

const NOBODY: Principal = { realm: "none" };
/** Names of objects that were found in D1: a made-up cookie must not bring an object into being. */
const known = new Set<string>();
const KNOWN_AT_MOST = 20_000;

/**
 * Who calls: reads the cookie of the realm that the route takes and asks the object that holds the session.
 * A session of one realm is worth nothing in the other.
 */
export async function authenticate(
	request: Request,
	env: Env,
	realm: "company" | "environment" | "none",
	environmentId: string | undefined,
	now: number,
): Promise<Principal> {
	switch (realm) {
		case "none":
			return NOBODY;
		case "company":
			return authenticateBuilder(request, env, now);
		case "environment": {
			const parsed = v.safeParse(id("environment"), environmentId);
			return parsed.success ? authenticateEndUser(request, env, parsed.output, now) : NOBODY;
		}
	}
}

async function authenticateBuilder(request: Request, env: Env, now: number): Promise<Principal> {
	const cookie = readSessionCookie(request, COMPANY_COOKIE);
	if (cookie === undefined) return NOBODY;
	const { companyId } = cookie;
	if (!(await exists(companyId, env.DB.prepare("SELECT 1 FROM company WHERE id = ?").bind(companyId)))) return NOBODY;
	const found = await objects.company(env, companyId).principal(await hashOf(cookie.secret), now);
	if (found === undefined) return NOBODY;
	return {
		realm: "company",
		companyId,
		personId: found.id as PersonId,
		name: found.name,
		email: found.email,
		sessionId: found.sessionId,
		grants: found.grants,
	};
}

async function authenticateEndUser(request: Request, env: Env, environmentId: EnvironmentId, now: number): Promise<Principal> {
	const cookie = readSessionCookie(request, environmentCookie(environmentId));
	if (cookie === undefined) return NOBODY;
	const scope: { companyId: CompanyId; environmentId: EnvironmentId } = { companyId: cookie.companyId, environmentId };
	const row = env.DB.prepare("SELECT 1 FROM environment WHERE company_id = ? AND id = ?").bind(scope.companyId, environmentId);
	if (!(await exists(`${scope.companyId}/${environmentId}`, row))) return NOBODY;
	const found = await objects.environment(env, scope).principal(await hashOf(cookie.secret), now);
	if (found === undefined) return NOBODY;
	return {
		realm: "environment",
		...scope,
		personId: found.id as PersonId,
		name: found.name,
		email: found.email,
		sessionId: found.sessionId,
		roles: found.roles,
		groups: found.groups,
	};
}

async function exists(name: string, row: D1PreparedStatement): Promise<boolean> {
	if (known.has(name)) return true;
	if ((await row.first()) === null) return false;
	if (known.size >= KNOWN_AT_MOST) known.clear();
	known.add(name);
	return true;
}
