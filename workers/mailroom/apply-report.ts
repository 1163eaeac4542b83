import { and, eq, inArray } from "drizzle-orm";
import type { Id } from "../../domain/ids.ts";
import { isHardBounce, reportedState, type DeliveryReport } from "../../domain/mail/delivery-report.ts";
import { readReplyAddress } from "../../domain/mail/reply-address.ts";
import { database } from "../tenancy/database.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";
import { mailSuppression, sentMail } from "../tenancy/schema/mail.ts";
import type { Outcome } from "./ledger.ts";
import { replySigner } from "./reply-signer.ts";
import { tellCase } from "./tell-case.ts";

/**
 * Writes what a delivery report says onto the mail that it is about: found by the signed address it came to, by the signed mark
 * of the returned header, or by Message-ID. Whoever can not name one of these can not stop anybody's mail.
 */
export async function applyReport(
	env: Env,
	scope: EnvironmentScope,
	report: DeliveryReport,
	addressed: Id<"mail"> | null,
	now: number,
): Promise<Outcome> {
	const state = reportedState(report);
	const db = database(env);
	const here = and(eq(sentMail.companyId, scope.companyId), eq(sentMail.environmentId, scope.environmentId));
	const named = addressed ?? (await markedMail(env, report.originalMark, now));
	const row =
		named !== null
			? await db
					.select()
					.from(sentMail)
					.where(and(here, eq(sentMail.id, named)))
					.get()
			: report.originalMessageId === ""
				? undefined
				: await db
						.select()
						.from(sentMail)
						.where(and(here, eq(sentMail.messageId, report.originalMessageId)))
						.get();
	if (row === undefined || state === null)
		return {
			verdict: "report",
			code: row === undefined ? "report.unknown_mail" : "report.without_status",
			reason: row === undefined ? "A report on a mail that was not sent from here." : "The report names no recipient.",
			...(row === undefined ? {} : { answers: row.id }),
		};
	const about = report.recipients.find((each) => each.address === row.toAddress.toLowerCase()) ?? report.recipients[0];
	const detail = [about?.status ?? "", about?.diagnostic ?? ""].filter((part) => part !== "").join(" ");
	// A late or repeated report must not turn "bounced" back into "delayed".
	await db
		.update(sentMail)
		.set({ state, detail, updatedAt: now })
		.where(
			and(
				here,
				eq(sentMail.id, row.id),
				inArray(sentMail.state, state === "delayed" ? ["queued", "sent", "delayed"] : ["queued", "sent", "delayed", "delivered", "failed"]),
			),
		);
	if (about !== undefined && isHardBounce(about))
		await db
			.insert(mailSuppression)
			.values({ ...scope, address: row.toAddress.toLowerCase(), reason: detail === "" ? "A delivery report" : detail, since: now })
			.onConflictDoNothing();
	const words = state === "bounced" ? "will not arrive" : state === "delayed" ? "is delayed" : "has arrived";
	if (row.caseId !== null) await tellCase(env, scope, row.caseId, { ...row, state, detail }, now);
	return {
		verdict: "report",
		code: `report.${state}`,
		reason: `The mail to ${row.toAddress} ${words}. ${detail}`.trim(),
		answers: row.id,
		...(row.caseId === null || row.caseNumber === null ? {} : { case: { caseId: row.caseId, number: row.caseNumber } }),
	};
}

async function markedMail(env: Env, mark: string, now: number): Promise<Id<"mail"> | null> {
	const read = await readReplyAddress(`reply+${mark}`, now, replySigner(env));
	return read.ok ? (read.value as Id<"mail">) : null;
}
