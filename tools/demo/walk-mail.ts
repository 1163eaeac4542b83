import assert from "node:assert/strict";
import type { Client } from "../client.ts";

interface Received {
	readonly subject: string;
	readonly verdict: string;
	readonly caseNumber: string | null;
	readonly attachments: number;
	readonly reason: string;
}

const PATIENCE_MS = 15_000;
const LOOK_AGAIN_MS = 100;

/** A message as a mail program writes it: two parts, the second an attachment. */
export function message(from: string, to: string, subject: string, text: string): string {
	const id = `${crypto.randomUUID()}@walk.example`;
	return [
		`From: Ann Walker <${from}>`,
		`To: ${to}`,
		`Subject: ${subject}`,
		`Message-ID: <${id}>`,
		`Date: ${new Date().toUTCString()}`,
		"MIME-Version: 1.0",
		'Content-Type: multipart/mixed; boundary="walk"',
		"",
		"--walk",
		"Content-Type: text/plain; charset=utf-8",
		"Content-Transfer-Encoding: 8bit",
		"",
		text,
		"--walk",
		'Content-Type: text/plain; name="income.txt"',
		'Content-Disposition: attachment; filename="income.txt"',
		"Content-Transfer-Encoding: base64",
		"",
		btoa("Income of the year: 48,000"),
		"--walk--",
		"",
	].join("\r\n");
}

/** Hands a message to the runtime as the mail service would. Answers its status: 200 accepted, else refused with a reason. */
export async function deliver(
	url: string,
	from: string,
	to: string,
	raw: string | Uint8Array<ArrayBuffer>,
): Promise<{ readonly status: number; readonly text: string }> {
	const response = await fetch(`${url}/cdn-cgi/local/email?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`, {
		method: "POST",
		body: raw,
	});
	return { status: response.status, text: await response.text() };
}

/** A trigger, a message with an attachment that starts a case, the same message again that starts none, and what was sent. */
export async function walkMail(admin: Client, environmentId: string, startEvent: string, tag: string): Promise<unknown> {
	const at = `/api/mail/${environmentId}`;
	const { address } = await admin.json<{ address: string }>("GET", `${at}/inbox`);
	await admin.json("POST", `${at}/triggers`, {
		name: `Walk ${tag}`,
		enabled: true,
		startEvent,
		conditions: [{ on: "subject", test: "contains", text: tag }],
		fields: [],
	});
	const subject = `Please look at this ${tag}`;
	const raw = message("ann@walk.example", address, subject, "Grüße, and a document.");
	assert.equal((await deliver(admin.url, "ann@walk.example", address, raw)).status, 200);
	const received = await until(async () => {
		const { mails } = await admin.json<{ mails: Received[] }>("GET", `${at}/received`);
		return mails.find((mail) => mail.subject === subject && mail.caseNumber !== null);
	}, "the message starts no case");
	assert.equal(received.attachments, 1);
	await deliver(admin.url, "ann@walk.example", address, raw);
	const verdicts = await until(async () => {
		const { mails } = await admin.json<{ mails: Received[] }>("GET", `${at}/received`);
		const ours = mails.filter((mail) => mail.subject === subject).map((mail) => mail.verdict);
		return ours.includes("repeated") ? ours : undefined;
	}, "the repeat is not seen as one");
	const { mails: sent } = await admin.json<{ mails: { subject: string; state: string }[] }>("GET", `${at}/sent`);
	return { address, case: received.caseNumber, verdicts, sent: sent.length };
}

/** Looks until there is something to see, for as long as a person would wait. */
async function until<T>(look: () => Promise<T | undefined>, otherwise: string): Promise<T> {
	const deadline = Date.now() + PATIENCE_MS;
	for (;;) {
		const seen = await look();
		if (seen !== undefined) return seen;
		if (Date.now() > deadline) throw new Error(otherwise);
		await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
	}
}
