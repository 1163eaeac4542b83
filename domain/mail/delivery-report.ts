import { headerOf, type Mail } from "./mail.ts";
import { oneLine } from "./safe-text.ts";

/** What a mail system says of one recipient of a message it was given (RFC 3464 §2.3). */
export interface RecipientReport {
	/** In small letters. */
	readonly address: string;
	readonly action: "failed" | "delayed" | "delivered" | "relayed" | "expanded";
	/** RFC 3463: `5.1.1`; the first digit 5 is for good. Empty when the report has none. */
	readonly status: string;
	/** What the other side said, one line. */
	readonly diagnostic: string;
}

/** A report on the delivery of a message that was sent from here, with what it shows of that message's own header. */
export interface DeliveryReport {
	readonly recipients: readonly RecipientReport[];
	/** `Message-ID` of the message reported on; empty when the report does not return its header. */
	readonly originalMessageId: string;
	/** `X-Portico-Mail` of that message: which mail of Portico it was, signed. */
	readonly originalMark: string;
}

const MAX_REPORT_BYTES = 200_000;
const MAX_RECIPIENTS = 100;
const ACTIONS: readonly RecipientReport["action"][] = ["failed", "delayed", "delivered", "relayed", "expanded"];

/** Reads a delivery report (RFC 3464); `null` when the message is none. */
export function readDeliveryReport(mail: Mail): DeliveryReport | null {
	const type = headerOf(mail, "content-type").toLowerCase();
	const status = mail.attachments.find((part) => part.type === "message/delivery-status");
	if (status === undefined && !(type.startsWith("multipart/report") && type.includes("delivery-status"))) return null;
	const returned = mail.attachments.find((part) => part.type === "message/rfc822" || part.type === "text/rfc822-headers");
	const original = returned === undefined ? {} : (fieldBlocks(returned.content)[0] ?? {});
	return {
		recipients: status === undefined ? [] : fieldBlocks(status.content).flatMap(recipientOf).slice(0, MAX_RECIPIENTS),
		originalMessageId: original["message-id"] ?? "",
		originalMark: original["x-portico-mail"] ?? "",
	};
}

/** `bounced`: it will never arrive; `delayed`: the mail system still tries; `delivered`: it says so. The worst of all recipients. */
export function reportedState(report: DeliveryReport): "bounced" | "delayed" | "delivered" | null {
	if (report.recipients.some((each) => each.action === "failed")) return "bounced";
	if (report.recipients.some((each) => each.action === "delayed")) return "delayed";
	return report.recipients.length === 0 ? null : "delivered";
}

/** A failure that no later try will mend (RFC 3463 class 5): the address gets no more mail. A full mailbox (5.2.2) may be emptied. */
export function isHardBounce(recipient: RecipientReport): boolean {
	return recipient.action === "failed" && recipient.status.startsWith("5.") && recipient.status !== "5.2.2";
}

function recipientOf(block: Readonly<Record<string, string>>): RecipientReport[] {
	const recipient = block["final-recipient"] ?? block["original-recipient"];
	const action = ACTIONS.find((each) => each === block["action"]?.split(/[\s(]/)[0]?.toLowerCase());
	if (recipient === undefined || action === undefined) return [];
	const address = recipient
		.slice(recipient.indexOf(";") + 1)
		.trim()
		.replace(/^<(.*)>$/, "$1")
		.toLowerCase();
	return [
		{
			address: oneLine(address, 320),
			action,
			status: /\d\.\d{1,3}\.\d{1,3}/.exec(block["status"] ?? "")?.[0] ?? "",
			diagnostic: oneLine((block["diagnostic-code"] ?? "").replace(/^[^;]{0,20};/, ""), 400),
		},
	];
}

/** Blocks of `Name: value` lines, separated by empty lines; folded lines are joined, the first of a name wins. */
function fieldBlocks(content: Uint8Array): Record<string, string>[] {
	const lines = new TextDecoder().decode(content.subarray(0, MAX_REPORT_BYTES)).split(/\r?\n/);
	const blocks: Record<string, string>[] = [];
	let block: Record<string, string> = Object.create(null) as Record<string, string>;
	let last = "";
	const close = (): void => {
		if (Object.keys(block).length > 0) blocks.push(block);
		block = Object.create(null) as Record<string, string>;
		last = "";
	};
	for (const line of lines) {
		if (line.trim() === "") close();
		else if (/^[ \t]/.test(line)) {
			if (last !== "") block[last] = `${block[last] ?? ""} ${line.trim()}`.slice(0, 2000);
		} else {
			const colon = line.indexOf(":");
			if (colon <= 0) continue;
			const name = line.slice(0, colon).trim().toLowerCase();
			last = name in block ? "" : name;
			if (last !== "")
				block[last] = line
					.slice(colon + 1)
					.trim()
					.slice(0, 2000);
		}
	}
	close();
	return blocks;
}
