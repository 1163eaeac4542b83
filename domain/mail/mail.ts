/** Bounds of a message. What is larger is refused before or while it is read (measured against mail bombs). */
export const MAIL_LIMITS = {
	/** Bytes of the message as it came, before anything is decoded; also the limit of Cloudflare's routing. */
	rawBytes: 25 * 1024 * 1024,
	/** MIME parts, containers included. */
	parts: 100,
	attachments: 50,
	headers: 200,
	/** Addresses of To and Cc together. */
	recipients: 100,
	/** MIME parts inside each other. */
	depth: 20,
	/** Bytes of all header blocks. */
	headerBytes: 256 * 1024,
} as const;

export interface MailAddress {
	/** Empty when the message gives none. */
	readonly name: string;
	readonly address: string;
}

export interface MailAttachment {
	/** Safe as a file name: no path, no control or direction characters, never empty. */
	readonly name: string;
	/** As the sender says, in small letters; never to be trusted for showing the file. */
	readonly type: string;
	readonly content: Uint8Array<ArrayBuffer>;
	/** Shown within the text (an image of a signature); not kept as a document of a case. */
	readonly inline: boolean;
}

/**
 * A message as Portico takes it: decoded, within bounds, with no line break in any value of one line. Nothing in it is
 * authenticated: `from` is what the sender wrote.
 */
export interface Mail {
	readonly from: MailAddress | null;
	readonly replyTo: readonly MailAddress[];
	readonly to: readonly MailAddress[];
	readonly cc: readonly MailAddress[];
	readonly subject: string;
	/** The text, made from the HTML when the message has no other; lines end with LF. */
	readonly text: string;
	/** As it came: to be sanitised wherever it is shown. */
	readonly html: string | null;
	/** ISO 8601 in UTC, or `null` when the message gives no date that can be read. */
	readonly date: string | null;
	/** With its angle brackets; empty when there is none. */
	readonly messageId: string;
	readonly inReplyTo: string;
	readonly headers: readonly MailHeader[];
	readonly attachments: readonly MailAttachment[];
}

export interface MailHeader {
	/** In small letters. */
	readonly name: string;
	readonly value: string;
}

/** The value of a header, the first of that name; empty when there is none. `name` in small letters. */
export function headerOf(mail: { readonly headers: readonly MailHeader[] }, name: string): string {
	return mail.headers.find((header) => header.name === name)?.value ?? "";
}
