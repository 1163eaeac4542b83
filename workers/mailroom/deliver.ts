import { and, eq } from "drizzle-orm";
import type { CaseId, CompanyId, EnvironmentId } from "../../domain/ids.ts";
import type { MailContent } from "../../domain/mail/notification.ts";
import { replyMark } from "../../domain/mail/reply-address.ts";
import { oneLine } from "../../domain/mail/safe-text.ts";
import { database } from "../tenancy/database.ts";
import { newId } from "../tenancy/new-id.ts";
import { mailSuppression, sentMail } from "../tenancy/schema/mail.ts";
import { replySigner } from "./reply-signer.ts";

export type SentRow = typeof sentMail.$inferSelect;

/** A mail to one person. */
export interface Letter {
	readonly companyId: CompanyId;
	/** `null`: mail of the company itself. */
	readonly environmentId: EnvironmentId | null;
	/** What asked for it; the same key and address are the same mail for ever. */
	readonly effectKey: string;
	readonly kind: SentRow["kind"];
	readonly case?: { readonly caseId: CaseId; readonly number: string; readonly task: number | null };
	readonly from: { readonly name: string; readonly email: string };
	readonly to: { readonly name: string; readonly address: string };
	readonly content: MailContent;
}

/** A reply finds its case for this long. */
const REPLY_LIVES_MS = 30 * 24 * 3_600_000;

/** Codes of the mail service that no later try will mend; the words follow in its message. */
const FOR_GOOD = /E_(VALIDATION|SENDER|RECIPIENT|CONTENT|HEADER|FIELD|DOMAIN|DAILY_LIMIT)|invalid|not allowed|not verified|suppress/i;

/**
 * Hands a mail to the mail service, once: its row is written first, so that a repeat finds what became of it. Mail can not be
 * sent exactly once (the answer may be lost after the service took it); both copies then carry the same mark.
 * @returns the row; `queued` means that the service could not take it now and it should be tried again
 */
export async function deliver(env: Env, letter: Letter, now: number): Promise<SentRow> {
	const db = database(env);
	const id = newId("mail");
	const address = oneLine(letter.to.address, 320).toLowerCase();
	const mark = await replyMark(id, now + REPLY_LIVES_MS, replySigner(env));
	await db
		.insert(sentMail)
		.values({
			companyId: letter.companyId,
			id,
			environmentId: letter.environmentId,
			effectKey: letter.effectKey,
			kind: letter.kind,
			caseId: letter.case?.caseId ?? null,
			caseNumber: letter.case?.number ?? null,
			task: letter.case?.task ?? null,
			toAddress: address,
			toName: oneLine(letter.to.name, 200),
			replyTo: letter.case === undefined ? "" : `reply+${mark}@${env.INBOX_DOMAIN}`,
			subject: letter.content.subject,
			text: letter.content.text,
			html: letter.content.html,
			state: "queued",
			detail: "",
			messageId: "",
			createdAt: now,
			updatedAt: now,
		})
		.onConflictDoNothing();
	const row = await db
		.select()
		.from(sentMail)
		.where(and(eq(sentMail.companyId, letter.companyId), eq(sentMail.effectKey, letter.effectKey), eq(sentMail.toAddress, address)))
		.get();
	if (row === undefined) throw new Error("a sent mail must have its row");
	if (row.state !== "queued") return row;
	if (await isSuppressed(env, letter, address))
		return settle(env, row, { state: "suppressed", detail: "An earlier mail to this address came back for good.", messageId: "" }, now);
	try {
		const sent = await env.MAIL.send({
			from: letter.from,
			to: row.toName === "" ? address : { name: row.toName, email: address },
			...(row.replyTo === "" ? {} : { replyTo: row.replyTo }),
			subject: row.subject,
			text: row.text,
			html: row.html,
			headers: { "X-Portico-Mail": markOf(row, mark), "Auto-Submitted": "auto-generated" },
		});
		return await settle(env, row, { state: "sent", detail: "", messageId: sent?.messageId ?? "" }, now);
	} catch (error) {
		const code = (error as { code?: unknown }).code;
		const words = oneLine(`${typeof code === "string" ? `${code}: ` : ""}${error instanceof Error ? error.message : String(error)}`, 400);
		return settle(env, row, { state: FOR_GOOD.test(words) ? "failed" : "queued", detail: words, messageId: "" }, now);
	}
}

/** No further try will be made. */
export async function giveUp(env: Env, row: SentRow, now: number): Promise<SentRow> {
	return row.state === "queued" ? settle(env, row, { state: "failed", detail: row.detail, messageId: "" }, now) : row;
}

/** A mail that was tried before keeps the mark of its first row. */
function markOf(row: SentRow, made: string): string {
	const match = /^reply\+([^@]+)@/.exec(row.replyTo);
	return match?.[1] ?? made;
}

async function isSuppressed(env: Env, letter: Letter, address: string): Promise<boolean> {
	if (letter.environmentId === null) return false;
	const row = await database(env)
		.select({ since: mailSuppression.since })
		.from(mailSuppression)
		.where(
			and(
				eq(mailSuppression.companyId, letter.companyId),
				eq(mailSuppression.environmentId, letter.environmentId),
				eq(mailSuppression.address, address),
			),
		)
		.get();
	return row !== undefined;
}

async function settle(
	env: Env,
	row: SentRow,
	now: { readonly state: SentRow["state"]; readonly detail: string; readonly messageId: string },
	at: number,
): Promise<SentRow> {
	const changed = { ...now, sentAt: now.state === "sent" ? at : row.sentAt, updatedAt: at };
	await database(env)
		.update(sentMail)
		.set(changed)
		.where(and(eq(sentMail.companyId, row.companyId), eq(sentMail.id, row.id)));
	return { ...row, ...changed };
}
