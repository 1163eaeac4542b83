import { describe, it } from "vitest";
import { inboxAddress, readInbox, splitAddress } from "./inbox-address.ts";
import type { Mail } from "./mail.ts";
import { mapFields, type Evaluate } from "./map-fields.ts";
import { conditionOutcomes, matchTrigger } from "./match-trigger.ts";
import { writeTaskNotification } from "./notification.ts";
import { readReplyAddress, replyMark, signReplyAddress, type Signer } from "./reply-address.ts";
import type { MailCondition, MailTrigger } from "./trigger.ts";

const mail: Mail = {
	from: { name: "Ann Lee", address: "Ann@Customer.example" },
	replyTo: [],
	to: [{ name: "", address: "loans@harbour.example" }],
	cc: [],
	subject: "Loan request:  Boat",
	text: "I would like 12000\nfor a boat",
	html: null,
	date: null,
	messageId: "<1@x>",
	inReplyTo: "",
	headers: [],
	attachments: [{ name: "payslip.pdf", type: "application/pdf", content: new Uint8Array([1, 2]), inline: false }],
};
const trigger = (conditions: MailCondition[], more: Partial<MailTrigger> = {}): MailTrigger => ({
	name: "Loans",
	enabled: true,
	conditions,
	fields: [],
	...more,
});

describe("triggers", () => {
	const cases: [MailCondition, boolean][] = [
		[{ on: "from", test: "ends", text: "@customer.EXAMPLE" }, true],
		[{ on: "from", test: "equals", text: "ann lee" }, true],
		[{ on: "from", test: "contains", text: "bob" }, false],
		[{ on: "to", test: "starts", text: "development-" }, true],
		[{ on: "to", test: "equals", text: "loans@harbour.example" }, true],
		[{ on: "subject", test: "starts", text: "loan request: boat" }, true],
		[{ on: "subject", test: "matches", text: "*request: b??t" }, true],
		[{ on: "subject", test: "matches", text: "request*" }, false],
		[{ on: "body", test: "contains", text: "12000 for" }, true],
		[{ on: "body", test: "matches", text: `${"*a".repeat(50)}*` }, false],
	];
	for (const [condition, holds] of cases)
		it(`${condition.on} ${condition.test} "${condition.text.slice(0, 30)}" ${holds ? "holds" : "does not hold"}`, ({ expect }) => {
			expect(conditionOutcomes(trigger([condition]), mail, "development-k@inbox.example")).toEqual([{ condition, holds }]);
		});

	it("are tried in order; the first enabled one whose conditions all hold wins", ({ expect }) => {
		const no: MailCondition = { on: "subject", test: "contains", text: "invoice" };
		const yes: MailCondition = { on: "subject", test: "contains", text: "loan" };
		const all = [
			trigger([yes], { name: "off", enabled: false }),
			trigger([yes, no], { name: "half" }),
			trigger([yes], { name: "first" }),
			trigger([], { name: "catch-all" }),
		];
		expect(matchTrigger(all, mail, "x@y")?.name).toBe("first");
		expect(matchTrigger(all.slice(0, 2), mail, "x@y")).toBeNull();
	});
});

describe("mapping a message to process data", () => {
	const evaluate: Evaluate = (expression, context) => {
		const from = context["mail"] as Record<string, string>;
		return expression === "bad"
			? { ok: false, error: { code: "feel.syntax", detail: "no" } }
			: { ok: true, value: from[expression.replace("mail.", "")] ?? null };
	};

	it("puts each value at its path", ({ expect }) => {
		const fields = [
			{ from: "mail.fromName", to: "applicant.name" },
			{ from: "mail.from", to: "applicant.email" },
			{ from: "mail.subject", to: "purpose" },
		];
		expect(mapFields({ fields }, mail, "x@y", 0, evaluate)).toEqual({
			ok: true,
			value: { applicant: { name: "Ann Lee", email: "Ann@Customer.example" }, purpose: "Loan request:  Boat" },
		});
	});

	it("says which field is at fault", ({ expect }) => {
		expect(mapFields({ fields: [{ from: "bad", to: "purpose" }] }, mail, "x@y", 0, evaluate)).toMatchObject({
			ok: false,
			error: { code: "feel.syntax", at: "purpose" },
		});
		for (const to of ["__proto__.x", "constructor.prototype.x", "a..b"])
			expect(mapFields({ fields: [{ from: "mail.from", to }] }, mail, "x@y", 0, evaluate)).toMatchObject({
				ok: false,
				error: { code: "mail.bad_path" },
			});
	});
});

describe("addresses", () => {
	const sign: Signer = async (text) => new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`key ${text}`)));
	const mailId = "eml_0123456789abcdefghjkmnpqrs";
	const now = Date.UTC(2026, 10, 24, 12);

	it("of replies lead back to the mail, in any case of letters, until their day is over", async ({ expect }) => {
		const address = await signReplyAddress(mailId, now, "inbox.example", sign);
		const local = address.slice(0, address.indexOf("@"));
		expect(local.length).toBeLessThanOrEqual(64);
		expect(await readReplyAddress(local.toUpperCase(), now, sign)).toEqual({ ok: true, value: mailId });
		expect(await readReplyAddress(local, now + 86_400_000, sign)).toEqual({ ok: false, error: "expired" });
		expect(`reply+${await replyMark(mailId, now, sign)}@inbox.example`).toBe(address);
	});

	it("of replies can not be made or changed without the key", async ({ expect }) => {
		const local = (await signReplyAddress(mailId, now, "inbox.example", sign)).split("@")[0] ?? "";
		const other = local.replace("0123456789", "1123456789");
		expect(await readReplyAddress(other, now, sign)).toEqual({ ok: false, error: "forged" });
		expect(await readReplyAddress("reply+x", now, sign)).toEqual({ ok: false, error: "not-a-reply-address" });
	});

	it("of inboxes name the stage and the key", ({ expect }) => {
		expect(inboxAddress("test", "k3y9ab", "inbox.example")).toBe("test-k3y9ab@inbox.example");
		expect(splitAddress("Test-K3y9ab@Inbox.example", "inbox.example")).toEqual({ localPart: "test-k3y9ab" });
		expect(splitAddress("test-k3y9ab@inbox.example.evil", "inbox.example")).toBeNull();
		expect(readInbox("test-k3y9ab+orders")).toEqual({ stage: "test", inboxKey: "k3y9ab" });
		expect(readInbox("demo-k3y9ab")).toBeNull();
	});
});

describe("the notification of a task", () => {
	it("says the same in text and HTML, and lets nothing of the case become markup or a header", ({ expect }) => {
		const content = writeTaskNotification({
			personName: "Bo",
			taskTitle: "Check <b>x</b>\r\nBcc: y",
			process: "Loan",
			caseNumber: "AB12",
			caseTitle: "Boat",
			starterName: "Ann",
			given: true,
			due: "25 November 2026, 10:00 UTC",
			facts: [{ label: "Amount", value: '"><img src=x onerror=y>' }],
			url: "https://portico.example/work/env_1/tasks/1",
		});
		expect(content.subject).toBe("Check <b>x</b> Bcc: y · AB12");
		expect(content.html).not.toContain("<img");
		expect(content.html).not.toContain("<b>");
		expect(content.text).toContain("Amount: ");
		expect(content.text).toContain("https://portico.example/work/env_1/tasks/1");
	});
});
