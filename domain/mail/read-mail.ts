import type { Address, Attachment, Email } from "postal-mime";
import type { Problem } from "../problem.ts";
import { fail, ok, type Result } from "../result.ts";
import { MAIL_LIMITS, type Mail, type MailAddress, type MailAttachment, type MailHeader } from "./mail.ts";
import { manyLines, oneLine, safeFileName, textOfHtml } from "./safe-text.ts";

/**
 * Header fields of which a message has one (RFC 5322 §3.6, RFC 2045 §5). With two, the reader and whoever signed or checked the
 * message may each take another one, so such a message is refused.
 */
const SINGLE = ["from", "sender", "reply-to", "to", "cc", "subject", "date", "message-id", "in-reply-to", "references", "content-type"];

const LINE = 1000;
const BODY = 1_000_000;

/**
 * Takes what postal-mime made of a message as a `Mail`: every decoded value without CR, LF and NUL, file names safe, within
 * `MAIL_LIMITS`. `subject` is empty and `from` is null where the message has none.
 * @returns the problem `mail.too_many_headers`, `mail.too_many_attachments`, `mail.too_many_recipients` or `mail.duplicate_header`.
 */
export function readMail(email: Email): Result<Mail, Problem> {
	if (email.headers.length > MAIL_LIMITS.headers)
		return fail({ code: "mail.too_many_headers", detail: `The message has more than ${MAIL_LIMITS.headers} header lines.` });
	if (email.attachments.length > MAIL_LIMITS.attachments)
		return fail({ code: "mail.too_many_attachments", detail: `The message has more than ${MAIL_LIMITS.attachments} attachments.` });
	const doubled = SINGLE.find((name) => email.headers.filter((header) => header.key === name).length > 1);
	if (doubled !== undefined)
		return fail({
			code: "mail.duplicate_header",
			detail: `The message has more than one ${doubled} header, so it is not clear which one holds.`,
			at: doubled,
		});
	const to = addresses(email.to);
	const cc = addresses(email.cc);
	if (to.length + cc.length > MAIL_LIMITS.recipients)
		return fail({ code: "mail.too_many_recipients", detail: `The message has more than ${MAIL_LIMITS.recipients} recipients.` });
	const html = email.html === undefined || email.html === "" ? null : email.html.slice(0, BODY);
	const text = manyLines(email.text ?? "", BODY);
	return ok({
		from: addresses(email.from === undefined ? undefined : [email.from])[0] ?? null,
		replyTo: addresses(email.replyTo),
		to,
		cc,
		subject: oneLine(email.subject ?? "", LINE),
		text: text.trim() === "" && html !== null ? manyLines(textOfHtml(html), BODY) : text,
		html,
		date: isoDate(email.date),
		messageId: oneLine(email.messageId ?? "", LINE),
		inReplyTo: oneLine(email.inReplyTo ?? "", LINE),
		headers: email.headers.map((header): MailHeader => ({ name: oneLine(header.key, 200), value: oneLine(header.value, 4000) })),
		attachments: email.attachments.map(attachment),
	});
}

function addresses(given: readonly Address[] | undefined): MailAddress[] {
	return (given ?? [])
		.flatMap((entry) => (entry.group === undefined ? [entry] : entry.group))
		.map((entry) => ({ name: oneLine(entry.name, 200), address: oneLine(entry.address, 320) }))
		.filter((entry) => entry.address !== "");
}

function attachment(given: Attachment, index: number): MailAttachment {
	const type = oneLine(given.mimeType, 100).toLowerCase();
	return {
		name: safeFileName(given.filename ?? `attachment-${index + 1}${EXTENSIONS[type] ?? ""}`),
		type: /^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+$/.test(type) ? type : "application/octet-stream",
		content: bytes(given.content),
		inline: given.related === true,
	};
}

const EXTENSIONS: Readonly<Record<string, string>> = {
	"message/rfc822": ".eml",
	"message/delivery-status": ".txt",
	"text/rfc822-headers": ".txt",
	"text/plain": ".txt",
	"text/html": ".html",
	"text/calendar": ".ics",
	"application/pdf": ".pdf",
	"image/jpeg": ".jpg",
	"image/png": ".png",
	"image/gif": ".gif",
};

function bytes(content: Attachment["content"]): Uint8Array<ArrayBuffer> {
	if (typeof content === "string") return new TextEncoder().encode(content);
	return content instanceof Uint8Array ? new Uint8Array(content) : new Uint8Array(content);
}

function isoDate(date: string | undefined): string | null {
	if (date === undefined) return null;
	const at = Date.parse(date);
	return Number.isNaN(at) ? null : new Date(at).toISOString();
}
