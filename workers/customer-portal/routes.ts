import { Hono } from "hono";
import * as v from "valibot";
import { id } from "../../domain/ids.ts";
import type { Edge } from "../http/edge.ts";
import { builderOf, ownOrigin, route } from "../http/route.ts";
import { emailAddress, personName } from "../identity/schemas.ts";
import { createModelWorkspace, createProjectWorkspace } from "../tenancy/create-workspace.ts";
import { listAudit, verifyAudit } from "./audit-trail.ts";
import { createGroup, addMember, deleteGroup, listGroups, readGroup, removeMember, renameGroup } from "./groups.ts";
import { accessRoute, grantRoute, revokeRoute, whoCanRoute } from "./node-routes.ts";
import {
	activatePerson,
	deactivatePerson,
	endSessionOf,
	invitePerson,
	listPeople,
	readPerson,
	renamePerson,
	renewInvitation,
} from "./people.ts";
import {
	auditCheck,
	auditPage,
	auditQuery,
	description,
	done,
	groupDetail,
	link,
	person,
	personDetail,
	placeName,
	treeNode,
} from "./schemas.ts";
import { readTree } from "./tree.ts";

const inPerson = v.object({ personId: id("person") });
const inGroup = v.object({ groupId: id("group") });
const inMembership = v.object({ groupId: id("group"), personId: id("person") });
const inSubscription = v.object({ subscriptionId: id("subscription") });

const people = { action: "company.people", level: "company", realm: "company" } as const;
const groups = { action: "company.groups", level: "company", realm: "company" } as const;
const reads = { action: "company.read", level: "company", realm: "company" } as const;
const audits = { action: "company.audit", level: "company", realm: "company" } as const;

const OK = { ok: true };

/** The company: its tree, people, groups, grants and audit trail. */
export const customerPortal = new Hono<Edge>()
	.get(
		"/tree",
		route(
			{ ...reads, summary: "The company's tree as far as one may see it", returns: v.object({ nodes: v.array(treeNode) }) },
			async (call) => ({
				nodes: await readTree(call.env, builderOf(call), call.now),
			}),
		),
	)
	.get("/companies/:companyId/access", accessRoute("company"))
	.get("/companies/:companyId/who-can", whoCanRoute("company"))
	.post("/companies/:companyId/grants", grantRoute("company"))
	.delete("/companies/:companyId/grants/:grantId", revokeRoute("company"))
	.get("/subscriptions/:subscriptionId/access", accessRoute("subscription"))
	.get("/subscriptions/:subscriptionId/who-can", whoCanRoute("subscription"))
	.post("/subscriptions/:subscriptionId/grants", grantRoute("subscription"))
	.delete("/subscriptions/:subscriptionId/grants/:grantId", revokeRoute("subscription"))
	.get("/models/:modelId/access", accessRoute("model"))
	.get("/models/:modelId/who-can", whoCanRoute("model"))
	.post("/models/:modelId/grants", grantRoute("model"))
	.delete("/models/:modelId/grants/:grantId", revokeRoute("model"))
	.get("/projects/:projectId/access", accessRoute("project"))
	.get("/projects/:projectId/who-can", whoCanRoute("project"))
	.post("/projects/:projectId/grants", grantRoute("project"))
	.delete("/projects/:projectId/grants/:grantId", revokeRoute("project"))
	.get("/environments/:environmentId/access", accessRoute("environment"))
	.get("/environments/:environmentId/who-can", whoCanRoute("environment"))
	.post("/environments/:environmentId/grants", grantRoute("environment"))
	.delete("/environments/:environmentId/grants/:grantId", revokeRoute("environment"))
	.post(
		"/subscriptions/:subscriptionId/models",
		route(
			{
				action: "subscription.create-model",
				level: "subscription",
				realm: "company",
				summary: "Makes a model; who makes it owns it",
				params: inSubscription,
				body: v.object({ name: placeName, description }),
				returns: v.object({ modelId: v.string() }),
			},
			async (call) => {
				const builder = builderOf(call);
				const scope = { companyId: builder.companyId, subscriptionId: call.params.subscriptionId };
				return createModelWorkspace(call.env, scope, call.body, builder, call.now);
			},
		),
	)
	.post(
		"/subscriptions/:subscriptionId/projects",
		route(
			{
				action: "subscription.create-project",
				level: "subscription",
				realm: "company",
				summary: "Makes a project with an environment for every stage; who makes it owns it",
				params: inSubscription,
				body: v.object({ name: placeName, description }),
				returns: v.object({
					projectId: v.string(),
					environments: v.array(v.object({ id: v.string(), stage: v.string() })),
				}),
			},
			async (call) => {
				const builder = builderOf(call);
				const scope = { companyId: builder.companyId, subscriptionId: call.params.subscriptionId };
				return createProjectWorkspace(call.env, scope, call.body, builder, call.now);
			},
		),
	)
	.get(
		"/people",
		route(
			{
				...reads,
				summary: "The company's people, by name",
				query: v.object({ search: v.optional(v.pipe(v.string(), v.maxLength(100))) }),
				returns: v.object({ people: v.array(person) }),
			},
			async (call) => listPeople(call.env, builderOf(call).companyId, call.query.search),
		),
	)
	.post(
		"/people",
		route(
			{
				...people,
				summary: "Invites a person and answers with the one-time link",
				body: v.object({ email: emailAddress, name: personName }),
				returns: v.object({ personId: v.string(), ...link.entries }),
			},
			async (call) => invitePerson(call.env, builderOf(call), ownOrigin(call.request, call.env), call.body, call.now),
		),
	)
	.get(
		"/people/:personId",
		route({ ...people, summary: "A person with groups, roles and open sessions", params: inPerson, returns: personDetail }, async (call) =>
			readPerson(call.env, builderOf(call).companyId, call.params.personId, call.now),
		),
	)
	.patch(
		"/people/:personId",
		route(
			{ ...people, summary: "Changes a person's name", params: inPerson, body: v.object({ name: personName }), returns: done },
			async (call) => {
				await renamePerson(call.env, builderOf(call), call.params.personId, call.body.name);
				return OK;
			},
		),
	)
	.post(
		"/people/:personId/invitation",
		route({ ...people, summary: "Makes a new one-time link for a person", params: inPerson, returns: link }, async (call) =>
			renewInvitation(call.env, builderOf(call), ownOrigin(call.request, call.env), call.params.personId, call.now),
		),
	)
	.post(
		"/people/:personId/deactivate",
		route({ ...people, summary: "Deactivates a person and signs them out everywhere", params: inPerson, returns: done }, async (call) => {
			await deactivatePerson(call.env, builderOf(call), call.params.personId, call.now);
			return OK;
		}),
	)
	.post(
		"/people/:personId/activate",
		route({ ...people, summary: "Activates a person again", params: inPerson, returns: done }, async (call) => {
			await activatePerson(call.env, builderOf(call), call.params.personId);
			return OK;
		}),
	)
	.delete(
		"/people/:personId/sessions/:sessionId",
		route(
			{
				...people,
				summary: "Ends a session of a person",
				params: v.object({ personId: id("person"), sessionId: id("session") }),
				returns: done,
			},
			async (call) => {
				await endSessionOf(call.env, builderOf(call), call.params.personId, call.params.sessionId);
				return OK;
			},
		),
	)
	.get(
		"/groups",
		route(
			{
				...reads,
				summary: "The company's groups, by name",
				returns: v.object({ groups: v.array(v.object({ id: v.string(), name: v.string(), members: v.number() })) }),
			},
			async (call) => listGroups(call.env, builderOf(call).companyId),
		),
	)
	.post(
		"/groups",
		route(
			{ ...groups, summary: "Makes a group", body: v.object({ name: placeName }), returns: v.object({ groupId: v.string() }) },
			async (call) => createGroup(call.env, builderOf(call), call.body.name, call.now),
		),
	)
	.get(
		"/groups/:groupId",
		route(
			{
				...reads,
				summary: "A group with its people and the roles it carries",
				params: inGroup,
				returns: groupDetail,
			},
			async (call) => readGroup(call.env, builderOf(call).companyId, call.params.groupId),
		),
	)
	.patch(
		"/groups/:groupId",
		route(
			{ ...groups, summary: "Changes a group's name", params: inGroup, body: v.object({ name: placeName }), returns: done },
			async (call) => {
				await renameGroup(call.env, builderOf(call), call.params.groupId, call.body.name);
				return OK;
			},
		),
	)
	.delete(
		"/groups/:groupId",
		route({ ...groups, summary: "Deletes a group and the roles it carried", params: inGroup, returns: done }, async (call) => {
			await deleteGroup(call.env, builderOf(call), call.params.groupId);
			return OK;
		}),
	)
	.put(
		"/groups/:groupId/members/:personId",
		route({ ...groups, summary: "Puts a person into a group", params: inMembership, returns: done }, async (call) => {
			await addMember(call.env, builderOf(call), call.params.groupId, call.params.personId);
			return OK;
		}),
	)
	.delete(
		"/groups/:groupId/members/:personId",
		route({ ...groups, summary: "Takes a person out of a group", params: inMembership, returns: done }, async (call) => {
			await removeMember(call.env, builderOf(call), call.params.groupId, call.params.personId);
			return OK;
		}),
	)
	.get(
		"/audit",
		route({ ...audits, summary: "The audit trail, newest first", query: auditQuery, returns: auditPage }, async (call) =>
			listAudit(call.env, builderOf(call).companyId, { ...call.query, limit: call.query.limit ?? 50 }),
		),
	)
	.get(
		"/audit/verify",
		route({ ...audits, summary: "Follows the audit trail's chain from its first row to its head", returns: auditCheck }, async (call) =>
			verifyAudit(call.env, builderOf(call).companyId),
		),
	);
