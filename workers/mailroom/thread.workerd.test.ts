import { env } from "cloudflare:workers";
import { beforeAll, describe, it } from "vitest";
import { activate, automate, bpmn, inRow } from "../../test/workerd/activate.ts";
import { call, makeCompany, type TestCompany, type TestPerson } from "../../test/workerd/company.ts";
import { arrive, inboxOf } from "../../test/workerd/incoming.ts";
import type { CaseView } from "../../domain/case/view.ts";
import type { CaseId } from "../../domain/ids.ts";
import { type EnvironmentScope, keys, objects } from "../tenancy/objects.ts";
import { finishStuck } from "./finish-stuck.ts";
import { sendNotification } from "./send-notification.ts";

const MODEL = bpmn(inRow(["startEvent", "Asked"], ["userTask", "Check", 'name="Check the request"'], ["endEvent", "Done"]));
const AUTOMATION = automate({
	data: {
		attributes: [
			{ name: "applicant", label: "Applicant", type: "object", attributes: [{ name: "name", label: "Name", type: "text" }] },
			{ name: "request", label: "Request", type: "longText" },
			{ name: "documents", label: "Documents", type: "list", of: "file" },
		],
	},
	forms: [{ id: "check", title: "Check", items: [{ kind: "field", id: "a", path: "request", readOnly: true }] }],
	elements: {
		Check: { form: "check", notify: true, performer: { assign: "pool", from: [{ kind: "role", role: "clerk" }] } },
	},
	roles: [{ name: "clerk", title: "Clerk" }],
});
const MESSAGE = `From: =?utf-8?Q?J=C3=B8rn?= <jorn@customer.example>
Subject: Loan for a boat
Message-ID: <boat@customer.example>
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8

I would like a loan.
--b
Content-Type: application/pdf
Content-Disposition: attachment; filename="../payslip.pdf"
Content-Transfer-Encoding: base64

JVBERi0xLjQ=
--b--
`;

interface Row {
	readonly verdict: string;
	readonly code: string;
	readonly caseId: CaseId;
	readonly mailId: string;
}
interface Sent {
	readonly mailId: string;
	readonly to: string;
	readonly state: string;
	readonly detail: string;
	readonly caseId: string;
}

describe("a mail, its case, the notification, and the answer", () => {
	let company: TestCompany;
	let scope: EnvironmentScope;
	let admin: TestPerson;
	let clerk: TestPerson;
	let base: string;
	let address: string;
	let caseId: CaseId;
	beforeAll(async () => {
		company = await makeCompany();
		const { environments } = await company.project("Loans");
		scope = { companyId: company.id, environmentId: environments.development };
		admin = await company.builder("Olga", [["environment-administrator", environments.development]]);
		clerk = await company.endUser(environments.development, "Bo Clerk", { roles: ["clerk"] });
		await company.endUser(environments.development, "Other", { roles: ["other"] });
		base = `/api/mail/${environments.development}`;
		address = await inboxOf(environments.development);
		await activate(scope, MODEL, AUTOMATION);
		const trigger = await call(`${base}/triggers`, {
			as: admin,
			body: {
				name: "Loans",
				enabled: true,
				conditions: [{ on: "subject", test: "starts", text: "loan" }],
				fields: [
					{ from: "mail.fromName", to: "applicant.name" },
					{ from: "mail.text", to: "request" },
				],
				attachmentsTo: "documents",
			},
		});
		if (trigger.status !== 200) throw new Error(await trigger.text());
	});
	const received = async (): Promise<Row[]> => ((await (await call(`${base}/received`, { as: admin })).json()) as { mails: Row[] }).mails;
	/** Mail about the case in hand; the queue may have sent that of others meanwhile. */
	const sent = async (): Promise<Sent[]> =>
		((await (await call(`${base}/sent`, { as: admin })).json()) as { mails: Sent[] }).mails.filter((mail) => mail.caseId === caseId);
	const view = async (): Promise<CaseView> =>
		JSON.parse((await objects.case(env, scope, caseId).read(scope, caseId)) ?? "null") as CaseView;
	const notify = async () => {
		const { tasks } = await view();
		const task = tasks[0]?.task ?? 0;
		return sendNotification(env, scope, { caseId, kind: "notify", subject: task, key: `${caseId}.notify.${task}.pool` }, Date.now(), false);
	};
	const replyTo = async (mailId: string): Promise<string> =>
		((await (await call(`${base}/sent/${mailId}`, { as: admin })).json()) as { replyTo: string }).replyTo;

	it("starts a case with the mapped fields and its attachment, kept and listed", async ({ expect }) => {
		expect(await arrive(address, MESSAGE, "jorn@customer.example")).toBeNull();
		const [row] = await received();
		expect(row).toMatchObject({ verdict: "accepted", code: "", triggerName: "Loans", attachments: 1, fromName: "Jørn" });
		caseId = row?.caseId as CaseId;
		const made = await view();
		expect(made).toMatchObject({
			source: "mail",
			starter: { personId: null, name: "Jørn", email: null },
			data: { applicant: { name: "Jørn" }, request: "I would like a loan.\n" },
		});
		expect(made.data["documents"]).toEqual([
			{ fileId: made.attachments[0]?.fileId, name: "payslip.pdf", type: "application/pdf", size: 8 },
		]);
		expect(made.attachments).toMatchObject([{ name: "payslip.pdf", origin: "mail", size: 8 }]);
		const kept = await env.FILES.get(keys.content(scope.companyId, "file", made.attachments[0]?.sha256 ?? ""));
		expect(await kept?.text()).toBe("%PDF-1.4");
	});

	it("starts no second case when it comes again", async ({ expect }) => {
		await arrive(address, MESSAGE, "jorn@customer.example");
		expect((await received())[0]).toMatchObject({ verdict: "repeated", caseId });
	});

	it("is finished by the sweep when its Worker died before the verdict, without a second case", async ({ expect }) => {
		await arrive(address, MESSAGE.replaceAll("boat", "tent"), "jorn@customer.example");
		const [row] = await received();
		await env.DB.prepare("UPDATE received_mail SET verdict = 'received', case_id = NULL, updated_at = 0 WHERE id = ?")
			.bind(row?.mailId)
			.run();
		expect(await finishStuck(env, Date.now())).toBe(1);
		expect((await received())[0]).toMatchObject({ mailId: row?.mailId, verdict: "accepted", caseId: row?.caseId });
		expect(await finishStuck(env, Date.now())).toBe(0);
	});

	it("is worked off when it is sent again after a Worker died with it", async ({ expect }) => {
		const message = MESSAGE.replaceAll("boat", "sofa");
		await arrive(address, message, "jorn@customer.example");
		const [row] = await received();
		await env.DB.prepare("UPDATE received_mail SET verdict = 'received', case_id = NULL, updated_at = 0 WHERE id = ?")
			.bind(row?.mailId)
			.run();
		await arrive(address, message, "jorn@customer.example");
		expect((await received())[0]).toMatchObject({ verdict: "accepted", caseId: row?.caseId });
		expect((await received()).find((each) => each.mailId === row?.mailId)).toMatchObject({ verdict: "repeated", code: "mail.sent_again" });
	});

	it("tells each person of the task's pool, once, and the case knows", async ({ expect }) => {
		expect(await notify()).toBe("done");
		expect(await notify()).toBe("done");
		expect(await sent()).toMatchObject([{ to: clerk.email, state: "sent", caseId }]);
		expect((await view()).mails).toMatchObject([{ direction: "out", address: clerk.email, state: "sent" }]);
		const [mail] = await sent();
		const detail = (await (await call(`${base}/sent/${mail?.mailId}`, { as: admin })).json()) as { text: string; html: string };
		expect(detail.text).toContain(`/work/${scope.environmentId}?task=${caseId}.`);
		expect(detail.text).toContain("Check the request");
	});

	it("takes the receiver's reply into the case, with its attachment", async ({ expect }) => {
		const to = await replyTo((await sent())[0]?.mailId ?? "");
		await arrive(
			to.toUpperCase().replace(env.INBOX_DOMAIN.toUpperCase(), env.INBOX_DOMAIN),
			`From: Bo <${clerk.email}>\nSubject: Re: Check\nMessage-ID: <re1@acme>\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nLooks fine.\n--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=note.txt\n\nnote\n--b--\n`,
			clerk.email,
		);
		expect((await received())[0]).toMatchObject({ verdict: "accepted", caseId });
		const now = await view();
		expect(now.mails.map((mail) => [mail.direction, mail.state])).toContainEqual(["in", "received"]);
		expect(now.attachments.map((file) => file.name)).toContain("note.txt");
	});

	it("keeps a stranger's reply back, and lets an operator take it in all the same", async ({ expect }) => {
		const to = await replyTo((await sent())[0]?.mailId ?? "");
		await arrive(to, "From: Eve <eve@evil.example>\nSubject: Re: Check\nMessage-ID: <eve@evil>\n\nPay me.\n", "eve@evil.example");
		const [row] = await received();
		expect(row).toMatchObject({ verdict: "quarantined", code: "mail.other_sender" });
		expect((await view()).mails.filter((mail) => mail.direction === "in")).toHaveLength(1);
		const again = await call(`${base}/received/${row?.mailId}/replay`, { as: admin, method: "POST" });
		expect(await again.json()).toMatchObject({ verdict: "accepted", caseId });
		expect((await call(`${base}/received/${row?.mailId}/replay`, { as: admin, method: "POST" })).status).toBe(409);
	});

	it("refuses a reply address that was changed or made up", async ({ expect }) => {
		const to = await replyTo((await sent())[0]?.mailId ?? "");
		const forged = to.replace(/^reply\+./, (head) => (head.endsWith("0") ? "reply+1" : "reply+0"));
		expect(await arrive(forged, `From: ${clerk.email}\nSubject: x\nMessage-ID: <f@x>\n\nx\n`, clerk.email)).toContain("no such address");
	});

	it("marks a mail as bounced when a report says so, and writes to that address no more", async ({ expect }) => {
		const [mail] = await sent();
		const to = await replyTo(mail?.mailId ?? "");
		const report = (mark: string): string =>
			`From: Mail <mailer-daemon@mx.example>\nSubject: Undelivered\nMessage-ID: <dsn-${mark}@mx>\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\ngone\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; ${clerk.email}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no such user\n--b\nContent-Type: text/rfc822-headers\n\nX-Portico-Mail: ${mark}\n\n--b--\n`;
		await arrive(address, report("made-up"), "");
		expect((await received())[0]).toMatchObject({ verdict: "report", code: "report.unknown_mail" });
		expect((await sent())[0]).toMatchObject({ state: "sent" });
		await arrive(address, report(to.slice("reply+".length, to.indexOf("@"))), "");
		expect((await received())[0]).toMatchObject({ verdict: "report", code: "report.bounced", caseId });
		expect((await sent())[0]).toMatchObject({ state: "bounced", detail: "5.1.1 550 no such user" });
		expect((await view()).mails.find((each) => each.direction === "out")).toMatchObject({ state: "bounced" });
		const { addresses } = (await (await call(`${base}/suppressed`, { as: admin })).json()) as { addresses: { address: string }[] };
		expect(addresses.map((each) => each.address)).toEqual([clerk.email]);
	});

	it("holds later mail to that address back until it is allowed again", async ({ expect }) => {
		await arrive(address, MESSAGE.replaceAll("boat", "car"), "jorn@customer.example");
		const [row] = await received();
		caseId = row?.caseId as CaseId;
		await notify();
		expect((await sent())[0]).toMatchObject({ to: clerk.email, state: "suppressed" });
		const lifted = await call(`${base}/suppressed/${encodeURIComponent(clerk.email)}`, { as: admin, method: "DELETE" });
		expect(lifted.status).toBe(200);
		await arrive(address, MESSAGE.replaceAll("boat", "house"), "jorn@customer.example");
		caseId = (await received())[0]?.caseId as CaseId;
		await notify();
		expect((await sent())[0]).toMatchObject({ to: clerk.email, state: "sent" });
	});
});
