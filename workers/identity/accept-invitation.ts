import { and, eq, gt, isNull, sql } from "drizzle-orm";
import * as v from "valibot";
import { id, type CompanyId, type EnvironmentId } from "../../domain/ids.ts";
import { HttpProblem } from "../http/problem.ts";
import { act, auditEntry, refusal, statementsOf } from "../tenancy/audit.ts";
import { database } from "../tenancy/database.ts";
import { objects } from "../tenancy/objects.ts";
import { company, endUser, endUserInvitation, invitation, person } from "../tenancy/schema/tenancy.ts";
import { hashPassword } from "./password.ts";
import { hashOf } from "./secrets.ts";
import { openCompanySession } from "./sign-in-company.ts";
import { openEnvironmentSession, placeOf } from "./sign-in-environment.ts";

/** What the page of an invitation shows before anything is asked. */
export interface InvitationShown {
	readonly company: { readonly name: string; readonly slug: string };
	readonly name: string;
	readonly email: string;
}

/** Whom an invitation to a company is for. @throws HttpProblem 403 `invitation.refused` */
export async function readInvitation(env: Env, token: string, now: number): Promise<InvitationShown> {
	const found = await findInvitation(env, token, now);
	return { company: { name: found.companyName, slug: found.slug }, name: found.name, email: found.email };
}

/** Takes an invitation: sets the password, makes the person active and signs them in. @throws HttpProblem 403 `invitation.refused` */
export async function acceptInvitation(
	env: Env,
	request: Request,
	given: { readonly token: string; readonly name: string; readonly password: string },
	now: number,
): Promise<Response> {
	const found = await findInvitation(env, given.token, now);
	const db = database(env);
	const password = await hashPassword(given.password);
	const { companyId } = found;
	await act(
		env,
		companyId,
		[
			// Guarded by the invitation still being open: of two uses at once, the second changes nothing and is told so below.
			db
				.update(person)
				.set({ password, name: given.name, state: "active" })
				.where(
					and(
						eq(person.companyId, companyId),
						eq(person.id, found.personId),
						sql`EXISTS (SELECT 1 FROM invitation i WHERE i.company_id = ${companyId} AND i.id = ${found.id} AND i.accepted_at IS NULL)`,
					),
				),
			db
				.update(invitation)
				.set({ acceptedAt: now })
				.where(and(eq(invitation.companyId, companyId), eq(invitation.personId, found.personId), isNull(invitation.acceptedAt))),
		],
		{ actor: { personId: found.personId, name: given.name }, action: "person.accept", scopeId: companyId, outcome: "done", detail: {} },
		{ affects: { people: [found.personId], groups: [], endSessions: true } },
	);
	const kept = await db
		.select({ password: person.password })
		.from(person)
		.where(and(eq(person.companyId, companyId), eq(person.id, found.personId)))
		.get();
	if (kept?.password !== password) throw invitationRefused();
	return openCompanySession(env, request, companyId, { id: found.personId, name: given.name, email: found.email }, now);
}

async function findInvitation(env: Env, token: string, now: number) {
	const [companyPart, secret = ""] = token.split(".");
	const companyId = v.safeParse(id("company"), companyPart);
	if (!companyId.success) throw invitationRefused();
	const row = await database(env)
		.select({
			id: invitation.id,
			companyId: invitation.companyId,
			personId: invitation.personId,
			name: person.name,
			email: person.email,
			companyName: company.name,
			slug: company.slug,
		})
		.from(invitation)
		.innerJoin(person, and(eq(person.companyId, invitation.companyId), eq(person.id, invitation.personId)))
		.innerJoin(company, eq(company.id, invitation.companyId))
		.where(
			and(
				eq(invitation.companyId, companyId.output),
				eq(invitation.secretHash, await hashOf(secret)),
				isNull(invitation.acceptedAt),
				gt(invitation.expiresAt, now),
				sql`${person.state} <> 'inactive'`,
			),
		)
		.get();
	if (row === undefined) throw invitationRefused();
	return row;
}

/** Whom a password link of an environment is for. @throws HttpProblem 403 `invitation.refused` */
export async function readEndUserInvitation(
	env: Env,
	environmentId: EnvironmentId,
	token: string,
	now: number,
): Promise<{ readonly name: string; readonly email: string }> {
	const { companyId } = await placeOf(env, environmentId);
	const found = await findEndUserInvitation(env, companyId, environmentId, token, now);
	return { name: found.name, email: found.email };
}

/** Takes a password link of an environment: sets the password, makes the end user active and signs them in. */
export async function acceptEndUserInvitation(
	env: Env,
	request: Request,
	environmentId: EnvironmentId,
	given: { readonly token: string; readonly password: string },
	now: number,
): Promise<Response> {
	const { companyId } = await placeOf(env, environmentId);
	const scope = { companyId, environmentId };
	const found = await findEndUserInvitation(env, companyId, environmentId, given.token, now);
	const db = database(env);
	const password = await hashPassword(given.password);
	const self = and(eq(endUser.companyId, companyId), eq(endUser.environmentId, environmentId), eq(endUser.id, found.endUserId));
	const result = await objects.environment(env, scope).changeEndUsers(
		{
			statements: statementsOf([
				db
					.update(endUser)
					.set({ password, state: "active" })
					.where(
						and(
							self,
							sql`EXISTS (SELECT 1 FROM end_user_invitation i WHERE i.company_id = ${companyId} AND i.environment_id = ${environmentId} AND i.id = ${found.id} AND i.accepted_at IS NULL)`,
						),
					),
				db
					.update(endUserInvitation)
					.set({ acceptedAt: now })
					.where(
						and(
							eq(endUserInvitation.companyId, companyId),
							eq(endUserInvitation.environmentId, environmentId),
							eq(endUserInvitation.endUserId, found.endUserId),
							isNull(endUserInvitation.acceptedAt),
						),
					),
			]),
			entry: auditEntry({
				actor: { personId: found.endUserId, name: found.name },
				action: "end-user.accept",
				scopeId: environmentId,
				outcome: "done",
				detail: {},
			}),
			people: [found.endUserId],
			endSessions: true,
		},
		now,
	);
	if (!result.ok) throw refusal(result.reason);
	const kept = await db.select({ password: endUser.password }).from(endUser).where(self).get();
	if (kept?.password !== password) throw invitationRefused();
	return openEnvironmentSession(env, request, scope, { id: found.endUserId, name: found.name, email: found.email }, now);
}

async function findEndUserInvitation(env: Env, companyId: CompanyId, environmentId: EnvironmentId, token: string, now: number) {
	const row = await database(env)
		.select({ id: endUserInvitation.id, endUserId: endUserInvitation.endUserId, name: endUser.name, email: endUser.email })
		.from(endUserInvitation)
		.innerJoin(
			endUser,
			and(
				eq(endUser.companyId, endUserInvitation.companyId),
				eq(endUser.environmentId, endUserInvitation.environmentId),
				eq(endUser.id, endUserInvitation.endUserId),
			),
		)
		.where(
			and(
				eq(endUserInvitation.companyId, companyId),
				eq(endUserInvitation.environmentId, environmentId),
				eq(endUserInvitation.secretHash, await hashOf(token)),
				isNull(endUserInvitation.acceptedAt),
				gt(endUserInvitation.expiresAt, now),
				sql`${endUser.state} <> 'inactive'`,
			),
		)
		.get();
	if (row === undefined) throw invitationRefused();
	return row;
}

function invitationRefused(): HttpProblem {
	return new HttpProblem(403, "invitation.refused", "This link has been used or has expired. Ask whoever sent it for a new one.");
}
