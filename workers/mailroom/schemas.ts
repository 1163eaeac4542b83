import * as v from "valibot";
import { mailCondition, mailTrigger } from "../../domain/mail/trigger.ts";
import { SENT_STATES } from "../../domain/mail/sent-state.ts";
import { MAIL_VERDICTS } from "../../domain/mail/verdict.ts";
import { value } from "../../domain/data/model.ts";

export const verdict = v.picklist(MAIL_VERDICTS);
export const sentState = v.picklist(SENT_STATES);

export const inbox = v.object({
	address: v.string(),
	/** Messages that wait for a person: kept back or failed. */
	waiting: v.number(),
});

export const storedTrigger = v.object({ ...mailTrigger.entries, id: v.string() });
export const triggerList = v.object({ triggers: v.array(storedTrigger) });

/** Either a message of the ledger or the few words that conditions look at. */
export const sample = v.union([
	v.strictObject({ mailId: v.string() }),
	v.strictObject({
		from: v.pipe(v.string(), v.maxLength(320)),
		fromName: v.optional(v.pipe(v.string(), v.maxLength(200))),
		to: v.optional(v.pipe(v.string(), v.maxLength(320))),
		subject: v.pipe(v.string(), v.maxLength(1000)),
		body: v.pipe(v.string(), v.maxLength(60_000)),
	}),
]);

export const trial = v.object({
	triggers: v.array(
		v.object({
			id: v.string(),
			name: v.string(),
			enabled: v.boolean(),
			/** `wins` starts the case; `later` would match, but one before it wins. */
			outcome: v.picklist(["wins", "later", "off", "no"]),
			conditions: v.array(v.object({ condition: mailCondition, holds: v.boolean() })),
		}),
	),
	/** The process data that the winner would make. */
	variables: v.nullable(v.record(v.string(), value)),
	/** Why the winner's mapping would fail. */
	problem: v.nullable(v.object({ code: v.string(), detail: v.string(), at: v.optional(v.string()) })),
});

const received = {
	mailId: v.string(),
	receivedAt: v.number(),
	from: v.string(),
	fromName: v.string(),
	to: v.string(),
	subject: v.string(),
	size: v.number(),
	attachments: v.number(),
	verdict,
	code: v.string(),
	reason: v.string(),
	triggerName: v.nullable(v.string()),
	caseId: v.nullable(v.string()),
	caseNumber: v.nullable(v.string()),
};

export const receivedRow = v.object(received);
export const receivedList = v.object({ mails: v.array(receivedRow), next: v.nullable(v.string()) });

export const receivedDetail = v.object({
	...received,
	messageId: v.string(),
	envelopeFrom: v.string(),
	/** It can be worked off again. */
	replayable: v.boolean(),
	/** `null` when the message was not kept or can not be read. */
	content: v.nullable(
		v.object({
			headers: v.array(v.object({ name: v.string(), value: v.string() })),
			text: v.string(),
			/** A whole document for a frame without scripts; `null` when the message has no HTML. */
			html: v.nullable(v.string()),
			files: v.array(v.object({ index: v.number(), name: v.string(), type: v.string(), size: v.number() })),
		}),
	),
});

const sent = {
	mailId: v.string(),
	createdAt: v.number(),
	sentAt: v.nullable(v.number()),
	kind: v.string(),
	to: v.string(),
	toName: v.string(),
	subject: v.string(),
	state: sentState,
	detail: v.string(),
	caseId: v.nullable(v.string()),
	caseNumber: v.nullable(v.string()),
};

export const sentRow = v.object(sent);
export const sentList = v.object({ mails: v.array(sentRow), next: v.nullable(v.string()) });
export const sentDetail = v.object({ ...sent, replyTo: v.string(), text: v.string(), html: v.string() });

export const mailboxList = v.object({
	mails: v.array(v.object({ ...sent, environmentId: v.nullable(v.string()) })),
});

export const suppressionList = v.object({ addresses: v.array(v.object({ address: v.string(), reason: v.string(), since: v.number() })) });
