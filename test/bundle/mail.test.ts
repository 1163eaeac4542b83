import { afterAll, beforeAll, describe, it } from "vitest";
import { startPortico, type TestPortico } from "./portico.ts";

const COMPANY = "cmp_00000000000000000000000001";
const ENVIRONMENT = "env_00000000000000000000000001";
const TO = "development-mailtest0001@inbox.portico.example";

/** The tree above one environment, written as a deployment would have it. */
const TREE = [
	`INSERT INTO company (id, slug, name, region, created_at) VALUES ('${COMPANY}', 'mail', 'Mail', 'eu', 0)`,
	`INSERT INTO subscription (company_id, id, service, name, created_at) VALUES ('${COMPANY}', 'sub_00000000000000000000000001', 'studio', 'Studio', 0)`,
	`INSERT INTO workspace (company_id, id, subscription_id, kind, name, created_at, created_by, updated_at) VALUES ('${COMPANY}', 'wsp_00000000000000000000000001', 'sub_00000000000000000000000001', 'project', 'Mail', 0, 'test', 0)`,
	`INSERT INTO environment (company_id, id, workspace_id, stage, inbox_key, created_at) VALUES ('${COMPANY}', '${ENVIRONMENT}', 'wsp_00000000000000000000000001', 'development', 'mailtest0001', 0)`,
];

interface Row {
	readonly verdict: string;
	readonly code: string;
	readonly reason: string;
	readonly subject: string;
	readonly attachments: number;
	readonly raw_sha256: string | null;
}

describe("mail through the deployed bundle", () => {
	let portico: TestPortico;
	beforeAll(async () => {
		portico = await startPortico();
		for (const sql of TREE) await portico.runtime.database.prepare(sql).run();
	});
	afterAll(() => portico.close());

	/** Hands a message to the runtime's mail trigger, as Cloudflare's routing would. */
	async function arrive(raw: Uint8Array<ArrayBuffer> | string, from = "ann@customer.example"): Promise<{ status: number; text: string }> {
		const response = await fetch(`${portico.url}/cdn-cgi/local/email?from=${encodeURIComponent(from)}&to=${encodeURIComponent(TO)}`, {
			method: "POST",
			body: raw,
		});
		return { status: response.status, text: await response.text() };
	}

	async function newest(): Promise<Row | null> {
		return portico.runtime.database
			.prepare("SELECT verdict, code, reason, subject, attachments, raw_sha256 FROM received_mail ORDER BY received_at DESC LIMIT 1")
			.first<Row>();
	}

	it("reaches the ledger of its environment, with the message kept", async ({ expect }) => {
		const told = await arrive(
			"From: Ann <ann@customer.example>\r\nTo: x@y.example\r\nSubject: Hello\r\nMessage-ID: <hello@c>\r\n\r\nhello\r\n",
		);
		expect(told.status).toBe(200);
		const row = await newest();
		expect(row).toMatchObject({ verdict: "quarantined", code: "mail.no_trigger", subject: "Hello" });
		const files = (await portico.runtime.miniflare.getR2Bucket("FILES")) as unknown as R2Bucket;
		const kept = await files.get(`${COMPANY}/mail/${row?.raw_sha256}`);
		expect(await kept?.text()).toContain("Subject: Hello");
	});

	it("that is refused is told so to the mail system that brings it", async ({ expect }) => {
		const told = await arrive("From: a@b.example\r\nFrom: c@d.example\r\nSubject: two\r\nMessage-ID: <two@c>\r\n\r\nx\r\n");
		expect(told.status).toBe(400);
		expect(await newest()).toMatchObject({ verdict: "refused", code: "mail.duplicate_header" });
	});
});
