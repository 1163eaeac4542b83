import { Hono } from "hono";
import * as v from "valibot";
import { id, type EnvironmentId } from "../../domain/ids.ts";
import type { Builder } from "../../domain/grants/principal.ts";
import type { Edge } from "../http/edge.ts";
import { builderOf, ownOrigin, route } from "../http/route.ts";
import { emailAddress, personName } from "../identity/schemas.ts";
import { createEndUser, listEndUsers, renewEndUserLink, setEndUserActive, updateEndUser } from "./people.ts";

const inEnvironment = v.object({ environmentId: id("environment") });
const inPerson = v.object({ environmentId: id("environment"), personId: id("person") });
const people = { action: "environment.people", level: "environment", realm: "company" } as const;
const done = v.object({ ok: v.boolean() });
const link = v.object({ link: v.string(), expiresAt: v.number() });

/** The name of a role or group, as a performer of a process says it. */
const membership = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80));
const memberships = v.pipe(v.array(membership), v.maxLength(100));

const endUser = v.object({
	id: v.string(),
	name: v.string(),
	email: v.string(),
	state: v.picklist(["invited", "active", "inactive"]),
	roles: v.array(v.string()),
	groups: v.array(v.string()),
});

function scopeOf(builder: Builder, environmentId: EnvironmentId) {
	return { companyId: builder.companyId, environmentId };
}

/** The end users of an environment: their accounts, roles and groups. */
export const endUsers = new Hono<Edge>()
	.get(
		"/:environmentId/people",
		route(
			{
				...people,
				summary: "The environment's end users, by name",
				params: inEnvironment,
				query: v.object({ search: v.optional(v.pipe(v.string(), v.maxLength(100))) }),
				returns: v.object({ people: v.array(endUser), roles: v.array(v.string()), groups: v.array(v.string()) }),
			},
			async (call) => listEndUsers(call.env, scopeOf(builderOf(call), call.params.environmentId), call.query.search, call.now),
		),
	)
	.post(
		"/:environmentId/people",
		route(
			{
				...people,
				summary: "Makes an end user and answers with the one-time password link",
				params: inEnvironment,
				body: v.object({
					email: emailAddress,
					name: personName,
					roles: v.optional(memberships, []),
					groups: v.optional(memberships, []),
				}),
				returns: v.object({ personId: v.string(), ...link.entries }),
			},
			async (call) => {
				const builder = builderOf(call);
				const origin = ownOrigin(call.request, call.env);
				return createEndUser(call.env, builder, scopeOf(builder, call.params.environmentId), origin, call.body, call.now);
			},
		),
	)
	.patch(
		"/:environmentId/people/:personId",
		route(
			{
				...people,
				summary: "Sets name, roles and groups of an end user; what is left out stays",
				params: inPerson,
				body: v.object({ name: v.optional(personName), roles: v.optional(memberships), groups: v.optional(memberships) }),
				returns: done,
			},
			async (call) => {
				const builder = builderOf(call);
				await updateEndUser(call.env, builder, scopeOf(builder, call.params.environmentId), call.params.personId, call.body, call.now);
				return { ok: true };
			},
		),
	)
	.post(
		"/:environmentId/people/:personId/link",
		route({ ...people, summary: "Makes a new one-time password link for an end user", params: inPerson, returns: link }, async (call) => {
			const builder = builderOf(call);
			const origin = ownOrigin(call.request, call.env);
			return renewEndUserLink(call.env, builder, scopeOf(builder, call.params.environmentId), origin, call.params.personId, call.now);
		}),
	)
	.post(
		"/:environmentId/people/:personId/deactivate",
		route(
			{ ...people, summary: "Deactivates an end user and signs them out everywhere", params: inPerson, returns: done },
			async (call) => {
				const builder = builderOf(call);
				await setEndUserActive(call.env, builder, scopeOf(builder, call.params.environmentId), call.params.personId, false, call.now);
				return { ok: true };
			},
		),
	)
	.post(
		"/:environmentId/people/:personId/activate",
		route({ ...people, summary: "Activates an end user again", params: inPerson, returns: done }, async (call) => {
			const builder = builderOf(call);
			await setEndUserActive(call.env, builder, scopeOf(builder, call.params.environmentId), call.params.personId, true, call.now);
			return { ok: true };
		}),
	);
