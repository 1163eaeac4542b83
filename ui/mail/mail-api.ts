import type { MailTrigger } from "../../domain/mail/trigger.ts";
import type { MailVerdict } from "../../domain/mail/verdict.ts";
import type { SentState } from "../../domain/mail/sent-state.ts";
import { api, callApi } from "../kit/api.ts";

const mail = api.mail[":environmentId"];

/** The cache keys of an environment's mail. */
export const mailKey = (environmentId: string, ...rest: readonly (string | undefined)[]) => ["mail", environmentId, ...rest] as const;

export const readInbox = (environmentId: string) => callApi(mail.inbox.$get({ param: { environmentId } }));

export const readReceivedList = (environmentId: string, verdict: MailVerdict | undefined, before: string | undefined) =>
	callApi(mail.received.$get({ param: { environmentId }, query: { ...(verdict && { verdict }), ...(before && { before }) } }));

export const readReceived = (environmentId: string, mailId: string) =>
	callApi(mail.received[":mailId"].$get({ param: { environmentId, mailId } }));

export const replayReceived = (environmentId: string, mailId: string) =>
	callApi(mail.received[":mailId"].replay.$post({ param: { environmentId, mailId } }));

export const attachmentHref = (environmentId: string, mailId: string, index: number): string =>
	`/api/mail/${environmentId}/received/${mailId}/attachments/${index}`;

export const readSentList = (environmentId: string, state: SentState | undefined, before: string | undefined) =>
	callApi(mail.sent.$get({ param: { environmentId }, query: { ...(state && { state }), ...(before && { before }) } }));

export const readSent = (environmentId: string, mailId: string) => callApi(mail.sent[":mailId"].$get({ param: { environmentId, mailId } }));

export const readSuppressed = (environmentId: string) => callApi(mail.suppressed.$get({ param: { environmentId } }));

export const liftSuppression = (environmentId: string, address: string) =>
	callApi(mail.suppressed[":address"].$delete({ param: { environmentId, address } }));

export const readTriggers = (environmentId: string) => callApi(mail.triggers.$get({ param: { environmentId } }));

export const addTrigger = (environmentId: string, trigger: MailTrigger) =>
	callApi(mail.triggers.$post({ param: { environmentId }, json: trigger }));

export const changeTrigger = (environmentId: string, triggerId: string, trigger: MailTrigger) =>
	callApi(mail.triggers[":triggerId"].$put({ param: { environmentId, triggerId }, json: trigger }));

export const deleteTrigger = (environmentId: string, triggerId: string) =>
	callApi(mail.triggers[":triggerId"].$delete({ param: { environmentId, triggerId } }));

export const orderTriggers = (environmentId: string, order: string[]) =>
	callApi(mail["trigger-order"].$put({ param: { environmentId }, json: { order } }));

export const tryTriggers = (environmentId: string, sample: { from: string; subject: string; body: string }) =>
	callApi(mail["trigger-trial"].$post({ param: { environmentId }, json: sample }));

export const readMailbox = () => callApi(api.mail.mailbox.$get());

export const readMailboxMail = (mailId: string) => callApi(api.mail.mailbox[":mailId"].$get({ param: { mailId } }));

export type ReceivedRow = Awaited<ReturnType<typeof readReceivedList>>["mails"][number];
export type ReceivedDetail = Awaited<ReturnType<typeof readReceived>>;
export type SentRow = Awaited<ReturnType<typeof readSentList>>["mails"][number];
export type SentDetail = Awaited<ReturnType<typeof readSent>>;
export type StoredTrigger = Awaited<ReturnType<typeof readTriggers>>["triggers"][number];
export type Trial = Awaited<ReturnType<typeof tryTriggers>>;
