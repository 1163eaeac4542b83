import * as v from "valibot";
import type { Level, Resource } from "../../domain/grants/principal.ts";
import { id, type IdKind } from "../../domain/ids.ts";
import { notFound } from "../http/problem.ts";
import { builderOf, route } from "../http/route.ts";
import { readAccess, readWhoCan } from "./access.ts";
import { grantRole, revokeGrant } from "./grant-role.ts";
import { access, actionName, done, newGrant, whoCanAnswer } from "./schemas.ts";

/** The kind of id that names a node of each level; models and projects are both workspaces. */
const KIND = {
	company: "company",
	subscription: "subscription",
	model: "workspace",
	project: "workspace",
	environment: "environment",
} as const satisfies Record<Level, IdKind>;

function paramsOf<const L extends Level>(level: L) {
	return v.object({ [`${level}Id`]: id(KIND[level]) } as Record<`${L}Id`, ReturnType<typeof id<(typeof KIND)[L]>>>);
}

function resourceOf(call: { readonly resource: Resource | undefined }): Resource {
	if (call.resource === undefined) throw notFound();
	return call.resource;
}

/** `GET …/access`: every grant that reaches a node of this level. */
export function accessRoute<const L extends Level>(level: L) {
	return route(
		{
			action: `${level}.read`,
			level,
			realm: "company",
			summary: `Every role that reaches a ${level}, with whom it reaches and where it was given`,
			params: paramsOf(level),
			returns: access,
		},
		async (call) => readAccess(call.env, builderOf(call), resourceOf(call), call.now),
	);
}

/** `GET …/who-can?action=`: who may do an action on a node of this level, and why. */
export function whoCanRoute<const L extends Level>(level: L) {
	return route(
		{
			action: `${level}.read`,
			level,
			realm: "company",
			summary: `Who may do an action on a ${level}, each with the reasons; without an action, everyone who holds a role there`,
			params: paramsOf(level),
			query: v.object({ action: v.optional(actionName) }),
			returns: whoCanAnswer,
		},
		async (call) => readWhoCan(call.env, builderOf(call), resourceOf(call), call.query.action, call.now),
	);
}

/** `POST …/grants`: gives a role on a node of this level. */
export function grantRoute<const L extends Level>(level: L) {
	return route(
		{
			action: `${level}.grants`,
			level,
			realm: "company",
			summary: `Gives a role on a ${level} to a person or a group`,
			params: paramsOf(level),
			body: newGrant,
			returns: v.object({ grantId: v.string() }),
		},
		async (call) => grantRole(call.env, builderOf(call), resourceOf(call), call.body, call.now),
	);
}

/** `DELETE …/grants/:grantId`: takes a role on a node of this level. */
export function revokeRoute<const L extends Level>(level: L) {
	return route(
		{
			action: `${level}.grants`,
			level,
			realm: "company",
			summary: `Takes a role on a ${level}; it is gone with the next request`,
			params: v.intersect([paramsOf(level), v.object({ grantId: id("grant") })]),
			returns: done,
		},
		async (call) => {
			await revokeGrant(call.env, builderOf(call), resourceOf(call), call.params.grantId);
			return { ok: true };
		},
	);
}
