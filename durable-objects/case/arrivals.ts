import type { ReceivedMail } from "../../domain/case/answers.ts";
import type { Variables } from "../../domain/engine/types.ts";
import { ok } from "../../domain/result.ts";
import { addAttachments } from "./attachments.ts";
import { type Actor, closeSubscription } from "./effects.ts";
import { endJob, jobError } from "./jobs.ts";
import { writeMail } from "./mails.ts";
import type { Answer, At } from "./steps.ts";

/** The job is done; `result` is JSON text. A second completion is dropped: the first wins. */
export async function completeJob({ facts, sql, steps }: At, job: number, result: string): Promise<void> {
	await steps.system(facts, (now) => {
		if (!endJob(sql, facts, job, "done", now)) return undefined;
		return { type: "complete-job", job, result: JSON.parse(result) as Variables[string] };
	});
}

/** The job failed for good: a BPMN error where the model catches `code`, else an incident. */
export async function failJob({ facts, sql, steps }: At, job: number, message: string, code?: string): Promise<void> {
	await steps.system(facts, (now) => {
		if (!endJob(sql, facts, job, "failed", now)) return undefined;
		const why = message === "" ? (jobError(sql, job) ?? "The job failed.") : message;
		return { type: "fail-job", job, message: why, ...(code === undefined ? {} : { code }) };
	});
}

/** A message is offered, or a signal under an id of its own for each wait; true when the case takes it, which ends this wait. The same message offered again is taken again, once. */
export async function deliverMessage(
	{ facts, sql, steps }: At,
	offer: { readonly subscription: number; readonly messageId: string; readonly payload: string },
): Promise<boolean> {
	const known = () => sql.exec("SELECT 1 FROM message_taken WHERE message_id = ?", offer.messageId).toArray().length > 0;
	if (known()) return true;
	await steps.system(facts, (now) => {
		const [open] = sql
			.exec<{ kind: string; any_key: number }>("SELECT kind, any_key FROM subscription WHERE subscription = ?", offer.subscription)
			.toArray();
		if (open === undefined) return undefined;
		// The shard that offers forgets the wait by itself; one for any key stands in the others, too.
		if (open.any_key === 1) closeSubscription(sql, offer.subscription, now);
		else sql.exec("DELETE FROM subscription WHERE subscription = ?", offer.subscription);
		sql.exec("INSERT INTO message_taken (message_id, subscription) VALUES (?, ?)", offer.messageId, offer.subscription);
		const type = open.kind === "signal" ? "deliver-signal" : "deliver-message";
		return { type, subscription: offer.subscription, payload: JSON.parse(offer.payload) as Variables[string] };
	});
	return known();
}

/** A mail that answers this case: it is listed with its attachments. A mail that came before changes nothing. */
export function receiveMail({ facts, sql, steps }: At, mail: ReceivedMail): Answer {
	const now = Date.now();
	if (sql.exec("SELECT 1 FROM mail WHERE mail_id = ?", mail.mailId).toArray().length > 0) return ok(steps.nothing(facts));
	const actor: Actor = { personId: null, name: mail.from };
	const entry = { kind: "mail-received", mailId: mail.mailId, from: mail.from, subject: mail.subject, text: mail.text.slice(0, 20_000) };
	return steps.note(facts, "receive-mail", actor, now, [entry], () => {
		writeMail(sql, {
			mailId: mail.mailId,
			direction: "in",
			address: mail.from,
			subject: mail.subject,
			state: "received",
			detail: "",
			at: now,
		});
		addAttachments(sql, mail.attachments, actor, now);
	});
}
