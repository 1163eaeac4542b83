import { env } from "cloudflare:workers";
import { beforeAll, describe, it } from "vitest";
import { call, makeCompany, type TestPerson } from "../../test/workerd/company.ts";
import { arrive, inboxOf } from "../../test/workerd/incoming.ts";

interface Row {
	readonly mailId: string;
	readonly verdict: string;
	readonly code: string;
	readonly reason: string;
	readonly subject: string;
	readonly from: string;
}
interface Detail extends Row {
	readonly content: {
		readonly text: string;
		readonly html: string | null;
		readonly files: { readonly name: string; readonly size: number }[];
	} | null;
}

const REAL = Object.entries(env.TEST_MAIL);

describe.skipIf(REAL.length === 0)("real messages (skipped: no folder of them beside the project, and MAIL_SUITE names none)", () => {
	const details = new Map<string, Detail>();
	let admin: TestPerson;
	beforeAll(async () => {
		const company = await makeCompany();
		const { environments } = await company.project("Mail");
		admin = await company.builder("Olga", [["environment-administrator", environments.development]]);
		const base = `/api/mail/${environments.development}/received`;
		const address = await inboxOf(environments.development);
		for (const [name, base64] of REAL) {
			await arrive(
				address,
				Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0)),
				"sender@customer.example",
			);
			const { mails } = (await (await call(base, { as: admin })).json()) as { mails: Row[] };
			const row = mails[0];
			if (row === undefined) throw new Error(`${name} is not in the ledger`);
			details.set(name, (await (await call(`${base}/${row.mailId}`, { as: admin })).json()) as Detail);
		}
	});

	it("each reach the ledger once, read or refused with a reason, and none fails", ({ expect }) => {
		expect(new Set([...details.values()].map((detail) => detail.mailId)).size).toBe(REAL.length);
		const lost = [...details].filter(
			([, detail]) =>
				["failed", "received"].includes(detail.verdict) || (detail.verdict !== "accepted" && (detail.code === "" || detail.reason === "")),
		);
		expect(lost).toEqual([]);
	});

	it("that report on deliveries are recognised", ({ expect }) => {
		const reports = [...details].filter(([name]) => name.startsWith("multipart_report_"));
		for (const [name, detail] of reports) expect([name, ["report", "repeated"].includes(detail.verdict)]).toEqual([name, true]);
		expect(reports.length === 0 || reports.some(([, detail]) => detail.verdict === "report")).toBe(true);
	});

	it("keep every attachment, with a name that can be stored and no part of a path", ({ expect }) => {
		for (const [name, detail] of details) {
			for (const file of detail.content?.files ?? []) {
				expect([name, file.name]).toEqual([name, file.name.replaceAll(/[/\\\r\n\0]/g, "")]);
				expect(file.name).not.toBe("");
			}
		}
		expect(details.get("attachment_attachment_pdf.eml")?.content?.files).toEqual([
			{ index: 0, name: "broken.pdf", type: "application/pdf", size: 1026 },
		]);
		expect(details.get("japanese_attachment.eml")?.content?.files[0]).toMatchObject({ name: "てすと.txt", size: 33 });
		expect(details.get("attachment_attachment_with_quoted_filename.eml")?.content?.files[0]).toMatchObject({
			name: "Eelanalüüsi päring.jpg",
		});
	});

	it("are read in their own character sets", ({ expect }) => {
		expect(details.get("japanese.eml")?.subject).toBe("まみむめも");
		expect(details.get("plain_raw_email_string_in_date_field.eml")?.subject).toBe("NOTE: 한국말로 하는 것");
		expect(details.get("japanese_shift_jis.eml")?.content?.text).toMatch(/[\u3040-\u30ff]/u);
	});

	it("show HTML with nothing active in it", ({ expect }) => {
		for (const [name, detail] of details) {
			const html = detail.content?.html ?? "";
			const body = html.slice(html.indexOf("<body>"));
			expect([name, /<(script|iframe|object|form|img|link|meta|style)|\son\w+=|javascript:/i.test(body)]).toEqual([name, false]);
		}
	});
});
