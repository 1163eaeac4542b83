import * as v from "valibot";
import { elementId } from "../deployment/automation.ts";

/** One condition of a mail trigger. Texts are compared without regard to case; `matches` takes `*` and `?`. */
export const mailCondition = v.strictObject({
	on: v.picklist(["from", "to", "subject", "body"]),
	test: v.picklist(["contains", "equals", "starts", "ends", "matches"]),
	text: v.pipe(v.string(), v.minLength(1), v.maxLength(400)),
});

/** A rule of an environment's inbox: the first enabled trigger, by order, whose conditions all hold starts a case. */
export const mailTrigger = v.strictObject({
	name: v.pipe(v.string(), v.minLength(1), v.maxLength(120)),
	enabled: v.boolean(),
	/** The project's process that is started; a none or message start event of the active package. */
	startEvent: v.optional(elementId),
	conditions: v.pipe(v.array(mailCondition), v.maxLength(20)),
	/** `from` is FEEL over `mail` (from, fromName, to, subject, text, receivedAt, attachments); `to` a path of the process data. */
	fields: v.pipe(
		v.array(
			v.strictObject({
				from: v.pipe(v.string(), v.minLength(1), v.maxLength(1000)),
				to: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
			}),
		),
		v.maxLength(50),
	),
	/** The attribute (a list of files) that takes the attachments. */
	attachmentsTo: v.optional(v.pipe(v.string(), v.maxLength(200))),
});
export type MailTrigger = v.InferOutput<typeof mailTrigger>;
export type MailCondition = v.InferOutput<typeof mailCondition>;
