import { and, eq } from "drizzle-orm";
import { newId } from "../tenancy/new-id.ts";
import { audit } from "../tenancy/audit.ts";
import { database } from "../tenancy/database.ts";
import { objects } from "../tenancy/objects.ts";
import { company, person } from "../tenancy/schema/tenancy.ts";
import { COMPANY_COOKIE, setSessionCookie } from "./cookies.ts";
import type { CompanyId, PersonId } from "../../domain/ids.ts";
import { verifyPassword } from "./password.ts";
import { addressOf, refused, signedIn, tooMany } from "./sign-in.ts";
import { hashOf, newSecret } from "./secrets.ts";

/**
 * Signs a builder in to a company. Whatever is wrong (company, address, password, state), the answer and its cost are the same.
 * @throws HttpProblem 401 `sign_in.refused`, 429 `sign_in.too_many`
 */
export async function signInToCompany(
	env: Env,
	request: Request,
	given: { readonly company: string; readonly email: string; readonly password: string },
	now: number,
): Promise<Response> {
	const db = database(env);
	const address = addressOf(request);
	// Taken before the company is looked for: a caller who has used up an address learns nothing of which companies exist.
	const gate = objects.signInGate(env, address);
	const early = await gate.admitSignIn(null, address, now);
	if (early > 0) throw tooMany(early);
	const home = await db.select().from(company).where(eq(company.slug, given.company)).get();
	if (home === undefined) {
		// As an account of a company that exists would be.
		const late = await gate.admitSignIn(`${given.company} ${given.email}`, null, now);
		if (late > 0) throw tooMany(late);
		await verifyPassword(given.password, undefined);
		throw refused();
	}
	const wait = await objects.company(env, home.id).admitSignIn(given.email, address, now);
	if (wait > 0) throw tooMany(wait);
	const found = await db
		.select()
		.from(person)
		.where(and(eq(person.companyId, home.id), eq(person.email, given.email)))
		.get();
	const right = await verifyPassword(given.password, found?.state === "active" ? found.password : undefined);
	if (found === undefined || !right) {
		await audit(env, home.id, {
			actor: { personId: found?.id ?? "unknown", name: found?.name ?? given.email },
			action: "session.sign-in",
			scopeId: home.id,
			outcome: "refused",
			detail: { email: given.email },
		});
		throw refused();
	}
	return openCompanySession(env, request, home.id, found, now);
}

/** Opens a session for a person who has just proved who they are, and answers with its cookie. */
export async function openCompanySession(
	env: Env,
	request: Request,
	companyId: CompanyId,
	who: { readonly id: PersonId; readonly name: string; readonly email: string },
	now: number,
): Promise<Response> {
	const secret = newSecret();
	await audit(env, companyId, {
		actor: { personId: who.id, name: who.name },
		action: "session.sign-in",
		scopeId: companyId,
		outcome: "done",
		detail: {},
	});
	await objects
		.company(env, companyId)
		.openSession(
			{ hash: await hashOf(secret), id: newId("session"), personId: who.id, agent: request.headers.get("user-agent") ?? "" },
			who.email,
			now,
		);
	return signedIn(who, setSessionCookie(COMPANY_COOKIE, { companyId, secret }));
}
