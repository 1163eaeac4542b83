import { compileFeel, evaluateFeel } from "../../domain/rules/feel.ts";
import type { Id } from "../../domain/ids.ts";
import type { Mail } from "../../domain/mail/mail.ts";
import { mapFields, putAt, type Evaluate } from "../../domain/mail/map-fields.ts";
import { matchTrigger } from "../../domain/mail/match-trigger.ts";
import { firstVerdict, repeatKeys } from "../../domain/mail/verdict.ts";
import { objects, type EnvironmentScope } from "../tenancy/objects.ts";
import { startCase } from "../work-portal/start-case.ts";
import { applyReport } from "./apply-report.ts";
import type { AnsweredMail } from "./find-place.ts";
import { keepAttachments } from "./keep-attachments.ts";
import { claimIdentity, countAnswers, describeRow, type Outcome } from "./ledger.ts";
import { readRaw } from "./read-raw.ts";
import { sha256 } from "./sha256.ts";
import { listTriggers, type StoredTrigger } from "./triggers.ts";

export interface Work {
	readonly scope: EnvironmentScope;
	readonly mailId: Id<"mail">;
	readonly envelopeFrom: string;
	readonly envelopeTo: string;
	readonly receivedAt: number;
	readonly answers: AnsweredMail | null;
	/** A person looked at it and wants it worked off: it is no repeat, and what held it back does not count. */
	readonly again: boolean;
}

const ANSWERS_AN_HOUR = 20;
const HOUR = 3_600_000;

/** Works a message off to its verdict: it starts a case, reaches one, or is kept, ignored or refused with a reason. */
export async function workOff(env: Env, work: Work, raw: Uint8Array<ArrayBuffer>, now: number): Promise<Outcome> {
	const read = await readRaw(raw);
	if (!read.ok) return { verdict: "refused", code: read.error.code, reason: read.error.detail };
	const mail = read.value;
	const { scope, mailId } = work;
	await describeRow(env, scope, mailId, {
		fromAddress: mail.from?.address ?? "",
		fromName: mail.from?.name ?? "",
		subject: mail.subject.slice(0, 400),
		messageId: mail.messageId,
		attachments: mail.attachments.length,
		answersMailId: work.answers?.mailId ?? null,
	});
	const names = repeatKeys(mail, await Promise.all(mail.attachments.map((each) => sha256(each.content))));
	const claim = await sha256(`${work.answers?.mailId ?? "inbox"}\n${names.identity}`);
	if (!work.again) {
		const content = await sha256(`${work.answers?.mailId ?? "inbox"}\n${names.content}`);
		const first = await claimIdentity(env, scope, mailId, claim, content, now);
		if (first !== null)
			return {
				verdict: "repeated",
				code: "mail.repeated",
				reason: "The same message came before.",
				...(first.caseId === null || first.caseNumber === null ? {} : { case: { caseId: first.caseId, number: first.caseNumber } }),
			};
	}
	const verdict = firstVerdict(mail, work.envelopeFrom);
	if (verdict.kind === "report") return applyReport(env, scope, verdict.report, work.answers?.mailId ?? null, now);
	if (verdict.kind !== "open" && !work.again) return { verdict: verdict.kind, code: verdict.problem.code, reason: verdict.problem.detail };
	return work.answers === null ? startFrom(env, work, mail, claim) : reach(env, work, work.answers, mail, claim, now);
}

/** FEEL as triggers use it; `now` is when the message came. */
export function feelAt(now: number): Evaluate {
	return (expression, context) => {
		const compiled = compileFeel(expression);
		return compiled.ok ? evaluateFeel(compiled.value, context, now) : compiled;
	};
}

async function startFrom(env: Env, work: Work, mail: Mail, claim: string): Promise<Outcome> {
	const trigger = matchTrigger(await listTriggers(env, work.scope), mail, work.envelopeTo);
	if (trigger === null)
		return { verdict: "quarantined", code: "mail.no_trigger", reason: "No enabled trigger of this inbox takes this message." };
	const named = { trigger: { id: trigger.id, name: trigger.name } };
	const mapped = mapFields(trigger, mail, work.envelopeTo, work.receivedAt, feelAt(work.receivedAt));
	if (!mapped.ok)
		return { verdict: "failed", code: mapped.error.code, reason: `${mapped.error.at ?? "A field"}: ${mapped.error.detail}`, ...named };
	const attachments = await keepAttachments(env, work.scope, claim, mail.attachments);
	const variables = mapped.value;
	if (trigger.attachmentsTo !== undefined && trigger.attachmentsTo !== "") {
		const files = attachments.map(({ fileId, name, type, size }) => ({ fileId, name, type, size }));
		const put = putAt(variables, trigger.attachmentsTo, files);
		if (put !== null) return { verdict: "failed", code: put.code, reason: put.detail, ...named };
	}
	return startOn(env, work, mail, claim, trigger, { variables, attachments });
}

async function startOn(
	env: Env,
	work: Work,
	mail: Mail,
	claim: string,
	trigger: StoredTrigger,
	given: {
		readonly variables: Parameters<typeof startCase>[2]["variables"];
		readonly attachments: Awaited<ReturnType<typeof keepAttachments>>;
	},
): Promise<Outcome> {
	const named = { trigger: { id: trigger.id, name: trigger.name } };
	// Nobody's identity is established by a From line: the starter is a name without an account, an address or a privilege.
	const starter = { personId: null, name: mail.from?.name || mail.from?.address || "Unknown sender", email: null };
	const started = await startCase(env, work.scope, {
		...(trigger.startEvent === undefined ? {} : { startEvent: trigger.startEvent }),
		variables: given.variables,
		starter,
		idempotencyKey: `mail ${claim}`,
		source: "mail",
		attachments: given.attachments,
	});
	if (!started.ok) return { verdict: "failed", code: started.error.code, reason: started.error.detail, ...named };
	const { caseId, number } = started.value;
	return { verdict: "accepted", code: "", reason: "", ...named, case: { caseId, number } };
}

async function reach(env: Env, work: Work, answers: AnsweredMail, mail: Mail, claim: string, now: number): Promise<Outcome> {
	const about = { answers: answers.mailId };
	if (answers.caseId === null || answers.caseNumber === null)
		return { verdict: "quarantined", code: "mail.no_case", reason: "The mail that this one answers belongs to no case.", ...about };
	if (!work.again) {
		// The signed address is known to whoever has the notification; who answers must at least claim to be its receiver.
		if ((mail.from?.address ?? "").toLowerCase() !== answers.toAddress.toLowerCase())
			return {
				verdict: "quarantined",
				code: "mail.other_sender",
				reason: "The reply comes from another address than the notification went to.",
				...about,
			};
		if ((await countAnswers(env, work.scope, answers.mailId, now - HOUR)) > ANSWERS_AN_HOUR)
			return {
				verdict: "quarantined",
				code: "mail.loop",
				reason: `More than ${ANSWERS_AN_HOUR} replies to one mail in an hour.`,
				...about,
			};
	}
	const attachments = await keepAttachments(env, work.scope, claim, mail.attachments);
	const reached = await objects.case(env, work.scope, answers.caseId).receiveMail(work.scope, answers.caseId, {
		mailId: work.mailId,
		from: mail.from?.address ?? "",
		subject: mail.subject,
		text: mail.text.slice(0, 60_000),
		attachments,
	});
	if (!reached.ok) return { verdict: "failed", code: reached.error.code, reason: reached.error.detail, ...about };
	return { verdict: "accepted", code: "", reason: "", ...about, case: { caseId: answers.caseId, number: answers.caseNumber } };
}
