import { and, count, desc, eq, gt, inArray, lt, ne, or } from "drizzle-orm";
import type { CaseId, Id } from "../../domain/ids.ts";
import { oneLine } from "../../domain/mail/safe-text.ts";
import type { MailVerdict } from "../../domain/mail/verdict.ts";
import { database } from "../tenancy/database.ts";
import { newId } from "../tenancy/new-id.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";
import { receivedMail } from "../tenancy/schema/mail.ts";
import { beyond, PAGE, type PageEnd } from "./page.ts";

export type LedgerRow = typeof receivedMail.$inferSelect;

/** What became of a message. */
export interface Outcome {
	readonly verdict: Exclude<MailVerdict, "received">;
	/** Empty for `accepted`. */
	readonly code: string;
	readonly reason: string;
	readonly trigger?: { readonly id: Id<"trigger">; readonly name: string };
	readonly case?: { readonly caseId: CaseId; readonly number: string };
	readonly answers?: Id<"mail">;
}

export interface Arrival {
	readonly envelopeFrom: string;
	readonly envelopeTo: string;
	readonly size: number;
	readonly rawSha256: string | null;
	/** As far as the header shows without parsing; written again once the message is read. */
	readonly from: string;
	readonly subject: string;
}

/** Opens the ledger row of a message that has just arrived. */
export async function openRow(env: Env, scope: EnvironmentScope, arrival: Arrival, now: number): Promise<LedgerRow> {
	return database(env)
		.insert(receivedMail)
		.values({
			...scope,
			id: newId("mail"),
			receivedAt: now,
			envelopeFrom: oneLine(arrival.envelopeFrom, 320),
			envelopeTo: oneLine(arrival.envelopeTo, 320),
			fromAddress: oneLine(arrival.from, 320),
			fromName: "",
			subject: oneLine(arrival.subject, 400),
			messageId: "",
			size: arrival.size,
			attachments: 0,
			rawSha256: arrival.rawSha256,
			verdict: "received",
			code: "",
			reason: "",
			updatedAt: now,
		})
		.returning()
		.get();
}

function mine(scope: EnvironmentScope, id: Id<"mail">) {
	return and(eq(receivedMail.companyId, scope.companyId), eq(receivedMail.environmentId, scope.environmentId), eq(receivedMail.id, id));
}

/** What the message itself says, once it is read. */
export async function describeRow(
	env: Env,
	scope: EnvironmentScope,
	id: Id<"mail">,
	said: Partial<Pick<LedgerRow, "fromAddress" | "fromName" | "subject" | "messageId" | "attachments" | "contentHash" | "answersMailId">>,
): Promise<void> {
	await database(env).update(receivedMail).set(said).where(mine(scope, id));
}

export async function closeRow(env: Env, scope: EnvironmentScope, id: Id<"mail">, outcome: Outcome, now: number): Promise<void> {
	await database(env)
		.update(receivedMail)
		.set({
			verdict: outcome.verdict,
			code: outcome.code,
			reason: oneLine(outcome.reason, 1000),
			triggerId: outcome.trigger?.id ?? null,
			triggerName: outcome.trigger?.name ?? null,
			caseId: outcome.case?.caseId ?? null,
			caseNumber: outcome.case?.number ?? null,
			...(outcome.answers === undefined ? {} : { answersMailId: outcome.answers }),
			updatedAt: now,
		})
		.where(mine(scope, id));
}

/** A message that was being worked off for longer than this when its twin came was lost with its Worker. */
export const STUCK_MS = 30_000;
const SAME_WORDS_MS = 24 * 3_600_000;

/**
 * Claims what identifies a message; the unique index lets one row have it. A row that failed, or was lost half-way, gives its
 * claim up: the mail system that sends again after a fault must not be told "seen before".
 * @returns the row that was first when this one is a repeat
 */
export async function claimIdentity(
	env: Env,
	scope: EnvironmentScope,
	id: Id<"mail">,
	claim: string,
	contentHash: string,
	now: number,
): Promise<LedgerRow | null> {
	const db = database(env);
	const here = and(eq(receivedMail.companyId, scope.companyId), eq(receivedMail.environmentId, scope.environmentId));
	const twin = await db
		.select()
		.from(receivedMail)
		.where(
			and(
				here,
				ne(receivedMail.id, id),
				eq(receivedMail.contentHash, contentHash),
				gt(receivedMail.receivedAt, now - SAME_WORDS_MS),
				inArray(receivedMail.verdict, ["accepted", "quarantined", "received"]),
			),
		)
		.limit(1)
		.get();
	if (twin !== undefined && !(twin.verdict === "received" && twin.updatedAt < now - STUCK_MS)) return twin;
	await db
		.update(receivedMail)
		.set({
			claim: null,
			verdict: "repeated",
			code: "mail.sent_again",
			reason: "It could not be worked off and was sent again.",
			updatedAt: now,
		})
		.where(
			and(
				here,
				ne(receivedMail.id, id),
				eq(receivedMail.claim, claim),
				or(eq(receivedMail.verdict, "failed"), and(eq(receivedMail.verdict, "received"), lt(receivedMail.updatedAt, now - STUCK_MS))),
			),
		);
	try {
		await db.update(receivedMail).set({ claim, contentHash, updatedAt: now }).where(mine(scope, id));
		return null;
	} catch (error) {
		const first = await db
			.select()
			.from(receivedMail)
			.where(and(here, eq(receivedMail.claim, claim), ne(receivedMail.id, id)))
			.get();
		if (first === undefined) throw error;
		return first;
	}
}

/** Replies to one mail of Portico since a moment: more than a person writes means two robots talk to each other. */
export async function countAnswers(env: Env, scope: EnvironmentScope, answers: Id<"mail">, since: number): Promise<number> {
	const row = await database(env)
		.select({ n: count() })
		.from(receivedMail)
		.where(
			and(
				eq(receivedMail.companyId, scope.companyId),
				eq(receivedMail.environmentId, scope.environmentId),
				eq(receivedMail.answersMailId, answers),
				gt(receivedMail.receivedAt, since),
			),
		)
		.get();
	return row?.n ?? 0;
}

export async function readRow(env: Env, scope: EnvironmentScope, id: Id<"mail">): Promise<LedgerRow | null> {
	return (await database(env).select().from(receivedMail).where(mine(scope, id)).get()) ?? null;
}

/** Rows of the ledger, the newest first: a page of them. */
export async function listRows(
	env: Env,
	scope: EnvironmentScope,
	options: { readonly before?: PageEnd | undefined; readonly verdict?: MailVerdict | undefined },
): Promise<LedgerRow[]> {
	return database(env)
		.select()
		.from(receivedMail)
		.where(
			and(
				eq(receivedMail.companyId, scope.companyId),
				eq(receivedMail.environmentId, scope.environmentId),
				beyond(receivedMail.receivedAt, receivedMail.id, options.before),
				options.verdict === undefined ? undefined : eq(receivedMail.verdict, options.verdict),
			),
		)
		.orderBy(desc(receivedMail.receivedAt), desc(receivedMail.id))
		.limit(PAGE)
		.all();
}
