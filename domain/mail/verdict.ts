import type { Problem } from "../problem.ts";
import { readDeliveryReport, type DeliveryReport } from "./delivery-report.ts";
import { headerOf, type Mail } from "./mail.ts";

/**
 * What became of a message. `received`: not yet worked off. `accepted`: it started or reached a case. `quarantined`: kept for a
 * person to decide. `ignored`: from a robot. `report`: says what became of a mail sent from here. `repeated`: seen before.
 * `refused`: the sender was told so. `failed`: Portico could not work it off; it can be done again.
 */
export const MAIL_VERDICTS = ["received", "accepted", "quarantined", "ignored", "report", "repeated", "refused", "failed"] as const;
export type MailVerdict = (typeof MAIL_VERDICTS)[number];

/** What the envelope and the header alone say. Nobody's identity is established: `from` is only what the sender wrote. */
export type FirstVerdict =
	| { readonly kind: "open" }
	| { readonly kind: "ignored" | "quarantined"; readonly problem: Problem }
	| { readonly kind: "report"; readonly report: DeliveryReport };

/**
 * Sorts out what is not for a case: delivery reports (RFC 3464), automatic answers and bulk mail (RFC 3834 §2, §5; answering or
 * working them off would let two robots talk to each other), mail without a sender.
 * @param envelopeFrom the SMTP sender, empty for the null return path
 */
export function firstVerdict(mail: Mail, envelopeFrom: string): FirstVerdict {
	const report = readDeliveryReport(mail);
	if (report !== null) return { kind: "report", report };
	const automatic =
		headerOf(mail, "auto-submitted")
			.split(/[;\s(]/)[0]
			?.toLowerCase() ?? "";
	if (automatic !== "" && automatic !== "no")
		return ignored("mail.auto_submitted", `An automatic message (Auto-Submitted: ${automatic.slice(0, 40)}).`);
	const precedence = headerOf(mail, "precedence").trim().toLowerCase();
	if (["bulk", "junk", "list", "auto_reply"].includes(precedence)) return ignored("mail.bulk", `Bulk mail (Precedence: ${precedence}).`);
	if (headerOf(mail, "list-id") !== "") return ignored("mail.bulk", "A message of a mailing list (List-Id).");
	if (headerOf(mail, "x-auto-response-suppress") !== "" && headerOf(mail, "x-autoreply") !== "")
		return ignored("mail.auto_submitted", "An automatic message (X-Autoreply).");
	const returnPath = envelopeFrom.trim();
	if (returnPath === "" || returnPath === "<>") return ignored("mail.null_return_path", "A message of a mail system (no return path).");
	if (/^(mailer-daemon|postmaster)@/i.test(mail.from?.address ?? ""))
		return ignored("mail.mail_system", "A message of a mail system (from its postmaster).");
	if (mail.from === null || !mail.from.address.includes("@"))
		return { kind: "quarantined", problem: { code: "mail.no_sender", detail: "The message names no sender.", at: "from" } };
	return { kind: "open" };
}

function ignored(code: string, detail: string): FirstVerdict {
	return { kind: "ignored", problem: { code, detail } };
}

/** What identifies a message among repeats: its sender's Message-ID, or everything that it says where it has none. */
export function repeatKeys(mail: Mail, attachmentHashes: readonly string[]): { readonly identity: string; readonly content: string } {
	const content = JSON.stringify([mail.from?.address.toLowerCase() ?? "", mail.subject, mail.text, mail.html ?? "", attachmentHashes]);
	return {
		identity: mail.messageId === "" ? content : JSON.stringify([mail.messageId, mail.from?.address.toLowerCase() ?? ""]),
		content,
	};
}
