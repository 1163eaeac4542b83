import PostalMime from "postal-mime";
import { describe, it } from "vitest";
import { measureMail } from "./measure.ts";
import { readMail } from "./read-mail.ts";
import { oneLine, safeFileName, textOfHtml } from "./safe-text.ts";

const bytes = (text: string) => new TextEncoder().encode(text.replaceAll("\n", "\r\n"));
const read = async (text: string) => readMail(await new PostalMime().parse(bytes(text)));

describe("reading a message", () => {
	it("leaves no line break in a subject that carries one inside an encoded word", async ({ expect }) => {
		const mail = await read("From: a@b.example\nSubject: =?utf-8?Q?a=0D=0ABcc:_x@y.example=00?=\n\nhello\n");
		expect(mail.ok && mail.value.subject).toBe("a Bcc: x@y.example");
	});

	it("refuses two From lines, since a checker and a reader may each take another one", async ({ expect }) => {
		const mail = await read("From: a@b.example\nFrom: c@d.example\nSubject: x\n\nhello\n");
		expect(mail).toMatchObject({ ok: false, error: { code: "mail.duplicate_header", at: "from" } });
	});

	it("makes attachment names safe and keeps their bytes", async ({ expect }) => {
		const mail = await read(
			'From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nhello\n--x\nContent-Type: text/html\nContent-Disposition: attachment; filename="../../inv\\\\oice.pdf.html"\n\n<script>alert(1)</script>\n--x--\n',
		);
		expect(mail.ok && mail.value.attachments.map(({ name, type }) => [name, type])).toEqual([["oice.pdf.html", "text/html"]]);
		expect(mail.ok && new TextDecoder().decode(mail.value.attachments[0]?.content).trim()).toBe("<script>alert(1)</script>");
	});

	it("refuses more than 100 recipients, 50 attachments or 200 header lines", async ({ expect }) => {
		const to = Array.from({ length: 101 }, (_, index) => `p${index}@b.example`).join(",\n ");
		expect(await read(`From: a@b.example\nTo: ${to}\n\nx\n`)).toMatchObject({ ok: false, error: { code: "mail.too_many_recipients" } });
		const parts = Array.from({ length: 51 }, (_, index) => `--x\nContent-Disposition: attachment; filename=${index}.txt\n\n${index}\n`);
		expect(await read(`From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n${parts.join("")}--x--\n`)).toMatchObject({
			ok: false,
			error: { code: "mail.too_many_attachments" },
		});
		const headers = Array.from({ length: 201 }, (_, index) => `X-H: ${index}`).join("\n");
		expect(await read(`From: a@b.example\n${headers}\n\nx\n`)).toMatchObject({ ok: false, error: { code: "mail.too_many_headers" } });
	});

	it("takes the words of the HTML when there is no text", async ({ expect }) => {
		const mail = await read(
			"From: a@b.example\nContent-Type: text/html\n\n<style>p{}</style><p>Loan &amp; more</p><script>x()</script><p>two</p>\n",
		);
		expect(mail.ok && mail.value.text).toBe("Loan & more\ntwo");
	});

	it("measures parts and headers before anything is parsed", ({ expect }) => {
		const parts = Array.from({ length: 300 }, () => "--x y\n\nhello\n").join("");
		expect(measureMail(bytes(`From: a@b.example\nContent-Type: multipart/mixed;\n boundary="x y"\n\n${parts}--x y--\n`))).toEqual({
			parts: 300,
			headers: 2,
		});
		expect(measureMail(bytes("From: a@b.example\n\n-- \nsignature\n"))).toEqual({ parts: 0, headers: 1 });
	});
});

describe("safe texts", () => {
	it("turns any name into a plain file name", ({ expect }) => {
		expect(safeFileName("C:\\temp\\report\u202efdp.exe")).toBe("reportfdp.exe");
		expect(safeFileName("..")).toBe("attachment");
		expect(safeFileName("...hidden/..")).toBe("attachment");
		expect(safeFileName(`${"a".repeat(300)}.pdf`)).toMatch(/^a{116}\.pdf$/);
	});

	it("keeps words together and drops what can not be seen", ({ expect }) => {
		expect(oneLine("a\r\n\tb\u0000c\u200bd", 100)).toBe("a bcd");
	});

	it("reads hostile markup in time that grows with its length", ({ expect }) => {
		expect(textOfHtml("<".repeat(200_000))).toBe("");
		expect(textOfHtml("&#0;&#x110000;&bogus;x")).toBe("&bogus;x");
	});
});
