import { env } from "cloudflare:workers";
import { beforeAll, describe, it } from "vitest";
import { call, makeCompany, type TestPerson } from "../../test/workerd/company.ts";
import { deliver } from "./deliver.ts";
import { closeRow, openRow } from "./ledger.ts";

const NOW = Date.UTC(2026, 10, 28);
const MAILS = 120;

interface Page {
	readonly mails: readonly { readonly subject: string }[];
	readonly next: string | null;
}

describe("many mails of one moment", () => {
	let base: string;
	let admin: TestPerson;

	beforeAll(async () => {
		const company = await makeCompany();
		const { environments } = await company.project("Loans");
		const scope = { companyId: company.id, environmentId: environments.development };
		admin = await company.builder("Olga", [["environment-administrator", environments.development]]);
		base = `/api/mail/${scope.environmentId}`;
		for (let index = 0; index < MAILS; index++) {
			await deliver(
				env,
				{
					...scope,
					effectKey: `key ${index}`,
					kind: "task",
					from: { name: "Portico", email: "portico@inbox.portico.example" },
					to: { name: "", address: `p${index}@example.org` },
					content: { subject: `sent ${index}`, text: "", html: "" },
				},
				NOW,
			);
			const arrival = { envelopeFrom: "", envelopeTo: "", size: 1, rawSha256: null, from: "", subject: `received ${index}` };
			const { id } = await openRow(env, scope, arrival, NOW);
			await closeRow(env, scope, id, { verdict: "quarantined", code: "", reason: "" }, NOW);
		}
	});

	for (const list of ["sent", "received"])
		it(`are each on one page of those ${list}`, async ({ expect }) => {
			const seen: string[] = [];
			const sizes: number[] = [];
			for (let next: string | null = ""; next !== null;) {
				const query: string = next === "" ? "" : `?before=${next}`;
				const page = (await (await call(`${base}/${list}${query}`, { as: admin })).json()) as Page;
				seen.push(...page.mails.map((mail) => mail.subject));
				sizes.push(page.mails.length);
				next = page.next;
			}
			expect(sizes).toEqual([50, 50, 20]);
			expect(new Set(seen).size).toBe(MAILS);
		});

	it("are not asked for by what is no page's end", async ({ expect }) => {
		for (const before of ["1", "x.y", `${NOW}.eml_1`])
			expect((await call(`${base}/sent?before=${before}`, { as: admin })).status).toBe(400);
	});
});
