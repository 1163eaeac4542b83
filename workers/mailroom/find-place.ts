import { and, eq } from "drizzle-orm";
import type { CaseId, Id } from "../../domain/ids.ts";
import { readInbox, splitAddress } from "../../domain/mail/inbox-address.ts";
import { readReplyAddress } from "../../domain/mail/reply-address.ts";
import { database } from "../tenancy/database.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";
import { sentMail } from "../tenancy/schema/mail.ts";
import { environment } from "../tenancy/schema/tenancy.ts";
import { replySigner } from "./reply-signer.ts";

/** The mail of Portico that a message answers, as its signed address says. */
export interface AnsweredMail {
	readonly mailId: Id<"mail">;
	readonly caseId: CaseId | null;
	readonly caseNumber: string | null;
	readonly toAddress: string;
}

export interface Place {
	readonly scope: EnvironmentScope;
	/** Set for a message to a signed reply address. */
	readonly answers: AnsweredMail | null;
}

/**
 * Finds the environment that an address belongs to. The address is all that a message brings, so these two look-ups alone
 * know no company: an inbox key is unguessable and a reply address is signed.
 * @returns a sentence for the sender when there is no such address
 */
export async function findPlace(env: Env, address: string, now: number): Promise<Place | string> {
	const split = splitAddress(address, env.INBOX_DOMAIN);
	if (split === null) return "There is no such address here.";
	const reply = await readReplyAddress(split.localPart, now, replySigner(env));
	if (reply.ok) return (await placeOfReply(env, reply.value as Id<"mail">)) ?? "There is no such address here.";
	if (reply.error === "expired") return "This reply address has expired. Open the case in Portico instead.";
	if (reply.error === "forged") return "There is no such address here.";
	const inbox = readInbox(split.localPart);
	if (inbox === null) return "There is no such address here.";
	const row = await database(env)
		.select({ companyId: environment.companyId, environmentId: environment.id })
		.from(environment)
		.where(and(eq(environment.inboxKey, inbox.inboxKey), eq(environment.stage, inbox.stage)))
		.get();
	return row === undefined ? "There is no such address here." : { scope: row, answers: null };
}

async function placeOfReply(env: Env, mailId: Id<"mail">): Promise<Place | null> {
	const row = await database(env).select().from(sentMail).where(eq(sentMail.id, mailId)).get();
	if (row === undefined || row.environmentId === null) return null;
	return {
		scope: { companyId: row.companyId, environmentId: row.environmentId },
		answers: { mailId: row.id, caseId: row.caseId, caseNumber: row.caseNumber, toAddress: row.toAddress },
	};
}
