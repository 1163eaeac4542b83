import { and, desc, eq } from "drizzle-orm";
import type * as v from "valibot";
import type { CompanyId, Id } from "../../domain/ids.ts";
import { HttpProblem, notFound } from "../http/problem.ts";
import { act, type Actor } from "../tenancy/audit.ts";
import { database } from "../tenancy/database.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";
import { mailSuppression, sentMail } from "../tenancy/schema/mail.ts";
import type { SentRow } from "./deliver.ts";
import { beyond, nextPage, PAGE, type PageEnd } from "./page.ts";
import { mailDocument } from "./safe-html.ts";
import type { mailboxList, sentDetail, sentList, sentRow, suppressionList } from "./schemas.ts";
import { LOCAL_ORIGIN } from "./send-notification.ts";

export async function listSent(
	env: Env,
	scope: EnvironmentScope,
	query: { readonly before?: PageEnd | undefined; readonly state?: SentRow["state"] | undefined },
): Promise<v.InferInput<typeof sentList>> {
	const rows = await database(env)
		.select()
		.from(sentMail)
		.where(
			and(
				eq(sentMail.companyId, scope.companyId),
				eq(sentMail.environmentId, scope.environmentId),
				beyond(sentMail.createdAt, sentMail.id, query.before),
				query.state === undefined ? undefined : eq(sentMail.state, query.state),
			),
		)
		.orderBy(desc(sentMail.createdAt), desc(sentMail.id))
		.limit(PAGE)
		.all();
	return { mails: rows.map(shown), next: nextPage(rows, rows.at(-1)?.createdAt) };
}

function shown(row: SentRow): v.InferInput<typeof sentRow> {
	return {
		mailId: row.id,
		createdAt: row.createdAt,
		sentAt: row.sentAt,
		kind: row.kind,
		to: row.toAddress,
		toName: row.toName,
		subject: row.subject,
		state: row.state,
		detail: row.detail,
		caseId: row.caseId,
		caseNumber: row.caseNumber,
	};
}

export async function readSent(
	env: Env,
	scope: EnvironmentScope,
	mailId: Id<"mail">,
	origin: string,
): Promise<v.InferInput<typeof sentDetail>> {
	const row = await database(env)
		.select()
		.from(sentMail)
		.where(and(eq(sentMail.companyId, scope.companyId), eq(sentMail.environmentId, scope.environmentId), eq(sentMail.id, mailId)))
		.get();
	if (row === undefined) throw notFound();
	return detail(env, row, origin);
}

/** A queue's consumer does not know the port that `npm start` listens on, so its links are set right where they are read. */
function detail(env: Env, row: SentRow, origin: string): v.InferInput<typeof sentDetail> {
	const here = (text: string): string => (env.ORIGIN === "" ? text.replaceAll(LOCAL_ORIGIN, origin) : text);
	return { ...shown(row), replyTo: row.replyTo, text: here(row.text), html: mailDocument(here(row.html), true) };
}

/** All mail of a company that left this machine's Portico, newest first: instead of everybody's mailbox. Only `npm start` has it. */
export async function listMailbox(env: Env, companyId: CompanyId): Promise<v.InferInput<typeof mailboxList>> {
	requireLocal(env);
	const rows = await database(env)
		.select()
		.from(sentMail)
		.where(eq(sentMail.companyId, companyId))
		.orderBy(desc(sentMail.createdAt), desc(sentMail.id))
		.limit(200)
		.all();
	return { mails: rows.map((row) => ({ ...shown(row), environmentId: row.environmentId })) };
}

export async function readMailbox(
	env: Env,
	companyId: CompanyId,
	mailId: Id<"mail">,
	origin: string,
): Promise<v.InferInput<typeof sentDetail>> {
	requireLocal(env);
	const row = await database(env)
		.select()
		.from(sentMail)
		.where(and(eq(sentMail.companyId, companyId), eq(sentMail.id, mailId)))
		.get();
	if (row === undefined) throw notFound();
	return detail(env, row, origin);
}

function requireLocal(env: Env): void {
	if ((env.STAGE as string) !== "local") throw notFound();
}

export async function listSuppressed(env: Env, scope: EnvironmentScope): Promise<v.InferInput<typeof suppressionList>> {
	const rows = await database(env)
		.select({ address: mailSuppression.address, reason: mailSuppression.reason, since: mailSuppression.since })
		.from(mailSuppression)
		.where(and(eq(mailSuppression.companyId, scope.companyId), eq(mailSuppression.environmentId, scope.environmentId)))
		.orderBy(desc(mailSuppression.since))
		.limit(500)
		.all();
	return { addresses: rows };
}

/** Lets an address have mail again. */
export async function liftSuppression(env: Env, scope: EnvironmentScope, address: string, actor: Actor): Promise<void> {
	const { addresses } = await listSuppressed(env, scope);
	if (!addresses.some((each) => each.address === address))
		throw new HttpProblem(404, "not_found", "There is nothing here, or it is not yours to see.");
	await act(
		env,
		scope.companyId,
		[
			database(env)
				.delete(mailSuppression)
				.where(
					and(
						eq(mailSuppression.companyId, scope.companyId),
						eq(mailSuppression.environmentId, scope.environmentId),
						eq(mailSuppression.address, address),
					),
				),
		],
		{ actor, action: "mail.allow-address", scopeId: scope.environmentId, outcome: "done", detail: { address } },
	);
}
