import { and, count, eq, inArray } from "drizzle-orm";
import type * as v from "valibot";
import type { Id } from "../../domain/ids.ts";
import { inboxAddress } from "../../domain/mail/inbox-address.ts";
import type { MailVerdict } from "../../domain/mail/verdict.ts";
import { HttpProblem, notFound } from "../http/problem.ts";
import { audit, type Actor } from "../tenancy/audit.ts";
import { database } from "../tenancy/database.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";
import { receivedMail } from "../tenancy/schema/mail.ts";
import { environment } from "../tenancy/schema/tenancy.ts";
import { findPlace } from "./find-place.ts";
import { listRows, readRow, type LedgerRow } from "./ledger.ts";
import { nextPage, type PageEnd } from "./page.ts";
import { readRaw } from "./read-raw.ts";
import { keptRaw, workOffSafely } from "./receive.ts";
import { mailDocument } from "./safe-html.ts";
import type { inbox, receivedDetail, receivedList, receivedRow } from "./schemas.ts";

/** The environment's address, and how many messages wait for a person. */
export async function readInboxOf(env: Env, scope: EnvironmentScope): Promise<v.InferInput<typeof inbox>> {
	const db = database(env);
	const [place, waiting] = await Promise.all([
		db
			.select({ stage: environment.stage, inboxKey: environment.inboxKey })
			.from(environment)
			.where(and(eq(environment.companyId, scope.companyId), eq(environment.id, scope.environmentId)))
			.get(),
		db
			.select({ n: count() })
			.from(receivedMail)
			.where(
				and(
					eq(receivedMail.companyId, scope.companyId),
					eq(receivedMail.environmentId, scope.environmentId),
					inArray(receivedMail.verdict, ["quarantined", "failed"]),
				),
			)
			.get(),
	]);
	if (place === undefined) throw notFound();
	return { address: inboxAddress(place.stage, place.inboxKey, env.INBOX_DOMAIN), waiting: waiting?.n ?? 0 };
}

export async function listReceived(
	env: Env,
	scope: EnvironmentScope,
	query: { readonly before?: PageEnd | undefined; readonly verdict?: MailVerdict | undefined },
): Promise<v.InferInput<typeof receivedList>> {
	const rows = await listRows(env, scope, query);
	return { mails: rows.map(shown), next: nextPage(rows, rows.at(-1)?.receivedAt) };
}

function shown(row: LedgerRow): v.InferInput<typeof receivedRow> {
	return {
		mailId: row.id,
		receivedAt: row.receivedAt,
		from: row.fromAddress,
		fromName: row.fromName,
		to: row.envelopeTo,
		subject: row.subject,
		size: row.size,
		attachments: row.attachments,
		verdict: row.verdict,
		code: row.code,
		reason: row.reason,
		triggerName: row.triggerName,
		caseId: row.caseId,
		caseNumber: row.caseNumber,
	};
}

const HEADERS_SHOWN = 60;

export async function readReceived(env: Env, scope: EnvironmentScope, mailId: Id<"mail">): Promise<v.InferInput<typeof receivedDetail>> {
	const row = await found(env, scope, mailId);
	const raw = await keptRaw(env, scope, row);
	const read = raw === null ? null : await readRaw(raw);
	return {
		...shown(row),
		messageId: row.messageId,
		envelopeFrom: row.envelopeFrom,
		replayable: isReplayable(row),
		content:
			read === null || !read.ok
				? null
				: {
						headers: read.value.headers
							.slice(0, HEADERS_SHOWN)
							.map((header) => ({ name: header.name, value: header.value.slice(0, 1000) })),
						text: read.value.text.slice(0, 100_000),
						html: read.value.html === null ? null : mailDocument(read.value.html),
						files: read.value.attachments.map((file, index) => ({
							index,
							name: file.name,
							type: file.type,
							size: file.content.byteLength,
						})),
					},
	};
}

/** One attachment as a download: never shown by the browser, whatever its type says. */
export async function downloadAttachment(env: Env, scope: EnvironmentScope, mailId: Id<"mail">, index: number): Promise<Response> {
	const raw = await keptRaw(env, scope, await found(env, scope, mailId));
	const read = raw === null ? null : await readRaw(raw);
	const file = read !== null && read.ok ? read.value.attachments[index] : undefined;
	if (file === undefined) throw notFound();
	return new Response(file.content, {
		headers: {
			"content-type": "application/octet-stream",
			"content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`,
			"content-security-policy": "default-src 'none'; sandbox",
			"cache-control": "private, no-store",
		},
	});
}

/** What was kept and did not reach a case can be worked off again, as a person's decision. */
function isReplayable(row: LedgerRow): boolean {
	return row.rawSha256 !== null && (["failed", "quarantined", "ignored", "received"] as MailVerdict[]).includes(row.verdict);
}

/** Works a kept message off again: after a trigger was added, a package activated or a doubt cleared. */
export async function replayReceived(
	env: Env,
	scope: EnvironmentScope,
	mailId: Id<"mail">,
	actor: Actor,
	now: number,
): Promise<v.InferInput<typeof receivedRow>> {
	const row = await found(env, scope, mailId);
	if (!isReplayable(row))
		throw new HttpProblem(409, "mail.not_replayable", "Only a message that was kept and did not reach a case can be worked off again.");
	const raw = await keptRaw(env, scope, row);
	if (raw === null) throw new HttpProblem(409, "mail.not_kept", "The message itself is not kept any more.");
	const place = await findPlace(env, row.envelopeTo, row.receivedAt);
	const own = typeof place === "string" || place.scope.environmentId !== scope.environmentId ? { scope, answers: null } : place;
	const outcome = await workOffSafely(env, own, row, raw, true, now);
	await audit(env, scope.companyId, {
		actor,
		action: "mail.replay",
		scopeId: scope.environmentId,
		outcome: "done",
		detail: { mail: mailId, before: row.verdict, after: outcome.verdict, case: outcome.case?.number ?? null },
	});
	return shown(await found(env, scope, mailId));
}

async function found(env: Env, scope: EnvironmentScope, mailId: Id<"mail">): Promise<LedgerRow> {
	const row = await readRow(env, scope, mailId);
	if (row === null) throw notFound();
	return row;
}
