import { and, eq } from "drizzle-orm";
import type { CompanyId, EnvironmentId, PersonId } from "../../domain/ids.ts";
import { notFound } from "../http/problem.ts";
import { audit } from "../tenancy/audit.ts";
import { database } from "../tenancy/database.ts";
import { newId } from "../tenancy/new-id.ts";
import { objects, type EnvironmentScope } from "../tenancy/objects.ts";
import { company, endUser, environment, workspace, type Stage } from "../tenancy/schema/tenancy.ts";
import { environmentCookie, setSessionCookie } from "./cookies.ts";
import { verifyPassword } from "./password.ts";
import { hashOf, newSecret } from "./secrets.ts";
import { addressOf, refused, signedIn, tooMany } from "./sign-in.ts";

/** What the sign-in page of an environment says of it. */
export interface EnvironmentPlace {
	readonly companyId: CompanyId;
	readonly companyName: string;
	readonly project: string;
	readonly stage: Stage;
}

/** The environment that an address names, whoever asks: the sign-in page has no session yet. @throws HttpProblem 404 */
export async function placeOf(env: Env, environmentId: EnvironmentId): Promise<EnvironmentPlace> {
	const row = await database(env)
		.select({ companyId: environment.companyId, companyName: company.name, project: workspace.name, stage: environment.stage })
		.from(environment)
		.innerJoin(workspace, and(eq(workspace.companyId, environment.companyId), eq(workspace.id, environment.workspaceId)))
		.innerJoin(company, eq(company.id, environment.companyId))
		.where(eq(environment.id, environmentId))
		.get();
	if (row === undefined) throw notFound();
	return row;
}

/** Signs an end user in to an environment. @throws HttpProblem 401 `sign_in.refused`, 404, 429 `sign_in.too_many` */
export async function signInToEnvironment(
	env: Env,
	request: Request,
	environmentId: EnvironmentId,
	given: { readonly email: string; readonly password: string },
	now: number,
): Promise<Response> {
	const { companyId } = await placeOf(env, environmentId);
	const scope = { companyId, environmentId };
	const wait = await objects.environment(env, scope).admitSignIn(given.email, addressOf(request), now);
	if (wait > 0) throw tooMany(wait);
	const found = await database(env)
		.select()
		.from(endUser)
		.where(and(eq(endUser.companyId, companyId), eq(endUser.environmentId, environmentId), eq(endUser.email, given.email)))
		.get();
	const right = await verifyPassword(given.password, found?.state === "active" ? found.password : undefined);
	if (found === undefined || !right) {
		await audit(env, companyId, {
			actor: { personId: found?.id ?? "unknown", name: found?.name ?? given.email },
			action: "session.sign-in",
			scopeId: environmentId,
			outcome: "refused",
			detail: { email: given.email },
		});
		throw refused();
	}
	return openEnvironmentSession(env, request, scope, found, now);
}

/** Opens a session for an end user who has just proved who they are, and answers with its cookie. */
export async function openEnvironmentSession(
	env: Env,
	request: Request,
	scope: EnvironmentScope,
	who: { readonly id: PersonId; readonly name: string; readonly email: string },
	now: number,
): Promise<Response> {
	const secret = newSecret();
	await audit(env, scope.companyId, {
		actor: { personId: who.id, name: who.name },
		action: "session.sign-in",
		scopeId: scope.environmentId,
		outcome: "done",
		detail: {},
	});
	await objects
		.environment(env, scope)
		.openSession(
			{ hash: await hashOf(secret), id: newId("session"), personId: who.id, agent: request.headers.get("user-agent") ?? "" },
			who.email,
			now,
		);
	return signedIn(who, setSessionCookie(environmentCookie(scope.environmentId), { companyId: scope.companyId, secret }));
}
