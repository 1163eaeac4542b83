import PostalMime from "postal-mime";
import { MAIL_LIMITS, type Mail } from "../../domain/mail/mail.ts";
import { measureMail } from "../../domain/mail/measure.ts";
import { readMail } from "../../domain/mail/read-mail.ts";
import type { Problem } from "../../domain/problem.ts";
import { fail, type Result } from "../../domain/result.ts";

/** Reads a raw message within `MAIL_LIMITS`; its weight is taken before anything of it is decoded. */
export async function readRaw(raw: Uint8Array<ArrayBuffer>): Promise<Result<Mail, Problem>> {
	if (raw.byteLength > MAIL_LIMITS.rawBytes) return fail(TOO_LARGE);
	const measure = measureMail(raw);
	if (measure.parts > MAIL_LIMITS.parts)
		return fail({ code: "mail.too_many_parts", detail: `The message has more than ${MAIL_LIMITS.parts} parts.` });
	if (measure.headers > MAIL_LIMITS.headers)
		return fail({ code: "mail.too_many_headers", detail: `The message has more than ${MAIL_LIMITS.headers} header lines.` });
	const parser = new PostalMime({ maxNestingDepth: MAIL_LIMITS.depth, maxHeadersSize: MAIL_LIMITS.headerBytes });
	try {
		return readMail(await parser.parse(raw));
	} catch (error) {
		// The parser throws for what is over its own bounds; its words are about the message, not about us.
		return fail({ code: "mail.unreadable", detail: `The message can not be read: ${String(error).slice(0, 200)}` });
	}
}

export const TOO_LARGE: Problem = {
	code: "mail.too_large",
	detail: `The message is larger than ${MAIL_LIMITS.rawBytes / 1024 / 1024} MiB.`,
};
