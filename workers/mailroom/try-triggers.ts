import type * as v from "valibot";
import type { Id } from "../../domain/ids.ts";
import type { Mail } from "../../domain/mail/mail.ts";
import { mapFields } from "../../domain/mail/map-fields.ts";
import { conditionOutcomes, matchTrigger } from "../../domain/mail/match-trigger.ts";
import { HttpProblem, notFound } from "../http/problem.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";
import { readRow } from "./ledger.ts";
import { readRaw } from "./read-raw.ts";
import { readInboxOf } from "./read-received.ts";
import { keptRaw } from "./receive.ts";
import type { sample, trial } from "./schemas.ts";
import { listTriggers } from "./triggers.ts";
import { feelAt } from "./work-off.ts";

/** Says what every trigger makes of a message, and what the winner would start a case with. Nothing is started. */
export async function tryTriggers(
	env: Env,
	scope: EnvironmentScope,
	given: v.InferOutput<typeof sample>,
	now: number,
): Promise<v.InferInput<typeof trial>> {
	const { address } = await readInboxOf(env, scope);
	const { mail, to } = await messageOf(env, scope, given, address);
	const triggers = await listTriggers(env, scope);
	const winner = matchTrigger(triggers, mail, to);
	const mapped = winner === null ? null : mapFields(winner, mail, to, now, feelAt(now));
	return {
		triggers: triggers.map((trigger) => {
			const conditions = conditionOutcomes(trigger, mail, to);
			const matches = conditions.every(({ holds }) => holds);
			return {
				id: trigger.id,
				name: trigger.name,
				enabled: trigger.enabled,
				outcome: !matches ? "no" : trigger.id === winner?.id ? "wins" : trigger.enabled ? "later" : "off",
				conditions,
			};
		}),
		variables: mapped !== null && mapped.ok ? mapped.value : null,
		problem: mapped === null || mapped.ok ? null : mapped.error,
	};
}

async function messageOf(
	env: Env,
	scope: EnvironmentScope,
	given: v.InferOutput<typeof sample>,
	inboxAddress: string,
): Promise<{ mail: Mail; to: string }> {
	if (!("mailId" in given))
		return {
			to: given.to === undefined || given.to === "" ? inboxAddress : given.to,
			mail: {
				from: { name: given.fromName ?? "", address: given.from },
				replyTo: [],
				to: [],
				cc: [],
				subject: given.subject,
				text: given.body,
				html: null,
				date: null,
				messageId: "",
				inReplyTo: "",
				headers: [],
				attachments: [],
			},
		};
	const row = await readRow(env, scope, given.mailId as Id<"mail">);
	if (row === null) throw notFound();
	const raw = await keptRaw(env, scope, row);
	const read = raw === null ? null : await readRaw(raw);
	if (read === null || !read.ok) throw new HttpProblem(409, "mail.not_kept", "The message itself is not kept or can not be read.");
	return { mail: read.value, to: row.envelopeTo };
}
