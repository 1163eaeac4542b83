import { Hono } from "hono";
import * as v from "valibot";
import type { Principal } from "../../domain/grants/principal.ts";
import { id, type EnvironmentId } from "../../domain/ids.ts";
import { mailTrigger } from "../../domain/mail/trigger.ts";
import type { Edge } from "../http/edge.ts";
import { builderOf, route } from "../http/route.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";
import { downloadAttachment, listReceived, readInboxOf, readReceived, replayReceived } from "./read-received.ts";
import { pageEnd } from "./page.ts";
import { liftSuppression, listMailbox, listSent, listSuppressed, readMailbox, readSent } from "./read-sent.ts";
import * as schema from "./schemas.ts";
import { addTrigger, changeTrigger, deleteTrigger, listTriggers, orderTriggers } from "./triggers.ts";
import { tryTriggers } from "./try-triggers.ts";

const inEnvironment = v.object({ environmentId: id("environment") });
const ofMail = v.object({ environmentId: id("environment"), mailId: id("mail") });
const ofTrigger = v.object({ environmentId: id("environment"), triggerId: id("trigger") });
const page = { before: v.optional(pageEnd) };
const done = v.object({ done: v.literal(true) });

/** A route on an environment's mail, for builders. */
const mail = { action: "environment.mail", level: "environment", realm: "company" } as const;
const triggers = { action: "environment.triggers", level: "environment", realm: "company" } as const;

function scopeOf(call: { readonly principal: Principal; readonly params: { readonly environmentId: EnvironmentId } }): EnvironmentScope {
	return { companyId: builderOf(call).companyId, environmentId: call.params.environmentId };
}

/** Inbox triggers, the mail ledger and sent mail of an environment. */
export const mailroom = new Hono<Edge>()
	.get(
		"/mailbox",
		route(
			{
				action: "signed-in",
				realm: "company",
				summary: "All mail that this company sent; only where Portico runs on a developer's machine",
				returns: schema.mailboxList,
			},
			async (call) => listMailbox(call.env, builderOf(call).companyId),
		),
	)
	.get(
		"/mailbox/:mailId",
		route(
			{
				action: "signed-in",
				realm: "company",
				summary: "One mail of the local mailbox, safe to show",
				params: v.object({ mailId: id("mail") }),
				returns: schema.sentDetail,
			},
			async (call) => readMailbox(call.env, builderOf(call).companyId, call.params.mailId, new URL(call.request.url).origin),
		),
	)
	.get(
		"/:environmentId/inbox",
		route(
			{ ...mail, summary: "The environment's mail address and what waits there", params: inEnvironment, returns: schema.inbox },
			async (call) => readInboxOf(call.env, scopeOf(call)),
		),
	)
	.get(
		"/:environmentId/received",
		route(
			{
				...mail,
				summary: "Received mail with its verdicts, newest first",
				params: inEnvironment,
				query: v.object({ ...page, verdict: v.optional(schema.verdict) }),
				returns: schema.receivedList,
			},
			async (call) => listReceived(call.env, scopeOf(call), call.query),
		),
	)
	.get(
		"/:environmentId/received/:mailId",
		route({ ...mail, summary: "One received mail, safe to show", params: ofMail, returns: schema.receivedDetail }, async (call) =>
			readReceived(call.env, scopeOf(call), call.params.mailId),
		),
	)
	.get(
		"/:environmentId/received/:mailId/attachments/:index",
		route(
			{
				...mail,
				summary: "Downloads one attachment of a received mail",
				params: v.object({ ...ofMail.entries, index: v.pipe(v.string(), v.regex(/^\d{1,2}$/), v.transform(Number)) }),
				returns: v.string(),
			},
			async (call) => downloadAttachment(call.env, scopeOf(call), call.params.mailId, call.params.index),
		),
	)
	.post(
		"/:environmentId/received/:mailId/replay",
		route(
			{
				...mail,
				action: "environment.operate",
				summary: "Works a kept mail off again",
				params: ofMail,
				returns: schema.receivedRow,
			},
			async (call) => replayReceived(call.env, scopeOf(call), call.params.mailId, builderOf(call), call.now),
		),
	)
	.get(
		"/:environmentId/sent",
		route(
			{
				...mail,
				summary: "Sent mail with its delivery state, newest first",
				params: inEnvironment,
				query: v.object({ ...page, state: v.optional(schema.sentState) }),
				returns: schema.sentList,
			},
			async (call) => listSent(call.env, scopeOf(call), call.query),
		),
	)
	.get(
		"/:environmentId/sent/:mailId",
		route({ ...mail, summary: "One sent mail, safe to show", params: ofMail, returns: schema.sentDetail }, async (call) =>
			readSent(call.env, scopeOf(call), call.params.mailId, new URL(call.request.url).origin),
		),
	)
	.get(
		"/:environmentId/suppressed",
		route(
			{ ...mail, summary: "Addresses that get no more mail, with why", params: inEnvironment, returns: schema.suppressionList },
			async (call) => listSuppressed(call.env, scopeOf(call)),
		),
	)
	.delete(
		"/:environmentId/suppressed/:address",
		route(
			{
				...mail,
				action: "environment.operate",
				summary: "Lets an address have mail again",
				params: v.object({ environmentId: id("environment"), address: v.pipe(v.string(), v.maxLength(320)) }),
				returns: done,
			},
			async (call) => {
				await liftSuppression(call.env, scopeOf(call), call.params.address.toLowerCase(), builderOf(call));
				return { done: true as const };
			},
		),
	)
	.get(
		"/:environmentId/triggers",
		route(
			{
				...mail,
				summary: "The triggers of the inbox, in the order in which they are tried",
				params: inEnvironment,
				returns: schema.triggerList,
			},
			async (call) => ({ triggers: await listTriggers(call.env, scopeOf(call)) }),
		),
	)
	.post(
		"/:environmentId/triggers",
		route(
			{ ...triggers, summary: "Adds a trigger at the end", params: inEnvironment, body: mailTrigger, returns: schema.storedTrigger },
			async (call) => addTrigger(call.env, scopeOf(call), call.body, builderOf(call), call.now),
		),
	)
	.put(
		"/:environmentId/triggers/:triggerId",
		route(
			{
				...triggers,
				summary: "Changes a trigger, also switches it on or off",
				params: ofTrigger,
				body: mailTrigger,
				returns: schema.storedTrigger,
			},
			async (call) => changeTrigger(call.env, scopeOf(call), call.params.triggerId, call.body, builderOf(call), call.now),
		),
	)
	.delete(
		"/:environmentId/triggers/:triggerId",
		route({ ...triggers, summary: "Deletes a trigger", params: ofTrigger, returns: done }, async (call) => {
			await deleteTrigger(call.env, scopeOf(call), call.params.triggerId, builderOf(call));
			return { done: true as const };
		}),
	)
	.put(
		"/:environmentId/trigger-order",
		route(
			{
				...triggers,
				summary: "Puts the triggers in an order; names every trigger once",
				params: inEnvironment,
				body: v.strictObject({ order: v.pipe(v.array(id("trigger")), v.maxLength(100)) }),
				returns: schema.triggerList,
			},
			async (call) => ({ triggers: await orderTriggers(call.env, scopeOf(call), call.body.order, builderOf(call), call.now) }),
		),
	)
	.post(
		"/:environmentId/trigger-trial",
		route(
			{
				...mail,
				summary: "Says what every trigger makes of a mail; starts nothing",
				params: inEnvironment,
				body: schema.sample,
				returns: schema.trial,
			},
			async (call) => tryTriggers(call.env, scopeOf(call), call.body, call.now),
		),
	);
