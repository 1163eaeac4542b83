import PostalMime from "postal-mime";
import { describe, it } from "vitest";
import { isHardBounce, readDeliveryReport, reportedState } from "./delivery-report.ts";
import type { Mail } from "./mail.ts";
import { readMail } from "./read-mail.ts";
import { firstVerdict, repeatKeys } from "./verdict.ts";

async function mailOf(text: string): Promise<Mail> {
	const read = readMail(await new PostalMime().parse(new TextEncoder().encode(text.replaceAll("\n", "\r\n"))));
	if (!read.ok) throw new Error(read.error.code);
	return read.value;
}

const REPORT = `From: Mail system <mailer-daemon@mx.example>
To: development-abc@inbox.example
Subject: Undelivered
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

No such person.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; <Ann@Example.COM>
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1
 no such user
--b
Content-Type: text/rfc822-headers

Message-ID: <one@portico.example>
X-Portico-Mail: mark

--b--
`;

describe("the first verdict on a message", () => {
	it("lets a person's message through", async ({ expect }) => {
		expect(firstVerdict(await mailOf("From: a@b.example\nAuto-Submitted: no\n\nhello\n"), "a@b.example")).toEqual({ kind: "open" });
	});

	for (const [header, code] of [
		["Auto-Submitted: auto-replied", "mail.auto_submitted"],
		["Auto-Submitted: auto-generated; owner-email=x@y.example", "mail.auto_submitted"],
		["Precedence: bulk", "mail.bulk"],
		["List-Id: news <news.example>", "mail.bulk"],
	] as const)
		it(`ignores a message with ${header}`, async ({ expect }) => {
			expect(firstVerdict(await mailOf(`From: a@b.example\n${header}\n\nhello\n`), "a@b.example")).toMatchObject({
				kind: "ignored",
				problem: { code },
			});
		});

	it("ignores a message without a return path", async ({ expect }) => {
		expect(firstVerdict(await mailOf("From: a@b.example\n\nhello\n"), "")).toMatchObject({
			kind: "ignored",
			problem: { code: "mail.null_return_path" },
		});
	});

	it("keeps a message without a sender for a person to look at", async ({ expect }) => {
		expect(firstVerdict(await mailOf("Subject: x\n\nhello\n"), "a@b.example")).toMatchObject({
			kind: "quarantined",
			problem: { code: "mail.no_sender" },
		});
	});

	it("reads a delivery report with the message it is about", async ({ expect }) => {
		const mail = await mailOf(REPORT);
		const report = readDeliveryReport(mail);
		expect(firstVerdict(mail, "").kind).toBe("report");
		expect(report).toEqual({
			recipients: [{ address: "ann@example.com", action: "failed", status: "5.1.1", diagnostic: "550 5.1.1 no such user" }],
			originalMessageId: "<one@portico.example>",
			originalMark: "mark",
		});
		expect(report === null ? null : reportedState(report)).toBe("bounced");
		expect(report?.recipients.map(isHardBounce)).toEqual([true]);
	});

	it("tells a full mailbox and a delay from an address that is gone", ({ expect }) => {
		const recipient = { address: "a@b.example", diagnostic: "" };
		expect(isHardBounce({ ...recipient, action: "failed", status: "5.2.2" })).toBe(false);
		expect(isHardBounce({ ...recipient, action: "delayed", status: "4.2.2" })).toBe(false);
		expect(
			reportedState({ recipients: [{ ...recipient, action: "delayed", status: "4.2.2" }], originalMark: "", originalMessageId: "" }),
		).toBe("delayed");
	});
});

describe("repeats", () => {
	it("are the same Message-ID of the same sender, or the same words", async ({ expect }) => {
		const first = repeatKeys(await mailOf("From: a@b.example\nMessage-ID: <1@b>\nSubject: x\n\nhello\n"), []);
		const again = repeatKeys(await mailOf("From: A@b.example\nMessage-ID: <1@b>\nSubject: other\n\nhello\n"), []);
		const sameWords = repeatKeys(await mailOf("From: a@b.example\nMessage-ID: <2@b>\nSubject: x\n\nhello\n"), []);
		const otherFile = repeatKeys(await mailOf("From: a@b.example\nMessage-ID: <2@b>\nSubject: x\n\nhello\n"), ["f"]);
		expect(again.identity).toBe(first.identity);
		expect(again.content).not.toBe(first.content);
		expect(sameWords.identity).not.toBe(first.identity);
		expect(sameWords.content).toBe(first.content);
		expect(otherFile.content).not.toBe(first.content);
	});
});
