import { env } from "cloudflare:workers";
import { describe, it } from "vitest";
import { call, makeCompany } from "../../test/workerd/company.ts";
import { objects } from "../tenancy/objects.ts";
import { hashPassword } from "./password.ts";
import { hashOf, newSecret } from "./secrets.ts";

async function bootstrapLink(createdAt = Date.now()): Promise<string> {
	const token = newSecret();
	await env.DB.prepare("INSERT INTO bootstrap_link (token_hash, created_at) VALUES (?, ?)")
		.bind(await hashOf(token), createdAt)
		.run();
	return token;
}

function bootstrapBody(token: string, slug: string) {
	return {
		token,
		company: { name: "Northwind", slug, region: "eu" },
		administrator: { name: "Nora North", email: "nora@northwind.example", password: "a long enough secret" },
	};
}

/** The `Cookie` header that a browser would send after this answer. */
function cookieOf(response: Response): string {
	return (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
}

describe("the bootstrap link", () => {
	it("makes one company with an administrator who is signed in, and works once", async ({ expect }) => {
		const token = await bootstrapLink();
		const first = await call("/api/identity/bootstrap", { body: bootstrapBody(token, "northwind-a") });
		expect(first.status).toBe(200);
		const me = await call("/api/identity/company/me", { headers: { cookie: cookieOf(first) } });
		expect(await me.json()).toMatchObject({ company: { slug: "northwind-a" }, person: { name: "Nora North" } });
		const second = await call("/api/identity/bootstrap", { body: bootstrapBody(token, "northwind-b") });
		expect(second.status).toBe(403);
		expect(await second.json()).toMatchObject({ code: "bootstrap.link_refused" });
		expect(await env.DB.prepare("SELECT 1 FROM company WHERE slug = 'northwind-b'").first()).toBe(null);
	});

	it("makes one company when it is used twice at the same time", async ({ expect }) => {
		const token = await bootstrapLink();
		const answers = await Promise.all([
			call("/api/identity/bootstrap", { body: bootstrapBody(token, "race-a") }),
			call("/api/identity/bootstrap", { body: bootstrapBody(token, "race-b") }),
		]);
		expect(answers.map((each) => each.status).toSorted((a, b) => a - b)).toEqual([200, 403]);
		const made = await env.DB.prepare("SELECT count(*) AS n FROM company WHERE slug LIKE 'race-%'").first<{ n: number }>();
		expect(made?.n).toBe(1);
	});

	it("is refused when it has expired", async ({ expect }) => {
		const token = await bootstrapLink(Date.now() - 8 * 24 * 3_600_000);
		const answer = await call("/api/identity/bootstrap", { body: bootstrapBody(token, "too-late") });
		expect(answer.status).toBe(403);
	});
});

describe("signing in to a company", () => {
	it("opens a session with a __Host- cookie that scripts can not read, and sign-out ends it", async ({ expect }) => {
		const home = await makeCompany();
		await env.DB.prepare("UPDATE person SET password = ? WHERE id = ?")
			.bind(await hashPassword("correct horse"), home.administrator.id)
			.run();
		const answer = await call("/api/identity/company/sign-in", {
			body: { company: home.slug, email: ` ${home.administrator.email.toUpperCase()} `, password: "correct horse" },
		});
		expect(answer.status).toBe(200);
		const setCookie = answer.headers.get("set-cookie") ?? "";
		expect(setCookie).toMatch(
			/^__Host-portico=cmp_[0-9a-z]{26}_eu\.[A-Za-z0-9_-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=\d+$/,
		);
		const cookie = cookieOf(answer);
		expect((await call("/api/identity/company/me", { headers: { cookie } })).status).toBe(200);
		const out = await call("/api/identity/company/sign-out", { method: "POST", headers: { cookie } });
		expect(out.headers.get("set-cookie")).toContain("Max-Age=0");
		expect((await call("/api/identity/company/me", { headers: { cookie } })).status).toBe(401);
	});

	it("answers a wrong password, an unknown person, an unknown company and an inactive person alike", async ({ expect }) => {
		const home = await makeCompany();
		const hash = await hashPassword("correct horse");
		const gone = await home.builder("Gone");
		await env.DB.prepare("UPDATE person SET password = ? WHERE company_id = ?").bind(hash, home.id).run();
		await env.DB.prepare("UPDATE person SET state = 'inactive' WHERE id = ?").bind(gone.id).run();
		const tries = [
			{ company: home.slug, email: home.administrator.email, password: "wrong" },
			{ company: home.slug, email: "nobody@acme.example", password: "correct horse" },
			{ company: "no-such-company", email: home.administrator.email, password: "correct horse" },
			{ company: home.slug, email: gone.email, password: "correct horse" },
		];
		const answers = await Promise.all(tries.map((body) => call("/api/identity/company/sign-in", { body })));
		const texts = await Promise.all(answers.map((answer) => answer.text()));
		expect(answers.map((answer) => answer.status)).toEqual([401, 401, 401, 401]);
		expect(new Set(texts).size).toBe(1);
	});

	it("asks to wait after ten tries for one account, and says for how long", async ({ expect }) => {
		const home = await makeCompany();
		const body = { company: home.slug, email: "nobody@acme.example", password: "x" };
		const statuses: number[] = [];
		for (let attempt = 0; attempt < 10; attempt++) statuses.push((await call("/api/identity/company/sign-in", { body })).status);
		expect(new Set(statuses)).toEqual(new Set([401]));
		const answer = await call("/api/identity/company/sign-in", { body });
		expect(answer.status).toBe(429);
		expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
		expect(await answer.json()).toMatchObject({ code: "sign_in.too_many" });
	});

	it("asks a caller who names companies that do not exist to wait as well: by account, and by address over all companies", async ({
		expect,
	}) => {
		const home = await makeCompany();
		const from = (address: string, company: string) =>
			call("/api/identity/company/sign-in", {
				body: { company, email: "nobody@acme.example", password: "x" },
				headers: { "cf-connecting-ip": address },
			});
		const statuses: number[] = [];
		for (let attempt = 0; attempt < 11; attempt++) statuses.push((await from("192.0.2.1", "no-such-company")).status);
		expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
		// What is left of the address after a hundred tries, each naming another company.
		const gate = objects.signInGate(env, "192.0.2.2");
		for (let attempt = 0; attempt < 110; attempt++) await gate.admitSignIn(null, "192.0.2.2", Date.now());
		const answers = await Promise.all([from("192.0.2.2", "another-one"), from("192.0.2.2", home.slug)]);
		expect(answers.map((answer) => answer.status)).toEqual([429, 429]);
		expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual([
			expect.objectContaining({ code: "sign_in.too_many" }),
			expect.objectContaining({ code: "sign_in.too_many" }),
		]);
		expect((await from("192.0.2.3", home.slug)).status).toBe(401);
	});

	it("is refused from another origin", async ({ expect }) => {
		const home = await makeCompany();
		const answer = await call("/api/identity/company/sign-in", {
			body: { company: home.slug, email: "a@acme.example", password: "x" },
			headers: { origin: "https://evil.example" },
		});
		expect(answer.status).toBe(403);
	});
});

describe("the two realms", () => {
	it("take only their own cookies", async ({ expect }) => {
		const home = await makeCompany();
		const project = await home.project("Loans");
		const { development, test } = project.environments;
		const eve = await home.endUser(development, "Eve", { roles: ["clerk"] });
		const asEve = await call(`/api/identity/environments/${development}/me`, { as: eve });
		expect(await asEve.json()).toMatchObject({ person: { id: eve.id, name: "Eve" }, roles: ["clerk"] });
		expect((await call("/api/identity/company/me", { as: eve })).status).toBe(401);
		expect((await call(`/api/identity/environments/${test}/me`, { as: eve })).status).toBe(401);
		expect((await call(`/api/identity/environments/${development}/me`, { as: home.administrator })).status).toBe(401);
		// The secret of one realm under the name of another.
		const secret = eve.cookie.split("=")[1] ?? "";
		expect((await call("/api/identity/company/me", { headers: { cookie: `__Host-portico=${secret}` } })).status).toBe(401);
		expect((await call(`/api/identity/environments/${test}/me`, { headers: { cookie: `__Host-work-${test}=${secret}` } })).status).toBe(
			401,
		);
	});

	it("let an end user sign in with a password and out again", async ({ expect }) => {
		const home = await makeCompany();
		const { development } = (await home.project("Loans")).environments;
		const eve = await home.endUser(development, "Eve");
		await env.DB.prepare("UPDATE end_user SET password = ? WHERE id = ?")
			.bind(await hashPassword("eves own secret"), eve.id)
			.run();
		const path = `/api/identity/environments/${development}`;
		expect((await call(`${path}/sign-in`, { body: { email: eve.email, password: "not it" } })).status).toBe(401);
		const answer = await call(`${path}/sign-in`, { body: { email: eve.email, password: "eves own secret" } });
		expect(answer.headers.get("set-cookie")).toMatch(/^__Host-work-env_[0-9a-z]{26}=/);
		const cookie = cookieOf(answer);
		expect((await call(`${path}/me`, { headers: { cookie } })).status).toBe(200);
		await call(`${path}/sign-out`, { method: "POST", headers: { cookie } });
		expect((await call(`${path}/me`, { headers: { cookie } })).status).toBe(401);
	});
});

describe("a made-up cookie", () => {
	it("is nobody's", async ({ expect }) => {
		const home = await makeCompany();
		const made = `__Host-portico=${home.id}.${newSecret()}`;
		expect((await call("/api/identity/company/me", { headers: { cookie: made } })).status).toBe(401);
		const elsewhere = `__Host-portico=cmp_${"0".repeat(26)}.${newSecret()}`;
		expect((await call("/api/identity/company/me", { headers: { cookie: elsewhere } })).status).toBe(401);
	});
});
