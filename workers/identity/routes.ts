import { Hono } from "hono";
import * as v from "valibot";
import { id } from "../../domain/ids.ts";
import type { Edge } from "../http/edge.ts";
import { notFound } from "../http/problem.ts";
import { builderOf, endUserOf, route } from "../http/route.ts";
import { objects } from "../tenancy/objects.ts";
import { acceptEndUserInvitation, acceptInvitation, readEndUserInvitation, readInvitation } from "./accept-invitation.ts";
import { bootstrap } from "./bootstrap.ts";
import { clearSessionCookie, COMPANY_COOKIE, environmentCookie, readSessionCookie } from "./cookies.ts";
import { companyMe, environmentMe } from "./me.ts";
import { companySlug, emailAddress, givenPassword, linkToken, newPassword, personName, signedInPerson } from "./schemas.ts";
import { hashOf } from "./secrets.ts";
import { signInToCompany } from "./sign-in-company.ts";
import { placeOf, signInToEnvironment } from "./sign-in-environment.ts";
import { signedOut } from "./sign-in.ts";

const done = v.object({ ok: v.boolean() });
const whoSignedIn = v.object({ person: signedInPerson });
const inEnvironment = v.object({ environmentId: id("environment") });

/** Sign-in and sessions of both realms. */
export const identity = new Hono<Edge>()
	.post(
		"/bootstrap",
		route(
			{
				action: "anyone",
				realm: "none",
				summary: "Makes a company and its first administrator from a one-time link",
				body: v.object({
					token: linkToken,
					company: v.object({ name: personName, slug: companySlug, region: v.picklist(["eu", "us", "any"]) }),
					administrator: v.object({ name: personName, email: emailAddress, password: newPassword }),
				}),
				returns: whoSignedIn,
			},
			async ({ env, request, body, now }) => bootstrap(env, request, body, now),
		),
	)
	.post(
		"/company/sign-in",
		route(
			{
				action: "anyone",
				realm: "none",
				summary: "Signs a builder or administrator in to a company",
				body: v.object({ company: companySlug, email: emailAddress, password: givenPassword }),
				returns: whoSignedIn,
			},
			async ({ env, request, body, now }) => signInToCompany(env, request, body, now),
		),
	)
	.post(
		"/company/sign-out",
		route({ action: "signed-in", realm: "company", summary: "Ends the session of the company's realm", returns: done }, async (call) => {
			const cookie = readSessionCookie(call.request, COMPANY_COOKIE);
			if (cookie !== undefined) await objects.company(call.env, builderOf(call).companyId).endSession(await hashOf(cookie.secret));
			return signedOut(clearSessionCookie(COMPANY_COOKIE));
		}),
	)
	.get(
		"/company/me",
		route(
			{
				action: "signed-in",
				realm: "company",
				summary: "Who is signed in to the company, and which portals that opens",
				returns: v.object({
					company: v.object({ id: v.string(), slug: v.string(), name: v.string() }),
					person: signedInPerson,
					sessionId: v.string(),
					grants: v.array(v.object({ role: v.string(), scope: v.string() })),
					portals: v.array(v.picklist(["customer-portal", "modeler", "library", "studio", "console"])),
				}),
			},
			async (call) => companyMe(call.env, builderOf(call), call.now),
		),
	)
	.get(
		"/company/sessions",
		route(
			{
				action: "signed-in",
				realm: "company",
				summary: "The open sessions of whoever asks",
				returns: v.object({
					sessions: v.array(v.object({ id: v.string(), agent: v.string(), openedAt: v.number(), seenAt: v.number() })),
				}),
			},
			async (call) => {
				const builder = builderOf(call);
				return { sessions: await objects.company(call.env, builder.companyId).sessionsOf(builder.personId, call.now) };
			},
		),
	)
	.delete(
		"/company/sessions/:sessionId",
		route(
			{
				action: "signed-in",
				realm: "company",
				summary: "Ends one of one's own sessions",
				params: v.object({ sessionId: id("session") }),
				returns: done,
			},
			async (call) => {
				const builder = builderOf(call);
				const ended = await objects.company(call.env, builder.companyId).endSessionById(builder.personId, call.params.sessionId);
				if (!ended) throw notFound();
				return { ok: true };
			},
		),
	)
	.post(
		"/company/invitation",
		route(
			{
				action: "anyone",
				realm: "none",
				summary: "Whom an invitation is for",
				body: v.object({ token: linkToken }),
				returns: v.object({ company: v.object({ name: v.string(), slug: v.string() }), name: v.string(), email: v.string() }),
			},
			async ({ env, body, now }) => readInvitation(env, body.token, now),
		),
	)
	.post(
		"/company/accept",
		route(
			{
				action: "anyone",
				realm: "none",
				summary: "Takes an invitation: sets the password and signs in",
				body: v.object({ token: linkToken, name: personName, password: newPassword }),
				returns: whoSignedIn,
			},
			async ({ env, request, body, now }) => acceptInvitation(env, request, body, now),
		),
	)
	.get(
		"/environments/:environmentId",
		route(
			{
				action: "anyone",
				realm: "none",
				summary: "What the sign-in page of an environment says of it",
				params: inEnvironment,
				returns: v.object({ company: v.string(), project: v.string(), stage: v.string() }),
			},
			async ({ env, params }) => {
				const place = await placeOf(env, params.environmentId);
				return { company: place.companyName, project: place.project, stage: place.stage };
			},
		),
	)
	.post(
		"/environments/:environmentId/sign-in",
		route(
			{
				action: "anyone",
				realm: "none",
				summary: "Signs an end user in to an environment",
				params: inEnvironment,
				body: v.object({ email: emailAddress, password: givenPassword }),
				returns: whoSignedIn,
			},
			async ({ env, request, params, body, now }) => signInToEnvironment(env, request, params.environmentId, body, now),
		),
	)
	.post(
		"/environments/:environmentId/sign-out",
		route(
			{ action: "signed-in", realm: "environment", summary: "Ends the session of an end user", params: inEnvironment, returns: done },
			async (call) => {
				const user = endUserOf(call);
				const name = environmentCookie(call.params.environmentId);
				const cookie = readSessionCookie(call.request, name);
				if (cookie !== undefined) await objects.environment(call.env, user).endSession(await hashOf(cookie.secret));
				return signedOut(clearSessionCookie(name));
			},
		),
	)
	.get(
		"/environments/:environmentId/me",
		route(
			{
				action: "signed-in",
				realm: "environment",
				summary: "Who is signed in to the environment",
				params: inEnvironment,
				returns: v.object({
					company: v.object({ name: v.string() }),
					environment: v.object({ id: v.string(), name: v.string(), stage: v.string(), project: v.string() }),
					person: signedInPerson,
					roles: v.array(v.string()),
					groups: v.array(v.string()),
				}),
			},
			async (call) => environmentMe(call.env, endUserOf(call)),
		),
	)
	.post(
		"/environments/:environmentId/invitation",
		route(
			{
				action: "anyone",
				realm: "none",
				summary: "Whom a password link of an environment is for",
				params: inEnvironment,
				body: v.object({ token: linkToken }),
				returns: v.object({ name: v.string(), email: v.string() }),
			},
			async ({ env, params, body, now }) => readEndUserInvitation(env, params.environmentId, body.token, now),
		),
	)
	.post(
		"/environments/:environmentId/accept",
		route(
			{
				action: "anyone",
				realm: "none",
				summary: "Takes a password link of an environment: sets the password and signs in",
				params: inEnvironment,
				body: v.object({ token: linkToken, password: newPassword }),
				returns: whoSignedIn,
			},
			async ({ env, request, params, body, now }) => acceptEndUserInvitation(env, request, params.environmentId, body, now),
		),
	);
