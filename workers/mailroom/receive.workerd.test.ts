import { env } from "cloudflare:workers";
import { beforeAll, describe, it } from "vitest";
import { call, makeCompany, type TestCompany, type TestPerson, type TestProject } from "../../test/workerd/company.ts";
import { arrive, inboxOf } from "../../test/workerd/incoming.ts";

interface Row {
	readonly mailId: string;
	readonly verdict: string;
	readonly code: string;
	readonly subject: string;
	readonly triggerName: string | null;
}

describe("mail that reaches an environment", () => {
	let company: TestCompany;
	let project: TestProject;
	let admin: TestPerson;
	let address: string;
	let base: string;
	beforeAll(async () => {
		company = await makeCompany();
		project = await company.project("Loans");
		admin = await company.builder("Olga Operator", [["environment-administrator", project.environments.development]]);
		address = await inboxOf(project.environments.development);
		base = `/api/mail/${project.environments.development}`;
	});
	const newest = async (): Promise<Row> =>
		((await (await call(`${base}/received`, { as: admin })).json()) as { mails: Row[] }).mails[0] ?? ({} as Row);

	it("is refused at the door when nobody has the address", async ({ expect }) => {
		expect(await arrive(`development-000000000000@${env.INBOX_DOMAIN}`, "From: a@b.example\n\nx\n")).toContain("no such address");
		expect(await arrive(address.replace("development-", "production-"), "From: a@b.example\n\nx\n")).toContain("no such address");
		expect(await arrive("someone@elsewhere.example", "From: a@b.example\n\nx\n")).toContain("no such address");
	});

	it("waits for a person when no trigger takes it", async ({ expect }) => {
		expect(
			await arrive(address, "From: Ann <ann@customer.example>\nSubject: =?utf-8?Q?Hi=0D=0ABcc:_x?=\nMessage-ID: <1@c>\n\nhello\n"),
		).toBeNull();
		expect(await newest()).toMatchObject({ verdict: "quarantined", code: "mail.no_trigger", subject: "Hi Bcc: x" });
	});

	it("is taken once: the same Message-ID, or the same words under another, is a repeat", async ({ expect }) => {
		const first = "From: ann@customer.example\nSubject: once\nMessage-ID: <once@c>\n\nonly once\n";
		await arrive(address, first);
		await arrive(address, first);
		expect(await newest()).toMatchObject({ verdict: "repeated" });
		await arrive(address, first.replace("<once@c>", "<twice@c>"));
		expect(await newest()).toMatchObject({ verdict: "repeated", code: "mail.repeated" });
	});

	it("is taken once also when both copies come at the same moment", async ({ expect }) => {
		const raw = "From: ann@customer.example\nSubject: race\nMessage-ID: <race@c>\n\nrace\n";
		await Promise.all(Array.from({ length: 6 }, () => arrive(address, raw)));
		const { mails } = (await (await call(`${base}/received`, { as: admin })).json()) as { mails: Row[] };
		const verdicts = mails.filter((mail) => mail.subject === "race").map((mail) => mail.verdict);
		expect(verdicts.filter((verdict) => verdict === "quarantined")).toHaveLength(1);
		expect(verdicts.filter((verdict) => verdict === "repeated")).toHaveLength(5);
	});

	it("from a robot is ignored, whoever it says it is from", async ({ expect }) => {
		await arrive(address, "From: ann@customer.example\nSubject: Out of office\nAuto-Submitted: auto-replied\nMessage-ID: <ooo@c>\n\nx\n");
		expect(await newest()).toMatchObject({ verdict: "ignored", code: "mail.auto_submitted" });
		await arrive(address, "From: ann@customer.example\nSubject: null path\nMessage-ID: <np@c>\n\nx\n", "");
		expect(await newest()).toMatchObject({ verdict: "ignored", code: "mail.null_return_path" });
	});

	it("of 30 MB is refused before it is read, and the ledger says so", async ({ expect }) => {
		const raw = new Uint8Array(30 * 1024 * 1024);
		expect(await arrive(address, raw)).toContain("25 MiB");
		expect(await newest()).toMatchObject({ verdict: "refused", code: "mail.too_large" });
	});

	it("of 300 parts or with two senders is refused with the reason", async ({ expect }) => {
		const parts = Array.from({ length: 300 }, (_, index) => `--b\nContent-Disposition: attachment; filename=${index}\n\n${index}\n`).join(
			"",
		);
		expect(
			await arrive(address, `From: ann@customer.example\nSubject: bomb\nContent-Type: multipart/mixed; boundary=b\n\n${parts}--b--\n`),
		).toContain("100 parts");
		expect(await newest()).toMatchObject({ verdict: "refused", code: "mail.too_many_parts" });
		expect(await arrive(address, "From: ann@customer.example\nFrom: eve@evil.example\nSubject: two\n\nx\n")).toContain(
			"more than one from",
		);
		expect(await newest()).toMatchObject({ verdict: "refused", code: "mail.duplicate_header" });
	});

	it("that a trigger takes fails with a reason while nothing runs there, and is kept to be worked off again", async ({ expect }) => {
		const made = await call(`${base}/triggers`, {
			as: admin,
			body: {
				name: "Loans",
				enabled: true,
				conditions: [{ on: "subject", test: "starts", text: "loan" }],
				fields: [{ from: "mail.fromName", to: "applicant.name" }],
			},
		});
		expect(made.status).toBe(200);
		await arrive(address, "From: Ann <ann@customer.example>\nSubject: Loan please\nMessage-ID: <loan@c>\n\nI need a boat\n");
		const row = await newest();
		expect(row).toMatchObject({ verdict: "failed", code: "environment.nothing_active", triggerName: "Loans" });
		const again = await call(`${base}/received/${row.mailId}/replay`, { as: admin, method: "POST" });
		expect(await again.json()).toMatchObject({ verdict: "failed", code: "environment.nothing_active" });
		const sentAgain = "From: Ann <ann@customer.example>\nSubject: Loan please\nMessage-ID: <loan@c>\n\nI need a boat\n";
		await arrive(address, sentAgain);
		expect(await newest()).toMatchObject({ verdict: "failed" });
	});

	it("shows its HTML without anything active and hands attachments out only as downloads", async ({ expect }) => {
		await arrive(
			address,
			`From: ann@customer.example
Subject: html
Message-ID: <html@c>
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/html

<p onclick="x()">Hi <img src="https://track.example/p.gif"><script>alert(1)</script><a href="javascript:x()">a</a></p>
--b
Content-Type: text/html
Content-Disposition: attachment; filename="../in'voice.html"

<script>alert(2)</script>
--b--
`,
		);
		const { mailId } = await newest();
		const detail = (await (await call(`${base}/received/${mailId}`, { as: admin })).json()) as {
			content: { html: string; files: { name: string }[] };
		};
		expect(detail.content.html).toContain("default-src 'none'");
		expect(detail.content.html.slice(detail.content.html.indexOf("<body>"))).not.toMatch(/script|onclick|<img|javascript/i);
		expect(detail.content.files.map((file) => file.name)).toEqual(["in'voice.html"]);
		const file = await call(`${base}/received/${mailId}/attachments/0`, { as: admin });
		expect(file.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''in%27voice.html");
		expect(file.headers.get("content-type")).toBe("application/octet-stream");
		expect(file.headers.get("x-content-type-options")).toBe("nosniff");
		expect(file.headers.get("content-security-policy")).toContain("sandbox");
		expect((await file.text()).trim()).toBe("<script>alert(2)</script>");
		expect((await call(`${base}/received/${mailId}/attachments/9`, { as: admin })).status).toBe(404);
	});

	it("is nothing to other companies, and not to builders without the grant", async ({ expect }) => {
		const { mailId } = await newest();
		const stranger = (await makeCompany("Other")).administrator;
		const viewer = await company.builder("Vic Viewer", [["environment-viewer", project.environments.development]]);
		const operator = await company.builder("Opal Operator", [["environment-operator", project.environments.development]]);
		const elsewhere = `/api/mail/${project.environments.test}/received/${mailId}`;
		expect((await call(`${base}/received/${mailId}`, { as: stranger })).status).toBe(404);
		expect((await call(`${base}/received`, { as: viewer })).status).toBe(403);
		const tester = await company.builder("Tess", [["environment-administrator", project.environments.test]]);
		expect((await call(elsewhere, { as: tester })).status).toBe(404);
		expect((await call(`${base}/received`, { as: operator })).status).toBe(200);
		expect((await call(`${base}/triggers`, { as: operator, body: { name: "x", enabled: true, conditions: [], fields: [] } })).status).toBe(
			403,
		);
	});
});

describe("triggers of an inbox", () => {
	it("are kept in order, changed, tried on a mail and deleted", async ({ expect }) => {
		const company = await makeCompany();
		const project = await company.project("Loans");
		const admin = await company.builder("Olga", [["environment-administrator", project.environments.test]]);
		const base = `/api/mail/${project.environments.test}`;
		const add = async (name: string, text: string, enabled = true) =>
			(await (
				await call(`${base}/triggers`, {
					as: admin,
					body: {
						name,
						enabled,
						conditions: [{ on: "subject", test: "contains", text }],
						fields: [{ from: "upper case(mail.fromName)", to: "applicant.name" }],
					},
				})
			).json()) as { id: string };
		const a = await add("A", "invoice");
		const b = await add("B", "loan");
		const c = await add("C", "loan", false);
		const trial = async () =>
			(await (
				await call(`${base}/trigger-trial`, {
					as: admin,
					body: { from: "ann@x.example", fromName: "Ann", subject: "A loan", body: "please" },
				})
			).json()) as { triggers: { name: string; outcome: string }[]; variables: unknown };
		expect(await trial()).toMatchObject({
			triggers: [
				{ name: "A", outcome: "no" },
				{ name: "B", outcome: "wins" },
				{ name: "C", outcome: "off" },
			],
			variables: { applicant: { name: "ANN" } },
		});
		const ordered = await call(`${base}/trigger-order`, { as: admin, method: "PUT", body: { order: [c.id, a.id, b.id] } });
		expect(((await ordered.json()) as { triggers: { name: string }[] }).triggers.map((each) => each.name)).toEqual(["C", "A", "B"]);
		const stale = await call(`${base}/trigger-order`, { as: admin, method: "PUT", body: { order: [a.id, b.id] } });
		expect(stale.status).toBe(409);
		const on = await call(`${base}/triggers/${c.id}`, {
			as: admin,
			method: "PUT",
			body: { name: "C", enabled: true, conditions: [{ on: "from", test: "ends", text: "@x.example" }], fields: [] },
		});
		expect(on.status).toBe(200);
		expect((await trial()).triggers.map((each) => each.outcome)).toEqual(["wins", "no", "later"]);
		expect((await call(`${base}/triggers/${c.id}`, { as: admin, method: "DELETE" })).status).toBe(200);
		expect((await call(`${base}/triggers/${c.id}`, { as: admin, method: "DELETE" })).status).toBe(404);
		const bad = await call(`${base}/triggers`, {
			as: admin,
			body: { name: "bad", enabled: true, conditions: [], fields: [{ from: "mail.(", to: "x" }] },
		});
		expect(bad.status).toBe(400);
		expect(await bad.json()).toMatchObject({ code: "feel.syntax", field: "fields.0.from" });
	});
});
