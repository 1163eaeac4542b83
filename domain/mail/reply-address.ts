import { fail, ok, type Result } from "../result.ts";

/**
 * Addresses that a reply to a notification goes to: `reply+<mail>-<until>-<mac>@<domain>`. The mail's id says which case and
 * person, the MAC that Portico made the address, `until` how long it holds. All of it is base 32 in small letters, since mail
 * systems may change the case of a local part, and short enough for the 64 octets that one may have (RFC 5321 §4.5.3.1.1).
 */
const PATTERN = /^reply\+([0-9a-z]{26})-([0-9a-z]{4})-([0-9a-z]{20})$/;
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const MAC_LETTERS = 20;
const DAY = 86_400_000;

/** Makes the MAC (HMAC-SHA256) of a text; the key stays with the caller. */
export type Signer = (text: string) => Promise<Uint8Array>;

export type ReplyAddressFailure = "not-a-reply-address" | "forged" | "expired";

/**
 * The signed address for replies to a mail.
 * @param mailId `eml_` and 26 characters
 * @param until epoch milliseconds; the address holds to the end of that day (UTC)
 */
export async function signReplyAddress(mailId: string, until: number, domain: string, sign: Signer): Promise<string> {
	return `reply+${await replyMark(mailId, until, sign)}@${domain}`;
}

/** The signed part alone, as the header `X-Portico-Mail` carries it, so that a report on the mail can be told from a forged one. */
export async function replyMark(mailId: string, until: number, sign: Signer): Promise<string> {
	const id = mailId.slice(mailId.indexOf("_") + 1);
	const day = Math.floor(until / DAY)
		.toString(36)
		.padStart(4, "0");
	return `${id}-${day}-${await mac(id, day, sign)}`;
}

/** Reads the local part of an address: the id of the mail that is replied to. */
export async function readReplyAddress(localPart: string, now: number, sign: Signer): Promise<Result<string, ReplyAddressFailure>> {
	const match = PATTERN.exec(localPart.trim().toLowerCase());
	if (match === null) return fail("not-a-reply-address");
	const [, id = "", day = "", given = ""] = match;
	if (!sameText(given, await mac(id, day, sign))) return fail("forged");
	if (Number.parseInt(day, 36) * DAY + DAY <= now) return fail("expired");
	return ok(`eml_${id}`);
}

/** 100 bits of the MAC: beyond guessing, and it fits. */
async function mac(id: string, day: string, sign: Signer): Promise<string> {
	const bytes = await sign(`reply\n${id}\n${day}`);
	let text = "";
	let bits = 0;
	let held = 0;
	for (const byte of bytes) {
		held = (held << 8) | byte;
		bits += 8;
		while (bits >= 5 && text.length < MAC_LETTERS) {
			bits -= 5;
			text += ALPHABET[(held >> bits) & 31] ?? "";
		}
		held &= (1 << bits) - 1;
	}
	return text;
}

/** Compares in a time that depends on the length alone. */
function sameText(left: string, right: string): boolean {
	if (left.length !== right.length) return false;
	let difference = 0;
	for (let at = 0; at < left.length; at++) difference |= left.charCodeAt(at) ^ right.charCodeAt(at);
	return difference === 0;
}
